// Whose an account is: keys that were given out again, accounts that changed since they were listed, and those nobody may take.
import { expect, test } from 'vitest';
import { collect, createWorld, noGuards, outcomes, type World, worker } from './world.ts';

const ada = { by: 'ada' };
const off = { status: 'terminated', endDate: '2026-11-20' } as const;
const open = { guards: noGuards, apps: [] };
const bob = { firstName: 'Bob', lastName: 'Jones', workEmail: 'bob@example.com' };

const links = async (world: World, target = 'okta'): Promise<string[]> =>
  (await collect(world.lifecycle.accounts({ target }))).map(({ person, accountId }) => `${person} ${accountId}`);
const asked = async (world: World): Promise<string[]> =>
  (await collect(world.lifecycle.questions())).map(({ id, severity, because }) => `${id} ${severity}: ${because}`);

test.each([
  ['a joiner', {}],
  ['a leaver, who would be cut', off],
])('an account that was given to somebody else since it was listed is not taken for that of %s', async (_who, facts) => {
  const world = createWorld([worker(1)], open);
  const user = world.okta.addUser({ userName: 'person2@example.com' }, { id: 'old' });
  await world.lifecycle.sync();
  user.profile = { userName: 'boss@example.com', email: 'boss@example.com' };
  world.hr.putEmployee(worker(2, facts));
  const { run } = await world.lifecycle.sync();
  expect((await outcomes(run))[0]).toContain('okta/e0002/user.adopt: skipped (the account is not what it was listed as');
  expect(user).toMatchObject({ state: 'active', groups: new Set() });
  expect(await links(world)).toEqual(['e0001 user-1']);
  await world.lifecycle.sync();
  expect(await links(world)).toEqual(['e0001 user-1', ...('status' in facts ? [] : ['e0002 user-2'])]);
});

test('an account that was erased since it was listed is forgotten, and whoever it was for is hired', async () => {
  const world = createWorld([worker(1)], open);
  world.okta.addUser({ userName: 'person2@example.com', employeeNumber: 'N2' }, { id: 'old' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2));
  const plan = await world.lifecycle.plan();
  world.okta.users.delete('old');
  const run = await world.lifecycle.apply(plan);
  expect((await outcomes(run))[0]).toContain('okta/e0002/user.adopt: skipped (the account is not there any more; plan again');
  await world.lifecycle.sync();
  expect(await links(world)).toEqual(['e0001 user-1', 'e0002 user-2']);
});

test('an account that changed and still is theirs is taken all the same', async () => {
  const world = createWorld([worker(1)], open);
  const user = world.okta.addUser({ userName: 'person2@example.com', employeeNumber: 'N2' }, { id: 'old' });
  await world.lifecycle.sync();
  user.profile = { userName: 'new.name@example.com', employeeNumber: 'N2' };
  world.hr.putEmployee(worker(2));
  await world.lifecycle.sync();
  expect(await links(world)).toContain('e0002 old');
});

test('an app that shows less of one account than of all of them still has its accounts taken on', async () => {
  const world = createWorld([worker(2)], { guards: noGuards });
  world.chat.addAccount({ userName: 'two', email: 'person2@example.com' }, { id: 'old' });
  const { accounts } = world.apps.chat;
  const whole = accounts.get?.bind(accounts);
  Object.assign(accounts, {
    get: async (...asking: Parameters<NonNullable<typeof whole>>) => {
      const account = await whole?.(...asking);
      return account && { id: account.id, state: account.state, userName: account.userName };
    },
  });
  await world.lifecycle.sync();
  expect(await links(world, 'chat')).toEqual(['e0002 old']);
});

test('an account that nobody has yet and somebody protects is nobody’s: it is asked about, and stands among the orphans as protected', async () => {
  const world = createWorld([worker(1)], open);
  world.okta.addUser({ userName: 'person2@example.com' }, { id: 'robot' });
  world.okta.addUser({ userName: 'other@example.com' }, { id: 'other' });
  await world.lifecycle.sync();
  for (const accountId of ['robot', 'other'])
    await world.lifecycle.protect({ target: 'okta', accountId }, { by: 'ada', reason: 'a robot' });
  expect((await collect(world.lifecycle.orphans())).map(({ accountId, situation }) => `${accountId} ${situation}`)).toEqual([
    'other protected',
    'robot protected',
  ]);
  world.hr.putEmployee(worker(2, off));
  const { plan } = await world.lifecycle.sync();
  expect(plan.total).toBe(0);
  expect(await asked(world)).toEqual(['match/okta/e0002 high: NOT CUT: the person has left, and a robot']);
  expect(await links(world)).toEqual(['e0001 user-1']);
});

