// What others changed in a target: found by lists alone, told, and never undone unless somebody asks for it.
import { expect, test } from 'vitest';
import { type Drift, type DriftOptions, TenureError } from '../src/index.ts';
import type { MemoryUser } from '../src/testing/index.ts';
import { collect, createWorld, day, noGuards, reopened, settledWorld, userState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated', endDate: '2026-11-20' } as const;

function userOf(world: World, person: string): MemoryUser {
  const user = [...world.okta.users.values()].find(({ profile }) => profile.externalId === person);
  if (user === undefined) throw new Error(`${person} has no user`);
  return user;
}

const shown = (found: readonly Drift[]): string[] =>
  found.map((each) =>
    each.kind === 'account'
      ? [each.person, ...each.what, ...each.attributes, ...each.groupsAdded, ...each.groupsRemoved].join(' ')
      : `${each.target}: ${each.because}`,
  );
const drift = async (world: World, options: DriftOptions = { target: 'okta' }) => shown(await collect(world.lifecycle.drift(options)));

test('where nobody touched anything there is no drift, and reading it asks for lists and no single account', async () => {
  const world = await settledWorld(workers(30));
  world.okta.calls.length = 0;
  expect(await drift(world, {})).toEqual([]);
  expect(new Set(world.okta.calls.map(({ verb }) => verb))).toEqual(new Set(['users.list', 'groups.members']));
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a leaver whom somebody let in again is found, stands in open access, and is cut by the next plan', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  await world.lifecycle.sync();
  userOf(world, 'e0002').state = 'active';
  expect((await world.lifecycle.sync()).plan.isEmpty).toBe(true);
  expect(await drift(world)).toEqual(['e0002 turned-on']);
  const open = await collect(world.lifecycle.openAccess());
  expect(open.filter(({ target }) => target === 'okta')).toMatchObject([
    { person: 'e0002', why: 'pending', since: '2026-11-23T12:00:00.000Z' },
  ]);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  expect(await drift(world)).toEqual([]);
});

test('somebody switched off there is told, and turned on again only when a person approves', async () => {
  const world = await settledWorld(workers(3));
  userOf(world, 'e0002').state = 'disabled';
  expect(await drift(world, { repair: true })).toEqual(['e0002 turned-off']);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held).toMatchObject([{ class: 'reactivate', people: 1 }]);
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  await world.lifecycle.approve(plan.header.held[0]?.hash ?? '', { by: 'ada' });
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
});

