// Arbitrary companies, policies and targets for property tests: everything HR may say, absent, null or a value.
import fc from 'fast-check';
import type { Draft, Employee } from '../src/connector/index.ts';
import {
  allOf,
  anyOf,
  everyone,
  inCountry,
  inDepartment,
  type LifecycleOptions,
  memoryStore,
  nobody,
  not,
  type ProvisioningPolicy,
  type Rule,
  type Schedule,
  type Store,
  withEmploymentType,
} from '../src/index.ts';
import { createWorld, noGuards, type World } from './world.ts';

/** Absent, null, or one of these. */
const stated = <Value>(...values: Value[]): fc.Arbitrary<Value | null | undefined> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 6, arbitrary: fc.constantFrom(...values) },
  );

const zones = ['Pacific/Auckland', 'Asia/Tokyo', 'Europe/London', 'America/New_York', 'Pacific/Honolulu'];
const dates = ['2019-02-28', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-26', '2027-06-30'];

/** One employment; `number` makes it unlike all others unless the human behind it is shared. */
const employment = fc.record({
  number: fc.integer({ min: 1, max: 40 }),
  human: fc.integer({ min: 1, max: 40 }),
  status: stated('active', 'active', 'active', 'pending', 'on-leave', 'terminated'),
  startDate: stated('2020-01-06', '2020-01-06', ...dates),
  endDate: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stated(...dates, '2026-11-23T11:59:59Z') }),
  departmentId: stated('d-eng', 'd-plat', 'd-sales', 'd-sales', 'd-nowhere'),
  timeZone: stated(...zones),
  employmentType: stated('full-time', 'contractor', 'intern'),
  preferredName: stated('Kit', ''),
  phone: stated('+44 20 7946 0000', ''),
  jobTitle: stated('Lead', 'Clerk'),
  location: stated({ country: 'NZ' }, { country: null }, { city: 'Kyoto', country: 'JP' }),
  hasEmail: fc.constantFrom(true, true, true, true, false),
});

function draftOf({
  number,
  human,
  hasEmail,
  ...facts
}: typeof employment extends fc.Arbitrary<infer Value> ? Value : never): Draft<Employee> {
  const said = {
    employeeNumber: `N${human}`,
    firstName: `First${human}`,
    lastName: `Last${human}`,
    workEmail: hasEmail ? `person${human}@example.com` : undefined,
    ...facts,
  };
  const present = Object.entries(said).filter(([, value]) => value !== undefined);
  return { id: `e${String(number).padStart(4, '0')}`, ...Object.fromEntries(present) };
}

/** Up to fourteen employments; now and then two of one human. */
export const company: fc.Arbitrary<Draft<Employee>[]> = fc
  .uniqueArray(employment, { selector: ({ number }) => number, minLength: 1, maxLength: 14 })
  .map((employments) => employments.map(draftOf));

const simpleRule: fc.Arbitrary<Rule> = fc.constantFrom(
  everyone(),
  everyone(),
  nobody(),
  inDepartment('Engineering'),
  inDepartment('Engineering', { subDepartments: false }),
  inDepartment('d-sales'),
  withEmploymentType('full-time', 'intern'),
  inCountry('NZ', 'JP'),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  { weight: 4, arbitrary: simpleRule },
  { weight: 1, arbitrary: fc.tuple(simpleRule, simpleRule).map(([a, b]) => allOf(a, not(b))) },
  { weight: 1, arbitrary: fc.tuple(simpleRule, simpleRule).map(([a, b]) => anyOf(a, b)) },
);
const mode: fc.Arbitrary<ProvisioningPolicy> = fc.constantFrom('both', 'both', 'both', 'create-only', 'delete-only', 'observe');
const schedule: fc.Arbitrary<Partial<Schedule>> = fc.record({
  createDaysBeforeStart: fc.constantFrom(0, 1, 3, 90),
  cutAccessAt: fc.constantFrom('immediately' as const, 'end-of-last-day' as const),
  deleteAfterDays: fc.constantFrom(null, 0, 1, 30),
  onLeave: fc.constantFrom('keep' as const, 'suspend' as const),
});
const groups = fc.array(fc.record({ for: rule, groups: fc.subarray(['Sales-Access', 'Engineering-Core', 'g-third'], { minLength: 1 }) }), {
  maxLength: 4,
});

/** A policy as options, apart from the apps themselves. */
export const policy = fc.record({
  identity: fc.record({ policy: mode, for: rule }),
  chat: fc.record({ policy: mode, for: rule }),
  code: fc.record({ policy: mode, for: rule }),
  groups,
  schedule,
  guarded: fc.boolean(),
});
export type ArbitraryPolicy = typeof policy extends fc.Arbitrary<infer Value> ? Value : never;

/** Accounts that were there before us: whose keys they carry, and what they are. */
export const seeds = fc.array(
  fc.record({
    human: fc.integer({ min: 1, max: 60 }),
    by: fc.constantFrom('userName', 'email', 'employeeNumber'),
    state: fc.constantFrom('active' as const, 'active' as const, 'disabled' as const),
    protectedBecause: fc.constantFrom(undefined, undefined, undefined, 'an administrator'),
    groups: fc.subarray(['g-Sales-Access', 'g-foreign']),
  }),
  { maxLength: 6 },
);

export const scenario = fc.record({ people: company, policy, seeds });
export type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** The policy as options for a world's two apps. */
export function policyOptions(world: World, { identity, chat, code, groups: map, schedule: when, guarded }: ArbitraryPolicy) {
  const apps = [
    { app: world.apps.chat, ...chat },
    { app: world.apps.code, ...code },
  ];
  return { identity, groups: map, schedule: when, apps, ...(guarded ? {} : { guards: noGuards }) } satisfies Partial<LifecycleOptions>;
}

/** A world of this scenario. Stores made by {@link keyedStore} give comparable hashes. */
export function worldOf({ people, seeds: accounts }: Scenario, store: Store = memoryStore(), pageSize = 100): World {
  const world = createWorld(people, { store }, { source: { pageSize } });
  world.okta.addGroup('Third', { id: 'g-third' });
  world.okta.addGroup('Foreign', { id: 'g-foreign' });
  for (const [index, { human, by, state, protectedBecause, groups: memberships }] of accounts.entries()) {
    const login = `seeded${index}@example.com`;
    const key = by === 'employeeNumber' ? `N${human}` : `person${human}@example.com`;
    const profile = { userName: login, email: login, [by]: key };
    const facts = { state, ...(protectedBecause === undefined ? {} : { protectedBecause }) };
    if ([...world.okta.users.values()].some((user) => user.profile.userName === profile.userName)) continue;
    world.okta.addUser(profile, { ...facts, groups: memberships });
    if (index % 2 === 0) world.chat.addAccount(profile, facts);
  }
  return world;
}

/** A store with a fixed index key, so that plans of two worlds can be compared. */
export async function keyedStore(): Promise<Store> {
  const store = memoryStore();
  await store.commit('default', [{ op: 'put', in: 'setting', row: { name: 'index-key', value: '5'.repeat(64) } }]);
  return store;
}
