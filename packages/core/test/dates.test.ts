// Promise 10: dates are the person's own; every start and end is an instant where the person is.
import { expect, test } from 'vitest';
import type { Draft, Employee } from '../src/connector/index.ts';
import type { LifecycleOptions } from '../src/index.ts';
import { collect, createWorld, hour, noGuards, userState, type World, worker } from './world.ts';

async function at(world: World, instant: string): Promise<void> {
  world.clock.advance(Date.parse(instant) - world.clock.now());
  await world.lifecycle.sync();
}

const worldAt = (now: string, facts: Partial<Draft<Employee>>, changes: Partial<LifecycleOptions> = {}): World =>
  createWorld([worker(1), worker(2, facts)], { guards: noGuards, ...changes }, { now: Date.parse(now) });

const second = 'person2@example.com';

// The last day is the 24th of November; the cut is the first instant of the 25th where the person is.
const ends = [
  ['Pacific/Auckland', '2026-11-24T11:00:00Z'],
  ['Asia/Tokyo', '2026-11-24T15:00:00Z'],
  ['Europe/London', '2026-11-25T00:00:00Z'],
  ['America/New_York', '2026-11-25T05:00:00Z'],
  ['Pacific/Honolulu', '2026-11-25T10:00:00Z'],
] as const;

test.each(ends)('the last day ends at midnight in %s', async (timeZone, cut) => {
  const world = worldAt('2026-11-23T12:00:00Z', { timeZone, endDate: '2026-11-24' });
  await world.lifecycle.sync();
  await at(world, new Date(Date.parse(cut) - 1).toISOString());
  expect(userState(world, second)).toBe('active');
  await at(world, cut);
  expect(userState(world, second)).toBe('disabled');
});

test.each(ends)('the last day ends in %s also for somebody whose record has gone from the feed', async (timeZone, cut) => {
  const world = createWorld(
    [worker(1), worker(2, { timeZone, endDate: '2026-11-24' })],
    { guards: noGuards },
    { source: { without: ['employees.get'] } },
  );
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  await at(world, new Date(Date.parse(cut) - 1).toISOString());
  expect(userState(world, second)).toBe('active');
  await at(world, cut);
  expect(userState(world, second)).toBe('disabled');
});

const starts = [
  ['Pacific/Auckland', '2026-11-29T11:00:00Z', '2026-11-26T11:00:00Z'],
  ['Asia/Tokyo', '2026-11-29T15:00:00Z', '2026-11-26T15:00:00Z'],
  ['Europe/London', '2026-11-30T00:00:00Z', '2026-11-27T00:00:00Z'],
  ['America/New_York', '2026-11-30T05:00:00Z', '2026-11-27T05:00:00Z'],
  ['Pacific/Honolulu', '2026-11-30T10:00:00Z', '2026-11-27T10:00:00Z'],
] as const;

test.each(starts)(
  'a starter in %s is prepared three days before, and let in when the first day begins there',
  async (timeZone, start, window) => {
    const world = worldAt('2026-11-23T12:00:00Z', { timeZone, startDate: '2026-11-30' }, { schedule: { createDaysBeforeStart: 3 } });
    await at(world, new Date(Date.parse(window) - 1).toISOString());
    expect(userState(world, second)).toBeUndefined();
    await at(world, window);
    expect(userState(world, second)).toBe('pending');
    expect(world.chat.accounts.size).toBe(1);
    await at(world, new Date(Date.parse(start) - 1).toISOString());
    expect(userState(world, second)).toBe('pending');
    await at(world, start);
    expect(userState(world, second)).toBe('active');
    expect(world.chat.accounts.size).toBe(2);
  },
);

test.each([
  ['spring, when the night is an hour shorter', '2026-03-28T12:00:00Z', '2026-03-29', '2026-03-29T23:00:00Z'],
  ['autumn, when the night is an hour longer', '2026-10-24T12:00:00Z', '2026-10-25', '2026-10-26T00:00:00Z'],
])('the last day ends at midnight in London in %s', async (_when, now, endDate, cut) => {
  const world = worldAt(now, { timeZone: 'Europe/London', endDate: endDate as '2026-03-29' });
  await world.lifecycle.sync();
  await at(world, new Date(Date.parse(cut) - 1).toISOString());
  expect(userState(world, second)).toBe('active');
  await at(world, cut);
  expect(userState(world, second)).toBe('disabled');
});

test('a day whose midnight the clocks jump over begins with its first instant', async () => {
  const world = worldAt('2026-09-05T12:00:00Z', { timeZone: 'America/Santiago', startDate: '2026-09-06' });
  await at(world, '2026-09-06T03:59:59Z');
  expect(userState(world, second)).toBeUndefined();
  await at(world, '2026-09-06T04:00:00Z');
  expect(userState(world, second)).toBe('active');
});

test('somebody may start and leave on a leap day', async () => {
  const world = worldAt('2028-02-28T12:00:00Z', { startDate: '2028-02-29', endDate: '2028-02-29' });
  await world.lifecycle.sync();
  expect(userState(world, second)).toBeUndefined();
  await at(world, '2028-02-29T00:00:00Z');
  expect(userState(world, second)).toBe('active');
  await at(world, '2028-03-01T00:00:00Z');
  expect(userState(world, second)).toBe('disabled');
});

test('a last day given as an instant ends at that instant, whatever the zone', async () => {
  const world = worldAt('2026-11-23T12:00:00Z', { timeZone: 'Asia/Tokyo', endDate: '2026-11-23T17:30:00Z' });
  await at(world, '2026-11-23T17:29:59Z');
  expect(userState(world, second)).toBe('active');
  await at(world, '2026-11-23T17:30:00Z');
  expect(userState(world, second)).toBe('disabled');
});

test('a place stands for a zone where HR states none', async () => {
  const world = worldAt(
    '2026-11-24T10:59:59Z',
    { endDate: '2026-11-24', location: { city: 'Auckland', country: 'NZ' } },
    { zones: { NZ: 'Pacific/Auckland' } },
  );
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe('active');
  await at(world, '2026-11-24T11:00:00Z');
  expect(userState(world, second)).toBe('disabled');
});

test.each([
  ['immediately', 'disabled'],
  ['end-of-last-day', 'active'],
] as const)('notice given with a last day to come: cut %s leaves the user %s until then', async (cutAccessAt, state) => {
  const world = worldAt('2026-11-23T12:00:00Z', {}, { schedule: { cutAccessAt } });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { status: 'terminated', endDate: '2026-11-27' }));
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe(state);
});

test('a departure entered after the fact is cut at once and dated when it was', async () => {
  const world = worldAt('2026-11-23T12:00:00Z', {});
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { status: 'terminated', endDate: '2026-11-10' }));
  world.clock.advance(hour);
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe('disabled');
  const events = await collect(world.lifecycle.events({ person: 'e0002' }));
  expect(events.at(-1)).toMatchObject({ type: 'left', at: '2026-11-11T00:00:00.000Z' });
});

test('a start that moves away before it came keeps the prepared user out, and one that is called off turns it off', async () => {
  const world = worldAt('2026-11-23T12:00:00Z', { startDate: '2026-11-25' }, { schedule: { createDaysBeforeStart: 3 } });
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe('pending');
  world.hr.putEmployee(worker(2, { startDate: '2027-01-11' }));
  await at(world, '2026-11-26T12:00:00Z');
  expect(userState(world, second)).toBe('pending');
  world.hr.putEmployee(worker(2, { startDate: '2027-01-11', status: 'terminated' }));
  await world.lifecycle.sync();
  expect(userState(world, second)).toBe('disabled');
});
