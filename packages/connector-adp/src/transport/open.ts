// The HTTP clients of one set of credentials: all behind the same certificate and token.
import {
  type Authorize,
  type Classify,
  createHttp,
  type HttpClient,
  type HttpOptions,
  resolveCredential,
} from '@tenure/core/connector/http';
import { readLogin } from '../api/credentials.ts';
import { classifyAdp, classifyPerson, classifyToken } from '../errors.ts';
import type { AdpAccess } from '../options.ts';
import { openTls } from './tls.ts';
import { keepToken, type LoginSource } from './token.ts';

const headers = { 'user-agent': 'tenure-connector-adp' };
/** ADP holds a long poll for about 15 seconds; a client that gives up earlier loses the answer. */
const longPollTimeoutMs = 45_000;

export interface AdpHttp {
  readonly data: HttpClient;
  /** For one person: what ADP says of somebody it will not show is told apart from what it says of the connection. */
  readonly person: HttpClient;
  readonly queue: HttpClient;
}

/** Requests nothing and opens nothing until it is used. */
export function openAdp(access: AdpAccess, subscriber?: string): AdpHttp {
  const tls = access.http?.fetch === undefined ? openTls(access) : undefined;
  const http: HttpOptions = tls === undefined ? { ...access.http } : { ...access.http, fetch: tls.fetch };
  const client = (baseUrl: string, authorize: Authorize, classify: Classify, options: HttpOptions = http): HttpClient =>
    createHttp({ system: 'adp', baseUrl, authorize, headers, http: options, classify });
  const accounts = client(access.accountsUrl, async () => ({}), classifyToken);
  const own: LoginSource = async () => ({
    clientId: await resolveCredential(access.clientId),
    clientSecret: await resolveCredential(access.clientSecret),
  });
  const authorize =
    subscriber === undefined
      ? keepToken(accounts, tls, own)
      : keepToken(accounts, tls, loginOf(subscriber, client(access.apiUrl, keepToken(accounts, tls, own), classifyAdp)));
  const queueOptions = { ...http, timeoutMs: Math.max(http.timeoutMs ?? 0, longPollTimeoutMs) };
  return {
    data: client(access.apiUrl, authorize, classifyAdp),
    person: client(access.apiUrl, authorize, classifyPerson),
    queue: client(access.apiUrl, authorize, classifyAdp, queueOptions),
  };
}

/** The login of a customer, read with the partner's own token and kept until ADP refuses it. */
function loginOf(subscriber: string, partner: HttpClient): LoginSource {
  let kept: Awaited<ReturnType<LoginSource>> | undefined;
  return async (context, again) => {
    if (kept === undefined || again) kept = await readLogin(partner, subscriber, context);
    return kept;
  };
}
