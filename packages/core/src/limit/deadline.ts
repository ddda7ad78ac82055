// How long one verb of a connector may take. It is the machine's time: a call that hangs does so whatever the engine's clock says.

export interface Deadline {
  /** Aborted when the time is over. */
  readonly signal: AbortSignal;
  /** Waits without the time running: for room in a limit, or for a retry that the connector has asked for. */
  apart<Result>(wait: () => Promise<Result>): Promise<Result>;
  /** Ends the measuring; safe to repeat. */
  end(): void;
}

export function startDeadline(milliseconds: number): Deadline {
  const over = new AbortController();
  let left = milliseconds;
  let waits = 0;
  let ended = false;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    since = performance.now();
    timer = setTimeout(() => over.abort(), Math.max(1, left));
  };
  const halt = (): void => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  run();
  return {
    signal: over.signal,
    async apart(wait) {
      waits += 1;
      if (waits === 1) halt();
      try {
        return await wait();
      } finally {
        waits -= 1;
        if (waits === 0 && !ended) run();
      }
    },
    end() {
      ended = true;
      clearTimeout(timer);
    },
  };
}
