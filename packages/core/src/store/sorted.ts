// A list of tuples that is in order whenever it is read. Changes wait until then, so that a bulk load sorts once.
import { compareCells, type Tuple } from './layout.ts';

export interface Sorted {
  add(tuple: Tuple): void;
  /** Takes out this very tuple. */
  remove(tuple: Tuple): void;
  read(): readonly Tuple[];
}

/** How many waiting changes are cheaper one by one than a merge of the whole list. */
const fewChanges = 32;

export function sortedBy(positions: readonly number[]): Sorted {
  let list: Tuple[] = [];
  const added = new Set<Tuple>();
  const removed = new Set<Tuple>();

  const compare = (left: Tuple, right: Tuple): number => {
    for (const position of positions) {
      const difference = compareCells(left[position] ?? null, right[position] ?? null);
      if (difference !== 0) return difference;
    }
    return 0;
  };

  function settleFew(): void {
    for (const tuple of removed)
      list.splice(
        firstWhere(list, (other) => compare(other, tuple) >= 0),
        1,
      );
    for (const tuple of added)
      list.splice(
        firstWhere(list, (other) => compare(other, tuple) > 0),
        0,
        tuple,
      );
  }

  function settleMany(): void {
    const kept = removed.size === 0 ? list : list.filter((tuple) => !removed.has(tuple));
    list = [...kept, ...[...added].sort(compare)].sort(compare);
  }

  return {
    add(tuple) {
      if (!removed.delete(tuple)) added.add(tuple);
    },
    remove(tuple) {
      if (!added.delete(tuple)) removed.add(tuple);
    },
    read() {
      if (added.size + removed.size > fewChanges) settleMany();
      else settleFew();
      added.clear();
      removed.clear();
      return list;
    },
  };
}

/** Index of the first element the test holds for, when it holds for all after it; the length when for none. */
export function firstWhere<T>(list: readonly T[], holds: (element: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && holds(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}
