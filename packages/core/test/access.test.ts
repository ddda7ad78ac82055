// Access decided for one person beside policy, and whether a person is managed at all.
import { describe, expect, test } from 'vitest';
import { everyone, inDepartment, type LifecycleOptions, nobody } from '../src/index.ts';
import { collect, createWorld, day, noGuards, reopened, targetContent, userState, type World, worker } from './world.ts';

const mail = 'person2@example.com';
const chatState = ({ chat }: World): string | undefined =>
  [...chat.accounts.values()].find(({ profile }) => profile.userName === mail)?.state;
const by = 'ana';

async function worldWith(changes: Partial<LifecycleOptions> = {}): Promise<World> {
  const world = createWorld([worker(1), worker(2)], { guards: noGuards });
  const apps = [{ app: world.apps.chat, policy: 'both' as const, for: inDepartment('Sales') }];
  const ours = reopened(world, { apps, ...changes });
  await ours.lifecycle.sync();
  return ours;
}

describe('a grant', () => {
  test('gives one person an app beside policy, says by whom and why, and ends with its date', async () => {
    const world = await worldWith();
    expect(chatState(world)).toBeUndefined();
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'the spring project', until: world.clock.now() + 7 * day });
    const { plan } = await world.lifecycle.sync();
    expect(chatState(world)).toBe('active');
    expect((await collect(plan.changes())).map(({ because }) => because)).toEqual(['granted by ana']);
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
    world.clock.advance(7 * day);
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('disabled');
  });

  test('survives a move, unless it was made for the department alone', async () => {
    const world = await worldWith();
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'for good' });
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { departmentId: 'd-plat' }));
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('active');
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'while in Platform', untilMove: true });
    world.hr.putEmployee(worker(2, { departmentId: 'd-eng' }));
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('disabled');
    world.hr.putEmployee(worker(2, { departmentId: 'd-plat' }));
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('disabled');
  });

  test('never survives leaving, and a rehire does not bring it back', async () => {
    const world = await worldWith();
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'for good' });
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20' }));
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('disabled');
    world.hr.putEmployee(worker(2, { endDate: null }));
    await world.lifecycle.sync();
    expect([userState(world, mail), chatState(world)]).toEqual(['active', 'disabled']);
  });

  test('keeps an app that a move would take away', async () => {
    const world = await worldWith();
    await world.lifecycle.grant('e0001', 'chat', { by, reason: 'hands over', until: world.clock.now() + day });
    world.hr.putEmployee(worker(1, { departmentId: 'd-eng' }));
    await world.lifecycle.sync();
    const state = () => [...world.chat.accounts.values()].find(({ profile }) => profile.userName === 'person1@example.com')?.state;
    expect(state()).toBe('active');
    world.clock.advance(day);
    await world.lifecycle.sync();
    expect(state()).toBe('disabled');
  });

  test('for somebody nobody knows, a target that is not configured, or a time that is over is refused', async () => {
    const { lifecycle } = await worldWith();
    const refused = expect.objectContaining({ code: 'OPTIONS_INVALID' });
    await expect(lifecycle.grant('nobody', 'chat', { by, reason: 'x' })).rejects.toThrow(refused);
    await expect(lifecycle.grant('e0002', 'fax', { by, reason: 'x' })).rejects.toThrow(refused);
    await expect(lifecycle.grant('e0002', 'chat', { by, reason: 'x', until: 1 })).rejects.toThrow(refused);
  });
});

