// Finds candidates for `attribute eq "value"` without a walk over everybody. Built when an attribute is first asked for.

type Identified = { readonly id: string };

export interface Lookup<Item> {
  note(before: Item | undefined, after: Item | undefined): void;
  /** Ids of whoever has the value, whatever its case. */
  having(attribute: string, value: string): ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

export function createLookup<Item extends Identified>(
  everything: () => Iterable<Item>,
  read: (item: Item, attribute: string) => unknown,
): Lookup<Item> {
  const built = new Map<string, Map<string, Set<string>>>();
  const keyOf = (item: Item, attribute: string): string | undefined => {
    const value = read(item, attribute);
    return value === undefined || value === null ? undefined : String(value).toLowerCase();
  };
  const add = (ids: Map<string, Set<string>>, key: string, id: string): void => {
    const there = ids.get(key);
    if (there === undefined) ids.set(key, new Set([id]));
    else there.add(id);
  };
  const build = (attribute: string): Map<string, Set<string>> => {
    const ids = new Map<string, Set<string>>();
    for (const item of everything()) {
      const key = keyOf(item, attribute);
      if (key !== undefined) add(ids, key, item.id);
    }
    built.set(attribute, ids);
    return ids;
  };
  return {
    note(before, after) {
      for (const [attribute, ids] of built) {
        const [old, fresh] = [before && keyOf(before, attribute), after && keyOf(after, attribute)];
        if (old === fresh) continue;
        if (old !== undefined && before !== undefined) ids.get(old)?.delete(before.id);
        if (fresh !== undefined && after !== undefined) add(ids, fresh, after.id);
      }
    },
    having: (attribute, value) => (built.get(attribute) ?? build(attribute)).get(value.toLowerCase()) ?? none,
  };
}
