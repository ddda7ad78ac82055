// pnpm bench hr: a large company at Merge and at ADP, over HTTP. How many calls the reading takes for how many pages, and how much
// memory the reader needs for ten times the people. The simulated system runs here, the reader in a process of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdpServer, noAdpLimits, startAdpServer } from '@tenure/simulators/adp';
import { type MergeServer, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';

/** What the reader is told. */
export interface HrStep {
  readonly step: 'list' | 'import' | 'changes';
  readonly system: 'adp' | 'merge';
  readonly options: Readonly<Record<string, string>>;
  readonly store: string;
  readonly at: number;
  readonly since?: string | undefined;
}

export interface HrFigures {
  readonly people: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** What stayed in memory from the first twentieth of the list to its end. */
  readonly keptMegabytes?: number | undefined;
  readonly mark?: string | undefined;
}

interface Row extends HrFigures {
  readonly system: string;
  readonly step: string;
  readonly size: number;
  /** Requests for people. */
  readonly calls: number;
}

const at = Date.parse('2026-11-23T12:00:00Z');
const changed = 50;

export async function benchHr(sizes: readonly number[]): Promise<void> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(...(await readMerge(size)), ...(await readAdp(size)));
  const out = join(import.meta.dirname, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'hr.json'), `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`);
  const table = [
    ['system', 'people', 'step', 'read', 'calls', 'seconds', 'cpu s', 'peak MB', 'kept MB'],
    ...rows.map(({ system, size, step, people, calls, seconds, cpuSeconds, peakMegabytes, keptMegabytes }) => [
      ...[system, String(size), step, String(people), String(calls), seconds.toFixed(1), cpuSeconds.toFixed(1)],
      ...[String(peakMegabytes), keptMegabytes?.toFixed(1) ?? ''],
    ]),
  ];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

async function readMerge(size: number): Promise<Row[]> {
  const merge = await startMergeServer({ at: new Date(at).toISOString(), limits: noMergeLimits });
  const { account, clock } = merge;
  for (let number = 0; number < 20; number += 1)
    account.hr.put('groups', { remote_id: `D-${number}`, name: `Unit ${number}`, type: 'Department' });
  account.hr.put('locations', { remote_id: 'L-1', name: 'HQ', city: 'Bristol', country: 'GB', location_type: 'WORK' });
  account.seed(Array.from({ length: size }, (_, index) => mergeWorker(index)));
  const options = { apiKey: merge.apiKey, accountToken: account.token, baseUrl: merge.baseUrl };
  const isCall = (path: string): boolean => path.includes('/employees');
  const rows = await reading(size, { system: 'merge', options }, callsOf(merge, isCall));
  clock.advance(3_600_000);
  const [{ mark } = {}] = await step({ step: 'changes', system: 'merge', options, at: clock.now() }, size, () => 0);
  clock.advance(3_600_000);
  for (let index = 0; index < changed; index += 1) account.hr.change(`E-${index}`, { last_name: 'Newname' });
  account.sync.run();
  clock.advance(60_000);
  rows.push(
    ...(await step(
      { step: 'changes', system: 'merge', options, at: clock.now(), since: mark },
      size,
      callsOf(merge, () => true),
    )),
  );
  await merge.close();
  return rows;
}

function mergeWorker(index: number) {
  return {
    remote_id: `E-${index}`,
    employee_number: `N${index}`,
    first_name: `First${index}`,
    last_name: `Last${index}`,
    work_email: `person${index}@example.com`,
    groups: [`D-${index % 20}`],
    work_location: 'L-1',
    start_date: '2020-01-06',
    job: { job_title: 'Worker', employment_type: 'Full-Time' },
  };
}

async function readAdp(size: number): Promise<Row[]> {
  const adp = await startAdpServer({ at: new Date(at).toISOString(), limits: noAdpLimits });
  const { hr, clientId, clientSecret, timeZone } = adp.subscriber;
  for (let number = 0; number < 20; number += 1) hr.putDepartment({ payrollGroup: '7ZQ', code: `D${number}`, name: `Unit ${number}` });
  hr.bulkLoad(
    Array.from({ length: size }, (_, index) => ({
      ...{ givenName: `First${index}`, familyName: `Last${index}`, workEmail: `person${index}@example.com`, on: '2020-01-06' },
      ...{
        department: { code: `D${index % 20}`, name: `Unit ${index % 20}` },
        jobTitle: 'Worker',
        workerType: { code: 'F', name: 'Full Time' },
      },
    })),
  );
  const { certificate, authority, accountsUrl, apiUrl } = adp;
  const options = {
    clientId,
    clientSecret,
    certificate: certificate.certificate,
    key: certificate.key,
    authority,
    accountsUrl,
    apiUrl,
    timeZone,
  };
  const rows = await reading(
    size,
    { system: 'adp', options },
    callsOf(adp, (path) => path.startsWith('/hr/v2/workers')),
  );
  await adp.close();
  return rows;
}

/** How many matching requests came since it was asked last. */
function callsOf(server: MergeServer | AdpServer, matches: (path: string) => boolean): () => number {
  let seen = server.requests().length;
  return () => {
    const fresh = server.requests().slice(seen);
    seen += fresh.length;
    return fresh.filter(({ path }) => matches(path)).length;
  };
}

type Reader = Pick<HrStep, 'system' | 'options'>;

async function reading(size: number, reader: Reader, calls: () => number): Promise<Row[]> {
  return [...(await step({ ...reader, step: 'list', at }, size, calls)), ...(await step({ ...reader, step: 'import', at }, size, calls))];
}

async function step(told: Omit<HrStep, 'store'>, size: number, calls: () => number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-bench-'));
  try {
    const figures = await inOwnProcess({ ...told, store: join(folder, 'tenure.db') });
    const row = { ...figures, system: told.system, step: told.step, size, calls: calls() };
    process.stderr.write(`${row.system} ${row.step}: ${row.people} people, ${row.calls} calls, ${row.peakMegabytes} MB\n`);
    return [row];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inOwnProcess(told: HrStep): Promise<HrFigures> {
  const program = join(import.meta.dirname, 'hr-step.ts');
  const child = spawn(process.execPath, ['--conditions=@tenure/source', '--expose-gc', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(told));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(JSON.parse(printed)) : reject(new Error(`step ${told.step} ended with ${code}`))));
  });
}
