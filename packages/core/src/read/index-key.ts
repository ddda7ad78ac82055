// The key under which everything in a store is hashed, and the refusal of a store that is sealed.
import { TenureError } from '../connector/errors.ts';
import type { Digest } from '../roster/digest.ts';
import type { Store } from '../store/port.ts';
import { readProofs } from '../store/sealed/sealed-store.ts';
import { createDigest, newIndexKey } from './digest.ts';
import { readSetting } from './session.ts';

interface Place {
  readonly store: Store;
  readonly tenant: string;
  readonly sealedWith: string | undefined;
}

/**
 * The index key is made once for a store and stays: every look-up in it depends on the key.
 *
 * @throws {TenureError} `STORE_UNREADABLE` for a store that is encrypted when no keys were given.
 */
export async function openDigest({ store, tenant, sealedWith }: Place): Promise<Digest> {
  const [id] = sealedWith === undefined ? Object.keys(await readProofs(store, tenant)) : [];
  if (id !== undefined) {
    const details = { expected: `the option encryption with the key ${id}` };
    const hint = `Give the option encryption, with the key ${id} among its keys; nothing was read or written.`;
    throw new TenureError('STORE_UNREADABLE', {
      system: 'store',
      verb: 'open store',
      fact: 'it is encrypted and no keys were given',
      details,
      hint,
    });
  }
  const known = await readSetting<string>({ store, tenant }, 'index-key');
  if (known !== undefined) return createDigest(known);
  await store.commit(tenant, [{ op: 'insert-if-absent', in: 'setting', row: { name: 'index-key', value: newIndexKey() } }]);
  return createDigest((await readSetting<string>({ store, tenant }, 'index-key')) ?? newIndexKey());
}
