// The reading of people: every record is compared with what the roster holds by a keyed hash of its raw text. Unchanged
// ones are decided upon at once; new and changed ones are staged until the whole reading has been judged.
import type { Draft, EmployeeRecord } from '../connector/source.ts';
import { isForgotten, readTombstones } from '../forget/tombstones.ts';
import type { Employee } from '../model/employee.ts';
import { isRecordId } from '../model/text.ts';
import { readStatement } from '../roster/statement.ts';
import type { EmployeeRow } from '../store/collections.ts';
import { decideUnchanged } from './decide.ts';
import { createFeedCounter, type FeedCounter } from './figures.ts';
import { createManagerNotes, type ManagerNotes } from './managers.ts';
import { isSourceRecord, walkPages } from './pages.ts';
import { createSeenSet, type SeenSet } from './seen.ts';
import type { ReadingSession } from './session.ts';
import { createStaging, type Staged, type Staging } from './staging.ts';

/** By new id, the employment that is missing. */
export type Renumbered = ReadonlyMap<string, EmployeeRow>;

export interface Reading {
  readonly session: ReadingSession;
  readonly staging: Staging;
  readonly seen: SeenSet;
  /** The known ones among them whose record is not the roster's. */
  readonly staged: SeenSet;
  readonly counter: FeedCounter;
  readonly managers: ManagerNotes;
  /** People with several employments: decided upon when everything is read. */
  readonly deferred: Set<string>;
  /** Employees who were read by themselves since this reading began: its own record of them may be older. */
  readonly readSince: ReadonlySet<string>;
  /** Tombstones of people who were forgotten. */
  readonly forgotten: ReadonlySet<string>;
  /** The first seq nobody held when the last reading was accepted: whoever came since makes nobody of then less missing. */
  readonly acceptedUpTo: number;
  /** New ids of people who are known by another and missing; found when everybody is read. */
  renumbered: Renumbered;
  /** True when the source says that its data is too old: whoever is due by it is looked at again, one by one. */
  readonly aged: boolean;
  /** True for people who are asked for by id: they count for no figure and are staged whatever the roster holds. */
  readonly confirming?: boolean | undefined;
}

/** A reading that nobody has gone through yet. */
export async function createReading(session: ReadingSession, readSince: ReadonlySet<string>): Promise<Reading> {
  return {
    session,
    staging: createStaging(session),
    seen: createSeenSet(),
    staged: createSeenSet(),
    counter: createFeedCounter(),
    managers: createManagerNotes(),
    deferred: new Set(),
    readSince,
    forgotten: await readTombstones(session),
    acceptedUpTo: Number.POSITIVE_INFINITY,
    renumbered: new Map(),
    aged: false,
  };
}

interface Different {
  readonly incoming: Incoming;
  readonly row: EmployeeRow | undefined;
  /** True for a second record of the same employee. */
  readonly again: boolean;
}

interface Incoming {
  readonly id: string;
  readonly rowHash: string;
  readonly value: Draft<Employee>;
}

/** Reads all people once. What it leaves behind: staged rows, figures, who was seen, and parts for unchanged people. */
export async function readEmployees(reading: Reading): Promise<void> {
  const { source, context, pageSize, ask } = reading.session;
  const list: typeof source.employees.list = (request, given) => ask(() => source.employees.list(request, given));
  for await (const items of walkPages({
    system: source.id,
    verb: 'list employees',
    limit: pageSize,
    context,
    list,
    isItem: isSourceRecord,
  })) {
    await reading.session.together.turn(() => readPage(reading, items));
  }
}

/** Takes one page of records, of a full list or of people asked for by id. */
export async function readPage(reading: Reading, items: readonly EmployeeRecord[]): Promise<void> {
  const incoming = incomingOf(reading, items);
  const ids = items.map((item) => (item.kind === 'record' ? item.value?.id : item.id)).filter(isRecordId);
  const heads = await headsOf(reading.session, ids);
  for (const item of items) if (item.kind === 'unreadable') noteUnreadable(reading, item, heads);
  const unchanged: { row: EmployeeRow; value: unknown }[] = [];
  const different: Different[] = [];
  for (const each of incoming) {
    const row = heads.get(each.id);
    if (reading.confirming === true) {
      different.push({ incoming: each, row, again: true });
      continue;
    }
    reading.counter.countFields(each.value, row !== undefined);
    if (row === undefined) different.push({ incoming: each, row, again: false });
    else if (!meet(reading, row)) meetAgain(reading, each, row, different);
    else if (row.rowHash === each.rowHash && row.missingSince === null) unchanged.push({ row, value: each.value });
    else if (reading.staged.add(row.seq)) different.push({ incoming: each, row, again: false });
  }
  reading.counter.unchangedPeople += unchanged.length;
  reading.counter.employees += unchanged.length;
  const { now } = reading.session.calendar;
  const decided = reading.aged ? unchanged.filter(({ row }) => row.dueAt === null || row.dueAt > now) : unchanged;
  await decideUnchanged(reading.session, decided, reading.deferred);
  await stage(reading, different);
}

