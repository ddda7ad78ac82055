// Which person an employee number or a work e-mail belongs to, by keyed hash. New keys are gathered and written sorted:
// a million scattered rows one by one would cost more than everything else of a first import together.
import type { Employee } from '../model/employee.ts';
import type { Digest } from '../roster/digest.ts';
import { normalizeKey } from '../roster/joining.ts';
import { scanAll } from '../store/scan.ts';
import { readSetting, type Session, settingOp, writeAll } from './session.ts';

export interface Identities {
  hashesOf(employee: Employee): string[];
  /** The people who hold these keys. */
  ownersOf(hashes: readonly string[]): Promise<Map<string, string>>;
  /** Notes the keys of a record; a key that somebody holds already stays with them. */
  note(hashes: readonly string[], person: string): void;
  /** Writes what was noted once it is much, or always when `now`; `upTo` is the first seq whose keys are not noted yet. */
  flush(upTo: number, now: boolean): Promise<void>;
}

const keysInMemory = 50_000;
const setting = 'identities-to';

/** The keyed hashes people are known by: employee number and work e-mail. */
export function identityHashes(
  digest: Digest,
  keys: { readonly employeeNumber: string | null | undefined; readonly workEmails: readonly (string | null | undefined)[] },
): string[] {
  const texts = [`n${normalizeKey(keys.employeeNumber) ?? ''}`, ...keys.workEmails.map((email) => `e${normalizeKey(email) ?? ''}`)];
  return [...new Set(texts.filter((text) => text.length > 1))].map((text) => digest.keyed(`identity\n${text}`));
}

export async function openIdentities(session: Session): Promise<Identities> {
  const { store, tenant, digest } = session;
  const noted = new Map<string, string>();
  const hashesOf = ({ employeeNumber, workEmail }: Employee): string[] =>
    identityHashes(digest, { employeeNumber, workEmails: [workEmail] });
  const note = (hashes: readonly string[], person: string): void => {
    for (const hash of hashes) if (!noted.has(hash)) noted.set(hash, person);
  };
  const flush = async (upTo: number, now: boolean): Promise<void> => {
    if (!now && noted.size < keysInMemory) return;
    const hashes = [...noted.keys()].sort();
    const ops = hashes.map((hash) => ({ op: 'insert-if-absent', in: 'identity', row: { hash, person: noted.get(hash) ?? '' } }) as const);
    await writeAll(session, ops);
    await store.commit(tenant, [settingOp(setting, upTo)]);
    noted.clear();
  };
  const ownersOf = async (hashes: readonly string[]): Promise<Map<string, string>> => {
    const owners = new Map<string, string>();
    const rows = await store.get(
      tenant,
      'identity',
      hashes.map((hash) => [hash]),
    );
    for (const hash of hashes) {
      const person = noted.get(hash);
      if (person !== undefined) owners.set(hash, person);
    }
    // What is in the store was there first. A key may name somebody who was joined with another since.
    const known = rows.filter((row) => row !== undefined);
    const heads = await store.get(
      tenant,
      'employee',
      known.map(({ person }) => [person]),
      ['id', 'person'],
    );
    for (const [index, row] of known.entries()) owners.set(row.hash, heads[index]?.person ?? row.person);
    return owners;
  };
  const identities = { hashesOf, ownersOf, note, flush };
  await catchUp(session, identities);
  return identities;
}

/** Keys of records whose process ended before they were written. */
async function catchUp(session: Session, identities: Identities): Promise<void> {
  const { store, tenant } = session;
  const from = (await readSetting<number>(session, setting)) ?? 0;
  const next = (await readSetting<number>(session, 'next-seq')) ?? 0;
  if (from >= next) return;
  for await (const rows of scanAll(store, tenant, 'record', from === 0 ? {} : { after: [from - 1] })) {
    const heads = await store.get(
      tenant,
      'employee',
      rows.map(({ id }) => [id]),
      ['id', 'person'],
    );
    for (const [index, { id, value }] of rows.entries()) identities.note(identities.hashesOf(value), heads[index]?.person ?? id);
    await identities.flush((rows.at(-1)?.seq ?? 0) + 1, false);
  }
  await identities.flush(next, true);
}
