// How long to wait before the next try: as the server says it, or by back-off.

const longestWaitMs = 24 * 60 * 60 * 1_000;
const shortestBackoffMs = 1_000;
const longestBackoffMs = 60_000;

const seconds = /^\d+(\.\d+)?$/;
// The three date forms of RFC 9110: IMF-fixdate, RFC 850 and asctime.
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;
const isoDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a `Retry-After` value: seconds, an HTTP date or an ISO date-time. Answers the wait in whole milliseconds from
 * `now`, never negative and at most a day; `undefined` when the value is absent or none of these. Pure.
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (seconds.test(text)) return Math.min(Math.ceil(Number(text) * 1_000), longestWaitMs);
  if (!httpDate.test(text) && !isoDateTime.test(text)) return undefined;
  // The asctime form names no zone; it is UTC by definition.
  const at = Date.parse(/\d{4}$/.test(text) && !text.includes('T') ? `${text} GMT` : text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), longestWaitMs);
}

/**
 * A stated wait as it is kept: at most a day, so that a broken clock delays nobody's last day for years. `undefined` for
 * no wait at all (zero, or a date that has passed): the next try would fare the same, and back-off decides. Pure.
 */
export function usableWait(milliseconds: number | undefined): number | undefined {
  return milliseconds !== undefined && milliseconds > 0 ? Math.min(milliseconds, longestWaitMs) : undefined;
}

/** Full jitter: anything up to a ceiling that doubles from one second to one minute. `retries` counts from 0. */
export function backoffMs(retries: number): number {
  return Math.ceil(Math.random() * Math.min(longestBackoffMs, shortestBackoffMs * 2 ** retries));
}
