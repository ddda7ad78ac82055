// Your own export: what was recognised in it, the plan of a first import, and accounts in simulated systems.
import { fileSource } from '@tenure/connector-file';
import {
  type AppRule,
  createLifecycle,
  type Department,
  everyone,
  type GroupRule,
  inDepartment,
  type Lifecycle,
  memoryStore,
} from '@tenure/core';
import type { OwnFiles } from '../arguments.ts';
import { apps, emptyClears, identityProvider } from '../company.ts';
import type { Systems } from '../servers.ts';
import type { Stage } from '../stage.ts';
import { aboutFeed, nothingLeft } from './first-day.ts';
import { introduce } from './opening.ts';
import { saveReport } from './save-report.ts';
import { approveAll, carryOut, collect, makePlan } from './work.ts';

export async function ownExport(stage: Stage, { columns, ...files }: OwnFiles): Promise<number> {
  const { terminal, systems, clock, signal } = stage;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const source = fileSource({ ...files, columns, emptyClears });
  introduce(stage, 'file', appLines);
  // A lifecycle without targets reads and understands; that tells which departments there are.
  const reader = createLifecycle({ timeZone, source, store: memoryStore(), clock, signal });
  const groups = await describe(stage, reader).finally(() => reader.close());
  if (groups === undefined) return 1;
  seedGroups(systems, groups);
  const lifecycle = stage.open({ timeZone, source, identityProvider: identityProvider(systems), groups, apps: appsForAnybody(systems) });
  const scene = { ...stage, lifecycle };
  terminal.heading('The plan of a first import');
  const planned = await makePlan(scene, 'The first import');
  terminal.say(aboutFeed(planned.plan.header));
  terminal.print(planned.plan.toTable({ rows: 12 }));
  await carryOut(scene, planned, await approveAll(scene, planned.plan));
  await nothingLeft(scene, 'After the first import');
  await saveReport(stage, { title: 'Tenure: your export', subtitle: 'A first import into simulated systems' });
  return 0;
}

/** What was recognised, and the groups that the departments would lead to; undefined when the files cannot be read. */
async function describe({ terminal }: Stage, reader: Lifecycle): Promise<GroupRule[] | undefined> {
  terminal.heading('What was recognised in your export');
  const [report] = await reader.check();
  const items = report?.items ?? [];
  terminal.list(items.map(({ title, state, detail }) => `${signs[state]}${title}${detail === undefined ? '' : `: ${detail}`}`));
  if (items.some(({ state }) => state === 'problem')) {
    terminal.say('Name a column that is not recognised by its header: --column id="Worker No" (again for each).');
    return undefined;
  }
  await reader.plan();
  const departments = await collect(reader.departments());
  terminal.say(`Each of the ${departments.length} departments gets a group of its own at the simulated Okta.`);
  return departments.map((department) => ({
    for: inDepartment(department.id, { subDepartments: false }),
    groups: [groupName(department, departments)],
  }));
}

const signs = { ok: 'ok       ', warning: 'look     ', problem: 'PROBLEM  ', 'not-checked': '–        ' } as const;

function groupName({ id, name }: Department, all: readonly Department[]): string {
  const alone = all.filter((other) => other.name === name).length === 1;
  return `Department ${alone ? name : `${name} (${id})`}`.slice(0, 255);
}

function seedGroups({ okta }: Systems, groups: readonly GroupRule[]): void {
  for (const { groups: names } of groups) for (const name of names) okta.backend.seedGroup({ name });
}

const appLines = {
  chat: 'policy both, for everyone',
  code: 'policy create-only, for everyone',
  books: 'policy observe: nothing is ever written',
};

/** The sample's rules name its own departments; these fit any company. */
function appsForAnybody(systems: Systems): AppRule[] {
  return apps(systems).map(({ app, policy }) => ({ app, policy: app.id === 'books' ? 'observe' : policy, for: everyone() }));
}
