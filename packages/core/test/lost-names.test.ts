// A department the policy has always meant is gone: what hangs on its name is held and told, and leavers are cut all the same.
import { expect, test } from 'vitest';
import { everyone, inDepartment, type LifecycleOptions } from '../src/index.ts';
import {
  collect,
  createWorld,
  departments,
  noGuards,
  reopened,
  settledWorld,
  targetState,
  userState,
  type World,
  worker,
  workers,
} from './world.ts';

const anew = [...departments.filter(({ id }) => id !== 'd-sales'), { id: 'd-sales2', name: 'Sales', parentId: null }];
const moved = (each: ReturnType<typeof worker>) => (each['departmentId'] === 'd-sales' ? { ...each, departmentId: 'd-sales2' } : each);

/** People of odd numbers are in Sales; then Sales is made anew under another id. */
async function lost(changes: (world: World) => Partial<LifecycleOptions>): Promise<World> {
  const made = createWorld(workers(4));
  const world = reopened(made, { guards: noGuards, ...changes(made) });
  await world.lifecycle.sync();
  world.hr.setDepartments(anew);
  world.hr.setEmployees(workers(4).map(moved));
  return world;
}

const salesApp = (world: World): Partial<LifecycleOptions> => ({
  apps: [{ app: world.apps.chat, policy: 'both', for: inDepartment('Sales') }],
});
const groups = { Sales: ['Sales-Access'], Engineering: ['Engineering-Core'] };
const notes = async (world: World) => (await world.lifecycle.sync()).plan.header.feed.notes.join();

test('an app goes on as it is for everybody but leavers, who are cut; mended, it catches up', async () => {
  const world = await lost(salesApp);
  const before = targetState(world).chat;
  expect(await notes(world)).toContain('rule inDepartment(Sales): the department this name meant is gone');
  expect(targetState(world).chat).toEqual(before);
  world.hr.putEmployee(moved(worker(1, { status: 'terminated' })));
  world.hr.putEmployee(moved(worker(5)));
  await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual(['person1@example.com disabled', 'person3@example.com active']);
  expect(userState(world, 'person1@example.com')).toBe('disabled');
  expect((await collect(world.lifecycle.openAccess())).map(({ person }) => person)).toEqual([]);
  const mended = reopened(world, {
    apps: [{ app: world.apps.chat, policy: 'both', for: inDepartment('d-sales2') }],
    groups: { 'd-sales2': ['Sales-Access'], Engineering: ['Engineering-Core'] },
  });
  expect(await notes(mended)).not.toContain('gone');
  expect(targetState(world).chat).toContain('person5@example.com active');
});

test('memberships of its groups stay, nobody is put in, and movers between other groups move', async () => {
  const world = await lost((made) => {
    made.okta.addGroup('Third', { id: 'g-third' });
    return { groups: { ...groups, Platform: ['Third'] } };
  });
  world.hr.putEmployee(moved(worker(5)));
  world.hr.putEmployee(worker(2, { departmentId: 'd-plat' }));
  world.hr.putEmployee(worker(3, { departmentId: 'd-eng' }));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toEqual([
    'person1@example.com active g-Sales-Access',
    'person2@example.com active g-Engineering-Core+g-third',
    'person3@example.com active g-Engineering-Core+g-Sales-Access',
    'person4@example.com active g-Engineering-Core',
    'person5@example.com active ',
  ]);
});

test('the whole company hangs on it: nobody is turned off, nobody is let in, and who leaves is cut', async () => {
  const world = await lost(() => ({ identity: { policy: 'both', for: inDepartment('Sales') } }));
  const before = targetState(world);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  world.hr.putEmployee(moved(worker(3, { status: 'terminated' })));
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('person3@example.com disabled g-Sales-Access');
});

test('whoever is new waits while nobody can say whether they are to be managed, and is decided upon afterwards', async () => {
  const world = await lost(() => ({ activation: { joiners: inDepartment('Sales') }, groups: {} }));
  world.hr.putEmployee(moved(worker(5)));
  world.hr.putEmployee(worker(6));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.waiting.map(({ person }) => person).sort()).toEqual(['e0005', 'e0006']);
  const mended = reopened(world, { activation: { joiners: inDepartment('d-sales2') }, groups: {} });
  await mended.lifecycle.sync();
  expect([userState(world, 'person5@example.com'), userState(world, 'person6@example.com')]).toEqual(['active', undefined]);
});

test('an id that the policy names and that is gone is held in the same way', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards, groups: { 'd-sales': ['Sales-Access'] } });
  const before = targetState(world);
  world.hr.setDepartments(departments.filter(({ id }) => id !== 'd-sales'));
  world.hr.setEmployees(workers(4).map((each) => (each['departmentId'] === 'd-sales' ? { ...each, departmentId: null } : each)));
  expect(await notes(world)).toContain('rule inDepartment(d-sales)');
  expect(targetState(world).okta).toEqual(before.okta);
});

test('a rule of somebody’s own that has nothing to do with it goes on', async () => {
  const world = await lost((each) => ({
    apps: [
      { app: each.apps.chat, policy: 'both', for: inDepartment('Sales') },
      { app: each.apps.code, policy: 'both', for: everyone() },
    ],
  }));
  world.hr.putEmployee(moved(worker(5)));
  await world.lifecycle.sync();
  expect(targetState(world).code).toContain('person5@example.com active');
  expect(targetState(world).chat).not.toContain('person5@example.com active');
});
