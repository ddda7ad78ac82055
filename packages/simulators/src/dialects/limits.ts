// The vendor's rate limits, on the server's own clock.
import type { Limit } from './dialect.ts';

export interface Limiter {
  /** Counts a request. Answers the milliseconds until it may come again when it is one too many; then it counts for nothing. */
  count(method: string, isOne: boolean): number | undefined;
  /** Makes every limit full, as other clients do. */
  exhaust(): void;
}

/** The number is requests left for a limit with a burst, requests used for one with a window; both are as of `since`. */
interface Level {
  since: number;
  number: number;
}

export function createLimiter(limits: readonly Limit[], now: () => number): Limiter {
  const gauges = limits.map((limit) => ({ limit, ...(limit.burst === undefined ? windowOf(limit) : bucketOf(limit, limit.burst)) }));
  return {
    count(method, isOne) {
      const kinds = kindsOf(method, isOne);
      const concerned = gauges.filter(({ limit }) => kinds.includes(limit.counts));
      const waits = concerned.map(({ waitAt }) => waitAt(now())).filter((wait) => wait > 0);
      if (waits.length > 0) return Math.max(...waits);
      for (const { use } of concerned) use(1);
      return undefined;
    },
    exhaust() {
      for (const { waitAt, use, limit } of gauges) {
        waitAt(now());
        use(limit.requests);
      }
    },
  };
}

interface Gauge {
  waitAt(at: number): number;
  use(requests: number): void;
}

function windowOf({ requests, windowSeconds }: Limit): Gauge {
  const used: Level = { since: Number.NEGATIVE_INFINITY, number: 0 };
  return {
    waitAt(at) {
      if (at >= used.since + windowSeconds * 1000) Object.assign(used, { since: at, number: 0 });
      return used.number < requests ? 0 : used.since + windowSeconds * 1000 - at;
    },
    use(count) {
      used.number += count;
    },
  };
}

function bucketOf({ requests, windowSeconds }: Limit, burst: number): Gauge {
  const perMs = requests / (windowSeconds * 1000);
  const left: Level = { since: Number.NEGATIVE_INFINITY, number: burst };
  return {
    waitAt(at) {
      const refilled = left.since === Number.NEGATIVE_INFINITY ? burst : Math.min(burst, left.number + (at - left.since) * perMs);
      Object.assign(left, { since: at, number: refilled });
      return refilled >= 1 ? 0 : Math.ceil((1 - refilled) / perMs);
    },
    use(count) {
      left.number = Math.max(0, left.number - count);
    },
  };
}

function kindsOf(method: string, isOne: boolean): readonly Limit['counts'][] {
  if (method === 'GET') return isOne ? ['read', 'read-one', 'all'] : ['read', 'all'];
  if (method === 'POST') return ['create', 'write', 'all'];
  return method === 'DELETE' ? ['delete', 'write', 'all'] : ['change', 'write', 'all'];
}
