// One world in which process after process dies, each taking up what the one before it left.
import { type KillPoint, named, type Step } from './kill-points.ts';
import type { Words } from './orders.ts';
import type { World } from './world.ts';

/** Kills at each of the points once, as a run comes to them, then runs to the end. Answers what the last process said. */
export async function killAt(world: World, points: readonly KillPoint[]): Promise<Words | undefined> {
  let left = points;
  let words: Words | undefined;
  while (words === undefined) {
    words = await world.child({ death: { points: left, log: world.log } });
    const died = new Set(world.deaths());
    left = left.filter((point) => !died.has(named(point)));
  }
  return words;
}

/** Each process dies at the first place that none before it died at, until there is none left; at one place in so many. */
export async function killEverywhere(world: World, steps: readonly Step[], oneIn: number): Promise<Words> {
  for (;;) {
    const words = await world.child({ death: { steps, oneIn, log: world.log } });
    if (words !== undefined) return words;
  }
}
