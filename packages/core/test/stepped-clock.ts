// Time that moves only to the next moment somebody waits for, and only when the test says so.
import type { Clock } from '../src/index.ts';

export interface SteppedClock extends Required<Clock> {
  /** Lets everything that can go on go on, then moves to the next moment somebody waits for. False: nobody waits. */
  step(): Promise<boolean>;
  /** Steps until this holds; fails when nobody waits any more, or after very many steps. */
  until(condition: () => boolean): Promise<void>;
}

export function steppedClock(at: number): SteppedClock {
  let now = at;
  let sleepers: { readonly at: number; readonly wake: () => void; readonly signal: AbortSignal }[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const step = async (): Promise<boolean> => {
    await settle();
    sleepers = sleepers.filter(({ signal }) => !signal.aborted).sort((one, other) => one.at - other.at);
    const next = sleepers.shift();
    if (next === undefined) return false;
    now = Math.max(now, next.at);
    next.wake();
    await settle();
    return true;
  };
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ at: now + milliseconds, wake: resolve, signal });
      }),
    step,
    async until(condition) {
      await settle();
      let idle = 0;
      for (let steps = 0; !condition(); steps += 1) {
        idle = (await step()) ? 0 : idle + 1;
        if (steps > 20_000 || idle > 2_000) throw new Error(`it did not come to pass within ${steps} steps`);
        // Nobody waits for this clock: something real is under way, such as a module being loaded.
        if (idle > 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}
