// Your own export: what was recognised in it, the plan of a first import, and accounts in simulated systems.
import { fileSource } from '@tenure/connector-file';
import {
  createLifecycle,
  type Department,
  everyone,
  type GroupRule,
  inDepartment,
  type Lifecycle,
  memoryStore,
  nobody,
} from '@tenure/core';
import { apps, emptyClears, identityProvider } from '../company.ts';
import type { Systems } from '../servers.ts';
import type { Stage } from '../stage.ts';
import { aboutFeed, nothingLeft } from './first-day.ts';
import { introduce } from './opening.ts';
import { saveReport } from './save-report.ts';
import { approveAll, carryOut, collect, makePlan } from './work.ts';

export interface OwnFiles {
  readonly employees: string;
  readonly departments: string | undefined;
}

export async function ownExport(stage: Stage, files: OwnFiles): Promise<void> {
  const { terminal, systems, clock, signal } = stage;
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const source = fileSource({ ...files, emptyClears });
  introduce(stage, {
    chat: 'policy both, for everyone',
    code: 'policy create-only, for everyone',
    books: 'policy observe: nothing is written',
  });
  // A lifecycle without targets reads and understands; that tells which departments there are.
  const reader = createLifecycle({ timeZone, source, store: memoryStore(), clock, signal });
  const groups = await describe(stage, reader).finally(() => reader.close());
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
}

/** What was recognised; the groups that its departments would lead to. */
async function describe({ terminal }: Stage, reader: Lifecycle): Promise<GroupRule[]> {
  terminal.heading('What was recognised in your export');
  const [report] = await reader.check();
  const signs = { ok: 'ok', warning: 'look', problem: 'PROBLEM', 'not-checked': '–' } as const;
  terminal.list(
    (report?.items ?? []).map(
      ({ title, state, detail }) => `${signs[state].padEnd(7)}  ${title}${detail === undefined ? '' : `: ${detail}`}`,
    ),
  );
  await reader.plan();
  const departments = await collect(reader.departments());
  terminal.say(`Each of the ${departments.length} departments gets a group of its own at the simulated Okta.`);
  return departments.map((department) => ({
    for: inDepartment(department.id, { subDepartments: false }),
    groups: [groupName(department, departments)],
  }));
}

function groupName({ id, name }: Department, all: readonly Department[]): string {
  const alone = all.filter((other) => other.name === name).length === 1;
  return `Department ${alone ? name : `${name} (${id})`}`.slice(0, 255);
}

function seedGroups({ okta }: Systems, groups: readonly GroupRule[]): void {
  for (const { groups: names } of groups) for (const name of names) okta.backend.seedGroup({ name });
}

/** The sample's rules name its own departments; these fit any company. */
function appsForAnybody(systems: Systems) {
  const rules = { chat: everyone(), code: everyone(), books: nobody() };
  return apps(systems).map((rule) => {
    const id = rule.app.id as keyof typeof rules;
    return { ...rule, policy: id === 'books' ? ('observe' as const) : rule.policy, for: rules[id] };
  });
}
