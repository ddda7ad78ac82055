// Two at once, and targets that never answer.
import { expect, test } from 'vitest';
import type { AppProvisioner } from '../src/connector/index.ts';
import { inDepartment } from '../src/index.ts';
import { fault } from './breaking.ts';
import { collect, createWorld, hour, reopened, settledWorld, userState, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;

const within = <Value>(work: Promise<Value>, milliseconds = 800): Promise<Value | 'HANGS'> =>
  Promise.race([work, new Promise<'HANGS'>((resolve) => setTimeout(resolve, milliseconds, 'HANGS'))]);
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a second lifecycle on the store waits or is refused while the first applies', async () => {
  const world = createWorld(workers(60));
  const { users } = world.provider;
  const create: typeof users.create = async (request, context) => {
    await wait(5);
    return users.create(request, context);
  };
  const identityProvider = { ...world.provider, users: { ...users, create } };
  const [one, two] = [reopened(world, { identityProvider }), reopened(world, { identityProvider })];
  const plan = await one.lifecycle.plan();
  await Promise.allSettled([one.lifecycle.apply(plan), two.lifecycle.apply(plan)]);
  expect(world.okta.calls.filter(({ verb }) => verb === 'users.create')).toHaveLength(60);
});

test('nor may it plan meanwhile and wipe the rows of the first plan', async () => {
  const world = createWorld(workers(300), {}, { source: { pageSize: 50 } });
  const slow = (ms: number) => ({
    ...world.source,
    employees: {
      ...world.source.employees,
      list: async (...call: Parameters<typeof world.source.employees.list>) => {
        await wait(ms);
        return world.source.employees.list(...call);
      },
    },
  });
  const [one, two] = [reopened(world, { source: slow(1) }), reopened(world, { source: slow(3) })];
  const first = one.lifecycle.plan();
  await wait(4);
  const second = two.lifecycle.plan().catch(() => {});
  const plan = await first;
  await second;
  expect(await collect(plan.changes())).toHaveLength(plan.total);
});

test.each([0, -1, Number.NaN])('a declared concurrency of %s is refused, not a deadlock', async (concurrency) => {
  const outcome = within(
    (async () => createWorld(workers(3), {}, { chat: { limits: { concurrency } } }).lifecycle.sync())().catch(() => 'refused'),
  );
  expect(await outcome).not.toBe('HANGS');
});

test('a verb that never answers stops neither the next cut elsewhere nor close', async () => {
  const world = await settledWorld(workers(12));
  const stuckApp = (app: AppProvisioner): AppProvisioner => ({
    ...app,
    accounts: { ...app.accounts, disable: () => new Promise<never>(() => {}) },
  });
  const apps = [
    { app: stuckApp(world.apps.chat), policy: 'both' as const },
    { app: stuckApp(world.apps.code), policy: 'create-only' as const, for: inDepartment('Engineering') },
  ];
  const stuck = reopened(world, { apps });
  world.hr.putEmployee(worker(1, off));
  void stuck.lifecycle.sync().catch(() => {});
  await wait(200);
  expect(await within(stuck.lifecycle.close().then(() => 'closed'))).toBe('closed');
});

test('a target that says wait 24 hours does not keep the next leaver on elsewhere', async () => {
  const world = await settledWorld(workers(12));
  const real = reopened(world, { clock: { now: world.clock.now, sleep: () => new Promise(() => {}) } });
  world.chat.fail('accounts.disable', 'every', fault('CONNECTOR_RATE_LIMITED', { retryAfterMs: 24 * hour }));
  world.hr.putEmployee(worker(1, off));
  void real.lifecycle.sync();
  await wait(200);
  world.hr.putEmployee(worker(2, off));
  await within(real.lifecycle.sync());
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});
