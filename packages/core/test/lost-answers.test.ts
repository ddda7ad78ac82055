// What follows when nobody knows what a write did, and when an answer is none.
import { expect, test } from 'vitest';
import { fault } from './breaking.ts';
import { collect, createWorld, noGuards, reopened, settledWorld, userState, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;

test('a lost answer to a creation never links the account of somebody else', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(9, { workEmail: 'person1@example.com' }));
  world.okta.fail('users.create', 1, fault('CONNECTOR_OUTCOME_UNKNOWN'));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(9, { workEmail: 'person1@example.com', ...off }));
  await world.lifecycle.sync();
  expect(userState(world, 'person1@example.com')).toBe('active');
});

test('one garbled look-up does not take over a protected account', async () => {
  const world = await settledWorld(workers(3));
  world.chat.addAccount({ userName: 'person9@example.com', email: 'person9@example.com' }, { protectedBecause: 'owner' });
  world.hr.putEmployee(worker(9));
  world.chat.fail('accounts.find', 1, fault('CONNECTOR_RESPONSE_UNREADABLE', { expected: 'json' }));
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.accounts({ target: 'chat', person: 'e0009' }))).toEqual([]);
});

test('an outcome outside the contract is not written down as done', async () => {
  const world = await settledWorld(workers(3));
  const { users } = world.provider;
  const bad = reopened(world, {
    identityProvider: { ...world.provider, users: { ...users, disable: async () => ({ outcome: 'failed' }) as never } },
  });
  world.hr.putEmployee(worker(3, off));
  await bad.lifecycle.sync();
  expect((await bad.lifecycle.plan()).total).toBe(1);
});

test('a group somebody else gave stays theirs after a retry', async () => {
  const world = await settledWorld(workers(4));
  const user = [...world.okta.users.values()].find(({ profile }) => profile.userName === 'person1@example.com');
  user?.groups.add('g-Engineering-Core');
  world.hr.putEmployee(worker(1, { departmentId: 'd-eng' }));
  world.okta.fail('groups.add', 1, fault('CONNECTOR_UNAVAILABLE'));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1));
  await world.lifecycle.sync();
  expect([...(user?.groups ?? [])]).toContain('g-Engineering-Core');
});

test('an account in an app without get can be adopted', async () => {
  const world = createWorld(workers(2), { guards: noGuards }, { chat: { without: ['accounts.get'] } });
  world.chat.addAccount({ userName: 'person1@example.com', email: 'person1@example.com' });
  await world.lifecycle.sync();
  expect((await world.lifecycle.plan()).total).toBe(0);
});

test('a lone fact: an unsafe outcome word does not spoil the figures', async () => {
  const world = await settledWorld(workers(3));
  const bad = reopened(world, {
    identityProvider: { ...world.provider, users: { ...world.provider.users, disable: async () => ({ outcome: 'done' }) as never } },
  });
  world.hr.putEmployee(worker(3, off));
  const { run } = await bad.lifecycle.sync();
  expect(Object.values(run.counts).reduce((a, b) => a + b, 0)).toBe(2);
});

test.each([
  [false, 1],
  [true, 2],
] as const)(
  'a cut whose answer was lost is read back; where turning off ends sessions (%s) it is asked for again',
  async (endsSessions, asked) => {
    const world = await settledWorld(workers(3));
    const { lifecycle } = reopened(world, {
      apps: (world.options.apps ?? []).map((entry) =>
        entry.app.id === 'chat' ? { ...entry, app: { ...entry.app, endsSessions } } : entry,
      ),
    });
    world.hr.putEmployee(worker(2, off));
    world.chat.calls.length = 0;
    world.chat.fail('accounts.disable', 1, { kind: 'after' });
    await lifecycle.sync();
    expect(world.chat.calls.filter(({ verb }) => verb === 'accounts.disable')).toHaveLength(asked);
    expect((await lifecycle.plan()).isEmpty).toBe(true);
  },
);