describe('a grant stands in for the rule, and dates and leave still count', () => {
  test.each([
    ['before the first day', { startDate: '2026-11-30' }, undefined],
    ['on leave that turns the app off', { status: 'on-leave' }, 'disabled'],
    ['at work', {}, 'active'],
  ] as const)('%s', async (_when, facts, state) => {
    const world = await worldWith();
    const apps = [{ app: world.apps.chat, policy: 'both' as const, for: inDepartment('Sales'), schedule: { onLeave: 'suspend' as const } }];
    const ours = reopened(world, { apps });
    if (state === 'disabled') {
      await ours.lifecycle.grant('e0002', 'chat', { by, reason: 'x' });
      await ours.lifecycle.sync();
    }
    ours.hr.putEmployee(worker(2, facts));
    await ours.lifecycle.sync();
    await ours.lifecycle.grant('e0002', 'chat', { by, reason: 'x' });
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe(state);
  });

  test('and its end knows no grace: it ends when whoever gave it said', async () => {
    const world = await worldWith({ schedule: { graceDays: 30 } });
    const ours = reopened(world, {
      apps: [{ app: world.apps.chat, policy: 'both', for: inDepartment('Sales') }],
      schedule: { graceDays: 30 },
    });
    await ours.lifecycle.grant('e0002', 'chat', { by, reason: 'x', until: ours.clock.now() + 2 * day });
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('active');
    ours.clock.advance(2 * day);
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('disabled');
  });

  test('until a move: of somebody with two contracts the department of the one that counts', async () => {
    const world = await worldWith();
    world.hr.putEmployee({ ...worker(2, { startDate: '2026-11-02', departmentId: 'd-plat' }), id: 'e0902' });
    await world.lifecycle.sync();
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'while there', untilMove: true });
    await world.lifecycle.sync();
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('active');
  });

  test('until a move: of somebody without a department it ends with the first one, and a feed without departments ends nothing', async () => {
    const world = createWorld([...Array.from({ length: 8 }, (_, index) => worker(index + 10)), worker(2, { departmentId: null })], {
      guards: noGuards,
    });
    const ours = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both' as const, for: nobody() }] });
    await ours.lifecycle.sync();
    for (const person of ['e0002', 'e0010']) await ours.lifecycle.grant(person, 'chat', { by, reason: 'x', untilMove: true });
    await ours.lifecycle.sync();
    expect([...ours.chat.accounts.values()].map(({ state }) => state)).toEqual(['active', 'active']);
    const all = ours.hr.employees.flatMap((record) => (record.kind === 'record' ? [record.value] : []));
    ours.hr.setEmployees(all.map((record) => ({ ...record, departmentId: null })));
    await ours.lifecycle.sync();
    expect([...ours.chat.accounts.values()].map(({ state }) => state)).toEqual(['active', 'active']);
    ours.hr.setEmployees(all.map((record) => (record.id === 'e0002' ? worker(2) : record)));
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('disabled');
  });
});

describe('a revocation', () => {
  test('holds on leave too, also where leave leaves everything alone', async () => {
    const world = await worldWith();
    const ours = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both', schedule: { onLeave: 'nothing' } }] });
    await ours.lifecycle.sync();
    ours.hr.putEmployee(worker(2, { status: 'on-leave' }));
    await ours.lifecycle.revoke('e0002', 'chat', { by, reason: 'an investigation' });
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('disabled');
  });

  test('of an app that never removes is held back by its policy, and said to be', async () => {
    const world = await worldWith();
    const ours = reopened(world, { apps: [{ app: world.apps.code, policy: 'create-only' }] });
    await ours.lifecycle.sync();
    await ours.lifecycle.revoke('e0002', 'code', { by, reason: 'x' });
    const { plan } = await ours.lifecycle.sync();
    expect(plan.toMarkdown()).toContain('policy create-only never removes');
    expect(ours.code.accounts.size).toBe(2);
  });

  test('takes an app at once whatever policy says, without grace, and until it is withdrawn', async () => {
    const world = await worldWith({ schedule: { graceDays: 30 }, apps: undefined });
    const ours = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both', for: everyone() }], schedule: { graceDays: 30 } });
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('active');
    await ours.lifecycle.revoke('e0002', 'chat', { by, reason: 'an investigation' });
    await ours.lifecycle.sync();
    expect([userState(ours, mail), chatState(ours)]).toEqual(['active', 'disabled']);
    await ours.lifecycle.withdraw('e0002', 'chat', { by });
    await ours.lifecycle.sync();
    expect(chatState(ours)).toBe('active');
  });

  test('is in the audit trail with the grant, and the trail holds', async () => {
    const { lifecycle } = await worldWith();
    await lifecycle.grant('e0002', 'chat', { by, reason: 'x' });
    await lifecycle.revoke('e0001', 'chat', { by, reason: 'y' });
    await lifecycle.deactivate('e0001', { by, reason: 'z' });
    const kinds = (await collect(lifecycle.audit())).map(({ kind }) => kind).filter((kind) => kind !== 'write');
    expect(kinds).toEqual(['grant', 'revocation', 'activation']);
    expect((await lifecycle.audit.verify()).intact).toBe(true);
  });
});

