// Faults that any HTTP service can have: what they put in place of an answer, and what they do to its way to the client.
import type { Answer } from './answering.ts';

export type WireEffect =
  /** This answer instead of doing anything. */
  | { readonly kind: 'answer'; readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  /** 429 without a body; with `retryAfterSeconds` it says how long. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number | undefined }
  /** A page in place of an answer: a login page with 200 (the default), a proxy's with 502 or 504. */
  | { readonly kind: 'html'; readonly status?: number | undefined }
  /** The work is done, and nothing is answered: 200 with an empty body (the default), or 204. */
  | { readonly kind: 'empty'; readonly status?: 200 | 204 | undefined }
  /** The work is done, the JSON stops in the middle with framing that calls it whole. */
  | { readonly kind: 'cut' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'reset' }
  /** The work is done, the connection breaks before the answer. */
  | { readonly kind: 'reset-after' }
  /** The work is done, the connection breaks in the middle of the body. */
  | { readonly kind: 'reset-mid-body' }
  /** The work is done, the answer comes that much later, in real time. Default 60 000. */
  | { readonly kind: 'stall'; readonly milliseconds?: number | undefined }
  /** Something happens right before the call is worked on: an account dies, a sync starts, a scope changes between two pages. */
  | { readonly kind: 'meanwhile'; readonly does: () => void };

/** The answer in place of the work, for effects that let nothing be done. */
export function inPlaceOfWork(effect: WireEffect): Answer | undefined {
  switch (effect.kind) {
    case 'answer':
      return { status: effect.status, body: effect.body, headers: effect.headers };
    case 'throttled':
      return {
        status: 429,
        headers: effect.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(effect.retryAfterSeconds) },
      };
    case 'html': {
      const body = '<html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>';
      return { status: effect.status ?? 200, body, headers: { 'Content-Type': 'text/html' } };
    }
    default:
      return undefined;
  }
}

/** What the client sees of work that was done. */
export function spoilt(effect: WireEffect, done: Answer): Answer {
  if (effect.kind === 'empty') return { ...done, status: effect.status ?? 200, body: undefined };
  if (effect.kind !== 'cut') return done;
  const text = JSON.stringify(done.body ?? {});
  return { ...done, body: text.slice(0, Math.ceil(text.length / 2)), headers: { 'Content-Type': 'application/json', ...done.headers } };
}
