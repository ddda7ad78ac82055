// Access tokens: one for each set of credentials, kept until shortly before it ends, asked for once however many wait for it.
import { type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { type Authorize, type HeldToken, type HttpClient, holdToken } from '@tenure/core/connector/http';
import { type AdpToken, askForToken, type Login } from '../api/token.ts';
import type { MutualTls } from './tls.ts';

/** Fetches the login; `again`: the one it gave before was refused. */
export type LoginSource = (context: ConnectorContext, again: boolean) => Promise<Login>;

/** Callers at once share one request for a token, and one renewal. */
export function keepToken(accounts: HttpClient, tls: MutualTls | undefined, login: LoginSource): Authorize {
  const token = holdToken(async (context) => {
    await tls?.renew();
    const first = await login(context, false);
    const body = await askForToken(accounts, first, context).catch(async (error: unknown) => {
      if (!isTenureError(error) || error.code !== 'CONNECTOR_UNAUTHENTICATED') throw error;
      const other = await login(context, true);
      if (other.clientId === first.clientId && other.clientSecret === first.clientSecret) throw error;
      return askForToken(accounts, other, context);
    });
    return heldToken(body, context.now());
  });
  return async (context, reason, refused) => {
    if (tls?.isStale() === true) await tls.renew();
    return { authorization: `Bearer ${(await token(context, reason, refused)).text}` };
  };
}

function heldToken({ access_token: text, expires_in: seconds }: AdpToken, givenAt: number): HeldToken {
  return { text, givenAt, endsAt: givenAt + seconds * 1_000 };
}
