// What every application promises when the engine drives it: one account through lost answers, no cost when nothing changes, the
// declared pace kept, and nobody treated as gone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { miro, sentry, slack } from '../src/index.ts';
import { testedApps } from './apps.ts';
import { collected, company, worker, workers } from './company.ts';
import { keepsItsPromisesInALifecycle, left } from './lifecycle-promises.ts';
import { scimPromising } from './scim-world.ts';
import { type Stub, startStub, uniqueness } from './stub.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

const base = () => ({ token: 'the-token', baseUrl: stub.url, http: { maxRetries: 0 } });

describe.each(testedApps.map((tested) => [tested.profile.id, tested] as const))('%s', (_id, tested) => {
  keepsItsPromisesInALifecycle(scimPromising(tested));
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
