// What queries see: the records as they were when the index last caught up. Costs nothing while nothing is behind.
import type { Ordered } from '../ordered.ts';
import { createDelay, type Lag } from '../pace.ts';

type Identified = { readonly id: string };

export interface LaggingIndex<Item extends Identified> {
  /** Notes a change that has just been made; undefined: it was not there before, or is gone now. */
  note(before: Item | undefined, after: Item | undefined): void;
  /** Everything as queries see it, in order: old versions, what is erased but still shown, and not yet what is new. */
  after(id?: string): Iterable<Item>;
  get(id: string): Item | undefined;
  /** Ids whose version in the index is not the current one. */
  behind(): Iterable<string>;
  /** Sees everything now. */
  catchUp(): void;
}

/** An index over `current` that applies changes in their order, each `lag` after it was made. */
export function createLaggingIndex<Item extends Identified>(current: Ordered<Item>, now: () => number, lag: () => Lag): LaggingIndex<Item> {
  /** The versions that queries see of those with changes under way, and how many changes those are. */
  const seen = new Map<string, { version: Item | undefined; changes: number }>();
  let underWay: { readonly id: string; readonly after: Item | undefined; readonly at: number }[] = [];
  let head = 0;
  const delay = createDelay(lag);

  const settle = (until: number): void => {
    for (let next = underWay[head]; next !== undefined && next.at <= until; next = underWay[head]) {
      head += 1;
      const entry = seen.get(next.id);
      if (entry === undefined) continue;
      entry.version = next.after;
      entry.changes -= 1;
      if (entry.changes === 0) seen.delete(next.id);
    }
    if (head === underWay.length) [underWay, head] = [[], 0];
  };

  const get = (id: string): Item | undefined => {
    settle(now());
    const entry = seen.get(id);
    return entry === undefined ? current.get(id) : entry.version;
  };

  return {
    note(before, after) {
      if (lag() === 0 && seen.size === 0) return;
      const id = before?.id ?? after?.id ?? '';
      const at = Math.max(delay(now()), underWay.at(-1)?.at ?? 0);
      const entry = seen.get(id);
      if (entry === undefined) seen.set(id, { version: before, changes: 1 });
      else entry.changes += 1;
      underWay.push({ id, after, at });
    },
    get,
    *after(id) {
      settle(now());
      const ghosts = [...seen].flatMap(([ghost, { version }]) =>
        version !== undefined && current.get(ghost) === undefined ? [version] : [],
      );
      const erased = ghosts.filter((ghost) => id === undefined || ghost.id > id).sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const item of current.after(id)) {
        while (erased[0] !== undefined && erased[0].id < item.id) yield* erased.splice(0, 1);
        const shown = get(item.id);
        if (shown !== undefined) yield shown;
      }
      yield* erased;
    },
    behind() {
      settle(now());
      return seen.keys();
    },
    catchUp: () => settle(Number.POSITIVE_INFINITY),
  };
}
