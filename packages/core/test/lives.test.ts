// Kinds of life as a payroll clerk would read them: what HR enters, and who has which access on which day.
import { describe, expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import type { LifecycleOptions } from '../src/index.ts';
import { collect, createWorld, day, noGuards, targetState, type World, worker } from './world.ts';

type Facts = Partial<Draft<Employee>>;
const ana = (facts: Facts = {}): Draft<Employee> => worker(2, facts);
/** Another contract of the same woman: her number and her names, under another id. */
const anasOther = (facts: Facts = {}): Draft<Employee> => ({ ...ana(facts), id: 'e0902' });
const mail = 'person2@example.com';

/** Monday the 23rd of November 2026, noon; somebody else works here all the time. */
async function companyWith(records: readonly Draft<Employee>[], changes: Partial<LifecycleOptions> = {}): Promise<World> {
  const world = createWorld([worker(1), ...records], { guards: noGuards, ...changes });
  await world.lifecycle.sync();
  return world;
}

async function on(world: World, date: string, ...records: readonly Draft<Employee>[]): Promise<void> {
  for (const record of records) world.hr.putEmployee(record);
  world.clock.advance(Date.parse(`${date}T12:00:00Z`) - world.clock.now());
  await world.lifecycle.sync();
  expect((await world.lifecycle.plan()).header.total).toBe(0);
}

const accounts = ({ okta, chat }: World): string[] =>
  [...okta.users.values(), ...chat.accounts.values()].filter(({ profile }) => profile.userName === mail).map(({ state }) => state);
const told = async ({ lifecycle }: World): Promise<string[]> =>
  (await collect(lifecycle.events({ person: 'e0002' }))).map(({ type }) => type);

describe('one human, several contracts', () => {
  test('a contractor whose contract as an employee is entered weeks ahead goes on with the same accounts', async () => {
    const world = await companyWith([ana({ employmentType: 'contractor', endDate: '2026-11-30' })]);
    const before = targetState(world);
    await on(world, '2026-11-24', anasOther({ startDate: '2026-12-01' }));
    await on(world, '2026-12-01');
    await on(world, '2026-12-02');
    expect(targetState(world)).toEqual(before);
    expect(await told(world)).toEqual(['imported']);
  });

  test('a contractor who becomes an employee under the same id loses nothing', async () => {
    const world = await companyWith([ana({ employmentType: 'contractor' })]);
    const before = targetState(world);
    await on(world, '2026-11-24', ana({ employmentType: 'full-time' }));
    expect(targetState(world)).toEqual(before);
  });

  test('with contracts in two legal entities at once the one that began last counts, and access ends with the second', async () => {
    const world = await companyWith([ana(), anasOther({ departmentId: 'd-sales', startDate: '2026-11-02' })]);
    expect(targetState(world).okta).toContain(`${mail} active g-Sales-Access`);
    await on(world, '2026-11-25', anasOther({ departmentId: 'd-sales', startDate: '2026-11-02', endDate: '2026-11-24' }));
    expect(targetState(world).okta).toContain(`${mail} active g-Engineering-Core`);
    await on(world, '2026-11-27', ana({ endDate: '2026-11-26' }));
    expect(accounts(world)).toEqual(['disabled', 'disabled']);
  });

  test.each([0, 30])(
    'between two contracts nobody can sign in, also when the second is being prepared (%i days ahead)',
    async (createDaysBeforeStart) => {
      const world = await companyWith([ana({ endDate: '2026-11-27' })], { schedule: { createDaysBeforeStart } });
      await on(world, '2026-11-24', anasOther({ startDate: '2026-12-07' }));
      expect(accounts(world)).toEqual(['active', 'active']);
      await on(world, '2026-11-28');
      expect(accounts(world)).toEqual(['disabled', 'disabled']);
      await on(world, '2026-12-07');
      expect(accounts(world)).toEqual(['active', 'active']);
      expect((await told(world)).at(-1)).toBe('rejoined');
    },
  );
});

describe('coming back', () => {
  test('after the accounts were deleted, new ones are made and nothing stands in their way', async () => {
    const world = await companyWith([ana({ endDate: '2026-11-22' }), worker(4)], { schedule: { deleteAfterDays: 10 } });
    world.hr.putEmployee(ana());
    await on(world, '2026-11-24', ana({ endDate: null }));
    await on(world, '2026-11-26', ana({ endDate: '2026-11-25' }));
    await on(world, '2026-12-07');
    expect(accounts(world)).toEqual([]);
    await on(world, '2026-12-09', ana({ startDate: '2026-12-09', endDate: '2026-11-25' }));
    expect(accounts(world)).toEqual(['active', 'active']);
  });

  test('before the deletion fell due, nothing is ever deleted', async () => {
    const world = await companyWith([ana()], { schedule: { deleteAfterDays: 10 } });
    const ids = [...world.okta.users.keys()];
    await on(world, '2026-11-25', ana({ endDate: '2026-11-24' }));
    await on(world, '2026-12-04', ana({ startDate: '2026-12-04' }));
    await on(world, '2027-02-01');
    expect([[...world.okta.users.keys()], accounts(world)]).toEqual([ids, ['active', 'active']]);
  });

  test('a return announced before the deletion fell due holds it off, and is told as a return on its first day', async () => {
    const world = await companyWith([ana()], { schedule: { deleteAfterDays: 3 } });
    await on(world, '2026-11-25', ana({ endDate: '2026-11-24' }));
    await on(world, '2026-11-27', ana({ startDate: '2026-12-07' }));
    await on(world, '2026-12-01');
    expect([accounts(world), (await told(world)).at(-1)]).toEqual([['disabled', 'disabled'], 'changed']);
    await on(world, '2026-12-07');
    expect([accounts(world), (await told(world)).at(-1)]).toEqual([['active', 'active'], 'rejoined']);
  });

  test('a return that is called off again is no second departure', async () => {
    const world = await companyWith([ana()]);
    await on(world, '2026-11-25', ana({ endDate: '2026-11-24' }));
    await on(world, '2026-11-27', ana({ startDate: '2026-12-07' }));
    await on(world, '2026-11-30', ana({ startDate: '2026-12-07', status: 'terminated' }));
    expect((await told(world)).filter((type) => type === 'left' || type.endsWith('joined'))).toEqual(['left']);
    expect(accounts(world)).toEqual(['disabled', 'disabled']);
  });
});

describe('beginning and ending', () => {
  test('somebody entered three weeks after they began gets everything at once', async () => {
    const world = await companyWith([]);
    await on(world, '2026-11-24', ana({ startDate: '2026-11-03' }));
    expect(accounts(world)).toEqual(['active', 'active']);
  });

  test('somebody entered after they began and left again gets nothing', async () => {
    const world = await companyWith([]);
    await on(world, '2026-11-24', ana({ startDate: '2026-11-03', endDate: '2026-11-20' }));
    expect(accounts(world)).toEqual([]);
  });

  test('somebody who died is terminated without a last day, or with one that has passed: everything is off at once', async () => {
    for (const facts of [{}, { endDate: '2026-11-21' } as const]) {
      const world = await companyWith([ana()]);
      await on(world, '2026-11-24', ana({ status: 'terminated', ...facts }));
      expect(accounts(world)).toEqual(['disabled', 'disabled']);
    }
  });

  test('a last day that falls into leave ends it all the same, and the days until deletion count from then', async () => {
    const world = await companyWith([ana()], { schedule: { onLeave: 'suspend', deleteAfterDays: 5 } });
    await on(world, '2026-11-24', ana({ status: 'on-leave', endDate: '2026-12-04' }));
    expect(accounts(world)).toEqual(['disabled', 'active']);
    await on(world, '2026-12-04');
    expect(accounts(world)).toEqual(['disabled', 'active']);
    await on(world, '2026-12-05');
    expect(accounts(world)).toEqual(['disabled', 'disabled']);
    await on(world, '2026-12-09');
    expect(accounts(world)).toEqual(['disabled', 'disabled']);
    await on(world, '2026-12-10');
    expect(accounts(world)).toEqual([]);
    expect((await told(world)).filter((type) => type === 'left')).toHaveLength(1);
  });

  test('leave that ends on the day somebody leaves gives nothing back', async () => {
    const world = await companyWith([ana()], { schedule: { onLeave: 'suspend' } });
    await on(world, '2026-11-24', ana({ status: 'on-leave' }));
    await on(world, '2026-11-25', ana({ status: 'active', endDate: '2026-11-24' }));
    expect(accounts(world)).toEqual(['disabled', 'disabled']);
  });
});

test('a new name and a move on one day are one plan on the same account: renamed, in the new group, out of the old one', async () => {
  const world = await companyWith([ana()]);
  const [, user] = [...world.okta.users.values()];
  world.hr.putEmployee(ana({ lastName: 'King', workEmail: 'ana.king@example.com', departmentId: 'd-sales' }));
  const { plan } = await world.lifecycle.sync();
  const changes = (await collect(plan.changes())).filter(({ target }) => target === 'okta').map(({ class: what }) => what);
  expect(changes.sort()).toEqual(['group-add', 'group-removal', 'rename']);
  const now = world.okta.users.get(user?.id ?? '');
  expect([now?.profile.userName, now?.profile.familyName, [...(now?.groups ?? [])]]).toEqual([
    'ana.king@example.com',
    'King',
    ['g-Sales-Access'],
  ]);
  expect(await told(world)).toEqual(['imported', 'moved', 'changed']);
});

test('somebody who moves to another zone on the last day leaves when that day is over there', async () => {
  const world = await companyWith([ana({ endDate: '2026-11-24', timeZone: 'Asia/Tokyo' })]);
  await on(world, '2026-11-24', ana({ endDate: '2026-11-24', timeZone: 'America/New_York' }));
  world.clock.advance(16 * 3_600_000);
  await world.lifecycle.sync();
  expect(accounts(world)).toEqual(['active', 'active']);
  world.clock.advance(day / 24);
  await world.lifecycle.sync();
  expect(accounts(world)).toEqual(['disabled', 'disabled']);
});
