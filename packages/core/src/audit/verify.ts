// Proves that the audit trail is what was written, row by row, and names what is not.

import { isTenureError } from '../connector/errors.ts';
import type { Session } from '../read/session.ts';
import type { AuditRow } from '../store/collections.ts';
import type { Key, Row } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { chainStart, commitTo, rowHash } from './chain.ts';
import type { AuditFacts, AuditFault, AuditHead, AuditVerdict } from './entry.ts';
import { readHead } from './record.ts';

type Place = Pick<Session, 'store' | 'tenant'>;

const mostFaults = 100;

/**
 * Walks the whole chain. Names every row that was changed or is missing, also at the end, and every row beyond the end that
 * the store states; with a `kept` head also what was rewritten before it. Reads only; what is appended meanwhile is left out.
 */
export async function verifyAudit(place: Place, kept?: AuditHead): Promise<AuditVerdict> {
  const head = (await readHead(place)) ?? chainStart(place.tenant);
  const walk = beginWalk(place.tenant, head, kept);
  for await (const linked of scanAll(place.store, place.tenant, 'audit', { limit: 1_000, columns: chained })) {
    const { rows, closed } = await withDetails(place, linked);
    const changed = await changedDetails(place, rows);
    for (const row of rows) walk.step(row, closed.has(row.seq) || changed.has(row.seq));
  }
  // A row and the end that leads to it are written together: what lies beyond the end even now was not written so.
  const end = (await readHead(place)) ?? chainStart(place.tenant);
  const faults = walk.end(end);
  return { intact: faults.length === 0, faults, head };
}

/** What the hashes of the chain cover. */
const chained = ['seq', 'at', 'kind', 'subject', 'facts', 'commitment', 'hash'] as const;

/** The rows with their details. One whose envelope was changed or belongs to another row does not open: that is a finding, not an end. */
async function withDetails(place: Place, linked: readonly AuditRow[]) {
  const read = await readEach(
    place,
    'audit',
    linked.map(({ seq }) => [seq]),
  );
  const closed = new Set(linked.filter((_, index) => read[index] === 'closed').map(({ seq }) => seq));
  const rows = linked.map((row, index): AuditRow => {
    const whole = read[index];
    return { ...row, detail: whole === 'closed' ? {} : (whole?.detail ?? null) };
  });
  return { rows, closed };
}

/** The rows of these keys; one by one where any of them does not open. */
async function readEach<Name extends 'audit' | 'subject'>(
  { store, tenant }: Place,
  collection: Name,
  keys: readonly Key[],
): Promise<readonly (Row<Name> | 'closed' | undefined)[]> {
  const open = async (some: readonly Key[]): Promise<readonly (Row<Name> | undefined)[] | 'closed'> => {
    try {
      return await store.get(tenant, collection, some);
    } catch (error) {
      if (isTenureError(error) && error.code === 'STORE_UNREADABLE') return 'closed';
      throw error;
    }
  };
  const all = await open(keys);
  if (all !== 'closed') return all;
  const found: (Row<Name> | 'closed' | undefined)[] = [];
  for (const key of keys) {
    const one = await open([key]);
    found.push(one === 'closed' ? one : one[0]);
  }
  return found;
}

function beginWalk(tenant: string, head: AuditHead, kept: AuditHead | undefined) {
  const faults: AuditFault[] = [];
  /** Subjects some of whose details are gone, with the first such row; and those a row says are forgotten. */
  const erased = new Map<string, number>();
  const forgotten = new Set<string>();
  const beyond: number[] = [];
  const last = Math.max(head.count, kept?.count ?? 0);
  let before = chainStart(tenant);

  const add = (sequence: number, fault: AuditFault['fault']): void => {
    faults.push({ sequence, fault });
  };
  const compareHeads = (): void => {
    if (before.count === head.count && before.hash !== head.hash) add(head.count, 'changed');
    if (before.count === kept?.count && before.hash !== kept.hash) add(kept.count, 'head');
  };
  const addMissing = (until: number): void => {
    for (let sequence = before.count + 1; sequence < until && faults.length < mostFaults; sequence += 1) add(sequence, 'missing');
  };
  const noteErasure = ({ seq, kind, subject, detail }: AuditRow): void => {
    if (subject === null) return;
    if (detail === null && !erased.has(subject)) erased.set(subject, seq);
    if (kind === 'forget') forgotten.add(subject);
  };

  compareHeads();
  return {
    step(row: AuditRow, detailChanged: boolean): void {
      if (row.seq > head.count) beyond.push(row.seq);
      if (row.seq > last) return;
      addMissing(row.seq);
      // After a hole the row can only be measured by what follows it.
      const broken = row.seq === before.count + 1 && rowHash(before.hash, row) !== row.hash;
      if (broken || detailChanged) add(row.seq, 'changed');
      noteErasure(row);
      before = { count: row.seq, hash: row.hash };
      compareHeads();
    },
    end({ count }: AuditHead): readonly AuditFault[] {
      addMissing(last + 1);
      for (const sequence of beyond) if (sequence > count) add(sequence, 'head');
      for (const [subject, sequence] of erased) if (!forgotten.has(subject)) add(sequence, 'erased');
      const named = new Map(faults.map((fault) => [`${fault.sequence} ${fault.fault}`, fault]));
      return [...named.values()].sort((left, right) => left.sequence - right.sequence).slice(0, mostFaults);
    },
  };
}

/** The rows whose detail is not the one they commit to. */
async function changedDetails(place: Place, rows: readonly AuditRow[]): Promise<ReadonlySet<number>> {
  const told = rows.filter(({ detail }) => detail !== null);
  const people = [...new Set(told.map(personOf))];
  const subjects = await readEach(
    place,
    'subject',
    people.map((person) => [person]),
  );
  const byPerson = new Map(people.map((person, index) => [person, subjects[index]]));
  const changed = told.filter((row) => {
    const known = byPerson.get(personOf(row));
    return (
      known === undefined || known === 'closed' || known.subject !== row.subject || commitTo(known.salt, row.detail) !== row.commitment
    );
  });
  return new Set(changed.map(({ seq }) => seq));
}

function personOf({ detail }: AuditRow): string {
  const { person } = (detail ?? {}) as AuditFacts;
  return typeof person === 'string' ? person : '';
}
