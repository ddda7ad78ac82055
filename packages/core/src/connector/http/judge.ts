// One exchange judged against its request: the answer, or the failure it means. Pure but for the given `now`.
import { bodyOf, looselyParsed, textOf } from './body.ts';
import type { Exchange } from './exchange.ts';
import type { HttpAnswer, HttpClientOptions, HttpRequest } from './request.ts';
import { parseRetryAfter, usableWait } from './retry-after.ts';
import { type HttpVerdict, redirected, settle, unreadable, verdictByStatus } from './verdict.ts';

export interface Failure {
  readonly kind: 'failure';
  readonly verdict: HttpVerdict;
  readonly exchanged: Exchange;
  /** The wait that the server or the vendor's table asks for, in milliseconds. */
  readonly stated: number | undefined;
}

/** What came of one try. */
export type Judgement<Body> = Failure | { readonly kind: 'answer'; readonly answer: HttpAnswer<Body | undefined> };

/** Judges one exchange. `now` is needed for a `Retry-After` that names a date. */
export function judge<Body>(exchanged: Exchange, options: HttpClientOptions, request: HttpRequest<Body>, now: number): Judgement<Body> {
  const { effect } = request;
  const fail = (verdict: HttpVerdict): Failure => {
    const header = exchanged.kind === 'answer' ? exchanged.headers.get('retry-after') : undefined;
    const stated = usableWait(verdict.retryAfterMs) ?? usableWait(parseRetryAfter(header, now));
    return { kind: 'failure', verdict: settle(verdict, effect, exchanged, stated), exchanged, stated };
  };
  if (exchanged.kind === 'lost') return fail({ code: 'CONNECTOR_UNAVAILABLE', fact: exchanged.fact });
  const { status, headers, text, fault } = exchanged;
  if (request.accept?.includes(status))
    return { kind: 'answer', answer: { status, headers, body: undefined, problem: looselyParsed(text) } };
  if (status >= 300 && status < 400) return fail(redirected(exchanged, options.baseUrl, effect));
  if (status >= 400) return fail(options.classify?.({ status, headers, body: looselyParsed(text) }) ?? verdictByStatus(status));
  if (fault === 'broken') return fail({ code: 'CONNECTOR_UNAVAILABLE', fact: 'the answer broke off' });
  if (fault !== undefined) return fail(unreadable('the answer is larger than the limit', 'a smaller answer', effect));
  const contentType = headers.get('content-type');
  const isText = request.bodyAs === 'text';
  const read = isText ? textOf(text, request.schema) : bodyOf({ text, contentType }, request.schema, request.mediaTypes ?? []);
  if (read.kind === 'unreadable') return fail(unreadable(read.fact, 'the documented answer', effect));
  return { kind: 'answer', answer: { status, headers, body: read.value } };
}
