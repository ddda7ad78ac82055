// Okta's rate limits: which counter a call is counted by, and what its headers say. Pure.
import type { LimitObservation } from '@tenure/core/connector';
import type { HttpLimits } from '@tenure/core/connector/http';
import { numberIn } from './api/sample.ts';

/** The counters of Okta that calls of ours fall under, as recordings of live orgs prove them. */
export type OktaBucket = 'users' | 'user-read' | 'user-write' | 'groups' | 'group' | 'logs' | 'token' | 'other';

/** First match wins: one user or group by id has counters of its own, everything below it does not. */
const buckets: readonly (readonly [pattern: RegExp, bucket: OktaBucket, readsIn?: OktaBucket])[] = [
  [/^\/api\/v1\/users\/[^/]+$/, 'user-write', 'user-read'],
  [/^\/api\/v1\/users(\/|$)/, 'users'],
  [/^\/api\/v1\/groups\/rules(\/|$)/, 'groups'],
  [/^\/api\/v1\/groups\/[^/]+$/, 'group'],
  [/^\/api\/v1\/groups(\/|$)/, 'groups'],
  [/^\/api\/v1\/logs$/, 'logs'],
  [/^\/oauth2\/v1\/token$/, 'token'],
];

export function bucketOf({ method, pathname }: { readonly method: string; readonly pathname: string }): OktaBucket {
  for (const [pattern, bucket, readsIn] of buckets) if (pattern.test(pathname)) return method === 'GET' ? (readsIn ?? bucket) : bucket;
  return 'other';
}

/** Every counter of Okta's runs for a minute. */
const windowMs = 60_000;

/** What Okta's clock and ours differ by may be a second of rounding: a window is taken as over that much later. */
const roundingMs = 1_000;

const longestOnItsWayMs = 2_000;

/**
 * Reads the limit headers. The reset is told by Okta's clock, which `Date` shows; ours may go wrong by hours. The limit
 * is the share of this credential already. Limit 0 is the gate for calls at once, whose reset means nothing.
 */
export function observe(answer: { readonly status: number; readonly headers: Headers }, now: number): LimitObservation | undefined {
  const { status, headers } = answer;
  const limit = numberIn(headers, 'x-rate-limit-limit');
  if (status === 429 && limit === 0) return { refused: true, concurrency: true };
  const remaining = numberIn(headers, 'x-rate-limit-remaining');
  // A 429 with calls left is about something else: too many mails to one person.
  const refused = status === 429 && !((remaining ?? 0) > 0);
  const untilReset = untilResetMs(headers);
  if (limit === undefined || limit === 0 || remaining === undefined || untilReset === undefined) return undefined;
  return { limit, remaining, perMs: windowMs, resetAt: now + untilReset, ...(refused ? { refused } : {}) };
}

/**
 * Milliseconds until the counter starts anew, by Okta's own clock; `undefined` where the headers do not say it. A reset that
 * lies further ahead than a window is long is a clock that is wrong, and is not waited for; one that is over for longer than an
 * answer is on its way tells nothing, and whoever is refused then waits longer each time.
 */
export function untilResetMs(headers: Headers): number | undefined {
  const reset = numberIn(headers, 'x-rate-limit-reset');
  const date = Date.parse(headers.get('date') ?? '');
  if (reset === undefined || Number.isNaN(date)) return undefined;
  const ahead = reset * 1_000 - date;
  return ahead < -longestOnItsWayMs ? undefined : Math.min(Math.max(0, ahead), windowMs) + roundingMs;
}

export const limitsOfOkta: HttpLimits = { bucketOf, observe };
