// The schedule as a payroll clerk would read it: when access begins, ends and goes, where the person is.
import { describe, expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import { everyone, inDepartment, type LifecycleOptions, nobody } from '../src/index.ts';
import { createWorld, day, hour, noGuards, reopened, userState, type World, worker } from './world.ts';

async function at(world: World, instant: string | number): Promise<void> {
  world.clock.advance((typeof instant === 'string' ? Date.parse(instant) : instant) - world.clock.now());
  await world.lifecycle.sync();
}

const worldAt = (now: string, facts: Partial<Draft<Employee>>, changes: Partial<LifecycleOptions> = {}): World =>
  createWorld([worker(1), worker(2, facts)], { guards: noGuards, ...changes }, { now: Date.parse(now) });

const second = 'person2@example.com';
const chatState = ({ chat }: World): string | undefined =>
  [...chat.accounts.values()].find(({ profile }) => profile.userName === second)?.state;

// Friday the 27th of November 2026, 17:00 where the person is.
const fridays = [
  ['Pacific/Auckland', '2026-11-27T04:00:00Z'],
  ['Asia/Tokyo', '2026-11-27T08:00:00Z'],
  ['Europe/London', '2026-11-27T17:00:00Z'],
  ['America/New_York', '2026-11-27T22:00:00Z'],
  ['Pacific/Honolulu', '2026-11-28T03:00:00Z'],
  // Both sides of the date line: 25 hours lie between these two.
  ['Pacific/Kiritimati', '2026-11-27T03:00:00Z'],
  ['Pacific/Pago_Pago', '2026-11-28T04:00:00Z'],
] as const;

describe('a leaver on Friday at 17:00', () => {
  test.each(fridays)('in %s is cut at that moment, seen from one server, and not a second before', async (timeZone, cut) => {
    const world = worldAt('2026-11-23T12:00:00Z', { timeZone, endDate: '2026-11-27' }, { schedule: { cutAccessAt: { at: '17:00' } } });
    await world.lifecycle.sync();
    await at(world, Date.parse(cut) - 1_000);
    expect([userState(world, second), chatState(world)]).toEqual(['active', 'active']);
    await at(world, cut);
    expect([userState(world, second), chatState(world)]).toEqual(['disabled', 'disabled']);
  });

  test('is also cut then when HR has called them terminated already', async () => {
    const facts = { endDate: '2026-11-27', status: 'terminated' } as const;
    const world = worldAt('2026-11-23T12:00:00Z', facts, { schedule: { cutAccessAt: { at: '17:00' } } });
    await at(world, '2026-11-27T16:59:59Z');
    expect(userState(world, second)).toBe('active');
    await at(world, '2026-11-27T17:00:00Z');
    expect(userState(world, second)).toBe('disabled');
  });
});

describe('what HR says late, or takes back', () => {
  const cutAtFive = { schedule: { cutAccessAt: { at: '17:00' } } } as const;

  test('a termination entered two days late cuts at once, and is dated when it was due', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {}, cutAtFive);
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-23', status: 'terminated' }));
    await at(world, '2026-11-25T12:00:00Z');
    expect(userState(world, second)).toBe('disabled');
    const told = [];
    for await (const event of world.lifecycle.events({ person: 'e0002' })) told.push(event);
    expect(told.at(-1)).toMatchObject({ type: 'left', at: '2026-11-23T17:00:00.000Z' });
  });

  test('a termination that is rescinded before the cut changes nothing', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', { endDate: '2026-11-27' }, cutAtFive);
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: null }));
    await at(world, '2026-11-27T12:00:00Z');
    await at(world, '2026-12-01T12:00:00Z');
    expect(userState(world, second)).toBe('active');
  });

  test('a termination that is rescinded after the cut turns the same accounts on again', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', { endDate: '2026-11-24' }, cutAtFive);
    await world.lifecycle.sync();
    await at(world, '2026-11-24T17:00:00Z');
    expect(userState(world, second)).toBe('disabled');
    world.hr.putEmployee(worker(2, { endDate: null }));
    await at(world, '2026-11-25T12:00:00Z');
    expect([userState(world, second), chatState(world)]).toEqual(['active', 'active']);
    expect([world.okta.users.size, world.chat.accounts.size]).toEqual([2, 2]);
  });

  test('a start date moved later takes nothing away that was only prepared; moved earlier lets in at once', async () => {
    const world = worldAt('2026-11-28T12:00:00Z', { startDate: '2026-11-30' }, { schedule: { createDaysBeforeStart: 3 } });
    await world.lifecycle.sync();
    expect(userState(world, second)).toBe('pending');
    world.hr.putEmployee(worker(2, { startDate: '2026-12-14' }));
    await at(world, '2026-11-30T12:00:00Z');
    expect(userState(world, second)).toBe('pending');
    world.hr.putEmployee(worker(2, { startDate: '2026-12-01' }));
    await at(world, '2026-12-01T12:00:00Z');
    expect(userState(world, second)).toBe('active');
  });

  test('a no-show, terminated before the first day, is turned off, and never got in', async () => {
    const world = worldAt(
      '2026-11-28T12:00:00Z',
      { startDate: '2026-11-30', status: 'pending' },
      { schedule: { createDaysBeforeStart: 3 } },
    );
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { startDate: '2026-11-30', endDate: '2026-11-30', status: 'terminated' }));
    await at(world, '2026-12-01T12:00:00Z');
    expect([userState(world, second), chatState(world)]).toEqual(['disabled', undefined]);
  });
});

