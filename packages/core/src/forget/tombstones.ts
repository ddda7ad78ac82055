// What is left of somebody who was forgotten: keyed hashes that tell when they come back, and nothing about who they were.
import type { Employee } from '../model/employee.ts';
import { identityHashes } from '../read/identities.ts';
import type { Session } from '../read/session.ts';
import type { Digest } from '../roster/digest.ts';
import { scanAll } from '../store/scan.ts';

/** Hashes of the id and of the keys a person is known by. */
export function tombstonesOf(digest: Digest, { id, employeeNumber, workEmail }: Partial<Employee> & { readonly id: string }): string[] {
  const keys = identityHashes(digest, { employeeNumber, workEmails: [workEmail] });
  return [id, ...keys].map((key) => digest.keyed(`tombstone\n${key}`));
}

/** Beside the tombstones: somebody of this id is let in again, whatever number and address they come with. */
export function readmissionOf(digest: Digest, id: string): string {
  return digest.keyed(`readmitted\n${id}`);
}

/** Whether a record is of somebody who was forgotten and not let in again. */
export function isForgotten(digest: Digest, tombstones: ReadonlySet<string>, record: Partial<Employee> & { readonly id: string }): boolean {
  if (tombstones.size === 0 || tombstones.has(readmissionOf(digest, record.id))) return false;
  return tombstonesOf(digest, record).some((hash) => tombstones.has(hash));
}

/** Every tombstone: they are few. */
export async function readTombstones({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for await (const rows of scanAll(store, tenant, 'tombstone', { limit: 5_000 })) for (const { hash } of rows) hashes.add(hash);
  return hashes;
}
