// The host's own work for lifecycle events: at least once, in spite of faults and restarts.
import { expect, test } from 'vitest';
import type { LifecycleEvent } from '../src/index.ts';
import { failingStore } from './breaking.ts';
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

test('a name that is malformed or taken is refused, and a type that there is not', () => {
  const { lifecycle } = opened();
  const refused = expect.objectContaining({ code: 'OPTIONS_INVALID' });
  lifecycle.on('joined', { name: 'once' }, () => {});
  expect(() => lifecycle.on('left', { name: 'once' }, () => {})).toThrow(refused);
  expect(() => lifecycle.on('left', { name: 'no spaces' }, () => {})).toThrow(refused);
  expect(() => lifecycle.on('lefty' as 'left', { name: 'typo' }, () => {})).toThrow(/expected one of .*joined, .*left, /);
});

test('one that never ends is called again later and holds up neither the run, nor the other handlers, nor what comes next', async () => {
  const world = createWorld(workers(2), { guards: noGuards, verbDeadlineMs: 20 });
  const aborted: boolean[] = [];
  const seen: string[] = [];
  world.lifecycle.on('joined', { name: 'hangs' }, (_event, { signal }) => {
    signal.addEventListener('abort', () => aborted.push(true));
    return new Promise(() => {});
  });
  world.lifecycle.on('joined', { name: 'well' }, (event) => {
    seen.push(event.person);
  });
  await world.lifecycle.sync();
  await hire(world, 3);
  await hire(world, 4);
  expect(seen).toEqual(['e0003', 'e0004']);
  expect(aborted).toEqual([true, true]);
  expect((await collect(world.lifecycle.deliveries())).map(({ handler, because }) => `${handler}: ${because}`)).toEqual([
    'hangs: no end within 20 ms',
    'hangs: no end within 20 ms',
  ]);
});

test('a process that ends while a handler works calls it once more, with the same key, and no other event twice', async () => {
  const { store, arm } = failingStore((ops) => ops.some((op) => op.op === 'put' && op.in === 'setting' && op.row.name === 'handler:mail'));
  const world = createWorld(workers(2), { guards: noGuards, store });
  const calls: string[] = [];
  const listen = ({ lifecycle }: World): void => {
    lifecycle.on('joined', { name: 'mail' }, (event, { id }) => {
      calls.push(`${event.person} ${id}`);
      if (event.person === 'e0004' && calls.length === 2) arm();
    });
  };
  listen(world);
  await world.lifecycle.sync();
  for (const number of [3, 4]) world.hr.putEmployee(worker(number));
  await expect(hire(world, 5)).rejects.toMatchObject({ code: 'STORE_FULL' });
  const again = reopened(world);
  listen(again);
  await again.lifecycle.sync();
  expect(calls.map((call) => call.split(' ')[0])).toEqual(['e0003', 'e0004', 'e0004', 'e0005']);
  expect(calls[2]).toBe(calls[1]);
});

test('a store that fails once as a handler is registered makes nothing fail for good, and no event is lost', async () => {
  const { store, arm } = failingStore((ops) => ops.some((op) => op.in === 'setting' && op.op === 'insert-if-absent'));
  const world = createWorld(workers(2), { guards: noGuards, store });
  await world.lifecycle.sync();
  arm();
  const seen: string[] = [];
  world.lifecycle.on('joined', { name: 'mail' }, (event) => {
    seen.push(event.person);
  });
  await hire(world, 3).catch(() => undefined);
  await hire(world, 4);
  expect(seen).toEqual(['e0003', 'e0004']);
});

const named = (name: unknown): Error => Object.assign(new Error('secret of the host'), { name });
const tricky = new Proxy(new Error('x'), {
  get() {
    throw new RangeError('secret of the host');
  },
});

test.each([
  ['nothing', undefined, 'undefined'],
  ['a text', 'secret of the host', 'string'],
  ['an error of another name', named('QuotaError'), 'QuotaError'],
  ['an error whose name tells all', named('Ada <ada@example.com>'), 'Error'],
  ['an error whose name is no text', named({ ada: 'ada@example.com' }), 'Error'],
  ['an error that cannot be looked at', tricky, 'unknown'],
])('a handler that throws %s has failed, and nothing of it is told', async (_what, thrown, because) => {
  const world = opened();
  world.lifecycle.on('joined', { name: 'odd' }, () => {
    throw thrown;
  });
  await world.lifecycle.sync();
  await hire(world, 3);
  expect(await collect(world.lifecycle.deliveries())).toMatchObject([{ handler: 'odd', attempts: 1, because }]);
});

test('what a handler answers is of no interest, even a promise of its own kind that fails', async () => {
  const world = opened();
  const failing = Object.defineProperty({}, 'then', { value: (_: unknown, reject: (error: unknown) => void) => reject('secret') });
  const answers: unknown[] = [42, null, {}, failing];
  world.lifecycle.on('joined', { name: 'rubbish' }, () => answers.shift() as never);
  await world.lifecycle.sync();
  for (const number of [3, 4, 5]) world.hr.putEmployee(worker(number));
  await hire(world, 6);
  expect(await collect(world.lifecycle.deliveries())).toMatchObject([{ event: { person: 'e0006' }, because: 'string' }]);
});