describe('the hour itself', () => {
  test.each([
    ['the hour that spring leaves out is the one after it', '2027-03-26T12:00:00Z', '2027-03-28', '01:30', '2027-03-28T01:30:00Z'],
    ['of the hour that autumn has twice the first counts', '2026-10-23T12:00:00Z', '2026-10-25', '01:30', '2026-10-25T00:30:00Z'],
    ['midnight is the beginning of the last day', '2026-11-23T12:00:00Z', '2026-11-25', '00:00', '2026-11-25T00:00:00Z'],
    ['the 29th of February is a day like others', '2028-02-27T12:00:00Z', '2028-02-29', '17:00', '2028-02-29T17:00:00Z'],
  ] as const)('%s', async (_rule, now, endDate, time, cut) => {
    const world = worldAt(now, { endDate }, { schedule: { cutAccessAt: { at: time } } });
    await world.lifecycle.sync();
    await at(world, Date.parse(cut) - 1);
    expect(userState(world, second)).toBe('active');
    await at(world, cut);
    expect(userState(world, second)).toBe('disabled');
  });
});

describe('an app with dates of its own', () => {
  test('is cut at its hour while the rest goes on until the day is over', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', { endDate: '2026-11-24' });
    const apps = [{ app: world.apps.chat, policy: 'both' as const, schedule: { cutAccessAt: { at: '12:00' } as const } }];
    const { lifecycle } = reopened(world, { apps });
    await lifecycle.sync();
    world.clock.advance(day);
    await lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual(['active', 'disabled']);
    world.clock.advance(12 * hour);
    await lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual(['disabled', 'disabled']);
  });

  test('whose hour comes before the company’s is cut once: until the day is over nothing is left to do', async () => {
    const world = worldAt('2026-11-24T12:00:00Z', { endDate: '2026-11-24' });
    const apps = [
      { app: world.apps.chat, policy: 'both' as const, schedule: { cutAccessAt: { at: '11:00' } as const, deleteAfterDays: 1 } },
    ];
    world.hr.putEmployee(worker(2));
    const { lifecycle } = reopened(world, { apps });
    await lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-24' }));
    await lifecycle.sync();
    expect([userState(world, second), chatState(world), (await lifecycle.plan()).total]).toEqual(['active', 'disabled', 0]);
    world.clock.advance(day);
    await lifecycle.sync();
    expect(chatState(world)).toBeUndefined();
  });

  test('whose hour comes after the company’s keeps what is there until then, and gives nothing any more', async () => {
    const world = worldAt('2026-11-24T12:00:00Z', {});
    const apps = [{ app: world.apps.chat, policy: 'both' as const, schedule: { cutAccessAt: 'end-of-last-day' as const } }];
    const { lifecycle } = reopened(world, { apps, schedule: { cutAccessAt: { at: '17:00' } } });
    await lifecycle.sync();
    await lifecycle.revoke('e0001', 'chat', { by: 'ana', reason: 'an investigation' });
    for (const number of [1, 2]) world.hr.putEmployee(worker(number, { endDate: '2026-11-24' }));
    world.hr.putEmployee(worker(3));
    await lifecycle.sync();
    world.hr.putEmployee(worker(4, { endDate: '2026-11-24' }));
    world.clock.advance(6 * hour);
    await lifecycle.sync();
    const states = () => [...world.chat.accounts.values()].map(({ profile, state }) => `${profile.userName} ${state}`).sort();
    expect(states()).toEqual(['person1@example.com disabled', 'person2@example.com active', 'person3@example.com active']);
    world.clock.advance(6 * hour);
    await lifecycle.sync();
    expect(states()).toEqual(['person1@example.com disabled', 'person2@example.com disabled', 'person3@example.com active']);
    expect((await lifecycle.plan()).total).toBe(0);
  });

  test('is deleted after its own number of days, the others after theirs', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', { endDate: '2026-11-22' });
    const apps = [{ app: world.apps.chat, policy: 'both' as const, schedule: { deleteAfterDays: 2 } }];
    world.hr.putEmployee(worker(2));
    const { lifecycle } = reopened(world, { apps, schedule: { deleteAfterDays: 30 } });
    await lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-22' }));
    await lifecycle.sync();
    world.clock.advance(2 * day);
    await lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual(['disabled', undefined]);
    world.clock.advance(28 * day);
    await lifecycle.sync();
    expect(userState(world, second)).toBeUndefined();
  });

  test('is made ready early only where that is said for the app', async () => {
    const world = worldAt('2026-11-28T12:00:00Z', { startDate: '2026-11-30' });
    const apps = [{ app: world.apps.chat, policy: 'both' as const, schedule: { createDaysBeforeStart: 7 } }];
    await reopened(world, { apps }).lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual([undefined, 'active']);
  });

  test.each([
    ['keep', 'active', 'active'],
    ['suspend', 'active', 'disabled'],
    ['nothing', 'active', 'active'],
  ] as const)('does with leave of absence what is said for it: %s', async (onLeave, user, chat) => {
    const world = worldAt('2026-11-23T12:00:00Z', {});
    const { lifecycle } = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both', schedule: { onLeave } }] });
    await lifecycle.sync();
    world.hr.putEmployee(worker(2, { status: 'on-leave' }));
    await lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual([user, chat]);
    world.hr.putEmployee(worker(2));
    await lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual(['active', 'active']);
  });

  test('with onLeave nothing not even a changed name is written until the return', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {}, { schedule: { onLeave: 'nothing' } });
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { status: 'on-leave', lastName: 'King' }));
    expect((await world.lifecycle.plan()).header.total).toBe(0);
    world.hr.putEmployee(worker(2, { lastName: 'King' }));
    await world.lifecycle.sync();
    expect([...world.okta.users.values()].map(({ profile }) => profile.familyName)).toContain('King');
  });
});

