// The host's own work for lifecycle events: at least once, in spite of faults and restarts.
import { expect, test } from 'vitest';
import type { LifecycleEvent } from '../src/index.ts';
import { collect, createWorld, noGuards, reopened, type World, worker, workers } from './world.ts';

const minute = 60_000;

async function hire(world: World, number: number): Promise<void> {
  world.hr.putEmployee(worker(number));
  await world.lifecycle.sync();
}

function opened(): World {
  return createWorld(workers(2), { guards: noGuards });
}

test('a handler is called once for each event of its types, after the run, with a key of its own', async () => {
  const world = opened();
  const seen: string[] = [];
  world.lifecycle.on('joined', { name: 'welcome' }, async (event, { id, attempt }) => {
    seen.push(`${event.type} ${event.person} ${id} ${attempt} ${world.okta.users.size}`);
  });
  await world.lifecycle.sync();
  expect(seen).toEqual([]);
  await hire(world, 3);
  await world.lifecycle.sync();
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/^joined e0003 default\/welcome\/\d+ 1 3$/);
});

test('a handler registered later sees what happens from then on, and another one what happened since its own first day', async () => {
  const world = opened();
  await world.lifecycle.sync();
  await hire(world, 3);
  const late: LifecycleEvent[] = [];
  world.lifecycle.on(['joined', 'left'], { name: 'late' }, (event) => {
    late.push(event);
  });
  await hire(world, 4);
  expect(late.map((event) => 'person' in event && event.person)).toEqual(['e0004']);
});

test('what fails is tried again later with the same key, and holds up nothing else', async () => {
  const world = opened();
  const tries: [string, number][] = [];
  world.lifecycle.on('joined', { name: 'tickets' }, (event, { id, attempt }) => {
    tries.push([`${event.person} ${id}`, attempt]);
    if (event.person === 'e0003' && attempt < 3) throw new Error('secret of the host');
  });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(3));
  await hire(world, 4);
  expect(tries.map(([key]) => key.split(' ')[0])).toEqual(['e0003', 'e0004']);
  const [failed] = await collect(world.lifecycle.deliveries());
  expect(failed).toMatchObject({ handler: 'tickets', attempts: 1, because: 'Error' });
  await world.lifecycle.sync();
  expect(tries).toHaveLength(2);
  world.clock.advance(minute);
  await world.lifecycle.sync();
  world.clock.advance(4 * minute);
  await world.lifecycle.sync();
  expect(tries.slice(2).map(([key, attempt]) => [key === tries[0]?.[0], attempt])).toEqual([
    [true, 2],
    [true, 3],
  ]);
  expect(await collect(world.lifecycle.deliveries())).toEqual([]);
});

test('after a restart a handler goes on where it stood, with what had failed too', async () => {
  const world = opened();
  world.lifecycle.on('joined', { name: 'tickets' }, () => {
    throw new Error('down');
  });
  await world.lifecycle.sync();
  await hire(world, 3);
  const again = reopened(world);
  // Nobody was listening when this one came.
  await hire(again, 4);
  const third = reopened(world);
  const seen: string[] = [];
  third.lifecycle.on('joined', { name: 'tickets' }, (event) => {
    seen.push(event.person);
  });
  third.clock.advance(minute);
  await third.lifecycle.sync();
  expect(seen).toEqual(['e0003', 'e0004']);
});

test('a handler may plan and apply itself without waiting for itself', async () => {
  const world = opened();
  const seen: string[] = [];
  world.lifecycle.on('joined', { name: 'chain' }, async (event) => {
    seen.push(event.person);
    if (event.person === 'e0003') await hire(world, 4);
  });
  await world.lifecycle.sync();
  await hire(world, 3);
  expect(seen).toEqual(['e0003', 'e0004']);
});

test('a name that is malformed or taken is refused', () => {
  const { lifecycle } = opened();
  const refused = expect.objectContaining({ code: 'OPTIONS_INVALID' });
  lifecycle.on('joined', { name: 'once' }, () => {});
  expect(() => lifecycle.on('left', { name: 'once' }, () => {})).toThrow(refused);
  expect(() => lifecycle.on('left', { name: 'no spaces' }, () => {})).toThrow(refused);
});
