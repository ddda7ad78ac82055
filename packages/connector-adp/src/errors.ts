// What ADP's refusals mean. They come in eight shapes, by layer and product; their texts are not repeated: they can hold
// what was asked for.
import { TenureError } from '@tenure/core/connector';
import type { ClassifiedAnswer, HttpVerdict } from '@tenure/core/connector/http';
import { z } from 'zod';

const oauthSchema = z.object({ error: z.string().regex(/^[a-z_]{1,60}$/), error_description: z.string().nullish() });

/** Says of one person that they are not shown; whether they exist cannot be told from it. */
export const notVisible = 'NOT_VISIBLE';

/** How long to wait after a refusal that does not say. */
const restMs = 10_000;

/** Data calls; `undefined` leaves the meaning to the status. */
export function classifyAdp({ status, headers, body }: ClassifiedAnswer): HttpVerdict | undefined {
  const details = { requestId: correlationOf(headers) };
  if (status === 401) return { code: 'CONNECTOR_UNAUTHENTICATED', fact: 'the token was refused (401)', details };
  if (status === 400 && oauthSchema.safeParse(body).success) {
    return { code: 'CONNECTOR_UNAUTHENTICATED', fact: 'the token was refused (400)', details };
  }
  if (status === 400) return { code: 'CONNECTOR_REJECTED', fact: 'the request was refused (400): look at product and roleCode', details };
  if (status === 403) {
    const fact = 'consent is not given or was withdrawn, the subscription is over, or a scope is missing (403)';
    return { code: 'CONNECTOR_FORBIDDEN', fact, details };
  }
  // A load balancer's text is neither the end of a list nor word of anybody.
  if (status === 404 && body === undefined) {
    return { code: 'CONNECTOR_UNAVAILABLE', fact: 'a load balancer answered in place of ADP (404)', details };
  }
  if (status === 429) {
    const retryAfterMs = headers.has('retry-after') ? undefined : restMs;
    return { code: 'CONNECTOR_RATE_LIMITED', fact: 'too many requests (429)', retryAfterMs, details };
  }
  if (status >= 500) return { code: 'CONNECTOR_UNAVAILABLE', fact: `ADP failed (${status})`, details };
  return undefined;
}

/** A call for one person: products word "not there or not for you" each in a shape of its own. */
export function classifyPerson(answer: ClassifiedAnswer): HttpVerdict | undefined {
  const { status, body } = answer;
  const isHidden =
    (status === 404 && body !== undefined) || (status === 403 && has(body, 'confirmMessage')) || (status === 503 && has(body, 'errors'));
  if (!isHidden) return classifyAdp(answer);
  return { code: 'CONNECTOR_REJECTED', fact: `nobody is shown under this id (${status})`, details: { vendorCode: notVisible } };
}

/** The token endpoint. */
export function classifyToken({ status, headers, body }: ClassifiedAnswer): HttpVerdict | undefined {
  const parsed = oauthSchema.safeParse(body).data;
  const details = { requestId: correlationOf(headers), vendorCode: parsed?.error };
  if (status === 403) return { code: 'CONNECTOR_FORBIDDEN', fact: 'the subscription or the application is suspended (403)', details };
  if (status !== 400 && status !== 401) return undefined;
  return { code: 'CONNECTOR_UNAUTHENTICATED', fact: tokenFact(parsed, status), details };
}

function tokenFact(problem: z.infer<typeof oauthSchema> | undefined, status: number): string {
  if (problem?.error === 'invalid_client') return 'ADP does not know this client id with this secret (invalid_client)';
  if (/certificate/i.test(problem?.error_description ?? '')) return `ADP did not accept the client certificate (${status})`;
  return `ADP gave no token (${status})`;
}

/** An answer that is not what ADP documents. */
export function unreadable(verb: string, fact: string, id?: string): TenureError {
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', {
    system: 'adp',
    verb,
    id,
    fact,
    details: { expected: 'the documented answer' },
  });
}

function has(body: unknown, name: string): boolean {
  return typeof body === 'object' && body !== null && name in body;
}

function correlationOf(headers: Headers): string | undefined {
  const id = headers.get('adp-correlationid');
  return id !== null && /^[\w.:+/=-]{1,128}$/.test(id) ? id : undefined;
}
