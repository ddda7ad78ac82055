// A store whose personal columns are sealed on the way in and unsealed on the way out. Any store fits beneath.
import type { CollectionName, Row, Store, StoreOp } from '../port.ts';
import { refused } from '../refusal.ts';
import { collectionSpecs } from '../specs.ts';
import { seal, unreadable, unseal } from './envelope.ts';
import { type EncryptionOptions, fetchKeys, type SealingKeys } from './keys.ts';

/** The setting that says which keys are in use, each with a text sealed by it. */
export const encryptionSetting = 'encryption';

type Proofs = Readonly<Record<string, string>>;

const known = 'tenure';

/** The setting that is sealed as well: whoever has the index key can try out what the hashes were made of. */
const sealedSetting = 'index-key';

/** Columns of a collection that hold what HR or others said about people. */
export function sealedColumns(collection: CollectionName): readonly string[] {
  return (collectionSpecs[collection] as { readonly sealed?: readonly string[] }).sealed ?? [];
}

/** What an envelope belongs to: moved to another row, it does not open. */
const placeOf = (tenant: string, collection: string, row: readonly unknown[], column: string): string =>
  JSON.stringify([tenant, collection, row, column]);

/** The columns whose values name the row an envelope belongs to. */
function boundColumns(collection: CollectionName): readonly string[] {
  const { key, boundTo = key } = collectionSpecs[collection] as { readonly key: readonly string[]; readonly boundTo?: readonly string[] };
  return boundTo;
}

/** What has to be read besides to open what is asked for. */
function missingColumns(collection: CollectionName, columns: readonly string[] | undefined): readonly string[] {
  if (columns === undefined || !sealedColumns(collection).some((column) => columns.includes(column))) return [];
  return boundColumns(collection).filter((column) => !columns.includes(column));
}

/**
 * Before the first use of a tenant every key is tried on what it has sealed: a wrong or missing key is refused and nothing
 * is written.
 */
export function sealedStore(store: Store, options: EncryptionOptions): Store {
  const opened = new Map<string, Promise<SealingKeys>>();

  function open(tenant: string): Promise<SealingKeys> {
    const ready = opened.get(tenant) ?? openKeys(store, tenant, options);
    opened.set(tenant, ready);
    // A key that could not be fetched once is fetched again.
    ready.catch(() => opened.delete(tenant));
    return ready;
  }

  return {
    exclusive: store.exclusive,
    async get(tenant, collection, keys, columns) {
      const sealing = await open(tenant);
      const more = missingColumns(collection, columns) as readonly NonNullable<typeof columns>[number][];
      const rows = await store.get(tenant, collection, keys, columns && [...columns, ...more]);
      return rows.map((row) => row && without(unsealRow(sealing, tenant, collection, row), more));
    },
    async scan(tenant, collection, query) {
      const sealing = await open(tenant);
      const more = missingColumns(collection, query.columns) as readonly NonNullable<typeof query.columns>[number][];
      const page = await store.scan(
        tenant,
        collection,
        more.length === 0 ? query : { ...query, columns: [...(query.columns ?? []), ...more] },
      );
      return { ...page, rows: page.rows.map((row) => without(unsealRow(sealing, tenant, collection, row), more)) };
    },
    async count(tenant, collection, query) {
      await open(tenant);
      return store.count(tenant, collection, query);
    },
    async commit(tenant, ops) {
      const sealing = await open(tenant);
      return store.commit(
        tenant,
        ops.map((op) => sealOp(sealing, tenant, op)),
      );
    },
    close: () => store.close(),
  };
}

async function openKeys(store: Store, tenant: string, options: EncryptionOptions): Promise<SealingKeys> {
  const keys = await fetchKeys(options);
  const proofs = await readProofs(store, tenant);
  const place = placeOf(tenant, 'setting', [encryptionSetting], 'value');
  for (const [id, proof] of Object.entries(proofs)) {
    if (unseal(keys, place, proof) !== known) throw unreadable(id, 'the key of this id is another one');
  }
  if (!Object.hasOwn(proofs, keys.current.id)) {
    const value: Proofs = { ...proofs, [keys.current.id]: seal(keys, place, known) };
    await store.commit(tenant, [{ op: 'put', in: 'setting', row: { name: encryptionSetting, value } }]);
  }
  return keys;
}

/** By key id; empty for a store that was never sealed. */
export async function readProofs(store: Store, tenant: string): Promise<Proofs> {
  const [row] = await store.get(tenant, 'setting', [[encryptionSetting]]);
  return (row?.value ?? {}) as Proofs;
}

function unsealRow<Name extends CollectionName>(keys: SealingKeys, tenant: string, collection: Name, row: Row<Name>): Row<Name> {
  const columns = columnsIn(collection, row);
  if (columns.length === 0) return row;
  const bound = valuesOf(row, boundColumns(collection));
  return changed(row, columns, (column, value) => unseal(keys, placeOf(tenant, collection, bound, column), value));
}

function sealOp(keys: SealingKeys, tenant: string, op: StoreOp): StoreOp {
  if (op.op === 'delete') return op;
  const part = op.op === 'update' ? op.set : op.row;
  const columns = columnsIn(op.in, op.op === 'update' ? { ...part, name: op.key[0] } : part);
  if (columns.every((column) => (part as Readonly<Record<string, unknown>>)[column] == null)) return op;
  const bound = op.op === 'update' ? boundByKey(op.in, op.key) : valuesOf(op.row, boundColumns(op.in));
  const sealed = (column: string, value: unknown): unknown =>
    value === null ? null : seal(keys, placeOf(tenant, op.in, bound, column), value);
  const next = changed(part, columns, sealed);
  return (op.op === 'update' ? { ...op, set: next } : { ...op, row: next }) as StoreOp;
}

/** An update knows the key of its row and nothing else of it. */
function boundByKey(collection: CollectionName, key: readonly unknown[]): readonly unknown[] {
  if ((collectionSpecs[collection] as { readonly boundTo?: unknown }).boundTo === undefined) return key;
  throw refused('update', collection, 'what is encrypted here is bound to more than its key: write the whole row');
}

const valuesOf = (row: object, columns: readonly string[]): readonly unknown[] =>
  columns.map((column) => (row as Readonly<Record<string, unknown>>)[column]);

function without<Part extends object>(row: Part, columns: readonly string[]): Part {
  if (columns.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column))) as Part;
}

function columnsIn(collection: CollectionName, part: object): readonly string[] {
  if (collection === 'setting') return 'name' in part && part.name === sealedSetting ? ['value'] : [];
  return sealedColumns(collection);
}

function changed<Part extends object>(part: Part, columns: readonly string[], change: (column: string, value: unknown) => unknown): Part {
  const present = columns.filter((column) => Object.hasOwn(part, column));
  if (present.length === 0) return part;
  const values = part as Readonly<Record<string, unknown>>;
  return { ...part, ...Object.fromEntries(present.map((column) => [column, change(column, values[column])])) };
}
