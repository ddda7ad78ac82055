// A small company that is watched on a clock the test moves.
import type { HrisSource } from '../src/connector/index.ts';
import { type LifecycleOptions, memoryStore } from '../src/index.ts';
import { steppedClock } from './stepped-clock.ts';
import { createWorld, day, monday, noGuards, reopened, workers } from './world.ts';

/** Nothing is looked for in between: the clock goes in few steps. */
export const seldom = { inboxEveryMs: day, changesEveryMs: day, overdueEveryMs: day };

/** A world on a stepped clock, watched; `source` may add to the memory source. */
export function watched(changes: Partial<LifecycleOptions> = {}, extend: (source: HrisSource) => HrisSource = (source) => source) {
  const clock = steppedClock(monday);
  // The stepped clock counts turns: a store that takes none of its own lets it see when everything waits.
  const first = createWorld(workers(5), { guards: noGuards, store: memoryStore(), ...changes });
  const world = reopened(first, { clock, source: extend(first.source) });
  const stop = new AbortController();
  const syncs: number[] = [];
  const errors: unknown[] = [];
  const begin = (options: object = {}): Promise<void> =>
    world.lifecycle.watch({
      signal: stop.signal,
      onSync: () => syncs.push(clock.now()),
      onError: (error) => errors.push(error),
      ...options,
    });
  const lists = (): number => world.hr.calls.filter(({ verb }) => verb === 'employees.list').length;
  const end = async (watching: Promise<void>): Promise<void> => {
    stop.abort();
    while (await clock.step());
    await watching;
  };
  return { ...world, clock, stop, syncs, errors, begin, end, lists };
}
