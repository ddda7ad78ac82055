// Server-to-server sign-in: an access token for an hour, and nothing to renew it with.
import type { Answer } from '../../serving/answering.ts';
import type { Call } from '../model.ts';
import { badToken } from './problems.ts';

export const zoomScopes = [
  'user:read:user:admin',
  'user:read:list_users:admin',
  'user:write:user:admin',
  'user:update:user:admin',
  'user:update:status:admin',
  'user:delete:user:admin',
] as const;

export interface ZoomCredentials {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const hour = 3_600_000;

export interface Tokens {
  answer(call: Call): Answer;
  /** The scopes of whoever asks. Throws for a token that is unknown or over. */
  scopesOf(call: Pick<Call, 'headers'>): readonly string[];
  /** Every token given out so far is refused from now on. */
  endAll(): void;
  /** The app is switched off: no token is given out any more. */
  refuse(): void;
  grant(scopes: readonly string[]): void;
}

export function createTokens(credentials: ZoomCredentials, now: () => number): Tokens {
  const given = new Map<string, number>();
  let [made, refused, scopes]: [number, boolean, readonly string[]] = [0, false, zoomScopes];
  const { accountId, clientId, clientSecret } = credentials;
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  return {
    answer({ headers, form }) {
      if (form.get('grant_type') !== 'account_credentials') {
        return { status: 400, body: { reason: 'unsupported grant type', error: 'unsupported_grant_type' } };
      }
      if (headers['authorization'] !== basic || refused) {
        return { status: 401, body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' } };
      }
      if (form.get('account_id') !== accountId) return { status: 400, body: { reason: 'Bad Request', error: 'invalid_request' } };
      made += 1;
      const access_token = `zoom-access-${made}`;
      given.set(access_token, now() + hour);
      return { status: 200, body: { access_token, token_type: 'bearer', expires_in: 3_599, scope: scopes.join(' ') } };
    },
    scopesOf({ headers }) {
      const ends = given.get(headers['authorization']?.replace(/^Bearer /, '') ?? '');
      if (ends === undefined || ends <= now()) throw badToken();
      return scopes;
    },
    endAll: () => given.clear(),
    refuse() {
      refused = true;
    },
    grant(next) {
      scopes = next;
    },
  };
}
