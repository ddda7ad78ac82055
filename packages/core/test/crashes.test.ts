// What a process that ended in the middle leaves behind, and what happens to it.
import { expect, test } from 'vitest';
import { failingStore as failing, fault } from './breaking.ts';
import {
  collect,
  createWorld,
  hour,
  noGuards,
  outcomes,
  reopened,
  settledWorld,
  targetState,
  userState,
  worker,
  workers,
} from './world.ts';

const off = { status: 'terminated' } as const;

test('a crash in the middle of accepting a batch gives nobody the record of another', async () => {
  const { store, arm } = failing((ops) => ops.some((op) => op.op === 'put' && op.in === 'setting' && op.row.name === 'next-seq'));
  const many = workers(175);
  const world = await settledWorld(many, { store, guards: noGuards, feed: { peopleFall: 1, coverageFall: 1 } });
  for (const { id } of many) world.hr.cannotTell.add(id);
  world.hr.setEmployees([worker(1)]);
  await world.lifecycle.sync();
  const back = many.map((each) => ({ ...each, status: 'on-leave', departmentId: 'd-plat', jobTitle: 'New' }));
  const fresh = Array.from({ length: 75 }, (_, at) => worker(500 + at));
  world.hr.setEmployees([...back, ...fresh]);
  arm();
  await expect(world.lifecycle.plan()).rejects.toMatchObject({ code: 'STORE_FULL' });
  await world.lifecycle.sync();
  const people = await collect(world.lifecycle.people());
  expect(people.filter(({ id, primary }) => id !== primary.id).map(({ id, primary }) => `${id} has the record of ${primary.id}`)).toEqual(
    [],
  );
});

test('a leaver is cut in a target that comes back after the feed stopped naming them', async () => {
  const world = await settledWorld(workers(5));
  const without = reopened(world, { apps: (world.options.apps ?? []).filter(({ app }) => app.id !== 'chat') });
  world.hr.putEmployee(worker(5, off));
  await without.lifecycle.sync();
  await without.lifecycle.sync();
  world.hr.removeEmployee('e0005');
  await reopened(world).lifecycle.sync();
  expect(targetState(world).chat).toContain('person5@example.com disabled');
});

test('the same for an identity provider that was left out of two plans', async () => {
  const world = await settledWorld(workers(5));
  world.okta.addGroup('New', { id: 'g-new' });
  const edited = reopened(world, { groups: { Sales: ['Sales-Access', 'New'], Engineering: ['Engineering-Core'] } });
  world.hr.putEmployee(worker(5, off));
  world.okta.fail('groups.list', 'every', fault('CONNECTOR_UNAVAILABLE'));
  await edited.lifecycle.sync();
  await edited.lifecycle.sync();
  world.hr.removeEmployee('e0005');
  world.okta.heal();
  await edited.lifecycle.sync();
  expect(userState(world, 'person5@example.com')).toBe('disabled');
});

/** A company whose run of approved cuts broke off while it was being queued. */
async function brokenOff() {
  const { store, arm } = failing((ops) => ops.some((op) => op.in === 'task' && op.op === 'insert-if-absent'));
  const world = await settledWorld(workers(12), { store });
  world.hr.setEmployees(workers(12).map((each, at) => (at < 5 ? { ...each, ...off } : each)));
  const plan = await world.lifecycle.plan();
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
  arm();
  await expect(world.lifecycle.apply(plan)).rejects.toMatchObject({ code: 'STORE_FULL' });
  return { world, plan };
}

test('an approval survives a crash while its run is being queued', async () => {
  const { world, plan } = await brokenOff();
  world.hr.putEmployee(worker(20));
  await world.lifecycle.sync();
  await world.lifecycle.apply(plan);
  expect(targetState(world).okta.filter((line) => line.includes('disabled'))).toHaveLength(5);
});

test('what was queued for a target that is not there any more is listed, and never passes a later guard', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(workers(12).map((each, at) => (at < 3 ? { ...each, ...off } : each)));
  const plan = await world.lifecycle.plan();
  const run = await reopened(world, { apps: (world.options.apps ?? []).filter(({ app }) => app.id !== 'chat') }).lifecycle.apply(plan);
  expect.soft(await outcomes(run)).toHaveLength(plan.total);
  world.clock.advance(200 * hour);
  world.hr.setEmployees(workers(12).map((each, at) => (at < 6 ? { ...each, ...off } : each)));
  await reopened(world).lifecycle.sync();
  expect(targetState(world).chat.filter((line) => line.includes('disabled'))).toHaveLength(0);
});

test('a rehire is recognised after a crash while keys were written', async () => {
  const { store, arm } = failing((ops) => ops.some((op) => op.in === 'identity'));
  const world = await settledWorld(workers(3), { store, guards: noGuards });
  const facts = { workEmail: 'new@example.com', employeeNumber: 'NEW' };
  world.hr.putEmployee(worker(2, facts));
  arm();
  await world.lifecycle.sync().catch(() => {});
  world.hr.putEmployee(worker(2, { ...facts, ...off }));
  await world.lifecycle.sync();
  world.hr.putEmployee({ ...worker(2, facts), id: 'rehire' });
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.people())).map(({ id }) => id)).not.toContain('rehire');
});

test('followers of a failed change are told after a crash in between', async () => {
  const { store, arm } = failing((ops) =>
    ops.some((op) => op.op === 'update' && op.in === 'task' && JSON.stringify(op.set.outcome ?? '').includes('the change before')),
  );
  const world = createWorld(workers(2), { store }, { chat: { dependsOn: 'identity' } });
  world.okta.fail('users.create', 1, fault('CONNECTOR_REJECTED'));
  const plan = await world.lifecycle.plan();
  arm();
  await world.lifecycle.apply(plan).catch(() => {});
  expect(await outcomes(await world.lifecycle.apply(plan))).toHaveLength(plan.total);
});

test('an applied plan has an end too', async () => {
  const world = await settledWorld(workers(3), { planValidHours: 24 });
  world.hr.putEmployee(worker(3, { jobTitle: 'Lead' }));
  world.okta.fail('users.update', 'every', fault('CONNECTOR_REJECTED'));
  const plan = await world.lifecycle.plan();
  await world.lifecycle.apply(plan);
  world.okta.heal();
  world.clock.advance(2_000 * hour);
  await expect(world.lifecycle.apply(plan)).rejects.toMatchObject({ code: 'PLAN_STALE' });
});

test('leavers of a create-only app do not stay due for ever', async () => {
  const world = await settledWorld(workers(6), { guards: noGuards });
  world.hr.putEmployee(worker(2, off));
  world.hr.putEmployee(worker(4, off));
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  world.hr.removeEmployee('e0004');
  for (let i = 0; i < 3; i++) {
    world.clock.advance(hour * 24 * 400);
    await world.lifecycle.sync();
  }
  const due = await world.options.store.scan('default', 'employee', { index: 'due', upTo: world.clock.now(), limit: 100 });
  expect(due.rows).toHaveLength(0);
});

test('a run that broke off is taken up also after sixty runs of people who could not wait', async () => {
  const { world } = await brokenOff();
  for (let count = 0; count < 60; count += 1) await world.lifecycle.sync({ people: ['e0012'] });
  await world.lifecycle.sync();
  expect(targetState(world).okta.filter((line) => line.includes('disabled'))).toHaveLength(5);
  expect((await collect(world.lifecycle.runs())).filter(({ endedAt }) => endedAt === null)).toEqual([]);
});
