// Rules for what only an identity provider has: groups, staged users, sessions.
import assert from 'node:assert/strict';
import type { CreateUserRequest, Group, GroupAnswer } from '../../connector/index.ts';
import { testContext } from '../memory/context.ts';
import { pagingRules, readAll } from './paging.ts';
import { profileOf } from './people.ts';
import { withAnswer, withRequest, withVerb } from './planting.ts';
import { type ContractRule, type RuleText, ruleFor } from './rule.ts';
import type { HeldUser, IdentityWorld } from './world.ts';

const kind = 'identity-provider' as const;
const rule = (text: RuleText<typeof kind>) => ruleFor(kind, text);

async function userIn(world: IdentityWorld, name: string, groups: readonly string[]): Promise<string> {
  return world.backend.seedUser({ profile: profileOf(name), state: 'active', groups });
}

async function heldUser(world: IdentityWorld, id: string): Promise<HeldUser | undefined> {
  return (await world.backend.snapshot()).users.find((user) => user.id === id);
}

async function groupsOf(world: IdentityWorld, id: string): Promise<readonly string[]> {
  return [...((await heldUser(world, id))?.groups ?? [])].sort();
}

async function seedGroups(world: IdentityWorld, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 1; index <= count; index += 1) ids.push(await world.backend.seedGroup(`Contract group ${index}`));
  return ids;
}

const paging: readonly ContractRule[] = [
  ...pagingRules<typeof kind>({
    kind,
    verb: 'groups.list',
    prepare: async (world) => {
      await seedGroups(world, 5);
      const pages = async (...parameters: Parameters<typeof world.connector.groups.list>) => {
        const page = await world.connector.groups.list(...parameters);
        return { ...page, items: page.items.map((group) => group.id) };
      };
      return { pages, ids: (await world.backend.snapshot()).groups.map((group) => group.id) };
    },
    renamed: (item, id) => ({ ...(item as Group), id }),
  }),
  ...pagingRules<typeof kind>({
    kind,
    verb: 'groups.members',
    prepare: async (world) => {
      const [groupId = ''] = await seedGroups(world, 1);
      const ids: string[] = [];
      for (const name of ['ada', 'grace', 'edith', 'joan', 'mary']) ids.push(await userIn(world, name, [groupId]));
      await userIn(world, 'bystander', []);
      return { pages: (request, context) => world.connector.groups.members({ ...request, groupId }, context), ids };
    },
    renamed: (_item, id) => id,
  }),
  ...pagingRules<typeof kind>({
    kind,
    verb: 'users.groups',
    prepare: async (world) => {
      const accountId = await userIn(world, 'ada', await seedGroups(world, 5));
      await userIn(world, 'bystander', []);
      return {
        pages: (request, context) => world.connector.users.groups({ ...request, accountId }, context),
        ids: await groupsOf(world, accountId),
      };
    },
    renamed: (_item, id) => id,
  }),
];

const byName = rule({
  id: 'groups-list-by-name-is-exact',
  title: 'groups asked for by name are the ones of exactly that name',
  check: async (world) => {
    const id = await world.backend.seedGroup('Sales');
    for (const near of ['Sales-App', 'Presales', 'Sale']) await world.backend.seedGroup(near);
    const named = await readAll((request, context) => world.connector.groups.list({ ...request, name: 'Sales' }, context));
    assert.deepEqual(
      named.map((group) => [group.id, group.name]),
      [[id, 'Sales']],
    );
    assert.deepEqual(await readAll((request, context) => world.connector.groups.list({ ...request, name: 'Nowhere' }, context)), []);
  },
  planted: (world) => withRequest<{ name?: string }, IdentityWorld>(world, 'groups.list', ({ name: _name, ...request }) => request),
});

const add = rule({
  id: 'groups-add-reaches-the-membership',
  title: 'a user that is added is in the group, keeps the other groups, and adding again leaves it so',
  check: async (world) => {
    const [kept = '', groupId = ''] = await seedGroups(world, 2);
    const accountId = await userIn(world, 'ada', [kept]);
    const before = await groupsOf(world, accountId);
    const bystander = await userIn(world, 'bystander', []);
    const untouched = await groupsOf(world, bystander);
    const write = () => world.connector.groups.add({ accountId, groupId }, testContext());
    assert.notEqual((await write()).outcome, 'unchanged');
    assert.deepEqual(await groupsOf(world, accountId), [...before, groupId].sort());
    await write();
    assert.deepEqual(await groupsOf(world, accountId), [...before, groupId].sort(), 'adding again changed the groups');
    assert.deepEqual(await groupsOf(world, bystander), untouched);
  },
  planted: (world) => withVerb(world, 'groups.add', () => async () => ({ outcome: 'changed' })),
});

const remove = rule({
  id: 'groups-remove-ends-the-membership',
  title: 'a user that is removed is out of that group only, and removing again leaves it so',
  check: async (world) => {
    const [kept = '', groupId = ''] = await seedGroups(world, 2);
    const accountId = await userIn(world, 'ada', [kept, groupId]);
    const before = await groupsOf(world, accountId);
    const write = () => world.connector.groups.remove({ accountId, groupId }, testContext());
    assert.notEqual((await write()).outcome, 'unchanged');
    const left = before.filter((id) => id !== groupId);
    assert.deepEqual(await groupsOf(world, accountId), left);
    await write();
    assert.deepEqual(await groupsOf(world, accountId), left, 'removing again changed the groups');
  },
  planted: (world) => withVerb(world, 'groups.remove', () => async () => ({ outcome: 'changed' })),
});

