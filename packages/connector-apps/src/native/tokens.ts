// Access tokens of OAuth 2.0, by client credentials or by a signed assertion: asked for when needed, kept in memory for their life.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import { type Authorize, type Classify, createHttp, type HttpOptions, holdToken } from '@tenure/core/connector/http';
import { SignJWT } from 'jose';
import { z } from 'zod';
import type { ErrorMeaning } from '../description.ts';
import { asCode, verdictFor } from '../verbs/meaning.ts';

const verb = 'fetch token';

export interface TokenEndpoint {
  readonly system: string;
  /** The whole address of the token endpoint. */
  readonly url: string;
  /** What is sent, made anew for each request. */
  form(context: ConnectorContext): Promise<Readonly<Record<string, string>>>;
  /** Sent besides, for endpoints that take the client as Basic. */
  headers?(): Promise<Record<string, string>>;
  /** What the vendor's own codes mean, where they mean more than OAuth says. */
  readonly meanings?: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> | undefined;
  readonly http?: HttpOptions | undefined;
}

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(3_600) });
const problemSchema = z.object({ error: z.string() });

/** RFC 6749, section 5.2. Whatever else is said means that the credential was refused. */
const meaningsOfOAuth: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>> = { invalid_scope: 'forbidden', access_denied: 'forbidden' };

/**
 * An `authorize` for the HTTP kit that sends a bearer token of this endpoint. Callers at once share one request for it; it is
 * renewed before it ends, and once when it was refused.
 */
export function bearerTokens(endpoint: TokenEndpoint): Authorize {
  const { system, url } = endpoint;
  const http = createHttp({
    system,
    baseUrl: url,
    authorize: async () => (await endpoint.headers?.()) ?? {},
    // An assertion is good once: the request that waits for the token tries again with a new one.
    http: { ...endpoint.http, maxRetries: 0 },
    classify: classifyWith({ ...meaningsOfOAuth, ...endpoint.meanings }),
  });
  const token = holdToken(async (context) => {
    const form = await endpoint.form(context);
    // Asking for a token changes nothing in the app.
    const { body } = await http.request({ verb, method: 'POST', url, form, effect: 'read', schema: answerSchema }, context);
    const givenAt = context.now();
    return { text: body.access_token, givenAt, endsAt: givenAt + body.expires_in * 1_000 };
  });
  return async (context, reason, refused) => ({ authorization: `Bearer ${(await token(context, reason, refused)).text}` });
}

function classifyWith(meanings: Readonly<Record<string, Exclude<ErrorMeaning, 'gone'>>>): Classify {
  return ({ status, body }) => {
    const code = asCode(problemSchema.safeParse(body).data?.error);
    if (code === undefined || status >= 500 || status === 429) return undefined;
    return verdictFor(meanings[code] ?? 'unauthenticated', code);
  };
}

export interface Assertion {
  readonly system: string;
  /** PEM, as PKCS #8 or PKCS #1, without a passphrase. */
  readonly privateKey: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>> | undefined;
  readonly lifeSeconds: number;
  readonly now: number;
}

/** A JWT signed with RS256, `iat` and `exp` by the engine's clock. */
export function signedAssertion({ system, privateKey, claims, header, lifeSeconds, now }: Assertion): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...header })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifeSeconds)
    .sign(keyOf(system, privateKey));
}

function keyOf(system: string, privateKey: string): KeyObject {
  try {
    const key = createPrivateKey(privateKey);
    if (key.asymmetricKeyType !== 'rsa') throw new TypeError('not RSA');
    return key;
  } catch {
    // The original message may repeat a part of the key.
    throw unusableCredential(system, 'the private key is no PEM of an RSA key without a passphrase');
  }
}

/** The credential is not of the form it must have; nothing was sent. */
export function unusableCredential(system: string, fact: string): TenureError {
  return new TenureError('CONNECTOR_UNAUTHENTICATED', { system, verb, fact, details: {} });
}
