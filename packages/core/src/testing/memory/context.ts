// A context for tests: a clock that stands still until it is moved, and a log that is kept.
import { randomUUID } from 'node:crypto';
import type { EpochMilliseconds, Limiter, Logger, WriteContext } from '../../connector/index.ts';

/** A clock that only moves when it is told to. */
export interface ManualClock {
  readonly now: () => EpochMilliseconds;
  /** Moves the clock forward. */
  readonly advance: (milliseconds: number) => void;
}

/** One line that a connector logged. */
export interface LoggedLine {
  readonly level: keyof Logger;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A context for any verb, with what it observed. */
export interface TestContext extends WriteContext {
  readonly clock: ManualClock;
  /** Every line logged through this context, oldest first. */
  readonly logged: readonly LoggedLine[];
}

/** What to set in a test context; the rest has a default. */
export interface TestContextOptions {
  /** Default: a signal that is never aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Default: a fresh random key, so that two contexts stand for two changes. */
  readonly idempotencyKey?: string | undefined;
  /** Share one clock between contexts. Default: a new one that stands at 2025-01-01T00:00:00Z. */
  readonly clock?: ManualClock | undefined;
  /** What paces the calls of a connector that asks. Default: nothing. */
  readonly limiter?: Limiter | undefined;
}

/** A clock that stands at `at`, by default 2025-01-01T00:00:00Z. */
export function manualClock(at: EpochMilliseconds = 1_735_689_600_000): ManualClock {
  let current = at;
  return {
    now: () => current,
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}

/**
 * A context whose `sleep` resolves at once and moves the clock by the time slept, so that waiting is visible and free.
 * Reads no real clock.
 */
export function testContext(options: TestContextOptions = {}): TestContext {
  const clock = options.clock ?? manualClock();
  const signal = options.signal ?? new AbortController().signal;
  const logged: LoggedLine[] = [];
  const line = (level: keyof Logger) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push({ level, fields, message });
  };
  return {
    signal,
    now: clock.now,
    sleep: async (milliseconds) => {
      signal.throwIfAborted();
      clock.advance(milliseconds);
    },
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    idempotencyKey: options.idempotencyKey ?? randomUUID(),
    ...(options.limiter === undefined ? {} : { limiter: options.limiter }),
    clock,
    logged,
  };
}
