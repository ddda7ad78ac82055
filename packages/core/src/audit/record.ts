// The one way into the audit trail: rows are chained and written in the same commit as what they tell of.
import { TenureError } from '../connector/errors.ts';
import type { Session } from '../read/session.ts';
import type { SubjectRow } from '../store/collections.ts';
import type { CommitResult, Store, StoreOp } from '../store/port.ts';
import { chainStart, linkRow, newSubject } from './chain.ts';
import type { AuditEntry, AuditHead } from './entry.ts';

export const headSetting = 'audit-head';

type Place = Pick<Session, 'store' | 'tenant'>;

/** The end of each chain as this process has handed it out, rows that are still on their way to the disk included. */
const ends = new WeakMap<Store, Map<string, { head: AuditHead }>>();

const mostTries = 50;

/**
 * Commits `ops` together with one audit row per entry: all of it or nothing. Use it in place of `store.commit` for every
 * write to a target and every decision of a person. Several calls at once are chained in the order they are made and share
 * flushes like any commits. Answers `applied: false` only for a `when` of the caller's own steps.
 *
 * @throws {TenureError} `STORE_*`; then nothing of it was written.
 */
export async function commitAudited(
  session: Place & Pick<Session, 'context'>,
  ops: readonly StoreOp[],
  entries: readonly AuditEntry[],
): Promise<CommitResult> {
  const { store, tenant, context } = session;
  if (entries.length === 0) return store.commit(tenant, ops);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const subjects = await subjectsOf(session, entries);
    const end = await endOf(session);
    // From here to the commit nothing is awaited: who takes the end of the chain is the next in the queue of the store.
    const before = end.head;
    const steps = [...ops, ...subjects.steps];
    for (const entry of entries) {
      const row = linkRow(end.head, context.now(), entry, subjects.known.get(entry.person ?? ''));
      end.head = { count: row.seq, hash: row.hash };
      steps.push({ op: 'insert-if-absent', in: 'audit', row });
    }
    steps.push({ op: 'update', in: 'setting', key: [headSetting], set: { value: end.head }, when: { value: before } });
    const result = await committed(session, end, steps);
    if (result.applied || !isOurs(result)) return result;
  }
  throw new TenureError('STORE_BUSY', {
    system: 'store',
    verb: 'append to audit trail',
    fact: 'others write to it all the time',
    details: {},
  });
}

/** Whatever does not reach the store makes the end we believed in wrong: it is read anew. */
async function committed({ store, tenant }: Place, end: { head: AuditHead }, steps: readonly StoreOp[]): Promise<CommitResult> {
  let applied = false;
  try {
    const result = await store.commit(tenant, steps);
    applied = result.applied;
    return result;
  } finally {
    const known = ends.get(store);
    if (!applied && known?.get(tenant) === end) known.delete(tenant);
  }
}

/** True when the chain went on without us, or somebody else gave the person their id first: another try is right. */
function isOurs(result: CommitResult & { applied: false }): boolean {
  const { in: collection, key } = result.conflict;
  return collection === 'subject' || (collection === 'setting' && key[0] === headSetting);
}

async function endOf(place: Place): Promise<{ head: AuditHead }> {
  const known = ends.get(place.store) ?? new Map<string, { head: AuditHead }>();
  ends.set(place.store, known);
  if (known.get(place.tenant) === undefined) {
    const head = (await readHead(place)) ?? (await beginChain(place));
    if (known.get(place.tenant) === undefined) known.set(place.tenant, { head });
  }
  return known.get(place.tenant) ?? { head: chainStart(place.tenant) };
}

async function beginChain(place: Place): Promise<AuditHead> {
  const row = { name: headSetting, value: chainStart(place.tenant) };
  await place.store.commit(place.tenant, [{ op: 'insert-if-absent', in: 'setting', row }]);
  return (await readHead(place)) ?? row.value;
}

/** The end of the chain as the store has it; undefined before the first row. */
export async function readHead({ store, tenant }: Place): Promise<AuditHead | undefined> {
  const [row] = await store.get(tenant, 'setting', [[headSetting]]);
  return row?.value as AuditHead | undefined;
}

interface Subjects {
  readonly known: ReadonlyMap<string, SubjectRow>;
  /** Makes the new ones, and proves that the others are still what they were. */
  readonly steps: readonly StoreOp[];
}

async function subjectsOf({ store, tenant }: Place, entries: readonly AuditEntry[]): Promise<Subjects> {
  const people = [...new Set(entries.flatMap(({ person }) => person ?? []))];
  if (people.length === 0) return { known: new Map(), steps: [] };
  const rows = await store.get(
    tenant,
    'subject',
    people.map((person) => [person]),
  );
  const known = new Map<string, SubjectRow>();
  const steps: StoreOp[] = [];
  for (const [index, person] of people.entries()) {
    const row = rows[index] ?? newSubject(person);
    known.set(person, row);
    if (rows[index] === undefined) steps.push({ op: 'insert-if-absent', in: 'subject', row });
    steps.push({ op: 'update', in: 'subject', key: [person], set: {}, when: { subject: row.subject } });
  }
  return { known, steps };
}
