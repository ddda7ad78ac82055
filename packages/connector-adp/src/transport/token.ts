// Access tokens: one for each set of credentials, kept until shortly before it ends, asked for once however many wait for it.
import { type ConnectorContext, isTenureError } from '@tenure/core/connector';
import type { Authorize, HttpClient } from '@tenure/core/connector/http';
import { type AdpToken, askForToken } from '../api/token.ts';
import type { MutualTls } from './tls.ts';

/** Client id and secret of one customer or of a partner. */
export interface Login {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Fetches the login; `again`: the one it gave before was refused. */
export type LoginSource = (context: ConnectorContext, again: boolean) => Promise<Login>;

/** The share of its life after which a token is renewed; until it ends, a renewal that fails for the moment costs nothing. */
const renewedAfter = 0.8;
interface Token {
  readonly text: string;
  readonly renewAt: number;
  readonly endsAt: number;
}

/** Callers at once share one request for a token. */
export function keepToken(accounts: HttpClient, tls: MutualTls | undefined, login: LoginSource): Authorize {
  let current: Token | undefined;
  const used = new WeakMap<ConnectorContext, Token>();
  let underWay: { readonly token: Promise<Token>; readonly signal: AbortSignal } | undefined;

  const request = async (context: ConnectorContext): Promise<Token> => {
    await tls?.renew();
    const first = await login(context, false);
    const body = await askForToken(accounts, first, context).catch(async (error: unknown) => {
      if (!isTenureError(error) || error.code !== 'CONNECTOR_UNAUTHENTICATED') throw error;
      const other = await login(context, true);
      if (other.clientId === first.clientId && other.clientSecret === first.clientSecret) throw error;
      return askForToken(accounts, other, context);
    });
    return tokenOf(body, context.now());
  };

  const renewed = async (context: ConnectorContext): Promise<Token> => {
    for (;;) {
      const mine = underWay ?? { token: request(context), signal: context.signal };
      underWay = mine;
      try {
        current = await mine.token;
        return current;
      } catch (error) {
        context.signal.throwIfAborted();
        // Whoever began it gave up: that is no reason for the others.
        if (!mine.signal.aborted) throw error;
      } finally {
        if (underWay === mine) underWay = undefined;
      }
    }
  };

  const usable = async (context: ConnectorContext, reason: 'first' | 'rejected'): Promise<Token> => {
    const now = context.now();
    if (current === undefined || now >= current.endsAt) return renewed(context);
    // Somebody else has renewed it since: the refusal was meant for the one before.
    if (reason === 'rejected') return used.get(context) === current ? renewed(context) : current;
    if (now < current.renewAt) return current;
    const held = current;
    return renewed(context).catch((error: unknown) => {
      if (isTenureError(error) && error.retry === 'after-delay') return held;
      throw error;
    });
  };

  return async (context, reason) => {
    if (tls?.isStale() === true) await tls.renew();
    const token = await usable(context, reason);
    used.set(context, token);
    return { authorization: `Bearer ${token.text}` };
  };
}

function tokenOf({ access_token: text, expires_in: seconds }: AdpToken, now: number): Token {
  const lifeMs = seconds * 1_000;
  return { text, renewAt: now + lifeMs * renewedAfter, endsAt: now + lifeMs };
}
