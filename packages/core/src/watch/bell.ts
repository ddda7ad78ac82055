// A bell that ends a rest early.
export interface Bell {
  ring(): void;
  /**
   * Rests so long, or until the bell rings, and then a little, for what comes along with it. An aborted `stop` ends it at once.
   */
  rungOr(restMs: number, gatherMs: number, rest: Rest, stop: AbortSignal): Promise<void>;
}

/** Waits on the engine's clock; rejects when the signal is aborted. */
export type Rest = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring() {
      rung = true;
      wake?.();
    },
    async rungOr(restMs, gatherMs, rest, stop) {
      if (!rung && restMs > 0) {
        const early = new AbortController();
        wake = () => early.abort();
        await rest(restMs, AbortSignal.any([early.signal, stop])).catch(() => {});
        wake = undefined;
      }
      if (!rung || stop.aborted) return;
      rung = false;
      await rest(gatherMs, stop).catch(() => {});
    },
  };
}
