// A store whose personal columns are sealed on the way in and unsealed on the way out. Any store fits beneath.
import type { CollectionName, Row, Store, StoreOp } from '../port.ts';
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

export const placeOf = (tenant: string, collection: string, column: string): string => JSON.stringify([tenant, collection, column]);

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
      const rows = await store.get(tenant, collection, keys, columns);
      return rows.map((row) => row && unsealRow(sealing, tenant, collection, row));
    },
    async scan(tenant, collection, query) {
      const sealing = await open(tenant);
      const page = await store.scan(tenant, collection, query);
      return { ...page, rows: page.rows.map((row) => unsealRow(sealing, tenant, collection, row)) };
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
  const place = placeOf(tenant, 'setting', encryptionSetting);
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
  return changed(row, columnsIn(collection, row), (column, value) => unseal(keys, placeOf(tenant, collection, column), value));
}

function sealOp(keys: SealingKeys, tenant: string, op: StoreOp): StoreOp {
  const sealed = (column: string, value: unknown): unknown => (value === null ? null : seal(keys, placeOf(tenant, op.in, column), value));
  if (op.op === 'delete') return op;
  if (op.op === 'update') return { ...op, set: changed(op.set, columnsIn(op.in, op.set), sealed) } as StoreOp;
  return { ...op, row: changed(op.row, columnsIn(op.in, op.row), sealed) } as StoreOp;
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
