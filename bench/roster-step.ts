// One step of the roster bench, in a process of its own: prints its figures as JSON.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileSource } from '@tenure/connector-file';
import { createLifecycle, everyone, inDepartment, type Lifecycle, withEmploymentType } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { departmentCount } from './company.ts';
import { seedLedger } from './seed.ts';
import { openDesk, openDoor } from './targets.ts';

const [step = '', folder = ''] = process.argv.slice(2);

function lifecycleOn(employees: string, store = sqliteStore(join(folder, 'tenure.db'))): Lifecycle {
  const departments = Array.from({ length: 20 }, (_, index) => `Department ${departmentCount - 1 - index}`);
  return createLifecycle({
    timeZone: 'Europe/London',
    source: fileSource({ employees: join(folder, employees), departments: join(folder, 'departments.jsonl') }),
    identityProvider: openDoor(
      departments.map((_, index) => `Group ${index}`),
      [],
    ),
    groups: Object.fromEntries(departments.map((department, index) => [department, [`Group ${index}`]])),
    apps: [
      { app: openDesk('chat'), policy: 'both', for: everyone() },
      { app: openDesk('code'), policy: 'both', for: inDepartment('Department 1') },
      { app: openDesk('badge'), policy: 'create-only', for: withEmploymentType('contractor') },
    ],
    guards: { update: { floor: 1_000_000, share: 1 } },
    feed: { pageSize: 1_000, absence: 'ignore' },
    store,
    clock: { now: () => Date.parse('2026-11-23T12:00:00Z'), sleep: async () => {} },
  });
}

async function parseLines(): Promise<string> {
  let people = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, 'employees.jsonl')) })) lines.push(line);
  const start = performance.now();
  for (const line of lines) if ((JSON.parse(line) as { id?: string }).id !== undefined) people += 1;
  seconds = (performance.now() - start) / 1_000;
  return `${people} lines parsed, reading them not counted`;
}

async function planOn(employees: string): Promise<string> {
  const lifecycle = lifecycleOn(employees);
  const plan = await lifecycle.plan();
  const { newPeople, changedPeople, unchangedPeople } = plan.header.feed;
  await lifecycle.close();
  return `${newPeople} new, ${changedPeople} changed, ${unchangedPeople} unchanged; ${plan.total} changes`;
}

async function settle(): Promise<string> {
  const store = sqliteStore(join(folder, 'tenure.db'));
  const lifecycle = lifecycleOn('employees.jsonl', store);
  const accounts = await seedLedger(store, await lifecycle.plan());
  const left = (await lifecycle.plan()).total;
  await lifecycle.close();
  return `${accounts} accounts linked; then ${left} changes`;
}

const lines: string[] = [];
let seconds: number | undefined;
const work: Readonly<Record<string, () => Promise<string>>> = {
  parse: parseLines,
  'parse-again': parseLines,
  import: () => planOn('employees.jsonl'),
  settle,
  unchanged: () => planOn('employees.jsonl'),
  changed: () => planOn('changed.jsonl'),
};

const start = performance.now();
const note = (await work[step]?.()) ?? 'no such step';
const { user, system } = process.cpuUsage();
const figures = {
  cpuSeconds: (user + system) / 1e6,
  seconds: seconds ?? (performance.now() - start) / 1_000,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
  note,
};
process.stdout.write(JSON.stringify(figures));
