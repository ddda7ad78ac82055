// What Google Workspace is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens, signedAssertion, unusableCredential } from '../tokens.ts';
import { tokenMeanings } from './meaning.ts';

/** What {@link googleWorkspace} is told. */
export interface GoogleWorkspaceOptions extends NamedAppOptions {
  /** The text of the service account's JSON key file, or a function that fetches it. */
  readonly serviceAccountKey: Credential;
  /** Address of the super administrator whom the service account acts as. */
  readonly administrator: string;
  /** The customer's id. Default `my_customer`, which is the administrator's own. */
  readonly customer?: string | undefined;
  /** Organizational unit of new users, `/Staff`. Default the top one. */
  readonly orgUnitPath?: string | undefined;
  /** Another token endpoint than Google's: a proxy, a test. */
  readonly tokenUrl?: string | undefined;
}

const scopes = ['admin.directory.user', 'admin.directory.user.security'].map((name) => `https://www.googleapis.com/auth/${name}`);

const keyFileSchema = z.object({ client_email: z.string(), private_key: z.string(), private_key_id: z.string().optional() });

/** A token for the scopes, by an assertion that the service account's key signs. */
export function authorizeOf(system: string, { serviceAccountKey, administrator, tokenUrl, http }: GoogleWorkspaceOptions): Authorize {
  const url = tokenUrl ?? 'https://oauth2.googleapis.com/token';
  const keyFile = async () => {
    const text = await resolveCredential(serviceAccountKey);
    try {
      return keyFileSchema.parse(JSON.parse(text));
    } catch {
      throw unusableCredential(system, 'the service account key is not the JSON text of a key file');
    }
  };
  return bearerTokens({
    ...{ system, url, http },
    meanings: tokenMeanings,
    form: async ({ now }) => {
      const { client_email: iss, private_key: privateKey, private_key_id: kid } = await keyFile();
      const claims = { iss, sub: administrator, scope: scopes.join(' '), aud: url };
      const header = kid === undefined ? {} : { kid };
      return {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: await signedAssertion({ system, privateKey, claims, header, lifeSeconds: 3_600, now: now() }),
      };
    },
  });
}
