// Departments and the group map: names are resolved once, renames follow, and a wrong name is an error, never nobody.
import { expect, test } from 'vitest';
import { createLifecycle, inDepartment } from '../src/index.ts';
import { collect, createWorld, departments, noGuards, reopened, settledWorld, targetState, worker, workers } from './world.ts';

test('a renamed department keeps its groups and tells its new name', async () => {
  const world = await settledWorld(workers(2));
  world.hr.setDepartments(departments.map((each) => (each.id === 'd-sales' ? { ...each, name: 'Revenue' } : each)));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person1@example.com active g-Sales-Access');
  expect([...world.chat.accounts.values()][0]?.profile.department).toBe('Revenue');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('another department that takes the old name does not take the groups', async () => {
  const world = await settledWorld(workers(2));
  world.hr.setDepartments([
    ...departments.map((each) => (each.id === 'd-sales' ? { ...each, name: 'Revenue' } : each)),
    { id: 'd-other', name: 'Sales' },
  ]);
  world.hr.putEmployee(worker(3, { departmentId: 'd-other' }));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toEqual([
    'person1@example.com active g-Sales-Access',
    'person2@example.com active g-Engineering-Core',
    'person3@example.com active ',
  ]);
});

test('a unit below a department has its groups, and loses them when it is moved away', async () => {
  const world = await settledWorld([worker(1, { departmentId: 'd-plat' }), worker(2)]);
  expect(targetState(world).okta).toContain('person1@example.com active g-Engineering-Core');
  world.hr.setDepartments(departments.map((each) => (each.id === 'd-plat' ? { ...each, parentId: 'd-sales' } : each)));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person1@example.com active g-Sales-Access');
});

test('a name that matches no department, or two, is an error that names it, and nobody loses anything', async () => {
  const world = await settledWorld(workers(2));
  const before = targetState(world);
  const missing = reopened(world, { groups: { Sails: ['Sales-Access'] } }).lifecycle;
  await expect(missing.plan()).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining('inDepartment(Sails)') });
  world.hr.setDepartments([...departments, { id: 'd-a', name: 'Twin' }, { id: 'd-b', name: ' twin' }]);
  const double = reopened(world, { groups: { Twin: ['Sales-Access'] } }).lifecycle;
  await expect(double.plan()).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    message: expect.stringContaining('2 departments have this name'),
  });
  expect(targetState(world)).toEqual(before);
});

test('a group name that matches none, or two, or a group nobody may change, is an error that names it', async () => {
  const world = createWorld(workers(2));
  world.okta.addGroup('Twin');
  world.okta.addGroup('Twin');
  world.okta.addGroup('Ruled', { readOnlyBecause: 'a rule keeps it' });
  for (const [name, reason] of [
    ['Nowhere', 'no group of this name or id'],
    ['Twin', '2 groups have this name'],
    ['Ruled', 'a rule keeps it'],
  ] as const) {
    const { lifecycle } = reopened(world, { groups: { Sales: [name] } });
    await expect(lifecycle.plan()).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining(reason) });
  }
});

test('a renamed group stays the same group', async () => {
  const world = await settledWorld(workers(2));
  world.okta.groups.set('g-Sales-Access', { id: 'g-Sales-Access', name: 'Revenue-Access' });
  world.okta.addGroup('Sales-Access', { id: 'g-impostor' });
  world.hr.putEmployee(worker(3));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person3@example.com active g-Sales-Access');
});

test('departments tell their own story', async () => {
  const world = await settledWorld(workers(2));
  world.hr.setDepartments([
    { id: 'd-eng', name: 'Product', parentId: null },
    { id: 'd-sales', name: 'Sales', parentId: 'd-eng' },
    { id: 'd-new', name: 'New' },
  ]);
  await reopened(world, { guards: noGuards }).lifecycle.sync();
  const events = (await collect(world.lifecycle.events())).filter(({ type }) => type.startsWith('department-'));
  expect(events.slice(3).map((event) => `${event.type} ${'department' in event ? event.department : ''}`)).toEqual([
    'department-renamed d-eng',
    'department-created d-new',
    'department-removed d-plat',
    'department-moved d-sales',
  ]);
});

test('a policy edited to reach other people reaches everybody although HR said nothing new', async () => {
  const world = await settledWorld(workers(4));
  const apps = [{ app: world.apps.chat, policy: 'both' as const, for: inDepartment('Engineering') }];
  const lifecycle = createLifecycle({ ...world.options, apps, groups: { Engineering: ['Engineering-Core', 'Sales-Access'] } });
  await lifecycle.sync();
  expect(targetState(world).chat).toEqual([
    'person1@example.com disabled',
    'person2@example.com active',
    'person3@example.com disabled',
    'person4@example.com active',
  ]);
  expect(targetState(world).okta[1]).toBe('person2@example.com active g-Engineering-Core+g-Sales-Access');
  expect(targetState(world).okta[0]).toBe('person1@example.com active ');
});
