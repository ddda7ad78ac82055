// What is over leaves the store in time; what is open, held, under way or not yet told stays, and so does the proof.
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LifecycleOptions, memoryStore } from '../src/index.ts';
import type { CollectionName, Store } from '../src/store/port.ts';
import { sqliteStore } from '../src/store/sqlite/index.ts';
import { collect, createWorld, day, noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

const retentionDays = { plans: 2, runs: 10, events: 5, inbox: 3 };

const count = ({ options }: World, collection: CollectionName): Promise<number> => options.store.count('default', collection);

const rowsOf = async (world: World): Promise<Record<string, number>> => {
  const names = ['plan', 'planPart', 'task', 'journal', 'run', 'event', 'inbox', 'approval'] as const;
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await count(world, name)])));
};

const numbers = async (world: World): Promise<string[]> => (await collect(world.lifecycle.runs())).map(({ id }) => id);

/** Somebody's title changes every day; everybody else stays as they are. */
async function live(world: World, days: number): Promise<void> {
  for (let at = 0; at < days; at += 1) {
    world.clock.advance(day);
    world.hr.putEmployee(worker(2, { jobTitle: `Title ${at}` }));
    await world.lifecycle.sync();
  }
}

test.each([
  ['memory', () => memoryStore()],
  ['SQLite', (path: string) => sqliteStore(path)],
] as [string, (path: string) => Store][])('what a store in %s holds does not grow with the days', async (name, open) => {
  const path = join(tmpdir(), `tenure-retention-${process.pid}-${name}.db`);
  const world = await settledWorld(workers(3), { retentionDays, store: open(path) });
  try {
    await live(world, 12);
    const then = await rowsOf(world);
    await live(world, 6);
    expect(await rowsOf(world)).toEqual(then);
    expect(then).toMatchObject({ plan: expect.any(Number), run: 11 });
    expect(then['plan']).toBeLessThan(8);
  } finally {
    await world.lifecycle.close();
    for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
  }
});

test('numbers of runs go on, whatever is deleted', async () => {
  const world = await settledWorld(workers(2), { retentionDays });
  await live(world, 15);
  const ids = await numbers(world);
  expect(ids[0]).toBe('run-000016');
  expect(new Set(ids).size).toBe(ids.length);
});

test('by default nothing goes within a month, and applied plans go after it', async () => {
  const world = await settledWorld(workers(2), {});
  await live(world, 29);
  expect(await count(world, 'plan')).toBe(30);
  await live(world, 20);
  expect(await count(world, 'plan')).toBeLessThan(36);
  expect(await count(world, 'run')).toBe(50);
});

test('the last thing done for somebody stays told, however long ago it was', async () => {
  const world = await settledWorld(workers(3), { retentionDays });
  await live(world, 20);
  expect(await numbers(world)).not.toContain('run-000001');
  const { targets } = await world.lifecycle.explain('e0001', 'okta');
  expect(targets[0]?.lastWrite).toMatchObject({ run: 'run-000001', outcome: 'applied' });
  const changed = await world.lifecycle.explain('e0002', 'okta');
  expect(changed.targets[0]?.lastWrite?.run).toBe('run-000021');
});

test('a leaver’s receipt and the audit trail are whole when the run that cut them is gone', async () => {
  const world = await settledWorld(workers(12), { retentionDays });
  world.hr.putEmployee(worker(3, { status: 'terminated', endDate: '2026-11-20' }));
  const { run } = await world.lifecycle.sync();
  const fresh = await world.lifecycle.receipt('e0003');
  await live(world, 25);
  expect(await numbers(world)).not.toContain(run.id);
  expect((await world.lifecycle.receipt('e0003')).lines).toEqual(fresh.lines);
  expect((await world.lifecycle.audit.verify()).intact).toBe(true);
});

test('what a guard holds and what a person decided upon waits as long as it may', async () => {
  const world = await settledWorld(workers(10), { retentionDays: { ...retentionDays, plans: 1 }, planValidHours: 240 });
  world.hr.setEmployees(workers(10).map((person, at) => (at < 6 ? { ...person, status: 'terminated', endDate: '2026-11-20' } : person)));
  const { plan } = await world.lifecycle.sync();
  const part = plan.header.held.find(({ target }) => target === 'okta');
  world.clock.advance(4 * day);
  await world.lifecycle.plan();
  await world.lifecycle.approve(part?.hash ?? '', { by: 'somebody' });
  const run = await world.lifecycle.apply(plan);
  expect(run.counts.applied).toBe(6);
});

test('an event stays until every handler has been given it, however old it is', async () => {
  const world = createWorld(workers(2), { retentionDays });
  const told: string[] = [];
  const off = world.lifecycle.on('changed', { name: 'payroll' }, () => {
    throw new Error('not today');
  });
  await world.lifecycle.sync();
  await live(world, 1);
  off();
  await live(world, 12);
  const later = reopened(world);
  later.lifecycle.on('changed', { name: 'payroll' }, ({ type, person }) => void told.push(`${type} ${person}`));
  later.clock.advance(day);
  await later.lifecycle.sync();
  expect(told).toHaveLength(12);
  later.clock.advance(10 * day);
  await later.lifecycle.sync();
  expect(await count(world, 'event')).toBe(0);
});

test('a run that was interrupted is taken up after months, with its plan', async () => {
  const stop = new AbortController();
  const options: Partial<LifecycleOptions> = { retentionDays, guards: noGuards, signal: stop.signal };
  const world = createWorld(workers(40), options);
  const plan = await world.lifecycle.plan();
  let started = 0;
  const onEvent = (event: { readonly type: string }): void => {
    if (event.type === 'change-started') started += 1;
    if (started === 5) stop.abort(new Error('stopped'));
  };
  await expect(world.lifecycle.apply(plan, { onEvent })).rejects.toThrow();
  world.clock.advance(100 * day);
  const later = reopened(world, { signal: undefined });
  await later.lifecycle.plan();
  expect(await count(world, 'run')).toBe(1);
  const tasks = await world.options.store.scan('default', 'task', { limit: 100, columns: ['state'] });
  expect(tasks.rows.filter(({ state }) => state !== 'settled').length).toBeGreaterThan(0);
  expect(await later.options.store.get('default', 'plan', [[plan.hash]])).not.toEqual([undefined]);
});

test('a store that refuses loses no plan', async () => {
  const store = memoryStore();
  const { TenureError } = await import('../src/index.ts');
  const world = await settledWorld(workers(2), {
    retentionDays,
    store: {
      ...store,
      async commit(tenant, ops) {
        if (ops.some((op) => op.op === 'delete' && (op.in === 'journal' || op.in === 'plan')))
          throw new TenureError('STORE_FULL', { system: 'store', verb: 'commit', fact: 'full', details: {} });
        return store.commit(tenant, ops);
      },
    },
  });
  await live(world, 14);
  expect((await numbers(world)).length).toBe(15);
});
