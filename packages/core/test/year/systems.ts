// The systems of the simulated company, all in memory, and the ways its HR system goes wrong for a day.
import type { AccountProfile, Draft, Employee, EmployeeRecord, HrisSource } from '../../src/connector/index.ts';
import {
  createLifecycle,
  everyone,
  inDepartment,
  type Lifecycle,
  type LifecycleOptions,
  manualApp,
  memoryStore,
  not,
  withEmploymentType,
} from '../../src/index.ts';
import { type MemoryAccount, manualClock, memoryApp, memoryIdentityProvider, memorySource } from '../../src/testing/index.ts';
import { fault } from '../breaking.ts';
import { cities } from './company.ts';
import { type Expected, type Rules, type Subject, shownAttributes, type TargetId } from './rules.ts';

const day = 86_400_000;

/** What is given and taken by hand. */
const badge = manualApp({ id: 'badge', owner: 'facilities', give: 'Hand out a badge', take: 'Collect the badge' });

export function openSystems(now: number) {
  const { source, backend: hr } = memorySource({ id: 'hr', pageSize: 500 });
  const { provider, backend: okta } = memoryIdentityProvider({ id: 'okta' });
  const chat = memoryApp({ id: 'chat' });
  const code = memoryApp({ id: 'code', without: ['accounts.disable', 'accounts.enable'] });
  const vault = memoryApp({ id: 'vault' });
  for (const name of ['core', 'sales', 'fin', 'shared']) okta.addGroup(name, { id: `g-${name}` });
  hr.setDepartments([
    { id: 'd-eng', name: 'Engineering', parentId: null },
    { id: 'd-plat', name: 'Platform', parentId: 'd-eng' },
    { id: 'd-sales', name: 'Sales', parentId: null },
    { id: 'd-fin', name: 'Finance', parentId: null },
  ]);
  const hands = manualClock(now);
  const clock = { now: hands.now, sleep: async (_: number, signal: AbortSignal): Promise<void> => signal.throwIfAborted() };
  const hidden = new Set<string>();
  const listing: HrisSource = { ...source, employees: { ...source.employees, list: (...call) => withoutHidden(source, hidden, call) } };
  const optionsUnder = ({ cutAt, graceDays, deleteAfterDays }: Rules): LifecycleOptions => ({
    timeZone: 'Europe/London',
    zones: Object.fromEntries(Object.entries(cities).map(([zone, city]) => [city, zone])),
    source: listing,
    identityProvider: provider,
    groups: { Engineering: ['core'], Sales: ['sales', 'shared'], Finance: ['fin', 'shared'] },
    apps: [
      { app: chat.app, policy: 'both', for: everyone(), schedule: { cutAccessAt: 'end-of-last-day', deleteAfterDays: 10 } },
      { app: code.app, policy: 'create-only', for: inDepartment('Engineering') },
      { app: badge, policy: 'both', for: inDepartment('Engineering') },
      { app: vault.app, policy: 'both', for: inDepartment('Finance'), schedule: { createDaysBeforeStart: 7, onLeave: 'suspend' } },
    ],
    schedule: { createDaysBeforeStart: 3, cutAccessAt: { at: cutAt as '17:00' }, deleteAfterDays, onLeave: 'suspend', graceDays },
    addresses: { domain: 'acme.example', quarantineDays: 60 },
    activation: { firstImport: not(withEmploymentType('intern')), joiners: not(withEmploymentType('intern')) },
    store,
    clock,
  });
  const store = memoryStore();
  const open = (under: Rules) => createLifecycle(optionsUnder(under));
  const backends = { chat: chat.backend, code: code.backend, vault: vault.backend };
  return { hr, okta, ...backends, hands, hidden, open };
}

export type Systems = ReturnType<typeof openSystems>;

async function withoutHidden(source: HrisSource, hidden: ReadonlySet<string>, call: Parameters<HrisSource['employees']['list']>) {
  const page = await source.employees.list(...call);
  return hidden.size === 0 ? page : { ...page, items: page.items.filter((item) => item.kind !== 'record' || !hidden.has(item.value.id)) };
}

/** What one day's reading is worth. */
export interface Heard {
  /** Records the engine can have heard as they are. */
  readonly said: readonly Draft<Employee>[];
  /** True when whoever is not listed is asked for and settled. */
  readonly whole: boolean;
  /** True when whoever time makes due is asked for one by one. */
  readonly asks: boolean;
}

export const hiccups = ['cut page', 'down', 'stale', 'no departments', 'a third missing', 'a few unlisted', 'unreadable'] as const;
export type Hiccup = (typeof hiccups)[number];

/** Of every reading the second page, which then is the last. */
function everySecond(): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return calls % 2 === 0;
  };
}

/** Publishes the records as they are. */
export function publish({ hr, hidden }: Systems, records: readonly Draft<Employee>[]): Heard {
  hr.heal();
  hidden.clear();
  hr.setEvidence(undefined);
  hr.setEmployees(records);
  return { said: records, whole: true, asks: false };
}

