// How access ends: cuts first, off before deleted, deleted only when its days are over, and nothing lost on the way.
import { expect, test } from 'vitest';
import { everyone, TenureError } from '../src/index.ts';
import { collect, createWorld, day, noGuards, outcomes, settledWorld, targetState, userState, worker, workers } from './world.ts';

const off = { status: 'terminated', endDate: '2026-11-20' } as const;

test('cuts come before everything else in a plan and in a run', async () => {
  const world = await settledWorld(workers(3), {}, { provider: { limits: { concurrency: 1 } }, chat: { limits: { concurrency: 1 } } });
  world.okta.calls.length = 0;
  world.hr.setEmployees([worker(1, { lastName: 'New' }), worker(2, off), worker(3), worker(4)]);
  await world.lifecycle.sync();
  const verbs = world.okta.calls.map(({ verb }) => verb).filter((verb) => /create|update|disable/.test(verb));
  expect(verbs).toEqual(['users.disable', 'users.create', 'users.update']);
});

test('a leaver is turned off at once and deleted only when the days are over', async () => {
  const world = await settledWorld(workers(2), { schedule: { deleteAfterDays: 30 } });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  world.clock.advance(29 * day);
  expect((await world.lifecycle.sync()).plan.isEmpty).toBe(true);
  world.clock.advance(day);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toEqual(['person1@example.com active g-Sales-Access']);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a leaver whose record has gone is deleted all the same when the days are over', async () => {
  const world = await settledWorld(workers(2), { schedule: { deleteAfterDays: 30 } });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  world.clock.advance(day);
  await world.lifecycle.sync();
  world.clock.advance(30 * day);
  await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual(['person1@example.com active']);
});

test('a leaver whose cut failed is cut by the next plan although the record has gone', async () => {
  const world = await settledWorld(workers(2));
  world.hr.putEmployee(worker(2, off));
  const refused = new TenureError('CONNECTOR_FORBIDDEN', { system: 'okta', verb: 'disable user', fact: 'no permission', details: {} });
  world.okta.fail('users.disable', 'every', { kind: 'before', error: refused });
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.okta.heal();
  world.hr.removeEmployee('e0002');
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('a held cut is still in the next plan although the records have gone', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees([
    ...workers(7),
    ...workers(12)
      .slice(7)
      .map((each) => ({ ...each, ...off })),
  ]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.filter(({ target }) => target === 'okta')).toMatchObject([{ class: 'disable', people: 5 }]);
  world.hr.setEmployees(workers(7));
  const next = await world.lifecycle.plan();
  expect(next.header.held.filter(({ target }) => target === 'okta')).toMatchObject([{ class: 'disable', people: 5 }]);
});

test('a suspended person who leaves is deactivated, and the days until deletion count from then', async () => {
  const world = await settledWorld(workers(2), { schedule: { onLeave: 'suspend', deleteAfterDays: 30 } });
  world.hr.putEmployee(worker(2, { status: 'on-leave' }));
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002')).toMatchObject({
    state: 'disabled',
    disabledBy: 'suspend',
  });
  world.clock.advance(90 * day);
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002')).toMatchObject({
    state: 'disabled',
    disabledBy: 'deactivate',
  });
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  world.clock.advance(29 * day);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  world.clock.advance(day);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBeUndefined();
});

test('an app lost by a move is not deleted on the day the person leaves', async () => {
  const world = await settledWorld(workers(2), {
    schedule: { deleteAfterDays: 30 },
    identity: { for: { rule: 'withEmploymentType', args: ['full-time'] } },
  });
  world.hr.putEmployee(worker(2, { employmentType: 'contractor' }));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  world.clock.advance(90 * day);
  world.hr.putEmployee(worker(2, { employmentType: 'contractor', status: 'terminated' }));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('create-only keeps the account of a leaver and says so', async () => {
  const world = await settledWorld(workers(2));
  world.hr.putEmployee(worker(2, off));
  const { plan } = await world.lifecycle.sync();
  expect(targetState(world).code).toEqual(['person2@example.com active']);
  expect(plan.header.suppressed).toMatchObject([{ target: 'code', kind: 'account.delete', because: 'policy create-only never removes' }]);
});

test('an app that can only delete deletes only what we created', async () => {
  const world = createWorld([worker(2)]);
  const both = { ...world.options, apps: [{ app: world.apps.code, policy: 'both' as const, for: everyone() }], guards: noGuards };
  world.code.addAccount({ userName: 'person2@example.com', email: 'person2@example.com' });
  const { createLifecycle } = await import('../src/index.ts');
  const lifecycle = createLifecycle(both);
  await lifecycle.sync();
  world.hr.setEmployees([worker(2, off), worker(4)]);
  const { plan } = await lifecycle.sync();
  expect(plan.header.waiting).toMatchObject([{ person: 'e0002', target: 'code', kind: 'leaver-cannot-be-disabled' }]);
  expect(targetState(world).code).toContain('person2@example.com active');
});

test('a leaver who had an account before we came is taken on and turned off', async () => {
  const world = createWorld([worker(1), worker(2, off)], { guards: noGuards });
  world.okta.addUser({ userName: 'person2@example.com', email: 'person2@example.com' });
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('an account we did not create is turned off when its owner leaves, and never deleted without a person saying so', async () => {
  const world = createWorld(workers(2), { guards: noGuards, schedule: { deleteAfterDays: 1 } });
  world.okta.addUser({ userName: 'person2@example.com' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  world.clock.advance(9 * day);
  const { plan } = await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect(plan.header.waiting).toMatchObject([{ person: 'e0002', target: 'okta', kind: 'not-ours-to-delete' }]);
  expect(targetState(world).chat).toEqual(['person1@example.com active']);
});

test('somebody who left before we came and has no account gets none', async () => {
  const world = await settledWorld([worker(1), worker(2, off)]);
  expect(targetState(world).chat).toEqual(['person1@example.com active']);
});

test('a rescinded departure keeps access when it comes in time, and gives it back when it comes late', async () => {
  const world = await settledWorld(workers(2));
  world.hr.putEmployee(worker(2, { endDate: '2026-11-24' }));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { endDate: null }));
  world.clock.advance(3 * day);
  expect((await world.lifecycle.sync()).plan.isEmpty).toBe(true);
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  world.hr.putEmployee(worker(2, { endDate: null }));
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
});

test('a departure HR no longer lists happens on its date', async () => {
  const world = await settledWorld(workers(2), {}, { source: { without: ['employees.get'] } });
  world.hr.putEmployee(worker(2, { endDate: '2026-11-24' }));
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.clock.advance(2 * day);
  const { run } = await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect(await outcomes(run)).toContain('okta/e0002/user.disable: applied');
  expect((await collect(world.lifecycle.events({ person: 'e0002' }))).map(({ type }) => type)).toEqual(['imported', 'changed', 'left']);
});
