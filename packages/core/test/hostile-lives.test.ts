// Lives as somebody would choose them who wants the engine to be wrong: what HR enters, and who has which access then.
import { describe, expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import { type LifecycleOptions, nobody } from '../src/index.ts';
import { collect, createWorld, day, hour, noGuards, reopened, userState, type World, worker } from './world.ts';

const second = 'person2@example.com';
const by = 'ana';
/** Another employment of the second worker, under another id. */
const other = (facts: Partial<Draft<Employee>> = {}): Draft<Employee> => ({ ...worker(2, facts), id: 'e0902' });

async function companyWith(
  records: readonly Draft<Employee>[],
  changes: Partial<LifecycleOptions> = {},
  now = '2026-11-23T12:00:00Z',
): Promise<World> {
  const world = createWorld([worker(1), ...records], { guards: noGuards, ...changes }, { now: Date.parse(now) });
  await world.lifecycle.sync();
  return world;
}

async function at(world: World, instant: string, ...records: readonly Draft<Employee>[]): Promise<void> {
  for (const record of records) world.hr.putEmployee(record);
  world.clock.advance(Date.parse(instant) - world.clock.now());
  await world.lifecycle.sync();
  expect((await world.lifecycle.plan()).total).toBe(0);
}

const states = ({ okta, chat }: World, login = second): (string | undefined)[] =>
  [okta.users, chat.accounts].map((all) => [...all.values()].find(({ profile }) => profile.userName === login)?.state);

describe('days that are not like others', () => {
  test('a last day that an island left out when it crossed the date line is over when the day before is', async () => {
    const leaver = worker(2, { timeZone: 'Pacific/Apia', endDate: '2011-12-30', startDate: '2010-01-04' });
    const world = await companyWith([leaver], { schedule: { cutAccessAt: { at: '17:00' } } }, '2011-12-28T12:00:00Z');
    await at(world, '2011-12-30T09:59:59Z');
    expect(states(world)).toEqual(['active', 'active']);
    await at(world, '2011-12-31T04:00:00Z');
    expect(states(world)).toEqual(['disabled', 'disabled']);
  });

  test('one day before the 1st of March of a leap year is the 29th of February', async () => {
    const starter = worker(2, { startDate: '2028-03-01' });
    const world = await companyWith([starter], { schedule: { createDaysBeforeStart: 1 } }, '2028-02-28T23:59:59Z');
    expect(states(world)).toEqual([undefined, undefined]);
    await at(world, '2028-02-29T00:00:00Z');
    expect(states(world)).toEqual(['pending', undefined]);
  });

  test('whoever moves east on the last day has left at once where the hour is over there', async () => {
    const cutAtFive = { schedule: { cutAccessAt: { at: '17:00' } } } as const;
    const world = await companyWith([worker(2, { endDate: '2026-11-24', timeZone: 'Pacific/Honolulu' })], cutAtFive);
    await at(world, '2026-11-24T12:00:00Z', worker(2, { endDate: '2026-11-24', timeZone: 'Pacific/Auckland' }));
    expect(states(world)).toEqual(['disabled', 'disabled']);
  });
});

describe('several employments', () => {
  test('a rehire under a new id before the deletion fell due keeps the accounts, and nothing is deleted then or later', async () => {
    const world = await companyWith([worker(2)], { schedule: { deleteAfterDays: 10 } });
    const ids = [...world.okta.users.keys()];
    await at(world, '2026-11-25T12:00:00Z', worker(2, { endDate: '2026-11-24' }));
    await at(world, '2026-12-01T12:00:00Z', other({ startDate: '2026-12-01' }));
    expect(states(world)).toEqual(['active', 'active']);
    world.hr.removeEmployee('e0002');
    await at(world, '2027-02-01T12:00:00Z');
    expect([states(world), [...world.okta.users.keys()]]).toEqual([['active', 'active'], ids]);
  });

  test('leave from one of two legal entities suspends nobody; when the other one ends it does', async () => {
    const away = other({ status: 'on-leave', startDate: '2026-11-02' });
    const world = await companyWith([worker(2), away], { schedule: { onLeave: 'suspend' } });
    expect(states(world)).toEqual(['active', 'active']);
    await at(world, '2026-11-26T12:00:00Z', worker(2, { endDate: '2026-11-25' }));
    expect(states(world)).toEqual(['disabled', 'active']);
    await at(world, '2026-11-27T12:00:00Z', { ...away, status: 'active' });
    expect(states(world)).toEqual(['active', 'active']);
  });

  test('an end of one and a rescinded end of the other on the same day leave the person here', async () => {
    const world = await companyWith([worker(2, { endDate: '2026-11-24' }), other({ startDate: '2026-11-02' })]);
    await at(world, '2026-11-24T12:00:00Z', other({ startDate: '2026-11-02', endDate: '2026-11-24' }));
    await at(world, '2026-11-24T20:00:00Z', worker(2, { endDate: null }));
    await at(world, '2026-11-25T12:00:00Z');
    expect(states(world)).toEqual(['active', 'active']);
  });

  test('somebody who dies with two employments, only one of which is closed, keeps access until the other one is', async () => {
    const world = await companyWith([worker(2), other({ startDate: '2026-11-02' })]);
    await at(world, '2026-11-24T12:00:00Z', other({ startDate: '2026-11-02', status: 'terminated' }));
    expect(states(world)).toEqual(['active', 'active']);
    await at(world, '2026-11-25T12:00:00Z', worker(2, { status: 'terminated' }));
    expect(states(world)).toEqual(['disabled', 'disabled']);
  });
});

describe('names', () => {
  const domain = 'acme.example';
  const nameless = (number: number, firstName: string, lastName: string, facts: Partial<Draft<Employee>> = {}) =>
    worker(number, { firstName, lastName, workEmail: null, ...facts });
  const logins = ({ okta }: World): string[] => [...okta.users.values()].map(({ profile }) => String(profile.userName)).sort();

  test('a new name whose address a leaver had lately gets the next one, on the same account', async () => {
    const world = await companyWith([nameless(2, 'Ada', 'King'), nameless(3, 'Ada', 'Byron')], { addresses: { domain } });
    await at(world, '2026-11-24T12:00:00Z', nameless(2, 'Ada', 'King', { endDate: '2026-11-23' }));
    const ids = [...world.okta.users.keys()];
    await at(world, '2026-11-25T12:00:00Z', nameless(3, 'Ada', 'King'));
    expect(logins(world)).toEqual([`ada.king2@${domain}`, `ada.king@${domain}`, 'person1@example.com']);
    expect([...world.okta.users.keys()]).toEqual(ids);
  });

  test.each([
    ['before', 2, 3],
    ['after', 3, 2],
  ])(
    'an address that passes on the day its holder is renamed arrives, with the holder %s the heir in order',
    async (_order, holder, heir) => {
      const world = await companyWith([worker(2), worker(3)]);
      const address = `person${holder}@example.com`;
      world.hr.putEmployee(worker(holder, { workEmail: 'new.name@example.com' }));
      world.hr.putEmployee(worker(heir, { workEmail: address }));
      await world.lifecycle.sync();
      await world.lifecycle.sync();
      expect(logins(world)).toEqual(['new.name@example.com', 'person1@example.com', address]);
      expect((await world.lifecycle.plan()).total).toBe(0);
    },
  );
});

describe('what people decide', () => {
  test('a grant for somebody who has left opens nothing, and is over with the leaving when they come back', async () => {
    const world = await companyWith([worker(2)]);
    const ours = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both', for: nobody() }] });
    await at(ours, '2026-11-25T12:00:00Z', worker(2, { endDate: '2026-11-24' }));
    await ours.lifecycle.grant('e0002', 'chat', { by, reason: 'x' });
    await at(ours, '2026-11-26T12:00:00Z');
    expect(states(ours)).toEqual(['disabled', 'disabled']);
    await at(ours, '2026-11-27T12:00:00Z', worker(2, { endDate: null }));
    expect(states(ours)).toEqual(['active', 'disabled']);
  });

  test('a revocation for somebody who has left is no reason to write, and ends with the leaving', async () => {
    const world = await companyWith([worker(2)]);
    await at(world, '2026-11-25T12:00:00Z', worker(2, { endDate: '2026-11-24' }));
    world.chat.calls.length = 0;
    await world.lifecycle.revoke('e0002', 'chat', { by, reason: 'x' });
    await at(world, '2026-11-26T12:00:00Z');
    expect(world.chat.calls.filter(({ idempotencyKey }) => idempotencyKey !== undefined)).toEqual([]);
    await at(world, '2026-11-27T12:00:00Z', worker(2, { endDate: null }));
    expect(states(world)).toEqual(['active', 'active']);
  });

  test('a grant of somebody with two employments ends at its moment, whichever of the two the feed still holds', async () => {
    const world = await companyWith([worker(2), other({ startDate: '2026-11-02' })]);
    const ours = reopened(world, { apps: [{ app: world.apps.code, policy: 'both', for: nobody() }] });
    await ours.lifecycle.sync();
    const holds = () => [...ours.code.accounts.values()].some(({ profile }) => profile.userName === second);
    await ours.lifecycle.grant('e0002', 'code', { by, reason: 'x', until: ours.clock.now() + 2 * day });
    await at(ours, '2026-11-24T12:00:00Z');
    expect(holds()).toBe(true);
    ours.hr.removeEmployee('e0002');
    await at(ours, '2026-11-25T11:59:59Z');
    expect(holds()).toBe(true);
    await at(ours, '2026-11-25T12:00:00Z');
    expect(holds()).toBe(false);
  });

  test('a decision about somebody whose first record HR has purged reaches them by the next plan', async () => {
    const world = await companyWith([worker(2, { endDate: '2026-11-20' }), other({ startDate: '2026-11-02' })]);
    world.hr.removeEmployee('e0002');
    await at(world, '2026-11-24T12:00:00Z');
    await world.lifecycle.revoke('e0002', 'chat', { by, reason: 'an investigation' });
    await at(world, '2026-11-24T13:00:00Z');
    expect(states(world)).toEqual(['active', 'disabled']);
    await world.lifecycle.withdraw('e0002', 'chat', { by });
    await at(world, '2026-11-24T14:00:00Z');
    expect(states(world)).toEqual(['active', 'active']);
  });
});

test('what falls due while nobody planned for weeks is done in one plan, each as of its own moment', async () => {
  const world = await companyWith(
    [
      worker(2, { endDate: '2026-11-24' }),
      worker(4, { startDate: '2026-11-30' }),
      worker(5, { startDate: '2026-11-25', endDate: '2026-11-27' }),
    ],
    { schedule: { createDaysBeforeStart: 3, deleteAfterDays: 5 } },
  );
  await at(world, '2026-12-20T12:00:00Z');
  expect([states(world), states(world, 'person4@example.com'), states(world, 'person5@example.com')]).toEqual([
    ['disabled', 'disabled'],
    ['active', 'active'],
    ['disabled', undefined],
  ]);
  const left = (await collect(world.lifecycle.events({ person: 'e0002' }))).at(-1);
  expect(left).toMatchObject({ type: 'left', at: '2026-11-25T00:00:00.000Z' });
  world.clock.advance(5 * day - hour);
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe('disabled');
  world.clock.advance(hour);
  await world.lifecycle.sync();
  expect(userState(world, second)).toBeUndefined();
});

test('whose last day was moved on after the cut works until then', async () => {
  const world = await companyWith([worker(2)], { schedule: { onLeave: 'suspend' } });
  await at(world, '2026-11-24T12:00:00Z', worker(2, { status: 'terminated', endDate: '2026-11-23' }));
  expect(userState(world, second)).toBe('disabled');
  await at(world, '2026-11-25T12:00:00Z', worker(2, { status: 'terminated', endDate: '2026-11-30' }));
  expect(userState(world, second)).toBe('active');
});