describe('grace after a move', () => {
  const groupsOf = ({ okta }: World): string[] =>
    [...([...okta.users.values()].find(({ profile }) => profile.userName === second)?.groups ?? [])].sort();

  test('what a move takes away stays for the stated days, then goes; what it gives comes at once', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {}, { schedule: { graceDays: 5 } });
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { departmentId: 'd-sales' }));
    await world.lifecycle.sync();
    expect(groupsOf(world)).toEqual(['g-Engineering-Core', 'g-Sales-Access']);
    await at(world, world.clock.now() + 5 * day - 1);
    expect(groupsOf(world)).toEqual(['g-Engineering-Core', 'g-Sales-Access']);
    await at(world, world.clock.now() + 1);
    expect(groupsOf(world)).toEqual(['g-Sales-Access']);
    expect((await world.lifecycle.plan()).header.total).toBe(0);
  });

  test('an app stays as long, and whoever comes back in time loses nothing', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {});
    const everybody = [{ app: world.apps.chat, policy: 'both' as const, for: everyone(), schedule: { graceDays: 3 } }];
    const noOne = [{ app: world.apps.chat, policy: 'both' as const, for: nobody(), schedule: { graceDays: 3 } }];
    await reopened(world, { apps: everybody }).lifecycle.sync();
    const without = reopened(world, { apps: noOne }).lifecycle;
    await without.sync();
    world.clock.advance(2 * day);
    await without.sync();
    expect(chatState(world)).toBe('active');
    await reopened(world, { apps: everybody }).lifecycle.sync();
    world.clock.advance(2 * day);
    await without.sync();
    expect(chatState(world)).toBe('active');
    world.clock.advance(3 * day);
    await without.sync();
    expect(chatState(world)).toBe('disabled');
  });

  test('leave that turns an app off turns it off in the days of grace as well', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {});
    const apps = [
      {
        app: world.apps.chat,
        policy: 'both' as const,
        for: inDepartment('Engineering'),
        schedule: { graceDays: 9, onLeave: 'suspend' as const },
      },
    ];
    const { lifecycle } = reopened(world, { apps });
    await lifecycle.sync();
    world.hr.putEmployee(worker(2, { departmentId: 'd-sales' }));
    await lifecycle.sync();
    expect(chatState(world)).toBe('active');
    world.hr.putEmployee(worker(2, { departmentId: 'd-sales', status: 'on-leave' }));
    await lifecycle.sync();
    expect(chatState(world)).toBe('disabled');
  });

  test('leaving knows no grace', async () => {
    const world = worldAt('2026-11-23T12:00:00Z', {}, { schedule: { graceDays: 30 } });
    await world.lifecycle.sync();
    world.hr.putEmployee(worker(2, { endDate: '2026-11-22' }));
    await world.lifecycle.sync();
    expect([userState(world, second), chatState(world)]).toEqual(['disabled', 'disabled']);
  });
});