/** True when the reading has not met this employee before. */
function meet({ seen, counter, acceptedUpTo }: Reading, row: EmployeeRow): boolean {
  const first = seen.add(row.seq);
  if (first && row.seq < acceptedUpTo) counter.met += 1;
  return first;
}

function incomingOf({ session, counter }: Reading, items: readonly EmployeeRecord[]): Incoming[] {
  const version = `${session.source.readingVersion ?? ''}\n`;
  const incoming: Incoming[] = [];
  for (const item of items) {
    if (item.kind !== 'record') continue;
    const { value, raw } = item;
    if (!isRecordId(value?.id)) {
      counter.nameless += 1;
      counter.quarantine({ id: null, where: 'the record', reason: 'its id is no text of 1 to 256 well-formed characters' });
      continue;
    }
    incoming.push({ id: value.id, rowHash: session.digest.keyed(version + (raw ?? JSON.stringify(value))), value });
  }
  return incoming;
}

async function headsOf(session: ReadingSession, ids: readonly string[]): Promise<Map<string, EmployeeRow>> {
  const rows = await session.store.get(
    session.tenant,
    'employee',
    ids.map((id) => [id]),
  );
  const heads = new Map<string, EmployeeRow>();
  for (const row of rows) if (row !== undefined) heads.set(row.id, row);
  return heads;
}

function noteUnreadable(
  reading: Reading,
  item: Extract<EmployeeRecord, { kind: 'unreadable' }>,
  heads: ReadonlyMap<string, EmployeeRow>,
): void {
  const id = isRecordId(item.id) ? item.id : undefined;
  const row = id === undefined ? undefined : heads.get(id);
  // Whoever can at least be recognised is there: an unreadable record never makes anybody missing.
  if (row !== undefined && meet(reading, row)) reading.counter.employees += 1;
  reading.counter.quarantine({ id: id ?? null, where: item.where, reason: item.reason });
  if (id === undefined) reading.counter.nameless += 1;
}

/**
 * A second record of somebody known. Beside one that is staged it is staged as well, and the two are compared when they
 * come out together; beside one that was the roster's own, only the same one again is harmless, or one that is newer.
 */
function meetAgain({ session, staged, counter }: Reading, incoming: Incoming, row: EmployeeRow, different: Different[]): void {
  if (staged.has(row.seq)) different.push({ incoming, row, again: true });
  else if (incoming.rowHash === row.rowHash) return;
  else if (session.source.repeats !== 'newer') noteDuplicate(counter, incoming.id);
  else if (staged.add(row.seq)) different.push({ incoming, row, again: true });
}

function noteDuplicate(counter: FeedCounter, id: string): void {
  if (counter.duplicates.has(id)) return;
  counter.duplicates.add(id);
  counter.quarantine({ id, where: 'two records', reason: 'the same id twice with different content: neither is used' });
}

async function stage({ session, staging, counter, forgotten }: Reading, different: readonly Different[]): Promise<void> {
  const records: Staged[] = [];
  for (const { incoming, row, again } of different) {
    if (!again) counter.employees += 1;
    if (row === undefined && isForgotten(session.digest, forgotten, incoming.value as Employee)) {
      counter.quarantine({
        id: incoming.id,
        where: 'the record',
        reason: 'this person was forgotten; readmit them, or HR takes the record out',
      });
      continue;
    }
    const statement = readStatement(incoming.value);
    if (statement.kind === 'unreadable') {
      counter.quarantine({ id: incoming.id, where: 'the record', reason: statement.reason });
      continue;
    }
    for (const { field, reason } of statement.withheld) counter.unknownWord(field, reason);
    if (!again) count(counter, row);
    const withheld = statement.withheld.map(({ field }) => field);
    records.push({ id: incoming.id, rowHash: incoming.rowHash, withheld, known: row !== undefined, value: statement.employee });
  }
  await staging.add(records);
}

function count(counter: FeedCounter, row: EmployeeRow | undefined): void {
  if (row === undefined) counter.newPeople += 1;
  else counter.changedPeople += 1;
}

/** Records of one id with different content: the newer one where the source says that it is one, else neither. */
export function dropDuplicates({ session, counter }: Reading, batch: readonly Staged[]): Staged[] {
  const byId = new Map<string, Staged>();
  for (const record of batch) {
    const other = byId.get(record.id);
    if (other === undefined || session.source.repeats === 'newer') byId.set(record.id, record);
    else if (other.rowHash !== record.rowHash) noteDuplicate(counter, record.id);
  }
  return [...byId.values()].filter(({ id }) => !counter.duplicates.has(id));
}