/** Publishes them so that the reading goes wrong; `before` are the records as they were heard last, by id. */
export function publishBadly(
  systems: Systems,
  hiccup: Hiccup,
  records: readonly Draft<Employee>[],
  before: (id: string) => Draft<Employee> | undefined,
  untouched: readonly string[],
): Heard {
  const { hr, hidden, hands } = systems;
  publish(systems, records);
  switch (hiccup) {
    case 'cut page':
      hr.fail('employees.list', everySecond(), { kind: 'cut-page' });
      return { said: records.slice(0, 500 + Math.floor(Math.min(500, records.length - 500) / 2)), whole: false, asks: true };
    case 'down':
      for (const verb of ['evidence', 'employees.list', 'employees.get', 'departments.list'] as const)
        hr.fail(verb, 'every', fault('CONNECTOR_UNAVAILABLE'));
      return { said: [], whole: false, asks: false };
    case 'stale':
      hr.setEvidence({ freshAt: hands.now() - 3 * day });
      return { said: [], whole: false, asks: false };
    case 'no departments':
      hr.setEmployees(records.map((record) => ({ ...record, departmentId: null })));
      return {
        said: records.map((record) => ({ ...record, departmentId: before(String(record.id))?.departmentId ?? null })),
        whole: true,
        asks: false,
      };
    case 'a third missing':
      for (const [index, { id }] of records.entries()) if (index % 3 === 1) hidden.add(String(id));
      return { said: records.filter(({ id }) => !hidden.has(String(id))), whole: false, asks: true };
    case 'a few unlisted':
      for (const id of untouched) hidden.add(id);
      hr.setEvidence({ employees: records.length - hidden.size });
      return { said: records, whole: true, asks: false };
    case 'unreadable': {
      const garbled = new Set(untouched);
      hr.setEmployeeRecords(
        records.map(
          (value): EmployeeRecord =>
            garbled.has(String(value.id)) ? { kind: 'record', value: { ...value, startDate: 'soon' as never } } : { kind: 'record', value },
        ),
      );
      return { said: records.filter(({ id }) => !garbled.has(String(id))), whole: true, asks: false };
    }
  }
}

/** The first difference between what the targets hold and what they should hold, in words; undefined when there is none. */
export function firstDifference(systems: Systems, subjects: Iterable<Subject>): string | undefined {
  const { okta, chat, code, vault } = systems;
  const all: Readonly<Record<Exclude<TargetId, 'badge'>, Map<string, MemoryAccount>>> = {
    okta: okta.users,
    chat: chat.accounts,
    code: code.accounts,
    vault: vault.accounts,
  };
  const people = new Map([...subjects].map((subject) => [subject.id, subject]));
  for (const target of Object.keys(all) as (keyof typeof all)[]) {
    const found = new Map<string, MemoryAccount>();
    for (const account of all[target].values()) {
      const person = String(account.profile.externalId);
      if (found.has(person)) return `${target}: ${person} has two accounts`;
      found.set(person, account);
      const expected = people.get(person)?.accounts.get(target);
      if (!isAsExpected(account, expected)) return `${target}: ${person}\n  expected ${lineOf(expected)}\n  found    ${shownLine(account)}`;
    }
    for (const [person, { accounts }] of people)
      if (accounts.has(target) && !found.has(person))
        return `${target}: ${person}\n  expected ${lineOf(accounts.get(target))}\n  found    none`;
  }
  return undefined;
}

/** The first task by hand that is open and should not be, or the other way round. */
export async function differenceByHand(lifecycle: Lifecycle, subjects: Iterable<Subject>): Promise<string | undefined> {
  const found = new Set<string>();
  for await (const { kind, person } of lifecycle.tasks({ owner: 'facilities' })) found.add(`${kind} ${person}`);
  const expected = new Set([...subjects].flatMap(({ id, accounts }) => taskFor(id, accounts.get('badge')) ?? []));
  const [missing] = [...expected].filter((task) => !found.has(task));
  const [needless] = [...found].filter((task) => !expected.has(task));
  if (missing !== undefined) return `badge: nobody is asked to ${missing}`;
  return needless === undefined ? undefined : `badge: somebody is asked to ${needless}`;
}

function taskFor(person: string, badge: Expected | undefined): string | undefined {
  if (badge?.state === 'pending') return `give ${person}`;
  return badge?.toCollect === true ? `take ${person}` : undefined;
}

type Account = MemoryAccount & { readonly groups?: ReadonlySet<string> };

function isAsExpected({ state, profile, groups = new Set() }: Account, expected: Expected | undefined): boolean {
  if (expected === undefined || state !== expected.state) return false;
  const isShown = shownAttributes.every((name) => profile[name] === expected.profile[name]);
  return isShown && groups.size === expected.groups.length && expected.groups.every((group) => groups.has(group));
}

const shownOf = (profile: Expected['profile'] | AccountProfile): string => shownAttributes.map((name) => profile[name]).join(' ');

const lineOf = (expected: Expected | undefined): string =>
  expected === undefined ? 'none' : `${expected.state} ${shownOf(expected.profile)} ${expected.groups.join('+')}`;

const shownLine = ({ state, profile, groups }: Account): string => `${state} ${shownOf(profile)} ${[...(groups ?? [])].sort().join('+')}`;
