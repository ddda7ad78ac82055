// One planted fault per rule: a store that breaks just that promise, to prove that the rule can fail.
import { memoryStore } from '../../store/memory.ts';
import type { CollectionName, CommitResult, Position, Row, ScanPage, ScanQuery, Store, StoreOp } from '../../store/port.ts';
import { type StoreFault, writeFaults } from './write-faults.ts';

/** A store that breaks one promise and keeps the others as far as that allows. Closing it closes the good one. */
export function faultyStore(store: Store, fault: StoreFault): Store {
  return fault.plant(store);
}

type AnyScan = ScanQuery<CollectionName>;
type AnyPage = ScanPage<CollectionName>;
type AnyRow = Row<CollectionName>;

/** A store whose scans go through `scan`, which may ask the good one otherwise than it was asked. */
function scansBy(scan: (query: AnyScan, ask: (query: AnyScan) => Promise<AnyPage>) => Promise<AnyPage>) {
  return (store: Store): Store => ({
    ...store,
    scan: async (tenant, collection, query) => {
      const ask = (asked: AnyScan) => store.scan(tenant, collection, asked as typeof query) as Promise<AnyPage>;
      return (await scan(query as AnyScan, ask)) as ScanPage<typeof collection>;
    },
  });
}

/** A store that returns each row changed by `spoil`. */
function returns(spoil: (row: Readonly<Record<string, unknown>>) => object) {
  return (store: Store): Store => ({
    ...store,
    get: async (tenant, collection, keys, columns) => {
      const rows = await store.get(tenant, collection, keys, columns);
      return rows.map((row) => row && (spoil(row as unknown as Record<string, unknown>) as unknown as typeof row));
    },
  });
}

function eachValue(spoil: (value: unknown) => unknown) {
  return (row: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, spoil(value)]));
}

/** A store that hands commits over changed, late or not at all. */
function commitsBy(plant: (store: Store) => Store['commit']) {
  return (store: Store): Store => ({ ...store, commit: plant(store) });
}

