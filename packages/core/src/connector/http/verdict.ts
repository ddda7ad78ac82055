// What an answer means: success, or one error of the table. Pure; it decides, the client acts.
import { type AnyTenureError, type ErrorCode, type ErrorDetails, errorTable, TenureError } from '../errors.ts';
import type { Exchange } from './exchange.ts';

/** The codes that an HTTP answer can mean. */
export type HttpErrorCode = Extract<ErrorCode, `CONNECTOR_${string}`>;

/**
 * What a vendor's error table says about an answer. `fact` is one clause without values from the answer. `details` may
 * be left out where the code needs none; status and request id are filled in.
 */
export type HttpVerdict = {
  readonly [Code in HttpErrorCode]: {
    readonly code: Code;
    readonly fact: string;
    /** How long the vendor wants us to wait, in milliseconds, where `Retry-After` does not say it. */
    readonly retryAfterMs?: number | undefined;
    readonly details?: Partial<ErrorDetails[Code]> | undefined;
  };
}[HttpErrorCode];

/** An answer as a vendor's table sees it. */
export interface ClassifiedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; `undefined` when the body is empty or something else. */
  readonly body: unknown;
}

/** A vendor's error table. Asked for every answer outside 2xx and 3xx that the request does not accept. */
export type Classify = (answer: ClassifiedAnswer) => HttpVerdict | undefined;

/** The verdict by status alone. */
export function verdictByStatus(status: number): HttpVerdict {
  if (status === 401) return { code: 'CONNECTOR_UNAUTHENTICATED', fact: 'the credential was refused (401)' };
  if (status === 403) return { code: 'CONNECTOR_FORBIDDEN', fact: 'the credential may not do this (403)' };
  if (status === 404) return { code: 'CONNECTOR_REJECTED', fact: 'not found (404)' };
  if (status === 409) return { code: 'CONNECTOR_CONFLICT', fact: 'it conflicts with what is there (409)' };
  if (status === 429) return { code: 'CONNECTOR_RATE_LIMITED', fact: 'too many requests (429)' };
  // 501 and 505 say that no later try will fare better.
  const transient = status === 408 || status === 425 || (status >= 500 && status !== 501 && status !== 505);
  if (transient) return { code: 'CONNECTOR_UNAVAILABLE', fact: `the system failed (${status})` };
  return { code: 'CONNECTOR_REJECTED', fact: `the request was refused (${status})` };
}

/**
 * Holds a verdict to what is certain: a write whose failure leaves open whether it took effect is `OUTCOME_UNKNOWN`,
 * whatever the vendor's table calls it.
 */
export function settle(verdict: HttpVerdict, effect: 'read' | 'write', exchanged: Exchange, retryAfterMs: number | undefined): HttpVerdict {
  if (effect === 'read' || verdict.code !== 'CONNECTOR_UNAVAILABLE') return verdict;
  const processedNothing =
    exchanged.kind === 'lost' ? !exchanged.sent : exchanged.status === 425 || (exchanged.status === 503 && retryAfterMs !== undefined);
  return processedNothing ? verdict : unknownOutcome(verdict.fact);
}

/** A verdict on an answer that arrived but cannot be read. After a write nobody knows whether it took effect. */
export function unreadable(fact: string, expected: string, effect: 'read' | 'write'): HttpVerdict {
  if (effect === 'write') return unknownOutcome(fact);
  return { code: 'CONNECTOR_RESPONSE_UNREADABLE', fact, details: { expected } };
}

/** A redirect is never followed: it would carry the credential to wherever the answer says. */
export function redirected(answer: { status: number; headers: Headers }, baseUrl: string, effect: 'read' | 'write'): HttpVerdict {
  const location = answer.headers.get('location') ?? '';
  const host = URL.canParse(location, baseUrl) ? new URL(location, baseUrl).host : 'an unreadable address';
  const fact = `it redirects to ${host} (${answer.status})`;
  // 303 alone says that the request was processed and its result stands elsewhere.
  if (effect === 'write' && answer.status === 303) return unknownOutcome(fact);
  return { code: 'CONNECTOR_RESPONSE_UNREADABLE', fact, details: { expected: 'an answer without a redirect' } };
}

/** A link that is not followed; nothing was sent. */
export function refusedLink(fact: string): HttpVerdict {
  return { code: 'CONNECTOR_RESPONSE_UNREADABLE', fact, details: { expected: 'a link within the base URL' } };
}

function unknownOutcome(fact: string): HttpVerdict {
  return { code: 'CONNECTOR_OUTCOME_UNKNOWN', fact: `${fact}; it may have taken effect` };
}

/** Whether the client itself may try again after this error. Never wider than the table that the engine follows. */
export function triedAgain(code: ErrorCode): boolean {
  // An unreadable answer is mostly a wrong address or a login page; the same request at once would read the same.
  return errorTable[code].retry === 'after-delay' && code !== 'CONNECTOR_RESPONSE_UNREADABLE';
}

interface Subject {
  readonly system: string;
  readonly verb: string;
  readonly id: string | undefined;
}

/** The error for a verdict. `waitMs` is what a rate limit tells the engine when the vendor said nothing. */
export function errorFor(verdict: HttpVerdict, subject: Subject, exchanged?: Exchange, stated?: number, waitMs = 0): AnyTenureError {
  const facts = { ...subject, fact: verdict.fact };
  const answer = exchanged?.kind === 'answer' ? { status: exchanged.status, requestId: requestIdOf(exchanged.headers) } : {};
  switch (verdict.code) {
    case 'CONNECTOR_RATE_LIMITED':
      return new TenureError(verdict.code, { ...facts, details: { ...answer, ...verdict.details, retryAfterMs: stated ?? waitMs } });
    case 'CONNECTOR_UNAVAILABLE':
      return new TenureError(verdict.code, { ...facts, details: { ...answer, ...verdict.details, retryAfterMs: stated } });
    case 'CONNECTOR_PROTECTED_ACCOUNT':
      return new TenureError(verdict.code, { ...facts, details: { because: verdict.fact, ...answer, ...verdict.details } });
    case 'CONNECTOR_RESPONSE_UNREADABLE':
      return new TenureError(verdict.code, { ...facts, details: { expected: 'the documented answer', ...answer, ...verdict.details } });
    case 'CONNECTOR_NOT_EFFECTIVE':
      return new TenureError(verdict.code, { ...facts, details: { expected: 'an effect', ...answer, ...verdict.details } });
    default:
      return new TenureError(verdict.code, { ...facts, details: { ...answer, ...verdict.details } }) as AnyTenureError;
  }
}

function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('x-okta-request-id') ?? headers.get('x-request-id') ?? headers.get('request-id');
  return id !== null && /^[\w.:+/=@-]{1,128}$/.test(id) ? id : undefined;
}
