// What every application promises when the engine drives it: one account through lost answers, no cost when nothing changes, the
// declared pace kept, and nobody treated as gone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { miro, sentry, slack } from '../src/index.ts';
import { testedApps } from './apps.ts';
import { collected, company, worker, workers } from './company.ts';
import { type Stub, startStub, uniqueness } from './stub.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

const base = () => ({ token: 'the-token', baseUrl: stub.url, http: { maxRetries: 0 } });
const left = { endDate: '2026-11-20', status: 'terminated' } as const;

describe.each(testedApps.map((tested) => [tested.profile.id, tested] as const))('%s', (_id, { app: make }) => {
  test('a create whose answer is lost ends as one account that is ours', async () => {
    const world = company([worker(1)]);
    const lifecycle = world.lifecycle(make(base()));
    stub.lose('POST');
    const { run } = await lifecycle.sync();
    expect([run?.counts.failed, run?.counts.unknown]).toEqual([0, 0]);
    expect(stub.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
    await lifecycle.sync();
    expect(stub.users.size).toBe(1);
    expect((await lifecycle.plan()).isEmpty).toBe(true);
  });

  test('a run with nothing changed asks the app for nothing about people', async () => {
    const world = company(workers(20));
    const lifecycle = world.lifecycle(make(base()));
    await lifecycle.sync();
    expect(stub.users.size).toBe(20);
    const before = stub.asked.length;
    await lifecycle.sync();
    const since = stub.asked.slice(before);
    expect(since.filter(({ path, query }) => path !== '/Users' || query.has('filter'))).toEqual([]);
    expect(since.length).toBeLessThanOrEqual(1);
  });

  test.each([401, 403])('a refused credential (%i) leaves every leaver to the next run, and nobody counts as gone', async (status) => {
    const world = company(workers(3));
    const app = make(base());
    await world.lifecycle(app).sync();
    stub.script(() => ({ status }));
    for (const number of [1, 2, 3]) world.hr.putEmployee(worker(number, left));
    await world
      .lifecycle(app)
      .sync()
      .catch(() => undefined);
    stub.script(() => undefined);
    expect([...stub.users.values()].filter(({ active }) => active === true)).toHaveLength(3);
    await world.lifecycle(app).sync();
    expect([...stub.users.values()].filter(({ active }) => active === true)).toEqual([]);
  });
});

/** The most calls that went in any stretch of so many milliseconds. */
function most(times: readonly number[], perMs: number): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + perMs).length));
}

test('Miro: no more than 20 deletions in 30 seconds', async () => {
  const world = company(workers(70));
  const app = miro({ ...base(), removal: 'delete', allowIrreversible: true });
  await world.lifecycle(app).sync();
  const times: number[] = [];
  stub.script(({ method }) => {
    if (method === 'DELETE') times.push(world.clock.now());
    return undefined;
  });
  for (let number = 1; number <= 70; number += 1) world.hr.putEmployee(worker(number, left));
  await world.lifecycle(app).sync();
  expect([stub.users.size, times.length]).toEqual([0, 70]);
  expect(most(times, 30_000)).toBeLessThanOrEqual(20);
});

test('Slack: no more than 20 new members in a ninth of a minute, which is 180 in a minute', async () => {
  const world = company(workers(70));
  const times: number[] = [];
  stub.script(({ method }) => {
    if (method === 'POST') times.push(world.clock.now());
    return undefined;
  });
  await world.lifecycle(slack(base())).sync();
  expect([stub.users.size, times.length]).toEqual([70, 70]);
  expect(most(times, 60_000 / 9)).toBeLessThanOrEqual(20);
});

test('what cannot be undone says so in the plan, change by change', async () => {
  const world = company([worker(1)]);
  const app = sentry({ ...base(), organization: 'acme', allowIrreversible: true });
  await world.lifecycle(app).sync();
  world.hr.putEmployee(worker(1, left));
  const plan = await world.lifecycle(app).plan();
  expect((await collected(plan.changes())).map(({ kind, irreversible }) => [kind, irreversible])).toEqual([['account.delete', true]]);
});

test('a removal that is not allowed leaves the leaver in sight', async () => {
  const world = company([worker(1)]);
  const app = sentry({ ...base(), organization: 'acme', allowIrreversible: false });
  const lifecycle = world.lifecycle(app);
  await lifecycle.sync();
  world.hr.putEmployee(worker(1, left));
  const { run } = await lifecycle.sync();
  expect([run?.counts.failed, stub.users.size]).toEqual([1, 1]);
  expect(await collected(lifecycle.openAccess())).toMatchObject([{ target: 'sentry' }]);
});

test('a conflict with an account that cannot be seen is tried once a run, and never in a loop', async () => {
  const world = company([worker(1)]);
  stub.script(({ method }) => (method === 'POST' ? uniqueness : undefined));
  const lifecycle = world.lifecycle(miro(base()));
  const { run } = await lifecycle.sync();
  expect(run?.counts.failed).toBe(1);
  expect(stub.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
