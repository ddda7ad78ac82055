// A small company with an identity provider and two apps, all in memory, on a clock the test moves.
import type { Department, Draft, Employee } from '../src/connector/index.ts';
import { createLifecycle, everyone, inDepartment, type Lifecycle, type LifecycleOptions, memoryStore, type Run } from '../src/index.ts';
import { manualClock, memoryApp, memoryIdentityProvider, memorySource } from '../src/testing/index.ts';

export const monday: number = Date.parse('2026-11-23T12:00:00Z');

export const departments: readonly Draft<Department>[] = [
  { id: 'd-eng', name: 'Engineering', parentId: null },
  { id: 'd-plat', name: 'Platform', parentId: 'd-eng' },
  { id: 'd-sales', name: 'Sales', parentId: null },
];

/** Somebody who works here since 2020; `facts` change what is said. */
export function worker(number: number, facts: Partial<Draft<Employee>> = {}): Draft<Employee> {
  return {
    id: `e${String(number).padStart(4, '0')}`,
    employeeNumber: `N${number}`,
    firstName: `First${number}`,
    lastName: `Last${number}`,
    workEmail: `person${number}@example.com`,
    departmentId: number % 2 === 0 ? 'd-eng' : 'd-sales',
    jobTitle: 'Worker',
    employmentType: 'full-time',
    status: 'active',
    startDate: '2020-01-06',
    ...facts,
  };
}

export function workers(count: number): Draft<Employee>[] {
  return Array.from({ length: count }, (_, index) => worker(index + 1));
}

export function createWorld(people: readonly Draft<Employee>[], changes: Partial<LifecycleOptions> = {}) {
  const { source, backend: hr } = memorySource({ id: 'hr' });
  const { provider, backend: okta } = memoryIdentityProvider({ id: 'okta' });
  const { app: chat, backend: chatBackend } = memoryApp({ id: 'chat' });
  const { app: code, backend: codeBackend } = memoryApp({ id: 'code', without: ['accounts.disable', 'accounts.enable'] });
  hr.setEmployees(people);
  hr.setDepartments(departments);
  for (const name of ['Sales-Access', 'Engineering-Core']) okta.addGroup(name, { id: `g-${name}` });
  const hands = manualClock(monday);
  const clock = {
    now: hands.now,
    advance: hands.advance,
    sleep: async (milliseconds: number): Promise<void> => hands.advance(milliseconds),
  };
  const options: LifecycleOptions = {
    timeZone: 'Europe/London',
    source,
    identityProvider: provider,
    groups: { Sales: ['Sales-Access'], Engineering: ['Engineering-Core'] },
    apps: [
      { app: chat, policy: 'both', for: everyone() },
      { app: code, policy: 'create-only', for: inDepartment('Engineering') },
    ],
    store: memoryStore(),
    clock,
    ...changes,
  };
  const lifecycle: Lifecycle = createLifecycle(options);
  return { lifecycle, options, hr, okta, chat: chatBackend, code: codeBackend, clock, provider, source, apps: { chat, code } };
}

export type World = ReturnType<typeof createWorld>;

/** The state of every target, in a form that can be compared: who is on, who is off, who is in which group. */
export function targetState({ okta, chat, code }: World): unknown {
  const sorted = (lines: string[]): string[] => lines.sort();
  return {
    okta: sorted(
      [...okta.users.values()].map(({ profile, state, groups }) => `${profile.userName} ${state} ${[...groups].sort().join('+')}`),
    ),
    chat: sorted([...chat.accounts.values()].map(({ profile, state }) => `${profile.userName} ${state}`)),
    code: sorted([...code.accounts.values()].map(({ profile, state }) => `${profile.userName} ${state}`)),
  };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export async function outcomes(run: Run): Promise<string[]> {
  return (await collect(run.changes())).map(
    ({ change, outcome, because }) => `${change.id}: ${outcome}${because === undefined ? '' : ` (${because})`}`,
  );
}
