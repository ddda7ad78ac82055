// Two people are joined while something else goes on, fails, or is said elsewhere; and what is left when they are forgotten.
import { expect, test } from 'vitest';
import type { Store } from '../src/index.ts';
import { bride, idsOf, left, linksOf, renamed, storeOf, word } from './two-people.ts';
import { collect, reopened, targetState, worker } from './world.ts';

test('a plan that was made before does nothing for who is somebody else by now', async () => {
  const world = await bride();
  world.hr.putEmployee(worker(2, left));
  const plan = await world.lifecycle.plan();
  expect(plan.total).toBeGreaterThan(0);
  const on = targetState(world);
  await world.lifecycle.join('e0002', 'e0012', word);
  const run = await world.lifecycle.apply(plan);
  expect([run.counts.applied, run.counts.skipped]).toEqual([0, plan.total]);
  expect(targetState(world)).toEqual(on);
});

test('nobody is joined while a run has a change for them that is not over', async () => {
  const world = await bride();
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  const stop = new AbortController();
  const stopped = reopened(world, { signal: stop.signal });
  const plan = await stopped.lifecycle.plan();
  await expect(stopped.lifecycle.apply(plan, { onEvent: ({ type }) => type === 'change-started' && stop.abort() })).rejects.toThrow();
  const { lifecycle } = reopened(world);
  await expect(lifecycle.join('e0012', 'e0002', word)).rejects.toMatchObject({ code: 'STORE_BUSY' });
  await expect(lifecycle.join('e0002', 'e0012', word)).rejects.toMatchObject({ code: 'STORE_BUSY' });
  expect(await idsOf(world)).toEqual(['e0001', 'e0002', 'e0012']);
  await lifecycle.sync();
  await lifecycle.join('e0012', 'e0002', word);
  expect(await idsOf(world)).toEqual(['e0001', 'e0002']);
});

test('a run that begins while it is judged who is joined is seen', async () => {
  const world = await bride();
  const store = storeOf(world);
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  const [planned, judged, started, refused] = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  if (planned === undefined || judged === undefined || started === undefined || refused === undefined) throw new Error('four');
  let joining = false;
  const raced: Store = {
    ...store,
    commit: (async (tenant, ops) => {
      const begins = ops.some((op) => op.op === 'put' && op.in === 'run' && op.row.endedAt === null);
      if (begins) planned.resolve();
      if (begins) await judged.promise;
      if (ops.some((op) => op.op === 'update' && op.in === 'task' && op.set.state === 'settled')) await refused.promise;
      return store.commit(tenant, ops);
    }) as typeof store.commit,
    scan: async (tenant, name, query) => {
      // The last thing that is read before the commit.
      if (joining && name === 'failure') judged.resolve();
      if (joining && name === 'failure') await started.promise;
      return store.scan(tenant, name, query);
    },
  };
  const { lifecycle } = reopened(world, { store: raced });
  const run = lifecycle.sync({ people: ['e0002'], onEvent: ({ type }) => type === 'change-started' && started.resolve() });
  await planned.promise;
  joining = true;
  await expect(lifecycle.join('e0002', 'e0012', word)).rejects.toMatchObject({ code: 'STORE_BUSY' });
  refused.resolve();
  await run;
  await lifecycle.join('e0002', 'e0012', word);
  expect([await linksOf(world, 'e0002'), (await linksOf(world, 'e0012')).length]).toEqual([[], 3]);
});

test('what another process says is done with the next plan, or waits in the inbox until a run is over', async () => {
  const world = await bride();
  const store = storeOf(world);
  const say = (data: object) => store.commit('default', [{ op: 'append', in: 'inbox', row: { kind: 'join', at: 0, data, state: 'new' } }]);
  await say({ person: 'e0012', into: 'e0099', ...word });
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  let beside: Promise<unknown> | undefined;
  const slow: Store = {
    ...store,
    commit: (async (tenant, ops) => {
      if (ops.some((op) => op.op === 'update' && op.in === 'task' && op.set.state === 'settled')) await beside;
      return store.commit(tenant, ops);
    }) as typeof store.commit,
  };
  const { lifecycle } = reopened(world, { store: slow });
  await lifecycle.apply(await lifecycle.plan(), {
    onEvent: ({ type }) => {
      if (type === 'change-started')
        beside ??= say({ person: 'e0012', into: 'e0002', ...word }).then(() => lifecycle.sync({ people: ['e0001'] }));
    },
  });
  await expect(beside).resolves.toBeDefined();
  expect(await idsOf(world)).toEqual(['e0001', 'e0002', 'e0012']);
  await lifecycle.sync();
  expect(await idsOf(world)).toEqual(['e0001', 'e0002']);
  expect((await collect(lifecycle.audit())).filter(({ kind }) => kind === 'join').map(({ person }) => person)).toEqual(['e0002', 'e0012']);
});

test('a store that fails while somebody is joined has joined nothing', async () => {
  const world = await bride();
  const store = storeOf(world);
  const failing = {
    ...store,
    commit: (async (tenant, ops) => {
      if (ops.some((op) => op.in === 'person')) throw new Error('the disk is gone');
      return store.commit(tenant, ops);
    }) as typeof store.commit,
  };
  const before = [await idsOf(world), await linksOf(world, 'e0002')];
  await expect(reopened(world, { store: failing }).lifecycle.join('e0002', 'e0012', word)).rejects.toThrow('the disk is gone');
  expect([await idsOf(world), await linksOf(world, 'e0002')]).toEqual(before);
  await world.lifecycle.join('e0002', 'e0012', word);
  expect(await linksOf(world, 'e0012')).toEqual(before[1]);
});

test('whoever is forgotten is forgotten under both ids, and the trail still verifies', async () => {
  const world = await bride();
  const { lifecycle } = world;
  const store = storeOf(world);
  await lifecycle.join('e0002', 'e0012', word);
  world.hr.setEmployees([worker(1), worker(2, left), renamed(left)]);
  await lifecycle.sync();
  world.hr.setEmployees([worker(1)]);
  await lifecycle.sync();
  for (const account of [...world.code.accounts.values()]) world.code.accounts.delete(account.id);
  await collect(lifecycle.drift());
  await lifecycle.forget('e0012', { by: 'ana' });
  expect((await lifecycle.audit.verify()).faults).toEqual([]);
  const rows = await Promise.all(
    (['subject', 'event', 'identity', 'employee', 'person'] as const).map((name) => store.scan('default', name, { limit: 500 })),
  );
  expect(JSON.stringify(rows)).not.toMatch(/e0002|e0012/);
  expect((await collect(lifecycle.audit())).filter(({ detail }) => JSON.stringify(detail).includes('passport'))).toEqual([]);
});
