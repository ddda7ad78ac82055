// The `http` object of every connector's options: the same names, units and defaults everywhere.
import { z } from 'zod';
import type { OptionsShape } from '../options.ts';

/** How a connector talks HTTP. Every field has a default; most callers leave the whole object out. */
export interface HttpOptions {
  /** Longest time for one try, from sending to the last byte of the answer, in milliseconds; as long again for
   * fetching the credential. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request is tried again where that is safe; 0 turns it off. Default 4. */
  readonly maxRetries?: number | undefined;
  /** Longest wait between two tries, in milliseconds. A longer one is left to the engine as an error. Default 65 000:
   * a window of a minute, and a little more. */
  readonly maxWaitMs?: number | undefined;
  /** Largest answer that is read, in bytes after decompression. Default 32 MiB. */
  readonly maxAnswerBytes?: number | undefined;
  /** What sends the requests: a proxy, a recorder, a test. Default: the runtime's own `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Settings with nothing left open. */
export interface HttpSettings {
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly maxWaitMs: number;
  readonly maxAnswerBytes: number;
  readonly fetch: typeof globalThis.fetch | undefined;
}

const longestTimer = 2 ** 31 - 1;
const milliseconds = z.int().min(1).max(longestTimer);

/** The strict schema of {@link HttpOptions}, for a connector's own options: `http: httpOptionsSchema.optional()`. */
export const httpOptionsSchema: z.ZodType<HttpOptions> = z.strictObject({
  timeoutMs: milliseconds.optional(),
  maxRetries: z.int().min(0).max(20).optional(),
  maxWaitMs: z.int().min(0).max(longestTimer).optional(),
  maxAnswerBytes: z.int().min(1).optional(),
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === 'function', 'expected a function').optional(),
} satisfies OptionsShape<HttpOptions>);

/** Fills in the defaults. Pure. */
export function settingsOf(options: HttpOptions | undefined): HttpSettings {
  return {
    timeoutMs: options?.timeoutMs ?? 30_000,
    maxRetries: options?.maxRetries ?? 4,
    maxWaitMs: options?.maxWaitMs ?? 65_000,
    maxAnswerBytes: options?.maxAnswerBytes ?? 32 * 1_024 * 1_024,
    fetch: options?.fetch,
  };
}