test('a leaver’s number that is given out again brings nobody the leaver’s account', async () => {
  const world = createWorld([worker(1), worker(2, bob)], open);
  world.okta.addUser({ userName: 'bob@example.com', employeeNumber: 'N2' }, { id: 'bobs' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { ...bob, ...off }));
  await world.lifecycle.sync();
  const alice = { firstName: 'Alice', lastName: 'Kim', workEmail: 'alice@example.com' };
  world.hr.putEmployee({ ...worker(9, alice), employeeNumber: 'N2' });
  await world.lifecycle.sync();
  expect(world.okta.users.get('bobs')).toMatchObject({ state: 'disabled', profile: { userName: 'bob@example.com' } });
  expect(await links(world)).toEqual(['e0001 user-1', 'e0002 bobs', 'e0009 user-2']);
  expect(await asked(world)).toEqual([]);
});

test('where an app finds the leaver’s account by that number, the joiner’s is made beside it', async () => {
  const world = createWorld([worker(1), worker(2, bob)], { guards: noGuards });
  world.chat.addAccount({ userName: 'bob@example.com', employeeNumber: 'N2' }, { id: 'bobs' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { ...bob, ...off }));
  await world.lifecycle.sync();
  world.hr.putEmployee({ ...worker(9, { firstName: 'Alice', lastName: 'Kim' }), employeeNumber: 'N2' });
  await world.lifecycle.sync();
  expect((await links(world, 'chat')).map((line) => line.split(' ')[0])).toEqual(['e0001', 'e0002', 'e0009']);
  expect(world.chat.accounts.get('bobs')?.state).toBe('disabled');
});

test.each([
  ['and neither name nor address is asked about', { givenName: 'Bob', familyName: 'Jones' }, false],
  ['and the address is taken, whatever name it has', { givenName: 'Bob', familyName: 'Jones', email: 'person2@example.com' }, true],
  ['and half the name is taken', { givenName: 'First2', familyName: 'Jones' }, true],
  ['and that has no name is taken', {}, true],
])('an account with somebody’s number %s', async (_what, profile, taken) => {
  const world = createWorld([worker(2)], open);
  world.okta.addUser({ userName: 'bob.jones@example.com', employeeNumber: 'N2', ...profile }, { id: 'bobs' });
  await world.lifecycle.sync();
  expect(await links(world)).toEqual(taken ? ['e0002 bobs'] : []);
  expect(await asked(world)).toEqual(taken ? [] : ['match/okta/e0002 normal: only the employee number fits; the names differ']);
});

test('an answer that was given before something else spoke against the account is asked for again', async () => {
  const world = createWorld([worker(1), worker(2)], open);
  const user = world.okta.addUser({ userName: 'person2@example.com', givenName: 'Zoe', familyName: 'Quist' }, { id: 'theirs' });
  await world.lifecycle.sync();
  await world.lifecycle.answer('match/okta/e0002', { adopt: 'theirs' }, ada);
  user.profile = { ...user.profile, externalId: 'e0001' };
  await collect(world.lifecycle.drift());
  await world.lifecycle.sync();
  expect(await links(world)).toEqual(['e0001 user-1']);
  expect(await asked(world)).toEqual(['match/okta/e0002 normal: it carries the id of e0001']);
});

test('somebody’s other account, which nobody asks about any more, stays in sight when they leave', async () => {
  const world = createWorld([worker(1), worker(2)], open);
  world.okta.addUser({ userName: 'old-two', employeeNumber: 'N2' }, { id: 'old' });
  world.okta.addUser({ userName: 'two', email: 'person2@example.com' }, { id: 'second' });
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.orphans())).toEqual([]);
  await world.lifecycle.answer('match/okta/e0002', { adopt: 'old' }, ada);
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.orphans())).toMatchObject([
    { accountId: 'second', state: 'active', situation: 'orphan', resembles: 'e0002' },
  ]);
});

