// Applications without an interface: tasks for people, and what is true until they are done.
import { expect, test } from 'vitest';
import { inDepartment, manualApp } from '../src/index.ts';
import { collect, createWorld, noGuards, reopened, type World, worker } from './world.ts';

const badge = manualApp({ id: 'badge', owner: 'facilities', give: 'Hand out a badge', take: 'Collect the badge' });
const by = 'frank';

async function worldWithBadges(): Promise<World> {
  const world = createWorld([worker(1), worker(2)], { guards: noGuards });
  const ours = reopened(world, { apps: [{ app: badge, policy: 'both', for: inDepartment('Sales') }] });
  await ours.lifecycle.sync();
  return ours;
}

const open = async ({ lifecycle }: World): Promise<string[]> => (await collect(lifecycle.tasks())).map(({ id, owner }) => `${id} ${owner}`);
const account = async ({ lifecycle }: World): Promise<string | undefined> =>
  (await collect(lifecycle.accounts({ target: 'badge', person: 'e0001' }))).map(({ state }) => state)[0];

test('whoever should have it opens one task for its owner, and the account is pending until that is done', async () => {
  const world = await worldWithBadges();
  expect([await open(world), await account(world)]).toEqual([['badge/give/e0001 facilities'], 'pending']);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  await world.lifecycle.completeTask('badge/give/e0001', { by });
  expect([await open(world), await account(world)]).toEqual([[], 'active']);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test("a leaver's task comes first, and they stand in openAccess until somebody says that it was taken", async () => {
  const world = await worldWithBadges();
  await world.lifecycle.completeTask('badge/give/e0001', { by });
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  world.hr.putEmployee(worker(3));
  await world.lifecycle.sync();
  const tasks = await collect(world.lifecycle.tasks());
  expect(tasks.map(({ id }) => id)).toEqual(['badge/take/e0001', 'badge/give/e0003']);
  const standing = await collect(world.lifecycle.openAccess());
  expect(standing.map(({ person, target }) => [person, target])).toEqual([['e0001', 'badge']]);
  const [task] = tasks;
  if (task !== undefined) await world.lifecycle.completeTask(task, { by });
  await world.lifecycle.sync();
  expect([await account(world), await collect(world.lifecycle.openAccess())]).toEqual(['disabled', []]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('what was never handed out needs not be taken: leaving closes the task', async () => {
  const world = await worldWithBadges();
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  expect([await open(world), await account(world)]).toEqual([[], 'disabled']);
});

test('a rehire opens the task again; one whose badge nobody has taken keeps it', async () => {
  const world = await worldWithBadges();
  await world.lifecycle.completeTask('badge/give/e0001', { by });
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1, { endDate: null }));
  await world.lifecycle.sync();
  expect([await open(world), await account(world)]).toEqual([[], 'active']);
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  await world.lifecycle.completeTask('badge/take/e0001', { by });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1, { endDate: null }));
  await world.lifecycle.sync();
  expect(await open(world)).toEqual(['badge/give/e0001 facilities']);
});

test('a task that is not open cannot be completed, and completing is in the audit trail', async () => {
  const world = await worldWithBadges();
  const refused = expect.objectContaining({ code: 'OPTIONS_INVALID' });
  await expect(world.lifecycle.completeTask('badge/take/e0001', { by })).rejects.toThrow(refused);
  await world.lifecycle.completeTask('badge/give/e0001', { by });
  await expect(world.lifecycle.completeTask('badge/give/e0001', { by })).rejects.toThrow(refused);
  const kinds = (await collect(world.lifecycle.audit({ person: 'e0001' }))).map(({ kind }) => kind);
  expect(kinds).toContain('task');
});