const readFaults: Readonly<Record<string, StoreFault>> = {
  'tenant-reads': {
    does: 'keeps all tenants in one',
    plant: (store) => ({
      ...store,
      get: (_, ...rest) => store.get('one', ...rest),
      scan: (_, ...rest) => store.scan('one', ...rest),
      count: (_, ...rest) => store.count('one', ...rest),
      commit: (_, ops) => store.commit('one', ops),
    }),
  },
  'tenant-writes': {
    does: 'writes to another tenant as well',
    plant: commitsBy((store) => async (tenant, ops) => {
      await store.commit('south', ops);
      return await store.commit(tenant, ops);
    }),
  },
  'tenant-numbers': {
    does: 'counts all tenants together',
    plant: commitsBy((store) => async (tenant, ops) => {
      if (tenant === 'south') await store.commit(tenant, [...ops, { op: 'delete', in: 'journal', key: [] }]);
      return await store.commit(tenant, ops);
    }),
  },
  'get-order': {
    does: 'leaves missing rows out of the answer',
    plant: (store) => ({ ...store, get: async (...asked) => (await store.get(...asked)).filter((row) => row !== undefined) }),
  },
  'get-composite': {
    does: 'takes the columns of a key in the other order',
    plant: (store) => ({
      ...store,
      get: (tenant, collection, keys, columns) =>
        store.get(
          tenant,
          collection,
          keys.map((key) => key.toReversed()),
          columns,
        ),
    }),
  },
  projection: {
    does: 'gives all columns whatever was asked',
    plant: (store) => ({ ...store, get: (tenant, collection, keys) => store.get(tenant, collection, keys) }),
  },
  count: {
    does: 'counts the whole collection whatever was asked',
    plant: (store) => ({ ...store, count: (tenant, collection) => store.count(tenant, collection) }),
  },
  'returned-rows-are-copies': {
    does: 'returns the row it keeps',
    plant: (store) => {
      const kept = new Map<string, readonly unknown[]>();
      return {
        ...store,
        get: async (tenant, collection, keys, columns) => {
          const name = JSON.stringify([tenant, collection, keys, columns]);
          const rows = kept.get(name) ?? (await store.get(tenant, collection, keys, columns));
          kept.set(name, rows);
          return rows as readonly (Row<typeof collection> | undefined)[];
        },
      };
    },
  },
  'scan-key-order': {
    does: 'orders text by UTF-16 units',
    plant: scansBy(async (query, ask) => {
      const page = await ask(query);
      const nameOf = (row: AnyRow) => ('id' in row ? row.id : '');
      return query.reverse === true ? page : { ...page, rows: page.rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
    }),
  },
  'scan-index-order': { does: 'gives rows by key instead of by index', plant: scansBy(({ limit }, ask) => ask({ limit })) },
  'scan-pages': {
    does: 'loses the first row of every page but the first',
    plant: scansBy(async (query, ask) => {
      const page = await ask(query);
      return query.after === undefined ? page : { ...page, rows: page.rows.slice(1) };
    }),
  },
  'scan-end': {
    does: 'takes a full page for a sign that there is more',
    plant: scansBy(async (query, ask) => {
      const page = await ask(query);
      const next: Position | undefined = page.next ?? (page.rows.length === query.limit ? ['more'] : undefined);
      return next === undefined ? page : { ...page, next };
    }),
  },
  'scan-position-survives': {
    does: 'pages by counting rows instead of by where the last one stood',
    plant: scansBy(async ({ after, limit, ...query }, ask) => {
      const from = Number(after?.[0] ?? 0);
      const { rows } = await ask({ ...query, limit: 5_000 });
      return { rows: rows.slice(from, from + limit), ...(from + limit < rows.length && { next: [from + limit] }) };
    }),
  },
  'scan-equals': { does: 'ignores equals', plant: scansBy(({ equals: _, ...query }, ask) => ask(query)) },
  'scan-sparse': { does: 'keeps rows without a value in the index', plant: scansBy(({ index: _, ...query }, ask) => ask(query)) },
  'scan-up-to': {
    does: 'leaves out rows that are at the limit',
    plant: scansBy((query, ask) => ask(query.upTo === undefined ? query : { ...query, upTo: Number(query.upTo) - 1 })),
  },
};

const valueFaults: Readonly<Record<string, StoreFault>> = {
  'json-values': {
    does: 'takes a JSON null for no value',
    plant: returns((row) => ('value' in row && row['value'] === null ? { ...row, value: undefined } : row)),
  },
  'large-values': {
    does: 'cuts what it returns after 65,535 characters',
    plant: returns((row) => ({ ...row, value: JSON.stringify(row['value']).slice(0, 65_535) })),
  },
  'text-values': {
    does: 'normalises text',
    plant: returns(eachValue((value) => (typeof value === 'string' ? value.normalize('NFC') : value))),
  },
  'boolean-values': { does: 'returns 0 and 1', plant: returns(eachValue((value) => (typeof value === 'boolean' ? Number(value) : value))) },
  'integer-values': {
    does: 'keeps 15 digits',
    plant: returns(eachValue((value) => (typeof value === 'number' ? Number(value.toPrecision(15)) : value))),
  },
  'null-columns': {
    does: 'leaves null columns out of the row',
    plant: returns((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))),
  },
  'passed-rows-are-copies': {
    does: 'reads the steps later than it was given them',
    plant: commitsBy((store) => async (tenant, ops) => {
      await Promise.resolve();
      return await store.commit(tenant, ops);
    }),
  },
};

const lifetimeFaults: Readonly<Record<string, StoreFault>> = {
  'concurrent-commits': {
    does: 'forgets a commit that comes while another is under way',
    plant: commitsBy((store) => {
      let underWay = 0;
      return async (tenant, ops): Promise<CommitResult> => {
        underWay += 1;
        const result = underWay > 1 ? { applied: true as const } : await store.commit(tenant, ops);
        underWay -= 1;
        return result;
      };
    }),
  },
  'one-bad-commit': {
    does: 'fails everything after one bad commit',
    plant: commitsBy((store) => {
      let failed = false;
      return async (tenant, ops) => {
        if (failed) throw new Error('failed before');
        failed = ops.some((step: StoreOp) => step.op === 'put' && step.in === 'setting' && step.row.value === undefined);
        return await store.commit(tenant, ops);
      };
    }),
  },
  closed: { does: 'goes on after close', plant: (store) => ({ ...store, close: async () => {} }) },
  'close-finishes': {
    does: 'drops what is waiting when it is closed',
    plant: commitsBy((store) => async (tenant, ops) => {
      await new Promise((resume) => setImmediate(resume));
      return await store.commit(tenant, ops);
    }),
  },
  reopened: {
    does: 'keeps everything in memory',
    plant: (store) => {
      const memory = memoryStore();
      return { ...memory, close: () => store.close().then(() => memory.close()) };
    },
  },
};

/** By rule id; every rule has one. */
export const storeFaults: Readonly<Record<string, StoreFault>> = { ...readFaults, ...writeFaults, ...valueFaults, ...lifetimeFaults };