describe('activation', () => {
  test('somebody unmanaged is activated later and gets what policy gives; deactivated, nothing of theirs is touched', async () => {
    const world = await worldWith({ activation: { firstImport: nobody() } });
    expect(userState(world, mail)).toBeUndefined();
    await world.lifecycle.activate('e0002', { by });
    await world.lifecycle.sync();
    expect(userState(world, mail)).toBe('active');
    await world.lifecycle.deactivate('e0002', { by });
    world.hr.putEmployee(worker(2, { endDate: '2026-11-20', lastName: 'Gone' }));
    const before = targetContent(world);
    await world.lifecycle.sync();
    expect(targetContent(world)).toEqual(before);
    await world.lifecycle.activate('e0002', { by });
    await world.lifecycle.sync();
    expect(userState(world, mail)).toBe('disabled');
  });
});

describe('what is foreseen', () => {
  test('the next moment and everything within some days, in order, as plans will hold it', async () => {
    const world = createWorld(
      [
        worker(1, { endDate: '2026-11-26', timeZone: 'Asia/Tokyo' }),
        worker(2, { startDate: '2026-11-30' }),
        worker(3, { endDate: '2027-06-30' }),
      ],
      { guards: noGuards, schedule: { createDaysBeforeStart: 3, deleteAfterDays: 2 } },
    );
    await world.lifecycle.sync();
    expect(await world.lifecycle.nextDueAt()).toBe('2026-11-26T15:00:00.000Z');
    const told = (await collect(world.lifecycle.upcoming(10))).map(({ at, person, changes }) => [
      at,
      person,
      changes.map(({ kind }) => kind),
    ]);
    expect(told).toEqual([
      ['2026-11-26T15:00:00.000Z', 'e0001', ['user.disable', 'account.disable']],
      ['2026-11-27T00:00:00.000Z', 'e0002', ['user.create']],
      ['2026-11-28T15:00:00.000Z', 'e0001', ['user.delete', 'account.delete']],
      ['2026-11-30T00:00:00.000Z', 'e0002', ['account.create', 'account.create']],
    ]);
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  });

  test('of a leaver: the cut, each deletion so many days after it, and who begins again meanwhile is turned on instead', async () => {
    const world = createWorld([worker(1, { endDate: '2026-11-25' }), worker(2, { endDate: '2026-11-25' })], { guards: noGuards });
    const apps = [{ app: world.apps.chat, policy: 'both' as const, for: everyone(), schedule: { deleteAfterDays: 3 } }];
    const { lifecycle, hr } = reopened(world, { apps, schedule: { deleteAfterDays: 5 } });
    hr.putEmployee({ ...worker(2, { startDate: '2026-11-28' }), id: 'e0902' });
    await lifecycle.sync();
    await lifecycle.sync();
    const told = (await collect(lifecycle.upcoming(30))).map(({ at, person, changes }) => [
      at.slice(0, 10),
      person,
      changes.map(({ kind }) => kind),
    ]);
    expect(told).toEqual([
      ['2026-11-26', 'e0001', ['user.disable', 'account.disable']],
      ['2026-11-26', 'e0002', ['user.disable', 'account.disable']],
      ['2026-11-28', 'e0002', ['user.enable', 'account.enable']],
      ['2026-11-29', 'e0001', ['account.delete']],
      ['2026-12-01', 'e0001', ['user.delete']],
    ]);
  });

  test('nothing is foreseen where HR states no dates', async () => {
    const { lifecycle } = await worldWith();
    expect([await lifecycle.nextDueAt(), await collect(lifecycle.upcoming(365))]).toEqual([null, []]);
  });
});
