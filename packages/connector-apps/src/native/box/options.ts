// What Box is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens } from '../tokens.ts';

/** What {@link box} is told. */
export interface BoxOptions extends NamedAppOptions {
  /** Id of the enterprise, from Box's admin console. */
  readonly enterpriseId: string;
  /** Client id of the app with client credentials. */
  readonly clientId: string;
  /** Its secret, or a function that fetches it. */
  readonly clientSecret: Credential;
  /**
   * Id of the managed user who becomes the owner of what a deleted user owns. Default nobody: somebody who owns content is
   * then not deleted.
   */
  readonly contentHeir?: string | undefined;
  /** `destroy`: deleting somebody destroys what they own, unless a `contentHeir` gets it. Default `keep`: Box is never told to. */
  readonly ownedContent?: 'keep' | 'destroy' | undefined;
  /** Another token endpoint than Box's: a proxy, a test. */
  readonly tokenUrl?: string | undefined;
}

/** A token that acts for the enterprise: one for a user could see nobody else. */
export function authorizeOf(system: string, { enterpriseId, clientId, clientSecret, tokenUrl, http }: BoxOptions): Authorize {
  return bearerTokens({
    system,
    url: tokenUrl ?? 'https://api.box.com/oauth2/token',
    http,
    form: async () => ({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: await resolveCredential(clientSecret),
      box_subject_type: 'enterprise',
      box_subject_id: enterpriseId,
    }),
  });
}