test('an account somebody deleted is made anew only when a person says so', async () => {
  const world = await settledWorld(workers(3));
  world.okta.users.delete(userOf(world, 'e0002').id);
  expect(await drift(world)).toEqual(['e0002 gone']);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBeUndefined();
  expect(await collect(world.lifecycle.questions())).toMatchObject([{ id: 'gone/okta/e0002', choices: ['create', 'leave'] }]);
  await world.lifecycle.answer('gone/okta/e0002', 'create', { by: 'ada' });
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a list that lost many is not believed: nobody is gone, and it says so', async () => {
  const world = await settledWorld(workers(30));
  world.okta.fail('users.list', 'every', { kind: 'cut-page' });
  expect(await drift(world)).toEqual([expect.stringMatching(/okta: .*none of them is taken for gone/)]);
  world.okta.heal();
  expect(await drift(world)).toEqual([]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('an account that the list forgot but the target still shows is not gone', async () => {
  const world = await settledWorld(workers(3));
  const list = world.provider.users.list.bind(world.provider.users);
  const { id } = userOf(world, 'e0002');
  Object.assign(world.provider.users, {
    list: async (...call: Parameters<typeof list>) => {
      const page = await list(...call);
      return { ...page, items: page.items.filter((account) => account.id !== id) };
    },
  });
  expect(await drift(reopened(world))).toEqual([]);
});

test('attributes and names others changed are named, stay as they are, and are put back when asked', async () => {
  const world = await settledWorld(workers(3));
  const user = userOf(world, 'e0002');
  user.profile = { ...user.profile, title: 'Queen', email: 'queen@example.com' };
  expect(await drift(world)).toEqual(['e0002 renamed attributes email title']);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect(await drift(world, { target: 'okta', repair: true })).toEqual(['e0002 renamed attributes email title']);
  await world.lifecycle.sync();
  expect(user.profile).toMatchObject({ title: 'Worker', email: 'person2@example.com' });
  expect(await drift(world)).toEqual([]);
});

test('what a target writes in its own way is no drift', async () => {
  const world = await settledWorld([worker(1, { workEmail: 'Person1@Example.com', jobTitle: ' Lead ' })]);
  const user = userOf(world, 'e0001');
  user.profile = { ...user.profile, userName: 'person1@example.com', email: 'person1@example.com', title: 'Lead' };
  expect(await drift(world)).toEqual([]);
});

test('memberships others took are put back when asked; those others gave are told and stay', async () => {
  const world = await settledWorld(workers(3));
  const user = userOf(world, 'e0002');
  user.groups.delete('g-Engineering-Core');
  user.groups.add('g-Sales-Access');
  const found = ['e0002 group-added group-removed g-Sales-Access g-Engineering-Core'];
  expect(await drift(world)).toEqual(found);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect(await drift(world, { target: 'okta', repair: true })).toEqual(found);
  await world.lifecycle.sync();
  expect([...user.groups].sort()).toEqual(['g-Engineering-Core', 'g-Sales-Access']);
});

test('a group that is declared authoritative holds nobody managed but those the map leads there; strangers in it are left alone', async () => {
  const world = await settledWorld(workers(4), { authoritativeGroups: ['Sales-Access'] });
  const user = userOf(world, 'e0002');
  for (const group of ['g-Sales-Access', 'g-Engineering-Core']) userOf(world, 'e0001').groups.add(group);
  user.groups.add('g-Sales-Access');
  const stranger = world.okta.addUser({ userName: 'robot@example.com' }, { groups: ['g-Sales-Access'] });
  await world.lifecycle.sync();
  expect([...user.groups]).toContain('g-Sales-Access');
  await drift(world);
  await world.lifecycle.sync();
  expect([...user.groups]).toEqual(['g-Engineering-Core']);
  // The other group is not declared so, and whoever the map leads there stays.
  expect([...userOf(world, 'e0001').groups].sort()).toEqual(['g-Engineering-Core', 'g-Sales-Access']);
  expect([...stranger.groups]).toEqual(['g-Sales-Access']);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  await expect(reopened(world, { authoritativeGroups: ['Sails-Access'] }).lifecycle.plan()).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
  });
});

test('a target that cannot be read is one line, and the others are looked at all the same', async () => {
  const world = await settledWorld(workers(3));
  const down = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'chat', verb: 'list accounts', fact: 'down', details: {} });
  world.chat.fail('accounts.list', 'every', { kind: 'before', error: down });
  userOf(world, 'e0002').state = 'disabled';
  expect(await drift(world, {})).toEqual(['e0002 turned-off', 'chat: chat: list accounts: down']);
  await expect(drift(world, { target: 'nowhere' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('a plan lists targets anew by itself when they were listed too long ago', async () => {
  const world = await settledWorld(workers(3), { inventoryMaxAgeHours: 24, guards: noGuards });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  userOf(world, 'e0002').state = 'active';
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('active');
  world.clock.advance(2 * day);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('after a target is listed anew an account that was renamed there is matched by its new name only', async () => {
  const world = createWorld([worker(1)], { apps: [], guards: noGuards });
  const stray = world.okta.addUser({ userName: 'person5@example.com' });
  await world.lifecycle.sync();
  stray.profile = { userName: 'robot@example.com' };
  await drift(world);
  world.hr.putEmployee(worker(5));
  await world.lifecycle.sync();
  expect(userState(world, 'person5@example.com')).toBe('active');
  expect(stray.state).toBe('active');
  expect(await collect(world.lifecycle.accounts({ person: 'e0005' }))).toMatchObject([{ provenance: 'created' }]);
});

test('orphans are the accounts nobody is linked to and nobody in HR could take for theirs', async () => {
  const world = await settledWorld(workers(3));
  world.okta.addUser({ userName: 'robot@example.com' }, { id: 'robot' });
  world.okta.addUser({ userName: 'root@example.com' }, { id: 'root', protectedBecause: 'an administrator' });
  world.okta.addUser({ userName: 'second', email: 'person2@example.com' }, { id: 'second' });
  expect(await collect(world.lifecycle.orphans())).toEqual([]);
  await drift(world);
  expect(
    (await collect(world.lifecycle.orphans({ target: 'okta' }))).map(
      ({ accountId, situation, resembles }) => `${accountId} ${situation} ${resembles}`,
    ),
  ).toEqual(['robot orphan null', 'root protected null', 'second orphan e0002']);
});
