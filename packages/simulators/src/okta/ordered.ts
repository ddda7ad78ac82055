// Records by id in the order of their making, so that a page can start anywhere without a walk over everything before it.

export interface Ordered<Item extends { readonly id: string }> {
  readonly size: number;
  get(id: string): Item | undefined;
  /** Adds a record, which must sort after all others, or replaces the one with its id. */
  put(item: Item): void;
  remove(id: string): void;
  /** Every record, or those that sort after `id`, whether or not it is still there. */
  after(id?: string): Iterable<Item>;
}

export function createOrdered<Item extends { readonly id: string }>(): Ordered<Item> {
  const items = new Map<string, Item>();
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
      return items.size;
    },
    get: (id) => items.get(id),
    put(item) {
      if (!items.has(item.id)) ids.push(item.id);
      items.set(item.id, item);
    },
    remove(id) {
      if (!items.delete(id)) return;
      ids.splice(positionAfter(id) - 1, 1);
    },
    *after(id) {
      for (let index = id === undefined ? 0 : positionAfter(id); index < ids.length; index += 1) {
        const item = items.get(ids[index] ?? '');
        if (item !== undefined) yield item;
      }
    },
  };
}
