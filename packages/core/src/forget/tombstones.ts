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

/** Every tombstone: they are few. */
export async function readTombstones({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for await (const rows of scanAll(store, tenant, 'tombstone', { limit: 5_000 })) for (const { hash } of rows) hashes.add(hash);
  return hashes;
}
