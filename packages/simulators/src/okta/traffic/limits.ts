// Rate limits: per bucket one window of the whole org and one for each principal's share of it, and one gate for requests at once.

/** Endpoints that share a counter, as recordings of live orgs prove it. */
export type Bucket = 'users' | 'user-read' | 'user-write' | 'groups' | 'group' | 'logs' | 'token' | 'other';

export interface OktaLimits {
  /** Requests of one principal per window of 60 s, by bucket. */
  readonly perMinute: Readonly<Record<Bucket, number>>;
  /** The part of the org's whole limit that one principal may use. Default 0.5, so that the org has twice as much. */
  readonly share?: number | undefined;
  /** Requests at once. */
  readonly concurrency: number;
}

const tokenRequests = 150;

/** A workforce org, one principal with its default half of each bucket. */
export const workforceLimits: OktaLimits = {
  perMinute: { users: 300, 'user-read': 1000, 'user-write': 300, groups: 250, group: 500, logs: 60, token: tokenRequests, other: 600 },
  concurrency: 75,
};

/** An org of the One App and Enterprise plans, one principal with its default half. */
export const enterpriseLimits: OktaLimits = {
  perMinute: { users: 300, 'user-read': 500, 'user-write': 300, groups: 300, group: 300, logs: 25, token: tokenRequests, other: 300 },
  concurrency: 75,
};

/** A free org, one principal with its default half. */
export const freeLimits: OktaLimits = {
  perMinute: { users: 50, 'user-read': 50, 'user-write': 50, groups: 50, group: 50, logs: 10, token: tokenRequests, other: 50 },
  concurrency: 35,
};

const plenty = 1_000_000_000;

/** No limit that a test could reach; the headers are still sent. */
export const noLimits: OktaLimits = {
  perMinute: {
    ...{ users: plenty, 'user-read': plenty, 'user-write': plenty, groups: plenty, group: plenty },
    ...{ logs: plenty, token: plenty, other: plenty },
  },
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
  /** Counts one request of a principal; without one it counts for the org only. */
  count(bucket: Bucket, principalId: string | undefined): Verdict;
  /** Counts requests of others, which take from the org's bucket: of the window of now, or of each that begins from now on. */
  countForeign(bucket: Bucket, requests: number, when?: 'now' | 'every-window'): void;
  /** The verdict of a full concurrency gate. */
  crowded(): Verdict;
}

const headersOf = (limit: number, remaining: number, resetMs: number): Record<string, string> => ({
  'X-Rate-Limit-Limit': String(limit),
  'X-Rate-Limit-Remaining': String(remaining),
  'X-Rate-Limit-Reset': String(Math.ceil(resetMs / 1000)),
});

interface Window {
  readonly limit: number;
  startedAt: number;
  used: number;
}

/** Counts in windows that begin with the first request, not on the minute. The headers are those of the tighter of the two. */
export function createLimiter({ perMinute, share = 0.5 }: OktaLimits, now: () => number): Limiter {
  const windows = new Map<string, Window>();
  const steady = new Map<string, number>();
  const windowOf = (name: string, limit: number): Window => {
    const open = windows.get(name);
    if (open !== undefined && now() < open.startedAt + windowMs) return open;
    const fresh = { limit, startedAt: now(), used: Math.min(limit, steady.get(name) ?? 0) };
    windows.set(name, fresh);
    return fresh;
  };
  const ofOrg = (bucket: Bucket): Window => windowOf(bucket, Math.floor(perMinute[bucket] / share));
  const left = ({ limit, used }: Window): number => limit - used;
  return {
    count(bucket, principalId) {
      const org = ofOrg(bucket);
      const own = principalId === undefined ? org : windowOf(`${bucket} ${principalId}`, perMinute[bucket]);
      const allowed = left(org) > 0 && left(own) > 0;
      if (allowed) for (const window of new Set([org, own])) window.used += 1;
      const tighter = left(org) < left(own) ? org : own;
      return { allowed, headers: headersOf(tighter.limit, left(tighter), tighter.startedAt + windowMs) };
    },
    countForeign(bucket, requests, when = 'now') {
      if (when === 'every-window') return void steady.set(bucket, requests);
      const org = ofOrg(bucket);
      org.used = Math.min(org.limit, org.used + requests);
    },
    crowded: () => ({ allowed: false, headers: headersOf(0, 0, now() + concurrencyResetMs) }),
  };
}
