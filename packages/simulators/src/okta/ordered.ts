// Records by id in the order of their making, so that a page can start anywhere without a walk over everything before it.

/** A set of ids that is always in order. */
export interface SortedIds {
  readonly size: number;
  has(id: string): boolean;
  /** Whether that changed anything. */
  add(id: string): boolean;
  /** Whether that changed anything. */
  remove(id: string): boolean;
  /** Every id, or those that sort after `id`, whether or not it is in the set. */
  after(id?: string): Iterable<string>;
}

export function createSortedIds(): SortedIds {
  const members = new Set<string>();
  const ids: string[] = [];

  /** The first position whose id sorts after the given one. */
  const positionAfter = (id: string): number => {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ids[middle] ?? '') <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get size() {
      return members.size;
    },
    has: (id) => members.has(id),
    add(id) {
      if (members.has(id)) return false;
      members.add(id);
      if (id > (ids.at(-1) ?? '')) ids.push(id);
      else ids.splice(positionAfter(id), 0, id);
      return true;
    },
    remove(id) {
      if (!members.delete(id)) return false;
      ids.splice(positionAfter(id) - 1, 1);
      return true;
    },
    *after(id) {
      for (let index = id === undefined ? 0 : positionAfter(id); index < ids.length; index += 1) yield ids[index] ?? '';
    },
  };
}

export interface Ordered<Item extends { readonly id: string }> {
  readonly size: number;
  get(id: string): Item | undefined;
  /** Adds a record, or replaces the one with its id. */
  put(item: Item): void;
  remove(id: string): void;
  /** Every record, or those that sort after `id`, whether or not it is still there. */
  after(id?: string): Iterable<Item>;
}

export function createOrdered<Item extends { readonly id: string }>(): Ordered<Item> {
  const items = new Map<string, Item>();
  const ids = createSortedIds();
  return {
    get size() {
      return items.size;
    },
    get: (id) => items.get(id),
    put(item) {
      items.set(item.id, item);
      ids.add(item.id);
    },
    remove(id) {
      items.delete(id);
      ids.remove(id);
    },
    *after(id) {
      for (const next of ids.after(id)) {
        const item = items.get(next);
        if (item !== undefined) yield item;
      }
    },
  };
}
