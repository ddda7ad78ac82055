// How calls are kept within what a system lets through. One limiter per credential, owned by the engine; a connector that
// uses the HTTP kit has it obeyed without doing anything.

/** What the headers of an answer say about one bucket. All times are milliseconds since the epoch on the engine's clock. */
export interface LimitObservation {
  /** Which of the system's limits this is about. Default: the one of the whole credential. */
  readonly bucket?: string | undefined;
  /** Calls the window holds in all. */
  readonly limit?: number | undefined;
  /** Calls left in it. */
  readonly remaining?: number | undefined;
  /** The window's length, where it is known. */
  readonly perMs?: number | undefined;
  /** When it is full again. */
  readonly resetAt?: number | undefined;
  /** The system refused a call: nothing more goes there before `resetAt`, or before a short back-off. */
  readonly refused?: boolean | undefined;
  /** The refusal was for too many calls at once, not too many in a window. */
  readonly concurrency?: boolean | undefined;
}

/** The engine's limiter as one change or one reading sees it: how urgent its calls are is known already. */
export interface Limiter {
  /**
   * Waits until a call may be sent, and counts it. Access cuts go before everything else and may use the reserve. Rejects
   * with the signal's reason when aborted. Call `release` of the answer when the call has ended, however it ended.
   */
  take(request?: { readonly bucket?: string | undefined }): Promise<{ release(): void }>;
  /** What an answer showed. */
  saw(observation: LimitObservation): void;
}

/** A number of calls in a window. */
export interface WindowLimit {
  readonly count: number;
  readonly perMs: number;
}

/** What a system lets through. The engine keeps to it and to the live headers, and leaves room for access cuts. */
export interface RateLimits {
  /** Requests per window for the credential as a whole. */
  readonly requests?: WindowLimit | undefined;
  /** Requests per window and bucket, where the system counts kinds of calls apart. */
  readonly buckets?: Readonly<Record<string, WindowLimit>> | undefined;
  /** Requests at once. Default 4. */
  readonly concurrency?: number | undefined;
  /** Share of each window kept for access cuts, 0 to 0.5. Default 0.02, and at least 2 calls where the window has 20 or more. */
  readonly reserve?: number | undefined;
  /** Targets that share a credential name it alike and share one limiter. Default: the target's id. */
  readonly credential?: string | undefined;
}

/** How many calls of a window of `count` are kept for access cuts, by the declared share. */
export function reserveOf(count: number, share = 0.02): number {
  return count < 20 ? 0 : Math.max(2, Math.ceil(count * share));
}
