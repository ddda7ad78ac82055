// What seventeen years of real-looking HR history showed.
import { expect, test } from 'vitest';
import { collect, day, monday, settledWorld, targetContent, userState, worker, workers } from './world.ts';

const schedule = { createDaysBeforeStart: 7 };
const date = (days: number) => new Date(monday + days * day).toISOString().slice(0, 10) as `${number}-${number}-${number}`;

test('whoever comes back is brought up to date on the first day: before that nothing is planned for an account that is off', async () => {
  const world = await settledWorld(workers(5), { schedule });
  const others = workers(5).slice(1);
  world.hr.setEmployees([worker(1, { status: 'terminated', endDate: date(-1) }), ...others]);
  await world.lifecycle.sync();
  const off = targetContent(world);
  world.hr.setEmployees([worker(1, { startDate: date(3), endDate: null, jobTitle: 'Head of Sales', departmentId: 'd-eng' }), ...others]);
  const before = await world.lifecycle.plan();
  expect((await collect(before.changes())).map(({ id }) => id)).toEqual([]);
  await world.lifecycle.apply(before);
  expect(targetContent(world)).toEqual(off);
  world.clock.advance(3 * day);
  await world.lifecycle.sync();
  expect(userState(world, 'person1@example.com')).toBe('active');
  expect([...world.okta.users.values()].find(({ profile }) => profile.userName === 'person1@example.com')).toMatchObject({
    profile: { title: 'Head of Sales' },
    groups: new Set(['g-Engineering-Core']),
  });
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('people hired without a department take no trust from the department of those who have one', async () => {
  const world = await settledWorld(workers(10));
  const hired = Array.from({ length: 5 }, (_, index) => worker(index + 11, { departmentId: null }));
  world.hr.setEmployees([...workers(10), ...hired]);
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1, { departmentId: 'd-eng' }), ...workers(10).slice(1), ...hired]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.feed.verdict).toMatchObject({ complete: true, distrusted: [] });
  expect(plan.header.events).toMatchObject({ moved: 1 });
});

test('whoever vanishes once the stated last day is over has left: nobody is asked about them', async () => {
  const listed = [worker(1, { endDate: date(2) }), ...workers(6).slice(1)];
  const world = await settledWorld(listed, {}, { source: { without: ['employees.get'] } });
  world.hr.removeEmployee('e0001');
  world.clock.advance(4 * day);
  const { plan } = await world.lifecycle.sync();
  expect(userState(world, 'person1@example.com')).toBe('disabled');
  expect(plan.header.feed.missing).toBe(0);
  expect((await world.options.store.scan('default', 'question', { limit: 10 })).rows).toEqual([]);
});
