// What Zendesk is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, bearer, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { wrongOption } from '../refusing.ts';

/** What {@link zendesk} is told: either `email` and `apiToken`, or `accessToken`. */
export interface ZendeskOptions extends NamedAppOptions {
  /** The `acme` of `acme.zendesk.com`. */
  readonly subdomain: string;
  /** Address of the administrator whose API token it is. */
  readonly email?: string | undefined;
  /** The API token, or a function that fetches it. */
  readonly apiToken?: Credential | undefined;
  /** An OAuth access token of an administrator, or a function that fetches it. */
  readonly accessToken?: Credential | undefined;
  /** What new users are. `end-user`: they take no seat. Default `agent`. */
  readonly kind?: 'agent' | 'end-user' | undefined;
  /**
   * `free`: whoever is turned off becomes an end user as well, and an agent again when turned on. Default `keep`: only suspended,
   * and the seat stays taken.
   */
  readonly leaverSeat?: 'keep' | 'free' | undefined;
  /** `for-good`: whoever is deleted is deleted a second time, which erases them. Default `softly`. */
  readonly deletion?: 'softly' | 'for-good' | undefined;
  /** `none`: new users are not asked to verify their address. Default `send`. */
  readonly verificationEmail?: 'send' | 'none' | undefined;
}

/** @throws {TenureError} `OPTIONS_INVALID` when it is not exactly one credential, and whole. */
export function authorizeOf(system: string, { email, apiToken, accessToken }: ZendeskOptions): Authorize {
  if (apiToken === undefined && accessToken === undefined)
    throw wrongOption(system, 'apiToken', 'an API token or an access token is needed');
  if (apiToken !== undefined && accessToken !== undefined)
    throw wrongOption(system, 'accessToken', 'one credential is enough, and two are one too many');
  if (accessToken !== undefined) return bearer(accessToken);
  if (apiToken === undefined || email === undefined) throw wrongOption(system, 'email', 'an API token needs the address of its owner');
  return async () => {
    const pair = `${email}/token:${await resolveCredential(apiToken)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  };
}
