// How often and how much at once one credential may ask.

export interface AdpLimits {
  readonly perMinute: number;
  readonly concurrent: number;
}

/** As quoted from ADP's pages; per what they apply is unconfirmed: here per credential. */
export const quotedAdpLimits: AdpLimits = { perMinute: 300, concurrent: 50 };
export const noAdpLimits: AdpLimits = { perMinute: Number.POSITIVE_INFINITY, concurrent: Number.POSITIVE_INFINITY };

export interface AdpLimiter {
  /** Counts a call; false: it is one too many. Every call that was let in has to `leave`. */
  enter(credential: string): boolean;
  leave(credential: string): void;
}

export function createAdpLimiter({ perMinute, concurrent }: AdpLimits, now: () => number): AdpLimiter {
  const calls = new Map<string, { since: number; count: number; underWay: number }>();
  return {
    enter(credential) {
      const own = calls.get(credential) ?? { since: now(), count: 0, underWay: 0 };
      calls.set(credential, own);
      if (now() - own.since >= 60_000) Object.assign(own, { since: now(), count: 0 });
      own.count += 1;
      if (own.count > perMinute || own.underWay >= concurrent) return false;
      own.underWay += 1;
      return true;
    },
    leave(credential) {
      const own = calls.get(credential);
      if (own !== undefined) own.underWay -= 1;
    },
  };
}
