// The reading of people: every record is compared with what the roster holds by a keyed hash of its raw text. Unchanged
// ones are decided upon at once; new and changed ones are staged until the whole reading has been judged.
import type { EmployeeRecord } from '../connector/source.ts';
import type { Employee } from '../model/employee.ts';
import { readStatement } from '../roster/statement.ts';
import type { EmployeeRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { decideUnchanged } from './decide.ts';
import type { FeedCounter } from './figures.ts';
import { walkPages } from './pages.ts';
import type { SeenSet } from './seen.ts';
import { type ReadingSession, writeAll } from './session.ts';

export interface Reading {
  readonly session: ReadingSession;
  /** Prefix of the staged rows of this reading. */
  readonly feed: string;
  readonly seen: SeenSet;
  readonly counter: FeedCounter;
}

interface Incoming {
  readonly id: string;
  readonly rowHash: string;
  readonly value: { readonly id: string };
}

/** Reads all people once. What it leaves behind: staged rows, figures, who was seen, and parts for unchanged people. */
export async function readEmployees(reading: Reading): Promise<void> {
  const { source, context, pageSize } = reading.session;
  const list = source.employees.list.bind(source.employees);
  for await (const items of walkPages({ system: source.id, verb: 'list employees', limit: pageSize, context, list })) {
    await readPage(reading, items);
  }
}

/** Takes one page of records, of a full list or of people asked for by id. */
export async function readPage(reading: Reading, items: readonly EmployeeRecord[]): Promise<void> {
  const incoming = incomingOf(reading, items);
  const ids = items.map((item) => (item.kind === 'record' ? item.value.id : item.id)).filter((id) => id !== undefined);
  const heads = await headsOf(reading.session, ids);
  for (const item of items) if (item.kind === 'unreadable') noteUnreadable(reading, item, heads);
  const unchanged: { row: EmployeeRow; value: unknown }[] = [];
  const different: { incoming: Incoming; row: EmployeeRow | undefined }[] = [];
  for (const each of incoming) {
    const row = heads.get(each.id);
    if (row === undefined) different.push({ incoming: each, row });
    else if (!reading.seen.add(row.seq)) noteDuplicate(reading, each, row);
    else if (row.rowHash === each.rowHash && row.missingSince === null) unchanged.push({ row, value: each.value });
    else different.push({ incoming: each, row });
  }
  reading.counter.unchangedPeople += unchanged.length;
  reading.counter.employees += unchanged.length;
  await decideUnchanged(reading.session, unchanged);
  await stage(reading, different);
}

function incomingOf({ session, counter }: Reading, items: readonly EmployeeRecord[]): Incoming[] {
  const version = `${session.source.readingVersion ?? ''}\n`;
  const incoming: Incoming[] = [];
  for (const item of items) {
    if (item.kind !== 'record') continue;
    const { value, raw } = item;
    counter.countFields(value);
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
  const row = item.id === undefined ? undefined : heads.get(item.id);
  // Whoever can at least be recognised is there: an unreadable record never makes anybody missing.
  if (row !== undefined && reading.seen.add(row.seq)) reading.counter.employees += 1;
  reading.counter.quarantine({ id: item.id ?? null, where: item.where, reason: item.reason });
}

function noteDuplicate(reading: Reading, incoming: Incoming, row: EmployeeRow): void {
  if (incoming.rowHash === row.rowHash || reading.counter.duplicates.has(incoming.id)) return;
  reading.counter.duplicates.add(incoming.id);
  reading.counter.quarantine({
    id: incoming.id,
    where: 'two records',
    reason: 'the same id twice with different content: neither is used',
  });
}

async function stage(reading: Reading, different: readonly { incoming: Incoming; row: EmployeeRow | undefined }[]): Promise<void> {
  const { session, feed, counter } = reading;
  const before = await session.store.get(
    session.tenant,
    'staged',
    different.map(({ incoming }) => [feed, incoming.id]),
    ['id', 'rowHash'],
  );
  const ops = new Map<string, StoreOp>();
  for (const [index, { incoming, row }] of different.entries()) {
    const earlier = before[index]?.rowHash ?? stagedHash(ops.get(incoming.id));
    if (earlier !== undefined) {
      if (earlier !== incoming.rowHash) noteDuplicate(reading, incoming, { rowHash: earlier } as EmployeeRow);
      continue;
    }
    counter.employees += 1;
    const statement = readStatement(incoming.value as never);
    if (statement.kind === 'unreadable') {
      counter.quarantine({ id: incoming.id, where: 'the record', reason: statement.reason });
      continue;
    }
    for (const { field, reason } of statement.withheld) counter.withhold(`${field}: ${reason}`);
    if (row === undefined) counter.newPeople += 1;
    else counter.changedPeople += 1;
    const complete = statement.withheld.length === 0;
    ops.set(incoming.id, {
      op: 'put',
      in: 'staged',
      row: { feed, id: incoming.id, rowHash: incoming.rowHash, plain: complete, value: statement.employee as Employee },
    });
  }
  await writeAll(session, [...ops.values()]);
}

function stagedHash(op: StoreOp | undefined): string | undefined {
  return op?.op === 'put' && op.in === 'staged' ? op.row.rowHash : undefined;
}
