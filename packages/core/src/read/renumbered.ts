// The same people under new ids: an HR system that was moved or restored gives everybody another number. Taken at its word
// that is a company of leavers and a company of joiners.
import type { EmployeeRow } from '../store/collections.ts';
import { dropDuplicates, type Reading, type Renumbered } from './employees.ts';
import { openIdentities } from './identities.ts';
import { peoplePerBatch, readSetting } from './session.ts';

/** Looks through the new records of a reading that has come to its end. I/O: a few store calls per batch of new people. */
export async function findRenumbered(reading: Reading): Promise<Renumbered> {
  const { session, staging, seen } = reading;
  const { store, tenant } = session;
  const found = new Map<string, EmployeeRow>();
  if (((await readSetting<number>(session, 'next-seq')) ?? 0) === 0) return found;
  const identities = await openIdentities(session);
  for await (const batch of staging.batches(peoplePerBatch)) {
    const fresh = dropDuplicates(reading, batch).filter(({ known }) => !known);
    if (fresh.length === 0) continue;
    const hashes = new Map(fresh.map(({ id, value }) => [id, identities.hashesOf(value)]));
    const owners = await identities.ownersOf([...new Set([...hashes.values()].flat())]);
    const people = await store.get(
      tenant,
      'person',
      [...new Set(owners.values())].map((person) => [person]),
    );
    const employments = new Map(people.flatMap((row) => (row === undefined ? [] : [[row.id, row.employees]])));
    const ids = [...new Set([...owners.values()].flatMap((person) => employments.get(person) ?? [person]))];
    const rows = await store.get(
      tenant,
      'employee',
      ids.map((id) => [id]),
    );
    const missing = rows.filter((row) => row !== undefined && row.phase !== 'left' && !seen.has(row.seq));
    for (const { id } of fresh) {
      const persons = new Set((hashes.get(id) ?? []).map((hash) => owners.get(hash)));
      const old = missing.find((row) => row !== undefined && persons.has(row.person));
      if (old !== undefined) found.set(id, old);
    }
  }
  return found;
}