test('of a leaver’s two accounts the one that is on stands in open access', async () => {
  const world = createWorld([worker(1), worker(2, off)], open);
  world.okta.addUser({ userName: 'a', employeeNumber: 'N2' }, { id: 'a', state: 'disabled' });
  world.okta.addUser({ userName: 'b', employeeNumber: 'N2' }, { id: 'b' });
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.openAccess())).toMatchObject([{ person: 'e0002', accountId: 'b', why: 'adopted' }]);
});

test('orphans are found by going through the ledger once, not account by account', async () => {
  const world = createWorld([worker(1)], open);
  for (let number = 0; number < 600; number += 1)
    world.okta.addUser({ userName: `x${number}@example.com` }, { id: `${number % 2 === 0 ? 'a' : 'Z'}${number}` });
  world.hr.setEmployees(Array.from({ length: 300 }, (_, index) => worker(index + 1, { workEmail: `x${index}@example.com` })));
  await world.lifecycle.sync();
  const { store } = world.options;
  let calls = 0;
  const scan = store.scan.bind(store);
  Object.assign(store, {
    scan: (...of: Parameters<typeof scan>) => {
      calls += 1;
      return scan(...of);
    },
  });
  const found = (await collect(world.lifecycle.orphans())).map(({ accountId }) => Number(accountId.slice(1)));
  expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, index) => index + 300));
  expect(calls).toBeLessThan(20);
});

test('whoever is to have a name that somebody still has is told whose it is, until the rename is through', async () => {
  const world = createWorld([worker(1)], { apps: [], guards: { ...noGuards, rename: { floor: 0, share: 0 } } });
  world.okta.addUser({ userName: 'person1@example.com' }, { id: 'old' });
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1, { workEmail: 'married@example.com' }), worker(2, { workEmail: 'person1@example.com' })]);
  const { plan } = await world.lifecycle.sync();
  const { run } = await world.lifecycle.sync();
  expect((await outcomes(run)).join()).toContain('user.create: skipped (the account with this person’s keys is that of e0001,');
  await world.lifecycle.approve(plan.header.held[0]?.hash ?? '', ada);
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(await links(world)).toEqual(['e0001 old', 'e0002 user-1']);
});

test('an answer to cut somebody protected does not hold for another reason to protect them', async () => {
  const world = createWorld([worker(1), worker(2)], open);
  await world.lifecycle.sync();
  await world.lifecycle.protect('e0002', { by: 'ada', reason: 'on secondment' });
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  await world.lifecycle.answer('protected/okta/e0002', 'cut', ada);
  await world.lifecycle.protect('e0002', { by: 'ben', reason: 'legal hold' });
  await world.lifecycle.sync();
  expect(await asked(world)).toEqual([expect.stringContaining('protected/okta/e0002 high: NOT CUT: the person has left')]);
  expect([...world.okta.users.values()].map(({ state }) => state)).toEqual(['active', 'active']);
});

test('an account that was left alone for a leaver is in sight as well', async () => {
  const world = createWorld([worker(1), worker(2, off)], open);
  for (const id of ['a', 'b']) world.okta.addUser({ userName: id, employeeNumber: 'N2' }, { id });
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.orphans())).toEqual([]);
  await world.lifecycle.answer('match/okta/e0002', 'leave', ada);
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.orphans())).map(({ accountId, resembles }) => `${accountId} ${resembles}`)).toEqual([
    'a e0002',
    'b e0002',
  ]);
});

test.each([{}, { userName: 'person2@example.com' }])(
  'whoever left and is not managed stands in open access as just that',
  async (profile) => {
    const world = createWorld([worker(1), worker(2)], open);
    if ('userName' in profile) world.okta.addUser(profile);
    await world.lifecycle.sync();
    await world.lifecycle.deactivate('e0002', ada);
    world.hr.putEmployee(worker(2, off));
    await world.lifecycle.sync();
    const because = 'they are not managed: nothing is written for them';
    expect(await collect(world.lifecycle.openAccess())).toMatchObject([{ person: 'e0002', why: 'manual', because }]);
  },
);
