// Faults of SCIM services, beside those that any HTTP service has.
import { type Answer, Refusal } from '../serving/answering.ts';
import type { WireEffect } from '../serving/breaking.ts';
import { refusalOf, sayingOf } from './answers/refusing.ts';
import type { Dialect, Problem } from './dialect.ts';
import { isFields } from './json.ts';

export type DialectServiceEffect =
  /** The vendor's own refusal, in place of the work. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Too many requests: 429, or 403 with a reason that says so; how long to wait is told in seconds (the default), as a date, or not. */
  | {
      readonly kind: 'rate-limited';
      readonly status?: 429 | 403 | undefined;
      readonly retryAfter?: 'seconds' | 'date' | 'none' | undefined;
      /** Default 30. */
      readonly seconds?: number | undefined;
    }
  /** Sends the client to a login page of another host. */
  | { readonly kind: 'redirect' }
  /** Answered as done although nothing was written: 204 (the default), or the body that was sent with 200 or 201. */
  | { readonly kind: 'ignored'; readonly status?: 200 | 201 | 204 | undefined };

export type DialectFaultEffect = WireEffect | DialectServiceEffect;

/** The answer in place of the work. */
export function insteadOfWork(effect: DialectServiceEffect, dialect: Dialect, body: unknown, now: number): Answer {
  switch (effect.kind) {
    case 'refused':
      return refusalOf(dialect, effect.problem).answer;
    case 'rate-limited':
      return rateLimited({ ...dialect, ...stated(effect) }, now, (effect.seconds ?? 30) * 1000).answer;
    case 'redirect':
      return { status: 302, headers: { Location: 'https://login.example.com/' } };
    case 'ignored': {
      const { status = 204 } = effect;
      return status === 204 ? { status } : { status, body: { id: 'never-kept', ...(isFields(body) ? body : {}) } };
    }
  }
}

const stated = ({ status, retryAfter }: Extract<DialectServiceEffect, { kind: 'rate-limited' }>): Partial<Dialect> => ({
  ...(status === undefined ? {} : { limitStatus: status }),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

/** Too many requests, with how long to wait as the vendor tells it. */
export function rateLimited(dialect: Dialect, now: number, waitMs: number, problem: 'tooMany' | 'busy' = 'tooMany'): Refusal {
  const seconds = String(Math.ceil(waitMs / 1000));
  const date = new Date(Math.ceil((now + waitMs) / 1000) * 1000).toUTCString();
  const headers = dialect.retryAfter === 'none' ? {} : { 'Retry-After': dialect.retryAfter === 'seconds' ? seconds : date };
  const { answer } = refusalOf(dialect, problem, headers);
  if (dialect.limitStatus === 429) return new Refusal(answer);
  const { status } = sayingOf(dialect, problem);
  return new Refusal({
    ...answer,
    body: { ...(isFields(answer.body) ? answer.body : {}), message: 'You have exceeded a secondary rate limit.', status: String(status) },
  });
}
