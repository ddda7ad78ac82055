// Rate limits: one counter per bucket and window, one gate for requests at once. Headers show the share of one principal.

/** Endpoints that share a counter, as recordings of live orgs prove it. */
export type Bucket = 'users' | 'user-read' | 'user-write' | 'groups' | 'group' | 'other';

export interface OktaLimits {
  /** Requests per window of 60 s, by bucket. */
  readonly perMinute: Readonly<Record<Bucket, number>>;
  /** Requests at once. */
  readonly concurrency: number;
}

/** A workforce org, one principal with its default half of each bucket. */
export const workforceLimits: OktaLimits = {
  perMinute: { users: 300, 'user-read': 1000, 'user-write': 300, groups: 250, group: 500, other: 600 },
  concurrency: 75,
};

/** A free org, one principal with its default half. */
export const freeLimits: OktaLimits = {
  perMinute: { users: 50, 'user-read': 50, 'user-write': 50, groups: 50, group: 50, other: 50 },
  concurrency: 35,
};

const plenty = 1_000_000_000;

/** No limit that a test could reach; the headers are still sent. */
export const noLimits: OktaLimits = {
  perMinute: { users: plenty, 'user-read': plenty, 'user-write': plenty, groups: plenty, group: plenty, other: plenty },
  concurrency: plenty,
};

const windowMs = 60_000;
/** How far ahead live orgs put the reset of a concurrency refusal, although a place is free at once. */
const concurrencyResetMs = 115_000;

/** Whether a request may go on, and the headers that say so. */
export interface Verdict {
  readonly allowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Limiter {
  /** Counts one request. */
  count(bucket: Bucket): Verdict;
  /** The verdict of a full concurrency gate. */
  crowded(): Verdict;
}

const headersOf = (limit: number, remaining: number, resetMs: number): Record<string, string> => ({
  'X-Rate-Limit-Limit': String(limit),
  'X-Rate-Limit-Remaining': String(remaining),
  'X-Rate-Limit-Reset': String(Math.ceil(resetMs / 1000)),
});

/** Counts in windows that begin with the first request of a bucket, not on the minute. */
export function createLimiter(limits: OktaLimits, now: () => number): Limiter {
  const windows = new Map<Bucket, { startedAt: number; used: number }>();
  return {
    count(bucket) {
      const at = now();
      const open = windows.get(bucket);
      const current = open !== undefined && at < open.startedAt + windowMs ? open : { startedAt: at, used: 0 };
      windows.set(bucket, current);
      const limit = limits.perMinute[bucket];
      const allowed = current.used < limit;
      if (allowed) current.used += 1;
      return { allowed, headers: headersOf(limit, limit - current.used, current.startedAt + windowMs) };
    },
    crowded: () => ({ allowed: false, headers: headersOf(0, 0, now() + concurrencyResetMs) }),
  };
}
