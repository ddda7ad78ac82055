// Departments and the group map: names are resolved once, renames follow, and a wrong name is an error, never nobody.
import { expect, test } from 'vitest';
import { type Department, type DepartmentRecord, type Draft, type Evidence, TenureError } from '../src/connector/index.ts';
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

const inPlatform = () => workers(4).map((each, at) => (at === 1 ? { ...each, departmentId: 'd-plat' } : each));
const withoutPlatform = departments.filter(({ id }) => id !== 'd-plat');
const kept = 'person2@example.com active g-Engineering-Core';

test.each<[string, readonly Draft<Department>[], Partial<Evidence> | undefined]>([
  ['says that it is not whole', withoutPlatform, { complete: false }],
  ['announces more departments than it gives', withoutPlatform, { departments: 3 }],
  ['gives one of three', [{ id: 'd-sales', name: 'Sales', parentId: null }], undefined],
  ['gives none', [], undefined],
  ['gives as many others', [...departments.slice(2), { id: 'd-x', name: 'X' }, { id: 'd-y', name: 'Y' }], undefined],
  ['says no parents', departments.map(({ id, name }) => ({ id, name })), undefined],
  [
    'is not whole and moves a unit',
    departments.map((each) => (each.id === 'd-plat' ? { ...each, parentId: null } : each)),
    { complete: false },
  ],
])('nobody loses a group through a list of departments that %s', async (_what, list, evidence) => {
  const world = await settledWorld(inPlatform());
  const before = targetState(world);
  world.hr.setDepartments(list);
  world.hr.setEvidence(evidence);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  world.hr.setDepartments(departments);
  world.hr.setEvidence(undefined);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a list of departments cut to half takes nothing', async () => {
  const four = [...departments, { id: 'd-deep', name: 'Deep', parentId: 'd-plat' }];
  const world = createWorld([worker(1), worker(2, { departmentId: 'd-deep' })]);
  world.hr.setDepartments(four);
  await world.lifecycle.sync();
  world.hr.setDepartments(four.filter(({ id }) => id === 'd-eng' || id === 'd-sales'));
  const { plan } = await world.lifecycle.sync();
  expect(targetState(world).okta).toContain(kept);
  expect(plan.header.feed.notes).toContain('2 departments where 4 were known: not believed, the known ones stay');
});

test('a list whose parents nearly all became none is not believed', async () => {
  const teams = ['a', 'b', 'c'].map((name) => ({ id: `d-${name}`, name, parentId: 'd-eng' }));
  const world = createWorld([worker(1), worker(2, { departmentId: 'd-a' })]);
  world.hr.setDepartments([...departments, ...teams]);
  await world.lifecycle.sync();
  world.hr.setDepartments([...departments, ...teams].map((each) => ({ ...each, parentId: null })));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain(kept);
});

test('a record that does not say which department it is may be any that is missing', async () => {
  const world = await settledWorld(inPlatform());
  const nameless: DepartmentRecord = { kind: 'unreadable', where: 'page 1 item 3', reason: 'no id' };
  world.hr.setDepartmentRecords([...withoutPlatform.map((value) => ({ kind: 'record' as const, value })), nameless]);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain(kept);
});

test('departments that are there are taken from a list that is not whole: new ones, and names', async () => {
  const world = await settledWorld(inPlatform());
  world.hr.setDepartments([
    { id: 'd-sales', name: 'Revenue', parentId: null },
    { id: 'd-new', name: 'New', parentId: 'd-sales' },
  ]);
  world.hr.setEvidence({ complete: false });
  world.hr.putEmployee(worker(5, { departmentId: 'd-new' }));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person5@example.com active g-Sales-Access');
  expect([...world.chat.accounts.values()][0]?.profile.department).toBe('Revenue');
});

test('one department that is gone from a list that is otherwise whole is gone', async () => {
  const world = await settledWorld(inPlatform());
  world.hr.setDepartments(withoutPlatform);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person2@example.com active ');
});

test('only a stated null takes the unit above a department away', async () => {
  const world = await settledWorld(inPlatform());
  world.hr.setDepartments(departments.map((each) => (each.id === 'd-plat' ? { ...each, parentId: null } : each)));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person2@example.com active ');
});

const madeAnew = [...departments.filter(({ id }) => id !== 'd-sales'), { id: 'd-sales2', name: 'Sales', parentId: null }];

test.each([true, false])('a department made anew under the old name takes nobody’s groups, the list being whole: %s', async (complete) => {
  const world = await settledWorld(workers(12));
  const before = targetState(world);
  world.hr.setDepartments(madeAnew);
  world.hr.setEvidence({ complete });
  world.hr.setEmployees(workers(12).map((each) => (each['departmentId'] === 'd-sales' ? { ...each, departmentId: 'd-sales2' } : each)));
  for (const _again of [1, 2]) {
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.feed.notes.join()).toContain('rule inDepartment(Sales): the department this name meant is gone');
  }
  await world.lifecycle.sync({ people: ['e0001', 'e0003'] });
  expect(targetState(world)).toEqual(before);
});

test('a policy that uses the id of the new department goes on, and forgets what the name meant', async () => {
  const world = await settledWorld(workers(12));
  const before = targetState(world);
  world.hr.setDepartments(madeAnew);
  world.hr.setEmployees(workers(12).map((each) => (each['departmentId'] === 'd-sales' ? { ...each, departmentId: 'd-sales2' } : each)));
  const groups = { 'd-sales2': ['Sales-Access'], Engineering: ['Engineering-Core'] };
  await reopened(world, { groups }).lifecycle.sync();
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
});

test('a name that is still used is remembered while the identity provider is left out of the plan', async () => {
  const world = await settledWorld(workers(4));
  const edited = reopened(world, { groups: { Sales: ['Sales-Access', 'New'], Engineering: ['Engineering-Core'] } });
  world.okta.fail('groups.list', 1, {
    kind: 'before',
    error: new TenureError('CONNECTOR_UNAVAILABLE', { system: 'okta', verb: 'list groups', fact: 'down', details: {} }),
  });
  await edited.lifecycle.plan();
  world.hr.setDepartments(madeAnew);
  await expect(edited.lifecycle.plan()).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  expect((await world.lifecycle.plan()).header.feed.notes.join()).toContain('the department this name meant is gone');
});
