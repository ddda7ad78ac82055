// A clock that a story can set: it runs on from wherever it is put.
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@tenure/core';

export interface StoryClock extends Clock {
  /** Puts the clock to this instant; it runs on from there. */
  setTo(instant: string): void;
}

export function createClock(instant: string): StoryClock {
  let ahead = Date.parse(instant) - Date.now();
  return {
    now: () => Date.now() + ahead,
    setTo: (next) => {
      ahead = Date.parse(next) - Date.now();
    },
    sleep: async (milliseconds, signal) => {
      try {
        await wait(milliseconds, undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}
