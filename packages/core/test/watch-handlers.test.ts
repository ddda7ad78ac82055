// The host's own work beside the loop: no cut waits for it, and it is not lost.
import { expect, test, vi } from 'vitest';
import { seldom, watched } from './watched.ts';
import { day, userState, worker } from './world.ts';

const minute = 60_000;

// Every step lets whatever can go on go on, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

test('a handler that never ends holds up no cut, and is called again', async () => {
  const world = watched();
  const called: string[] = [];
  world.lifecycle.on('left', { name: 'offboarding' }, (event) => {
    called.push(event.person);
    return new Promise(() => {});
  });
  world.hr.putEmployee(worker(2, { endDate: '2026-11-23' }));
  world.hr.putEmployee(worker(3, { endDate: '2026-11-24' }));
  const watching = world.begin({ ...seldom, fullEveryMs: 7 * day });
  await world.clock.until(() => userState(world, 'person3@example.com') === 'disabled');
  expect(new Date(world.clock.now()).toISOString()).toBe('2026-11-25T00:00:00.000Z');
  expect(called).toEqual(['e0002']);
  await world.lifecycle.close();
  await world.end(watching);
});

test('a handler that failed is called again when its time has come, though nothing else is to be done', async () => {
  const world = watched();
  const called: number[] = [];
  world.lifecycle.on('left', { name: 'offboarding' }, async () => {
    called.push(world.clock.now() - Date.parse('2026-11-24T00:00:00Z'));
    // It takes longer than the look that has made the event.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (called.length < 3) throw new Error('down');
  });
  world.hr.putEmployee(worker(2, { endDate: '2026-11-23' }));
  const watching = world.begin({ ...seldom, fullEveryMs: 7 * day });
  await world.clock.until(() => called.length === 3);
  for (const [index, due] of [0, minute, 5 * minute].entries()) expect(Math.abs((called[index] ?? 0) - due)).toBeLessThanOrEqual(4_000);
  await world.end(watching);
});

test('a watch that is ended lets the handler at work come to its end, and calls none after it', async () => {
  const world = watched();
  const told: string[] = [];
  world.lifecycle.on('left', { name: 'offboarding' }, async (event) => {
    told.push(event.person);
    world.stop.abort();
    await new Promise((resolve) => setImmediate(resolve));
    told.push('done');
  });
  for (const number of [2, 3]) world.hr.putEmployee(worker(number, { endDate: '2026-11-23' }));
  const watching = world.begin({ ...seldom, fullEveryMs: 7 * day });
  await world.clock.until(() => told.length > 0);
  await world.end(watching);
  expect(told).toEqual(['e0002', 'done']);
  await world.lifecycle.sync();
  expect(told).toEqual(['e0002', 'done', 'e0003', 'done']);
});
