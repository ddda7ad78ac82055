// Where new and changed records wait for the verdict: in memory while they are few, in sorted runs in the store when they
// are many. They come out in order of id, so that what is written next is written side by side.

import type { StagedRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { type Session, writeAll } from './session.ts';

export type Staged = Omit<StagedRow, 'run'>;

export interface Staging {
  add(records: readonly Staged[]): Promise<void>;
  /** Everything staged, in order of id, in batches; records of one id follow each other, the one staged first before the others. */
  batches(size: number): AsyncGenerator<readonly Staged[]>;
  /** The latest staged record of each of these employees, where there is one. For few ids: it asks every run. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Staged>>;
  /** Forgets everything; safe to repeat. */
  clear(): Promise<void>;
}

/** Records held in memory before a run goes to the store: about 15 MB of people. */
const recordsInMemory = 10_000;

/** Rows of each run that lie in memory while the runs are read side by side. */
const rowsPerRun = 50;

export function createStaging(session: Session): Staging {
  let held: Staged[] = [];
  let runs = 0;
  const spill = async (): Promise<void> => {
    runs += 1;
    const run = runs;
    const ops = sortedById(held).map((record) => ({ op: 'put', in: 'staged', row: { ...record, run } }) as const);
    held = [];
    await writeAll(session, ops);
  };
  const add = async (records: readonly Staged[]): Promise<void> => {
    const room = new Set(held.map(({ id }) => id));
    for (const record of records) {
      // Two records of one id must lie in different runs: the second would overwrite the first.
      if (room.has(record.id)) {
        await spill();
        room.clear();
      }
      room.add(record.id);
      held.push(record);
    }
    if (held.length >= recordsInMemory) await spill();
  };
  async function* batches(size: number): AsyncGenerator<readonly Staged[]> {
    const sources = [...Array.from({ length: runs }, (_, index) => runPages(session, index + 1)), arrayPages(sortedById(held))];
    let batch: Staged[] = [];
    for await (const record of mergeById(sources)) {
      if (batch.length >= size && batch.at(-1)?.id !== record.id) {
        yield batch;
        batch = [];
      }
      batch.push(record);
    }
    if (batch.length > 0) yield batch;
  }
  const find = async (ids: readonly string[]): Promise<ReadonlyMap<string, Staged>> => {
    const found = new Map<string, Staged>();
    if (ids.length === 0) return found;
    for (let run = 1; run <= runs; run += 1) {
      const rows = await session.store.get(
        session.tenant,
        'staged',
        ids.map((id) => [run, id]),
      );
      for (const row of rows) if (row !== undefined) found.set(row.id, row);
    }
    const wanted = new Set(ids);
    for (const record of held) if (wanted.has(record.id)) found.set(record.id, record);
    return found;
  };
  const clear = async (): Promise<void> => {
    held = [];
    // Run by run: one commit that takes a million rows away would write far more than they ever were.
    for (; runs > 0; runs -= 1) await session.store.commit(session.tenant, [{ op: 'delete', in: 'staged', key: [runs] }]);
    await session.store.commit(session.tenant, [{ op: 'delete', in: 'staged', key: [] }]);
  };
  return { add, batches, find, clear };
}

function sortedById(records: readonly Staged[]): Staged[] {
  return [...records].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

async function* arrayPages(records: readonly Staged[]): AsyncGenerator<readonly Staged[]> {
  if (records.length > 0) yield records;
}

const runPages = ({ store, tenant }: Session, run: number): AsyncGenerator<readonly Staged[]> =>
  scanAll(store, tenant, 'staged', { equals: [run], limit: rowsPerRun });

interface Cursor {
  page: readonly Staged[];
  at: number;
  readonly pages: AsyncGenerator<readonly Staged[]>;
}

/** One ordered stream out of several; what is in memory is one page of each. */
async function* mergeById(sources: readonly AsyncGenerator<readonly Staged[]>[]): AsyncGenerator<Staged> {
  let cursors: Cursor[] = [];
  for (const pages of sources) cursors.push({ page: [], at: 0, pages });
  for (const cursor of cursors) await turnPage(cursor);
  cursors = cursors.filter(({ page }) => page.length > 0);
  while (cursors.length > 0) {
    const cursor = cursors.reduce((least, other) => (headOf(other) < headOf(least) ? other : least));
    const record = cursor.page[cursor.at];
    if (record !== undefined) yield record;
    cursor.at += 1;
    if (cursor.at < cursor.page.length) continue;
    await turnPage(cursor);
    if (cursor.page.length === 0) cursors = cursors.filter((other) => other !== cursor);
  }
}

const headOf = ({ page, at }: Cursor): string => page[at]?.id ?? '';

async function turnPage(cursor: Cursor): Promise<void> {
  const { value, done } = await cursor.pages.next();
  cursor.page = done === true ? [] : value;
  cursor.at = 0;
}
