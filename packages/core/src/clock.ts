import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './options.ts';

/** The system's clock. Long waits are cut into pieces a timer can hold. */
export const systemClock: Required<Clock> = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    const longest = 2 ** 30;
    for (let left = milliseconds; left > 0; left -= longest) {
      try {
        await wait(Math.min(left, longest), undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    }
  },
};
