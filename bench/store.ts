// What a row costs in the embedded store, beside what JSON.parse of the same rows costs in the same run.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type SqliteStoreOptions, sqliteStore } from '@tenure/core/sqlite';

type SqliteStore = ReturnType<typeof sqliteStore>;

export interface StoreFigures {
  readonly rows: number;
  /** Microseconds per row, by what was done. */
  readonly microsecondsPerRow: Readonly<Record<string, number>>;
  /** Commits of one row per second: one after the other, and 100 asked for at once. */
  readonly commitsPerSecond: { readonly alone: number; readonly together: number };
  readonly mebibytesOnDisk: number;
}

const tenant = 'default';
const batch = 1_000;

function employeeRow(seq: number) {
  const id = idOf(seq);
  return {
    id,
    seq,
    rowHash: `${id}${'0123456789abcdef'.repeat(4)}`.slice(0, 44),
    plain: true,
    person: id,
    phase: 'active' as const,
    settled: `${seq}${'fedcba9876543210'.repeat(4)}`.slice(0, 44),
    missingSince: null,
    dueAt: seq % 50 === 0 ? 1_800_000_000_000 + seq : null,
    activation: null,
  };
}

function idOf(seq: number): string {
  // A full-period step through the ids: they come in no order, as the ids of HR systems do.
  return ((seq * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0').repeat(3);
}

function recordRow(seq: number) {
  const id = idOf(seq);
  return {
    seq,
    id,
    value: {
      id,
      employeeNumber: `${100_000 + seq}`,
      firstName: `First${seq % 977}`,
      lastName: `Last${seq % 7_919}`,
      workEmail: `person${seq}@example.com`,
      personalEmail: `someone${seq}@example.org`,
      phone: '+1 555 0100',
      homeAddress: { line1: '1 Example Street', city: 'Springfield', region: 'NY', postalCode: '10001', country: 'US' },
      departmentId: `department-${seq % 200}`,
      jobTitle: 'Account Executive',
      managerId: idOf(seq >> 4),
      location: { name: 'Main office', city: 'New York', region: 'NY', country: 'US' },
      timeZone: 'America/New_York',
      employmentType: 'full-time' as const,
      status: 'active' as const,
      startDate: '2021-03-01' as const,
      endDate: null,
      customFields: { costCentre: `${seq % 40}`, shift: 'day' },
    },
  };
}

/** Measures a new store of `rows` people in a folder of its own, which is removed afterwards. */
export async function measureStore(rows: number, options: SqliteStoreOptions = {}): Promise<StoreFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  const file = join(folder, 'store.db');
  const store = sqliteStore(file, options);
  try {
    const perRow: Record<string, number> = {};
    const measure = async (name: string, work: () => Promise<void> | void) => {
      const began = performance.now();
      await work();
      perRow[name] = ((performance.now() - began) * 1_000) / rows;
    };
    await measure('put employee, new', () => putAll(store, rows, 'employee'));
    await measure('put employee, again', () => putAll(store, rows, 'employee'));
    await measure('put record, new', () => putAll(store, rows, 'record'));
    await measure('get employee, all columns', () => getAll(store, rows));
    await measure('get employee, rowHash and settled', () => getAll(store, rows, ['rowHash', 'settled']));
    await measure('get record', () =>
      inBatches(rows, async (numbers) => {
        await store.get(
          tenant,
          'record',
          numbers.map((seq) => [seq]),
        );
      }),
    );
    await measure('scan employee, all columns', () => scanAll(store, 'employee'));
    await measure('scan employee, id and settled', () => scanAll(store, 'employee', ['id', 'settled']));
    await measure('scan record', () => scanAll(store, 'record'));
    const texts = (row: (seq: number) => unknown) => Array.from({ length: rows }, (_, seq) => JSON.stringify(row(seq)));
    for (const [name, row] of Object.entries({ employee: employeeRow, record: recordRow })) {
      const lines = texts(row);
      await measure(`JSON.parse ${name}`, () => {
        for (const line of lines) JSON.parse(line);
      });
    }
    const commitsPerSecond = { alone: await commitRate(store, 1), together: await commitRate(store, 100) };
    await store.close();
    return { rows, microsecondsPerRow: perRow, commitsPerSecond, mebibytesOnDisk: statSync(file).size / 1_048_576 };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

async function inBatches(rows: number, work: (numbers: readonly number[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows; from += batch) {
    await work(Array.from({ length: Math.min(batch, rows - from) }, (_, index) => from + index));
  }
}

function putAll(store: SqliteStore, rows: number, collection: 'employee' | 'record'): Promise<void> {
  return inBatches(rows, async (numbers) => {
    await store.commit(
      tenant,
      collection === 'employee'
        ? numbers.map((seq) => ({ op: 'put', in: 'employee', row: employeeRow(seq) }))
        : numbers.map((seq) => ({ op: 'put', in: 'record', row: recordRow(seq) })),
    );
  });
}

function getAll(store: SqliteStore, rows: number, columns?: readonly ('rowHash' | 'settled')[]): Promise<void> {
  return inBatches(rows, async (numbers) => {
    await store.get(
      tenant,
      'employee',
      numbers.map((seq) => [idOf(seq)]),
      columns,
    );
  });
}

async function scanAll(store: SqliteStore, collection: 'employee' | 'record', columns?: readonly ('id' | 'settled')[]): Promise<void> {
  let page = await store.scan(tenant, collection, { limit: batch, ...(columns && { columns: columns as readonly 'id'[] }) });
  while (page.next !== undefined) {
    page = await store.scan(tenant, collection, {
      limit: batch,
      after: page.next,
      ...(columns && { columns: columns as readonly 'id'[] }),
    });
  }
}

async function commitRate(store: SqliteStore, atOnce: number): Promise<number> {
  const commits = 2_000;
  const began = performance.now();
  for (let from = 0; from < commits; from += atOnce) {
    await Promise.all(
      Array.from({ length: atOnce }, (_, index) =>
        store.commit(tenant, [
          { op: 'append', in: 'journal', row: { task: `t${from + index}`, run: 'r', step: 'intent', at: 0, data: null } },
        ]),
      ),
    );
  }
  return Math.round((commits * 1_000) / (performance.now() - began));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const figures = await measureStore(Number(process.argv[2] ?? 200_000));
  console.log(`${figures.rows} people, ${figures.mebibytesOnDisk.toFixed(0)} MiB on disk; microseconds per row:`);
  for (const [name, cost] of Object.entries(figures.microsecondsPerRow)) console.log(`  ${name.padEnd(36)} ${cost.toFixed(2).padStart(7)}`);
  console.log(
    `commits per second: ${figures.commitsPerSecond.alone} alone, ${figures.commitsPerSecond.together} when 100 are asked for at once`,
  );
}
