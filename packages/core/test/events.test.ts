// Lifecycle events: labels on a difference, told once, and nothing that is lost when nobody listens.
import { expect, test } from 'vitest';
import { collect, createWorld, day, noGuards, settledWorld, type World, worker, workers } from './world.ts';

const told = async (world: World, person: string): Promise<string[]> =>
  (await collect(world.lifecycle.events({ person }))).map(({ type }) => type);

test('a first import is imported, whoever comes later joined', async () => {
  const world = await settledWorld(workers(2));
  world.hr.putEmployee(worker(3));
  const { plan } = await world.lifecycle.sync();
  expect(await told(world, 'e0001')).toEqual(['imported']);
  expect(await told(world, 'e0003')).toEqual(['joined']);
  expect(plan.header.events).toEqual({ joined: 1 });
});

test('a life in events, each told once however often the company is read', async () => {
  const world = await settledWorld(workers(2), { guards: noGuards });
  const days = [
    { departmentId: 'd-sales' },
    { departmentId: 'd-sales', jobTitle: 'Lead', phone: '1' },
    { departmentId: 'd-sales', jobTitle: 'Lead', phone: '1', status: 'on-leave' },
    { departmentId: 'd-sales', jobTitle: 'Lead', phone: '1' },
    { departmentId: 'd-sales', jobTitle: 'Lead', phone: '1', endDate: '2026-11-22', status: 'terminated' },
    { departmentId: 'd-sales', jobTitle: 'Lead', phone: '1', endDate: null },
  ] as const;
  for (const facts of days) {
    world.hr.putEmployee(worker(2, facts));
    for (let round = 0; round < 2; round += 1) await world.lifecycle.sync();
    world.clock.advance(day);
  }
  expect(await told(world, 'e0002')).toEqual(['imported', 'moved', 'changed', 'leave-started', 'leave-ended', 'left', 'rejoined']);
  const events = await collect(world.lifecycle.events({ person: 'e0002' }));
  expect(events[1]).toMatchObject({ from: 'd-eng', to: 'd-sales' });
  expect(events[2]).toMatchObject({ fields: ['phone', 'jobTitle'] });
});

test('somebody hired ahead joins on the first day, not when HR types it in', async () => {
  const world = await settledWorld(workers(2), { schedule: { createDaysBeforeStart: 3 } });
  world.hr.putEmployee(worker(3, { startDate: '2026-11-25' }));
  await world.lifecycle.sync();
  expect(await told(world, 'e0003')).toEqual([]);
  world.clock.advance(2 * day);
  await world.lifecycle.sync();
  expect(await told(world, 'e0003')).toEqual(['joined']);
});

test('an absence that the source confirms is told as left', async () => {
  const world = await settledWorld(workers(4));
  world.hr.removeEmployee('e0004');
  for (let round = 0; round < 2; round += 1) await world.lifecycle.sync();
  expect(await told(world, 'e0004')).toEqual(['imported', 'left']);
});

test('a plan that was never applied loses no event and tells none twice', async () => {
  const world = createWorld(workers(2));
  for (let round = 0; round < 3; round += 1) await world.lifecycle.plan();
  await world.lifecycle.sync();
  expect(await told(world, 'e0001')).toEqual(['imported']);
});
