// The store in memory: for tests, trials and what-if plans. Nothing outlives the process.
import { rowReader } from './cells.ts';
import type { Layout, Tuple } from './layout.ts';
import { comparePrefix, type MemoryTable, memoryTable } from './memory-table.ts';
import type { CommitResult, Store } from './port.ts';
import { closedStore } from './refusal.ts';
import { readGet, readPrefix, readScan, readSteps, readTenant, type ScanRequest, type Step } from './requests.ts';
import { firstWhere } from './sorted.ts';

/**
 * A store that lives as long as the object. It keeps every promise of {@link Store} except surviving the process, and
 * passes the same rules as the others. Good for about 100,000 people; beyond that use `sqliteStore`.
 *
 * Rows are copied on the way in and out: changing a row that was passed or returned changes nothing here. Does no I/O.
 */
export function memoryStore(): Store {
  const tenants = new Map<string, Map<Layout, MemoryTable>>();
  let closed = false;

  function tableOf(verb: string, tenant: string, layout: Layout): MemoryTable {
    if (closed) throw closedStore(verb);
    const tables = tenants.get(readTenant(tenant)) ?? new Map<Layout, MemoryTable>();
    tenants.set(tenant, tables);
    const table = tables.get(layout) ?? memoryTable(layout);
    tables.set(layout, table);
    return table;
  }

  return {
    exclusive: true,
    async get(tenant, collection, keys, columns) {
      const request = readGet(collection, keys, columns);
      const table = tableOf('get rows', tenant, request.layout);
      const read = rowReader<typeof collection>(request.layout, request.positions);
      return request.keys.map((key) => {
        const tuple = table.get(key);
        return tuple && read(cellsAt(tuple, request.positions));
      });
    },
    async scan(tenant, collection, query) {
      const request = readScan(collection, query);
      const { tuples, more } = page(tableOf('scan', tenant, request.layout), request);
      const read = rowReader<typeof collection>(request.layout, request.positions);
      const last = tuples.at(-1);
      return {
        rows: tuples.map((tuple) => read(cellsAt(tuple, request.positions))),
        ...(more && last !== undefined && { next: cellsAt(last, request.order.positions) }),
      };
    },
    async count(tenant, collection, query = {}) {
      const { layout, order, equals } = readPrefix('count', collection, query);
      const [from, to] = tableOf('count', tenant, layout).range(order, equals);
      return to - from;
    },
    async commit(tenant, ops): Promise<CommitResult> {
      if (closed) throw closedStore('commit');
      const undo: (() => void)[] = [];
      for (const step of readSteps(ops)) {
        const applied = perform(tableOf('commit', tenant, step.layout), step);
        if (applied === undefined) {
          for (const back of undo.reverse()) back();
          return { applied: false, conflict: { in: step.layout.name, key: conflictKey(step) } };
        }
        undo.push(applied);
      }
      return { applied: true };
    },
    async close() {
      closed = true;
      tenants.clear();
    },
  };
}

/** Applies one step and gives back how to undo it; undefined when its condition does not hold. */
function perform(table: MemoryTable, step: Step): (() => void) | undefined {
  switch (step.op) {
    case 'put':
      return table.put(step.tuple);
    case 'insert-if-absent':
      return table.get(step.tuple) === undefined ? table.put(step.tuple) : nothingToUndo;
    case 'append':
      return table.append(step.tuple);
    case 'delete':
      return table.remove(step.key);
    case 'update': {
      const found = table.get(step.key);
      if (found === undefined || step.when.some(([position, cell]) => found[position] !== cell)) return undefined;
      const changed = [...found];
      for (const [position, cell] of step.set) changed[position] = cell;
      return table.put(changed);
    }
  }
}

function nothingToUndo(): void {}

function conflictKey(step: Step): (string | number)[] {
  return step.op === 'update' ? step.key.filter((cell) => cell !== null) : [];
}

function page(table: MemoryTable, request: ScanRequest): { tuples: readonly Tuple[]; more: boolean } {
  const { order, equals, upTo, after, reverse, limit } = request;
  let [from, to] = table.range(order, equals);
  const list = table.inOrder(order);
  if (upTo !== undefined) {
    const bounded = order.positions.slice(0, equals.length + 1);
    to = Math.min(
      to,
      firstWhere(list, (tuple) => comparePrefix(tuple, bounded, [...equals, upTo]) > 0),
    );
    from = Math.max(
      from,
      firstWhere(list, (tuple) => comparePrefix(tuple, bounded, [...equals, null]) > 0),
    );
  }
  if (after !== undefined) {
    const compare = (tuple: Tuple) => comparePrefix(tuple, order.positions, after);
    if (reverse)
      to = Math.min(
        to,
        firstWhere(list, (tuple) => compare(tuple) >= 0),
      );
    else
      from = Math.max(
        from,
        firstWhere(list, (tuple) => compare(tuple) > 0),
      );
  }
  const tuples = reverse ? list.slice(Math.max(from, to - limit), to).reverse() : list.slice(from, Math.min(to, from + limit));
  return { tuples, more: to - from > limit };
}

function cellsAt(tuple: Tuple, positions: readonly number[]): Tuple {
  return positions.map((position) => tuple[position] ?? null);
}
