// One collection of one tenant in memory. Each change gives back how to undo it, so that a commit is all or nothing.
import { type Cell, compareCells, type Layout, type Order, type Tuple } from './layout.ts';
import { firstWhere, type Sorted, sortedBy } from './sorted.ts';

export interface MemoryTable {
  /** The row whose key the tuple starts with. */
  get(key: Tuple): Tuple | undefined;
  put(tuple: Tuple): () => void;
  append(tuple: Tuple): () => void;
  remove(keyPrefix: Tuple): () => void;
  inOrder(order: Order): readonly Tuple[];
  /** Where in {@link inOrder} the rows that start with these values begin and end. */
  range(order: Order, equals: Tuple): readonly [from: number, to: number];
}

export function memoryTable(layout: Layout): MemoryTable {
  const rows = new Map<string, Tuple>();
  const orders = new Map<Order, Sorted>([layout.byKey, ...layout.byIndex.values()].map((order) => [order, sortedBy(order.positions)]));
  /** Per prefix, the highest number that a removed row had: it is not given again. */
  const retired = new Map<string, number>();
  const seqAt = layout.keyLength - 1;
  const nameOf = (tuple: Tuple): string => JSON.stringify(tuple.slice(0, layout.keyLength));
  const prefixOf = (tuple: Tuple): string => JSON.stringify(tuple.slice(0, seqAt));

  function link(tuple: Tuple): void {
    rows.set(nameOf(tuple), tuple);
    for (const [order, sorted] of orders) if (isListed(order, tuple)) sorted.add(tuple);
  }

  function unlink(tuple: Tuple): void {
    rows.delete(nameOf(tuple));
    for (const [order, sorted] of orders) if (isListed(order, tuple)) sorted.remove(tuple);
  }

  const table: MemoryTable = {
    get: (key) => rows.get(nameOf(key)),
    put(tuple) {
      const before = rows.get(nameOf(tuple));
      if (before !== undefined) unlink(before);
      link(tuple);
      return () => {
        unlink(tuple);
        if (before !== undefined) link(before);
      };
    },
    append(tuple) {
      const [start, end] = table.range(layout.byKey, tuple.slice(0, seqAt));
      const last = end > start ? numberOf(table.inOrder(layout.byKey)[end - 1]?.[seqAt]) : 0;
      return table.put(tuple.with(seqAt, 1 + Math.max(last, retired.get(prefixOf(tuple)) ?? 0)));
    },
    remove(keyPrefix) {
      const [from, to] = table.range(layout.byKey, keyPrefix);
      const gone = table.inOrder(layout.byKey).slice(from, to);
      const before = new Map(retired);
      for (const tuple of gone) {
        unlink(tuple);
        if (layout.counted) retired.set(prefixOf(tuple), Math.max(numberOf(tuple[seqAt]), retired.get(prefixOf(tuple)) ?? 0));
      }
      return () => {
        for (const tuple of gone) link(tuple);
        retired.clear();
        for (const [prefix, seq] of before) retired.set(prefix, seq);
      };
    },
    inOrder: (order) => orders.get(order)?.read() ?? [],
    range(order, equals) {
      const list = table.inOrder(order);
      const compare = (tuple: Tuple) => comparePrefix(tuple, order.positions, equals);
      return [firstWhere(list, (tuple) => compare(tuple) >= 0), firstWhere(list, (tuple) => compare(tuple) > 0)];
    },
  };
  return table;
}

/** How a tuple stands to the values of the first columns of an order. */
export function comparePrefix(tuple: Tuple, positions: readonly number[], values: Tuple): number {
  for (const [index, value] of values.entries()) {
    const difference = compareCells(tuple[positions[index] ?? 0] ?? null, value);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isListed(order: Order, tuple: Tuple): boolean {
  return order.sparseOn === undefined || tuple[order.sparseOn] !== null;
}

function numberOf(cell: Cell | undefined): number {
  return typeof cell === 'number' ? cell : 0;
}
