// Removes one person from the store for good. The audit trail keeps its rows and loses what leads to the person.
import { commitAudited } from '../audit/record.ts';
import { TenureError } from '../connector/errors.ts';
import type { HrisSource } from '../connector/source.ts';
import type { Employee } from '../model/employee.ts';
import { recordsOf } from '../read/people.ts';
import type { Session } from '../read/session.ts';
import type { SubjectRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows } from '../store/scan.ts';
import { refuseWhoCannotBeForgotten } from './refusals.ts';
import { deletionsOf } from './rows.ts';
import { readmissionOf, tombstonesOf } from './tombstones.ts';

/** Who decided it. */
export interface Forgetting {
  readonly by: string;
}

const opsPerCommit = 1_500;

/**
 * Deletes every row about the person, then the salt and the id that lead from the audit trail to them, and leaves a
 * tombstone. Safe to repeat after an interruption: the last commit holds what tells us that it is over.
 */
export async function forget(session: Session, source: HrisSource, person: string, { by }: Forgetting): Promise<void> {
  const { store, tenant, digest, context } = session;
  const [plural] = await store.get(tenant, 'person', [[person]]);
  const ids = plural?.employees ?? [person];
  const found = await store.get(
    tenant,
    'employee',
    ids.map((id) => [id]),
  );
  const heads = found.filter((head) => head !== undefined);
  const [subject] = await store.get(tenant, 'subject', [[person]]);
  if (heads.length === 0 && subject === undefined) throw unknown(person);
  const accounts = await allRows(session, 'account', { index: 'person', equals: [person] });
  await refuseWhoCannotBeForgotten(session, source, { person, heads, accounts });
  const records = await recordsOf(session, heads);
  const hashes = new Set(ids.flatMap((id) => tombstonesOf(digest, { id })));
  for (const record of records.values()) for (const hash of tombstonesOf(digest, record)) hashes.add(hash);
  const tombstones = [...hashes].map((hash): StoreOp => ({ op: 'put', in: 'tombstone', row: { hash, at: context.now() } }));
  const readmitted = ids.map((id): StoreOp => ({ op: 'delete', in: 'tombstone', key: [readmissionOf(digest, id)] }));
  await store.commit(tenant, [...tombstones, ...readmitted]);
  const former = await formerSubjects(session, ids, person);
  const rest = await deletionsOf(session, { person, heads, accounts }, subject);
  for (const each of former) rest.push(...(await deletionsOf(session, { person: each.person, heads: [], accounts: [] }, each)));
  for (let from = 0; from < rest.length; from += opsPerCommit) await store.commit(tenant, rest.slice(from, from + opsPerCommit));
  const last: StoreOp[] = [
    ...heads.map(({ id }): StoreOp => ({ op: 'delete', in: 'employee', key: [id] })),
    { op: 'delete', in: 'person', key: [person] },
    ...[person, ...former.map((each) => each.person)].map((each): StoreOp => ({ op: 'delete', in: 'subject', key: [each] })),
  ];
  const gone = [subject?.subject, ...former.map((each) => each.subject)];
  await commitAudited(
    session,
    last,
    gone.map((forgotten) => ({ kind: 'forget', forgotten, facts: { by } })),
  );
}

/** Whom the trail knew as people of their own before they were joined with this one. */
async function formerSubjects({ store, tenant }: Session, employees: readonly string[], person: string): Promise<SubjectRow[]> {
  const rows = await store.get(
    tenant,
    'subject',
    employees.filter((id) => id !== person).map((id) => [id]),
  );
  return rows.filter((row) => row !== undefined);
}

/**
 * Lets somebody in again who was forgotten, by the id HR gives them now: the next plan takes them for a new person.
 *
 * @throws {TenureError} `OPTIONS_INVALID` when no tombstone is of this id.
 */
export async function readmit(session: Session, source: HrisSource, person: string, { by }: Forgetting): Promise<void> {
  const { store, tenant, digest, context } = session;
  const answer = await source.employees.get?.({ id: person }, context);
  const record = answer?.kind === 'found' && answer.record.kind === 'record' ? (answer.record.value as Partial<Employee>) : undefined;
  const hashes = tombstonesOf(digest, { ...record, id: person });
  const rows = await store.get(
    tenant,
    'tombstone',
    hashes.map((hash) => [hash]),
  );
  const present = rows.filter((row) => row !== undefined);
  // Where HR cannot be asked, nobody can tell that a new id is theirs: it is taken at its word.
  const cannotTell = source.employees.get === undefined && (await store.scan(tenant, 'tombstone', { limit: 1 })).rows.length > 0;
  if (present.length === 0 && !cannotTell) throw unknown(person);
  const ops = present.map(({ hash }): StoreOp => ({ op: 'delete', in: 'tombstone', key: [hash] }));
  // Nobody here knows the number and the address any more: unless HR could be asked, their tombstones are still there.
  if (record === undefined) ops.push({ op: 'put', in: 'tombstone', row: { hash: readmissionOf(digest, person), at: context.now() } });
  await commitAudited(session, ops, [{ kind: 'forget', person, facts: { by, readmitted: true } }]);
}

function unknown(person: string): TenureError {
  const fact = 'nobody of this id is or was known';
  const details = { problems: [{ path: 'person', reason: fact }] };
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'forget',
    id: person,
    fact,
    details,
    hint: 'Nothing was changed; give the id as HR or people() has it.',
  });
}
