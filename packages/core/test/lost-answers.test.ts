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

test.each([
  ['a credential that is refused when it is looked for', 'CONNECTOR_UNAUTHENTICATED'],
  ['look-ups that fail for as long as the run goes on', 'CONNECTOR_UNAVAILABLE'],
] as const)('a creation whose answer was lost is ours in a later run too, with the groups it gave, after %s', async (_title, code) => {
  const world = await settledWorld(workers(3), { guards: noGuards, apps: [] });
  const { lifecycle, okta, hr, clock } = world;
  hr.putEmployee(worker(9));
  okta.fail('users.create', 1, { kind: 'after' });
  okta.fail('users.find', 'every', fault(code));
  const { run } = await lifecycle.sync();
  expect(run.counts).toMatchObject({ unknown: 1, skipped: 0 });
  okta.heal();
  clock.advance(3_600_000);
  for (const _ of ['meets it', 'is done']) await lifecycle.sync();
  const user = [...okta.users.values()].find(({ profile }) => profile.userName === 'person9@example.com');
  expect([...(user?.groups ?? [])]).toEqual(['g-Sales-Access']);
  hr.putEmployee(worker(9, { departmentId: 'd-eng' }));
  for (const _ of ['moves', 'is done']) await lifecycle.sync();
  expect([...(user?.groups ?? [])]).toEqual(['g-Engineering-Core']);
});

/** Person 9 was made and nobody learned of it; the target can be read again. */
async function madeUnawares(changes: Parameters<typeof settledWorld>[1] = {}) {
  const world = await settledWorld(workers(3), { guards: noGuards, apps: [], ...changes });
  world.hr.putEmployee(worker(9));
  world.okta.fail('users.create', 1, { kind: 'after' });
  world.okta.fail('users.find', 'every', fault('CONNECTOR_UNAVAILABLE'));
  await world.lifecycle.sync();
  world.okta.heal();
  world.clock.advance(3_600_000);
  const user = () => [...world.okta.users.values()].find(({ profile }) => profile.userName === 'person9@example.com');
  return { ...world, user };
}

test('a creation whose answer was lost and that somebody has turned off before it is met stays off until a person approves it', async () => {
  const { lifecycle, user } = await madeUnawares({ guards: {} });
  const made = user();
  if (made === undefined) throw new Error('nobody was made');
  made.state = 'disabled';
  await lifecycle.sync();
  const { plan } = await lifecycle.sync();
  expect(user()?.state).toBe('disabled');
  expect(plan.header.held.map((part) => part.class)).toEqual(['reactivate']);
});

test('a creation that was met and is over makes nobody else’s account theirs when they come back', async () => {
  const world = await madeUnawares({ schedule: { deleteAfterDays: 1 } });
  const { lifecycle, hr, okta, clock, user } = world;
  await lifecycle.sync();
  hr.putEmployee(worker(9, off));
  await lifecycle.sync();
  clock.advance(3 * 86_400_000);
  await lifecycle.sync();
  expect(user()).toBeUndefined();
  okta.addUser({ userName: 'person9@example.com', givenName: 'Somebody', familyName: 'Else' });
  hr.putEmployee(worker(9));
  for (const _ of ['meets it', 'asks']) await lifecycle.sync();
  const theirs = (await collect(lifecycle.accounts())).filter(({ person }) => person === 'e0009');
  expect(theirs).toEqual([]);
});

test('a creation whose answer was lost, and whom HR has moved by the time it is met, keeps nothing of what it gave and is told what HR says', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards, apps: [] });
  const { lifecycle, okta, hr, clock } = world;
  hr.putEmployee(worker(9, { jobTitle: 'Clerk' }));
  okta.fail('users.create', 1, { kind: 'after' });
  okta.fail('users.find', 'every', fault('CONNECTOR_UNAVAILABLE'));
  await lifecycle.sync();
  okta.heal();
  clock.advance(3_600_000);
  hr.putEmployee(worker(9, { departmentId: 'd-eng', jobTitle: 'Chief' }));
  for (const _ of ['meets it', 'moves it', 'is done']) await lifecycle.sync();
  const user = [...okta.users.values()].find(({ profile }) => profile.userName === 'person9@example.com');
  expect([[...(user?.groups ?? [])], user?.profile.title]).toEqual([['g-Engineering-Core'], 'Chief']);
  expect((await lifecycle.plan()).isEmpty).toBe(true);
});

test('a creation whose answer was lost and that is refused at the second try is not called failed, and is ours in a later run', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards, apps: [] });
  const { lifecycle, okta, hr } = world;
  hr.putEmployee(worker(9));
  okta.fail('users.create', 1, { kind: 'after' });
  okta.fail('users.find', 1, fault('CONNECTOR_UNAVAILABLE'));
  okta.fail('users.create', 2, fault('CONNECTOR_REJECTED'));
  okta.fail('users.find', 2, fault('CONNECTOR_REJECTED'));
  const { run } = await lifecycle.sync();
  expect(run.counts).toMatchObject({ unknown: 1, failed: 0 });
  okta.heal();
  for (const _ of ['meets it', 'is done']) await lifecycle.sync();
  hr.putEmployee(worker(9, { departmentId: 'd-eng' }));
  for (const _ of ['moves', 'is done']) await lifecycle.sync();
  const user = [...okta.users.values()].find(({ profile }) => profile.userName === 'person9@example.com');
  expect([...(user?.groups ?? [])]).toEqual(['g-Engineering-Core']);
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