const createInGroups = rule({
  id: 'create-puts-the-user-in-its-groups',
  title: 'a user created with groups is in exactly these and the ones that everybody is in',
  check: async (world) => {
    const groups = await seedGroups(world, 3);
    const everybody = await groupsOf(world, await userIn(world, 'bystander', []));
    const wanted = groups.slice(0, 2);
    const { account } = await world.connector.users.create({ profile: profileOf('ada'), groups: wanted, state: 'active' }, testContext());
    assert.deepEqual(await groupsOf(world, account.id), [...everybody, ...wanted].sort());
  },
  planted: (world) => withRequest<CreateUserRequest, IdentityWorld>(world, 'users.create', (request) => ({ ...request, groups: [] })),
});

const staged = rule({
  id: 'staged-users-cannot-sign-in',
  title: 'a staged user is pending until it is enabled, a user created active is not held back',
  check: async (world) => {
    const { users } = world.connector;
    const { account } = await users.create({ profile: profileOf('ada'), groups: [], state: 'staged' }, testContext());
    assert.equal((await heldUser(world, account.id))?.state, 'pending', 'a staged user is not pending');
    assert.equal((await users.get({ accountId: account.id }, testContext()))?.state, 'pending');
    const { outcome } = await users.enable({ accountId: account.id }, testContext());
    if (outcome !== 'pending') assert.equal((await heldUser(world, account.id))?.state, 'active');
  },
  planted: (world) => withRequest<CreateUserRequest, IdentityWorld>(world, 'users.create', (request) => ({ ...request, state: 'active' })),
});

const suspend = rule({
  id: 'disable-in-both-modes',
  title: 'a user is off after either way of disabling, and keeps its groups while suspended',
  check: async (world) => {
    const groups = await seedGroups(world, 1);
    for (const mode of ['suspend', 'deactivate'] as const) {
      const accountId = await userIn(world, mode, groups);
      const before = await groupsOf(world, accountId);
      const { outcome } = await world.connector.users.disable({ accountId, mode }, testContext());
      if (outcome !== 'pending') assert.equal((await heldUser(world, accountId))?.state, 'disabled', mode);
      if (mode === 'suspend') assert.deepEqual(await groupsOf(world, accountId), before, 'suspending changed the groups');
    }
  },
  planted: (world) =>
    withVerb(
      world,
      'users.disable',
      (original) =>
        async (request, ...rest) =>
          (request as { mode: string }).mode === 'suspend' ? { outcome: 'changed' } : original(request, ...rest),
    ),
});

const sessionVerbs = [
  { path: 'users.disable', id: 'disable-ends-sessions', title: 'a disabled user has no session left' },
  {
    path: 'users.endSessions',
    id: 'sessions-are-ended',
    title: 'ending sessions ends every one, leaves the user as it was, and is safe to repeat',
  },
] as const;

const sessions = sessionVerbs.map(({ path, id, title }) =>
  rule({
    id,
    title,
    needs: [path, 'seed session'],
    check: async (world) => {
      const { users } = world.connector;
      const [accountId, bystander] = [await userIn(world, 'ada', []), await userIn(world, 'bystander', [])];
      for (const user of [accountId, accountId, bystander]) await world.backend.seedSession?.(user);
      const before = await heldUser(world, accountId);
      const end = async () =>
        path === 'users.disable'
          ? users.disable({ accountId, mode: 'deactivate' }, testContext())
          : users.endSessions?.({ accountId }, testContext());
      await end();
      const after = await heldUser(world, accountId);
      assert.equal(after?.sessions, 0);
      if (path === 'users.endSessions') assert.equal(after?.state, before?.state);
      assert.equal((await heldUser(world, bystander))?.sessions, 1, 'somebody else was signed out');
      await end();
      assert.deepEqual(await heldUser(world, accountId), after);
    },
    planted: (world) => withVerb(world, path, () => async () => ({ outcome: 'changed' })),
  }),
);

const makeGroup = rule({
  id: 'a-group-is-made-once',
  title: 'a group that is made has its name and nobody in it, and the same again is the same group',
  needs: ['groups.create'],
  check: async (world) => {
    const { groups } = world.connector;
    const name = 'Made by contract';
    const make = async () => groups.create?.({ name }, testContext());
    const before = (await world.backend.snapshot()).groups.length;
    const first = await make();
    assert.equal(first?.outcome, 'changed');
    assert.equal(first?.group.name, name);
    const second = await make();
    assert.equal(second?.outcome, 'unchanged');
    assert.equal(second?.group.id, first?.group.id);
    const after = await world.backend.snapshot();
    assert.equal(after.groups.length, before + 1);
    assert.ok(after.groups.some(({ id }) => id === first?.group.id));
    assert.ok(after.users.every((user) => !user.groups.includes(first?.group.id ?? '')));
  },
  planted: (world) =>
    withAnswer<GroupAnswer, { name: string }, IdentityWorld>(world, 'groups.create', (answer) => ({ ...answer, outcome: 'changed' })),
});

export const identityRules: readonly ContractRule[] = [
  ...paging,
  byName,
  makeGroup,
  add,
  remove,
  createInGroups,
  staged,
  suspend,
  ...sessions,
];
