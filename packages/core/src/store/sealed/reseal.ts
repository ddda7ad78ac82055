// Rotation: everything that is sealed with another key than the current one, or not at all, is sealed anew.
import type { CollectionName, Row, Store, StoreOp } from '../port.ts';
import { refused } from '../refusal.ts';
import { scanAll } from '../scan.ts';
import { collectionSpecs } from '../specs.ts';
import { encryptionSetting, readProofs, sealedColumns } from './sealed-store.ts';

const rowsPerCommit = 200;

interface SealedPlace {
  readonly store: Store;
  readonly tenant: string;
  readonly sealedWith: string | undefined;
}

/**
 * Reads and writes back every row with sealed columns, page by page, through the sealed store. Afterwards only the current
 * key is needed. Safe to repeat; what is interrupted is done again from the start. Run it while nothing else writes.
 */
export async function reencrypt({ store: sealed, tenant, sealedWith: current }: SealedPlace): Promise<void> {
  if (current === undefined) throw refused('encrypt anew', 'encryption', 'expected keys to encrypt with');
  for (const collection of Object.keys(collectionSpecs) as CollectionName[]) {
    if (sealedColumns(collection).length > 0 || collection === 'setting') await resealCollection(sealed, tenant, collection);
  }
  const proofs = await readProofs(sealed, tenant);
  const value = Object.fromEntries(Object.entries(proofs).filter(([id]) => id === current));
  await sealed.commit(tenant, [{ op: 'put', in: 'setting', row: { name: encryptionSetting, value } }]);
}

async function resealCollection<Name extends CollectionName>(sealed: Store, tenant: string, collection: Name): Promise<void> {
  for await (const rows of scanAll(sealed, tenant, collection, { limit: rowsPerCommit })) {
    await sealed.commit(
      tenant,
      rows.map((row: Row<Name>) => ({ op: 'put', in: collection, row }) as StoreOp),
    );
  }
}
