// Pages in an order of their own: by a value, then by id. The cursor holds both, so that it survives changes in between.
import type { Cut } from './page.ts';

const separator = '\u0000';

/** The page after `after`, a cursor of this function. */
export function cutSorted<Item extends { readonly id: string }>(
  everything: readonly Item[],
  sortedBy: (item: Item) => string,
  descending: boolean,
  after: string | undefined,
  limit: number,
): Cut<Item> {
  const sign = descending ? -1 : 1;
  const compare = (left: readonly [string, string], right: readonly [string, string]): number => {
    const byValue = left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0;
    return byValue !== 0 ? byValue * sign : left[1] < right[1] ? -1 : left[1] > right[1] ? 1 : 0;
  };
  const [value = '', id = ''] = after?.split(separator) ?? [];
  const sorted = everything
    .map((item) => ({ item, key: [sortedBy(item).toLowerCase(), item.id] as const }))
    .filter(({ key }) => after === undefined || compare(key, [value, id]) > 0)
    .sort((left, right) => compare(left.key, right.key));
  const page = sorted.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(({ item }) => item), next: sorted.length > limit ? last?.key.join(separator) : undefined };
}
