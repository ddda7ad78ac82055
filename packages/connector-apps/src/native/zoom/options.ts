// What Zoom is told, and how it proves who we are.
import type { Credential } from '@tenure/core/connector';
import { type Authorize, resolveCredential } from '@tenure/core/connector/http';
import type { NamedAppOptions } from '../../options.ts';
import { bearerTokens } from '../tokens.ts';

/** What {@link zoom} is told. */
export interface ZoomOptions extends NamedAppOptions {
  /** Account id of the server-to-server app. */
  readonly accountId: string;
  readonly clientId: string;
  /** Client secret of the app, or a function that fetches it. */
  readonly clientSecret: Credential;
  /**
   * How people join. `invitation`: Zoom writes to them, and they are pending until they accept. `single-sign-on`: they are in
   * at once and sign in by the identity provider. With `firstCredential` they are in at once with a password, which Zoom
   * allows in managed domains only. Default `invitation`.
   */
  readonly joining?: 'invitation' | 'single-sign-on' | undefined;
  /** What new users get: `licensed` takes one of the licences that were bought. Default `basic`. */
  readonly licence?: 'basic' | 'licensed' | undefined;
  /**
   * What deleting does. `delete`: the Zoom account ends with what was not handed over. `disassociate`: the person leaves with
   * a free account of their own under the same address, and with what it holds. Default `delete`.
   */
  readonly deletion?: 'delete' | 'disassociate' | undefined;
  /** Address of the active user who gets meetings, webinars, recordings, whiteboards, clips, notes and docs at a deletion. Default nobody. */
  readonly handOverTo?: string | undefined;
  /**
   * What becomes of a changed work e-mail. `refuse`: the change fails and says so, for a person to make it in Zoom. `send`: it
   * is sent to Zoom, which takes it in managed domains only. Default `refuse`.
   */
  readonly addressChanges?: 'refuse' | 'send' | undefined;
  /** Another token endpoint than Zoom's: a proxy, a test. */
  readonly tokenUrl?: string | undefined;
}

/** A token of the account for an hour; there is nothing to renew it with but the secret itself. */
export function authorizeOf(system: string, { accountId, clientId, clientSecret, tokenUrl, http }: ZoomOptions): Authorize {
  return bearerTokens({
    ...{ system, http, url: tokenUrl ?? 'https://zoom.us/oauth/token' },
    form: async () => ({ grant_type: 'account_credentials', account_id: accountId }),
    headers: async () => {
      const pair = `${clientId}:${await resolveCredential(clientSecret)}`;
      return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
    },
  });
}
