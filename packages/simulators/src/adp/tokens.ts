// Access tokens: who may ask for one, what is alive.
import { type Answer, Refusal } from '../serving/answering.ts';
import type { OwnSubscriber } from './subscribers.ts';

/** Whom a token speaks for. */
export type Bearer = { readonly kind: 'subscriber'; readonly subscriber: OwnSubscriber } | { readonly kind: 'partner' };

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Tokens {
  /** Answers `POST /auth/oauth/v2/token`. */
  issue(text: string, authorization: string | undefined): Answer;
  bearerOf(authorization: string | undefined): Bearer | undefined;
  /** Ends every token that is alive. */
  expireAll(): void;
}

export interface TokenSurroundings {
  readonly now: () => number;
  readonly lifetimeSeconds: number;
  readonly subscribers: readonly OwnSubscriber[];
  readonly partner: Credentials;
}

export function createTokens({ now, lifetimeSeconds, subscribers, partner }: TokenSurroundings): Tokens {
  const alive = new Map<string, { readonly bearer: Bearer; readonly until: number }>();
  let made = 0;

  const known = ({ clientId, clientSecret }: Credentials): Bearer | undefined => {
    const is = (other: Credentials): boolean => other.clientId === clientId && other.clientSecret === clientSecret;
    if (is(partner)) return { kind: 'partner' };
    const subscriber = subscribers.find(is);
    return subscriber && { kind: 'subscriber', subscriber };
  };

  return {
    issue(text, authorization) {
      const form = new URLSearchParams(text);
      const names = [...form.keys()];
      const credentials = basic(authorization) ?? { clientId: form.get('client_id') ?? '', clientSecret: form.get('client_secret') ?? '' };
      const isMissing = !form.has('grant_type') || credentials.clientId === '';
      if (isMissing || new Set(names).size < names.length) throw refused(400, 'invalid_request', 'Missing or duplicate parameters');
      if (form.get('grant_type') !== 'client_credentials') throw refused(400, 'unsupported_grant_type', 'Invalid grant_type');
      const bearer = known(credentials);
      if (bearer === undefined) throw refused(401, 'invalid_client', 'The given client credentials were not valid');
      made += 1;
      const token = `token-${made}`;
      alive.set(token, { bearer, until: now() + lifetimeSeconds * 1000 });
      return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope: 'api' } };
    },
    bearerOf(authorization) {
      const [scheme, token = ''] = (authorization ?? '').split(' ');
      const found = scheme === 'Bearer' ? alive.get(token) : undefined;
      return found !== undefined && found.until > now() ? found.bearer : undefined;
    },
    expireAll: () => alive.clear(),
  };
}

function basic(authorization: string | undefined): Credentials | undefined {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  if (scheme !== 'Basic') return undefined;
  const [clientId = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { clientId, clientSecret: rest.join(':') };
}

function refused(status: number, error: string, description: string): Refusal {
  return new Refusal({ status, body: { error, error_description: description } });
}
