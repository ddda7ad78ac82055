// Bad records: quarantined by place, never read as a departure, and nothing else is lost by them.
import { expect, test } from 'vitest';
import type { EmployeeRecord } from '../src/connector/index.ts';
import { createWorld, noGuards, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

async function syncUnguarded(world: World) {
  return reopened(world, { guards: noGuards }).lifecycle.sync();
}

const record = (value: ReturnType<typeof worker>): EmployeeRecord => ({ kind: 'record', value });

test('a record that cannot be read is quarantined by its place, and its person stays as they were', async () => {
  const world = await settledWorld(workers(4));
  const before = targetState(world);
  world.hr.setEmployeeRecords([
    ...workers(3).map(record),
    { kind: 'unreadable', id: 'e0004', where: 'people.csv line 5', reason: 'a quote is not closed' },
  ]);
  const { plan } = await syncUnguarded(world);
  expect(targetState(world)).toEqual(before);
  expect(plan.header.feed.quarantined).toEqual([{ id: 'e0004', where: 'people.csv line 5', reason: 'a quote is not closed' }]);
});

test('a record that cannot be read and has no id makes nobody a leaver', async () => {
  const world = await settledWorld(workers(4));
  const before = targetState(world);
  world.hr.setEmployeeRecords([...workers(3).map(record), { kind: 'unreadable', where: 'people.csv line 5', reason: 'no id' }]);
  await syncUnguarded(world);
  expect(targetState(world)).toEqual(before);
});

test('a record without an id makes nobody a leaver where the source gives no evidence', async () => {
  const world = await settledWorld(workers(4), {}, { source: { without: ['evidence'] } });
  const before = targetState(world);
  world.hr.setEmployeeRecords([...workers(3).map(record), { kind: 'unreadable', where: 'people.csv line 5', reason: 'no id' }]);
  await syncUnguarded(world);
  expect(targetState(world)).toEqual(before);
});

test.each([
  ['an impossible date', { startDate: '2023-02-29' }, 'startDate'],
  ['a number where text belongs', { firstName: 12 }, 'firstName'],
  ['a day without a year', { endDate: '31 March' }, 'endDate'],
])('%s quarantines that record only', async (_what, facts, field) => {
  const world = await settledWorld(workers(4));
  world.hr.setEmployees([...workers(2), worker(3, { ...facts, status: 'terminated' } as never), worker(4, { status: 'terminated' })]);
  const { plan } = await syncUnguarded(world);
  expect(plan.header.feed.quarantined).toHaveLength(1);
  expect(plan.header.feed.quarantined[0]).toMatchObject({ id: 'e0003', reason: expect.stringContaining(field) });
  expect(targetState(world).chat).toEqual([
    'person1@example.com active',
    'person2@example.com active',
    'person3@example.com active',
    'person4@example.com disabled',
  ]);
});

test('a status HR made up yesterday is set aside and reported; the known one stays', async () => {
  const world = await settledWorld(workers(4));
  world.hr.putEmployee(worker(2, { status: 'garden leave' as never, jobTitle: 'Lead' }));
  const { plan } = await syncUnguarded(world);
  expect(targetState(world).chat).toContain('person2@example.com active');
  expect(plan.header.feed.withheld).toEqual({ 'status: a word we do not know': 1 });
  expect([...world.chat.accounts.values()].map(({ profile }) => profile.title)).toContain('Lead');
});

test('a word we do not know keeps the known value also in a field the source covers', async () => {
  const world = await settledWorld(
    [worker(1), worker(2, { status: 'on-leave', startDate: null })],
    {},
    { source: { covers: { employees: ['status', 'timeZone'] } } },
  );
  world.hr.putEmployee(worker(2, { status: 'sabbatical' as never, startDate: null }));
  await syncUnguarded(world);
  const people = [];
  for await (const person of world.lifecycle.people()) people.push(person);
  expect(people.find(({ id }) => id === 'e0002')?.phase).toBe('on-leave');
});

const changed = { status: 'terminated' } as const;

test.each([
  ['the known record first', [worker(2), worker(2, changed)]],
  ['the changed record first', [worker(2, changed), worker(2)]],
  ['two changed records', [worker(2, { jobTitle: 'Lead' }), worker(2, changed)]],
])('the same id twice with different content is used neither way: %s', async (_order, twins) => {
  const world = await settledWorld(workers(6));
  const before = targetState(world);
  world.hr.setEmployees([worker(1), ...twins, ...workers(6).slice(2)]);
  const { plan } = await syncUnguarded(world);
  expect(targetState(world)).toEqual(before);
  expect(plan.header.feed.quarantined).toMatchObject([{ id: 'e0002' }]);
});

test('the same id twice with different content is not imported', async () => {
  const world = createWorld([worker(1), worker(2), worker(2, { lastName: 'Other' })]);
  const { plan } = await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual(['person1@example.com active']);
  expect(plan.header.feed.quarantined).toMatchObject([{ id: 'e0002' }]);
});

test.each([1, 100])('the same record twice counts once, known and changed alike, with pages of %i', async (pageSize) => {
  const world = createWorld([worker(1), worker(2), worker(2)], {}, { source: { pageSize } });
  await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual(['person1@example.com active', 'person2@example.com active']);
  world.hr.setEmployees([worker(1), worker(2, changed), worker(2, changed)]);
  const { plan } = await syncUnguarded(world);
  expect(plan.header.feed.quarantined).toEqual([]);
  expect(targetState(world).chat).toEqual(['person1@example.com active', 'person2@example.com disabled']);
});

test('an unknown department keeps the known one, is reported, and is believed once the list has it', async () => {
  const world = await settledWorld(workers(4));
  world.hr.putEmployee(worker(2, { departmentId: 'd-new', jobTitle: 'Lead' }));
  const { plan } = await syncUnguarded(world);
  expect(targetState(world).okta).toContain('person2@example.com active g-Engineering-Core');
  expect(plan.toMarkdown()).toContain('a department the source does not list');
  world.hr.setDepartments([
    { id: 'd-eng', name: 'Engineering' },
    { id: 'd-plat', name: 'Platform', parentId: 'd-eng' },
    { id: 'd-sales', name: 'Sales' },
    { id: 'd-new', name: 'New' },
  ]);
  await syncUnguarded(world);
  expect(targetState(world).okta).toContain('person2@example.com active ');
});

test('a cycle of managers and a manager nobody knows stop nobody', async () => {
  const world = createWorld([worker(1, { managerId: 'e0002' }), worker(2, { managerId: 'e0001' }), worker(3, { managerId: 'e0999' })]);
  await world.lifecycle.sync();
  expect(targetState(world).chat).toHaveLength(3);
});

test('a cycle of departments is reported and ends every walk', async () => {
  const world = createWorld(workers(2));
  world.hr.setDepartments([
    { id: 'd-eng', name: 'Engineering', parentId: 'd-plat' },
    { id: 'd-plat', name: 'Platform', parentId: 'd-eng' },
    { id: 'd-sales', name: 'Sales' },
  ]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.toMarkdown()).toContain('2 departments are their own parents: d-eng, d-plat');
  expect(targetState(world).okta).toContain('person2@example.com active g-Engineering-Core');
});
