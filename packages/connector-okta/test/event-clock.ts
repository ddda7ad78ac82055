// A clock that moves to the next thing to happen once nothing is going on any more: hours of waiting cost no time, and
// what overlaps in the world overlaps here.

export interface EventClock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Work that the clock waits for: time stands still until it is over. */
  during<Result>(work: () => Promise<Result>): Promise<Result>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** So many turns of the event loop without news mean that everybody sleeps. */
const quietTurns = 4;

export function eventClock(start: number): EventClock {
  let now = start;
  let busy = 0;
  let news = 0;
  let watching = false;
  const sleepers = new Set<Sleeper>();

  const advance = (): void => {
    const next = Math.min(...[...sleepers].map(({ at }) => at));
    now = Math.max(now, next);
    for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
  };
  const watch = async (): Promise<void> => {
    if (watching) return;
    watching = true;
    while (sleepers.size > 0) {
      for (let quiet = 0, seen = news; quiet < quietTurns; quiet += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (busy > 0 || news !== seen) [quiet, seen] = [-1, news];
      }
      if (sleepers.size > 0) advance();
    }
    watching = false;
  };

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const end = (): void => {
          news += 1;
          sleepers.delete(sleeper);
          signal.removeEventListener('abort', abort);
        };
        const abort = (): void => {
          end();
          reject(signal.reason);
        };
        const sleeper: Sleeper = {
          at: now + milliseconds,
          wake: () => {
            end();
            resolve();
          },
        };
        signal.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
        news += 1;
        void watch();
      }),
    async during(work) {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
        news += 1;
      }
    },
  };
}
