// A small company with an identity provider and two apps, all in memory, on a clock the test moves. The store is the one that
// people use: what only the memory store lets through would be found by nobody.
import type { Department, Draft, Employee } from '../src/connector/index.ts';
import {
  type ChangeClass,
  createLifecycle,
  everyone,
  type GuardLimits,
  inDepartment,
  type Lifecycle,
  type LifecycleOptions,
  type Run,
} from '../src/index.ts';
import { sqliteStore } from '../src/store/sqlite/index.ts';
import {
  type MemoryAppOptions,
  type MemoryIdentityProviderOptions,
  type MemorySourceOptions,
  manualClock,
  memoryApp,
  memoryIdentityProvider,
  memorySource,
} from '../src/testing/index.ts';

export const monday: number = Date.parse('2026-11-23T12:00:00Z');
export const hour = 3_600_000;
export const day: number = 24 * hour;

export const departments: readonly Draft<Department>[] = [
  { id: 'd-eng', name: 'Engineering', parentId: null },
  { id: 'd-plat', name: 'Platform', parentId: 'd-eng' },
  { id: 'd-sales', name: 'Sales', parentId: null },
];

const classes: readonly ChangeClass[] = [
  'create',
  'adopt',
  'link',
  'enable',
  'reactivate',
  'update',
  'rename',
  'clear',
  'disable',
  'delete',
  'group-add',
  'group-removal',
];

/** Guards that hold nothing: for tests about something else. */
export const noGuards: GuardLimits = Object.fromEntries(classes.map((name) => [name, { floor: 1_000_000, share: 1 }]));

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

/** How the memory systems differ from the usual ones. */
export interface WorldParts {
  readonly source?: MemorySourceOptions;
  readonly provider?: MemoryIdentityProviderOptions;
  readonly chat?: MemoryAppOptions;
  readonly code?: MemoryAppOptions;
  /** Where the clock stands. Default {@link monday}. */
  readonly now?: number;
}

export function createWorld(people: readonly Draft<Employee>[], changes: Partial<LifecycleOptions> = {}, parts: WorldParts = {}) {
  const { source, backend: hr } = memorySource({ id: 'hr', ...parts.source });
  const { provider, backend: okta } = memoryIdentityProvider({ id: 'okta', ...parts.provider });
  const { app: chat, backend: chatBackend } = memoryApp({ id: 'chat', ...parts.chat });
  const { app: code, backend: codeBackend } = memoryApp({
    id: 'code',
    without: ['accounts.disable', 'accounts.enable'],
    ...parts.code,
  });
  hr.setEmployees(people);
  hr.setDepartments(departments);
  for (const name of ['Sales-Access', 'Engineering-Core']) okta.addGroup(name, { id: `g-${name}` });
  const hands = manualClock(parts.now ?? monday);
  const clock = {
    now: hands.now,
    advance: hands.advance,
    sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      hands.advance(milliseconds);
    },
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
    store: sqliteStore(':memory:'),
    clock,
    ...changes,
  };
  const lifecycle: Lifecycle = createLifecycle(options);
  return { lifecycle, options, hr, okta, chat: chatBackend, code: codeBackend, clock, provider, source, apps: { chat, code } };
}

export type World = ReturnType<typeof createWorld>;

/** The same company, systems and store under other options, as after a restart. */
export function reopened(world: World, changes: Partial<LifecycleOptions> = {}): World {
  const options = { ...world.options, ...changes };
  return { ...world, options, lifecycle: createLifecycle(options) };
}

/** A world whose first import has been planned and applied. */
export async function settledWorld(...facts: Parameters<typeof createWorld>): Promise<World> {
  const world = createWorld(...facts);
  await world.lifecycle.sync();
  return world;
}

/** The state of every target, in a form that can be compared: who is on, who is off, who is in which group. */
export function targetState({ okta, chat, code }: Pick<World, 'okta' | 'chat' | 'code'>): {
  readonly okta: string[];
  readonly chat: string[];
  readonly code: string[];
} {
  const sorted = (lines: string[]): string[] => lines.sort();
  return {
    okta: sorted(
      [...okta.users.values()].map(({ profile, state, groups }) => `${profile.userName} ${state} ${[...groups].sort().join('+')}`),
    ),
    chat: sorted([...chat.accounts.values()].map(({ profile, state }) => `${profile.userName} ${state}`)),
    code: sorted([...code.accounts.values()].map(({ profile, state }) => `${profile.userName} ${state}`)),
  };
}

/** Everything the targets hold, attributes included. */
export function targetContent({ okta, chat, code }: Pick<World, 'okta' | 'chat' | 'code'>): unknown {
  return structuredClone({
    okta: [...okta.users.values()].map((user) => ({ ...user, groups: [...user.groups].sort() })),
    chat: [...chat.accounts.values()],
    code: [...code.accounts.values()],
  });
}

const writing = /\.(create|update|disable|enable|delete|endSessions|add|remove)$/;

/** How many writes the targets were sent. */
export function writes({ okta, chat, code }: Pick<World, 'okta' | 'chat' | 'code'>): number {
  return [...okta.calls, ...chat.calls, ...code.calls].filter(({ verb }) => writing.test(verb)).length;
}

/** The state of one person's user: `active`, `pending`, `disabled`, or undefined when there is none. */
export function userState({ okta }: Pick<World, 'okta'>, userName: string): string | undefined {
  return [...okta.users.values()].find(({ profile }) => profile.userName === userName)?.state;
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
