// How often an account may ask, and when an address that only causes errors is shut out.

export interface MergeLimits {
  /** Calls for one account token in a minute. */
  readonly perMinute: number;
  /** Error answers to one address within ten seconds, 429 left out; one more shuts it out. */
  readonly errorsInTenSeconds: number;
  /** For how long. */
  readonly shutOutMs: number;
}

/** The plans' documented limits; how long an address stays shut out is unconfirmed. */
export const launchLimits: MergeLimits = { perMinute: 100, errorsInTenSeconds: 20, shutOutMs: 60_000 };
export const professionalLimits: MergeLimits = { ...launchLimits, perMinute: 400 };
export const enterpriseLimits: MergeLimits = { ...launchLimits, perMinute: 600 };
export const noMergeLimits: MergeLimits = {
  perMinute: Number.POSITIVE_INFINITY,
  errorsInTenSeconds: Number.POSITIVE_INFINITY,
  shutOutMs: 0,
};

export interface Limiter {
  /** Counts a call; answers after how many seconds to come back when it is one too many. */
  count(token: string): number | undefined;
  noteError(): void;
  isShutOut(): boolean;
}

export function createLimiter({ perMinute, errorsInTenSeconds, shutOutMs }: MergeLimits, now: () => number): Limiter {
  const windows = new Map<string, { minute: number; calls: number }>();
  let errors: number[] = [];
  let shutUntil = 0;
  return {
    count(token) {
      const minute = Math.floor(now() / 60_000);
      const before = windows.get(token);
      const window = before?.minute === minute ? before : { minute, calls: 0 };
      windows.set(token, window);
      window.calls += 1;
      return window.calls > perMinute ? Math.max(1, Math.ceil(((minute + 1) * 60_000 - now()) / 1000)) : undefined;
    },
    noteError() {
      errors = [...errors.filter((at) => at > now() - 10_000), now()];
      if (errors.length > errorsInTenSeconds) shutUntil = now() + shutOutMs;
    },
    isShutOut: () => now() < shutUntil,
  };
}
