// What only a person can decide is asked, waits, and is done as answered: once, and not again for the same facts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { everyone, type Question } from '../src/index.ts';
import { inboxWriter, sqliteStore } from '../src/store/sqlite/index.ts';
import {
  collect,
  createWorld,
  day,
  noGuards,
  outcomes,
  reopened,
  settledWorld,
  targetState,
  userState,
  type World,
  worker,
  workers,
} from './world.ts';

const ada = { by: 'ada' };
const off = { status: 'terminated', endDate: '2026-11-20' } as const;

const asked = (world: World): Promise<Question[]> => collect(world.lifecycle.questions());
const question = async (world: World, id: string): Promise<Question> => {
  const found = (await asked(world)).find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} is not asked`);
  return found;
};
const linked = async (world: World, target = 'okta') =>
  (await collect(world.lifecycle.accounts({ target }))).map(({ person, accountId, provenance }) => `${person} ${accountId} ${provenance}`);

/** Okta alone, so that a test is about one target. */
const onlyOkta = { apps: [] };

test('two people who match one account are both asked, whoever came first, and neither takes it', async () => {
  const shared = { workEmail: 'office@example.com' };
  const world = createWorld([worker(1, shared), worker(2, shared)], { guards: noGuards, ...onlyOkta });
  world.okta.addUser({ userName: 'office@example.com' }, { id: 'office' });
  const { plan } = await world.lifecycle.sync();
  expect(plan.total).toBe(0);
  expect((await asked(world)).map(({ id, because }) => `${id}: ${because}`)).toEqual([
    'match/okta/e0001: it matches e0002 as well',
    'match/okta/e0002: it matches e0001 as well',
  ]);
  await world.lifecycle.answer('match/okta/e0002', { adopt: 'office' }, ada);
  await world.lifecycle.sync();
  expect(await linked(world)).toEqual(['e0002 office manual']);
  await world.lifecycle.sync();
  expect(await asked(world)).toEqual([]);
});

test('somebody who stops matching a shared account leaves it to the other', async () => {
  const world = createWorld([worker(1, { workEmail: 'office@example.com' }), worker(2, { workEmail: 'office@example.com' })], {
    guards: noGuards,
    ...onlyOkta,
  });
  world.okta.addUser({ userName: 'office@example.com' }, { id: 'office' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { workEmail: 'two@example.com' }));
  await world.lifecycle.sync();
  expect(await linked(world)).toEqual(['e0001 office adopted', 'e0002 user-1 created']);
  expect(await asked(world)).toEqual([]);
});

test.each([
  ['another employee’s id', { userName: 'person2@example.com', externalId: 'e0001' }, /carries the id of e0001/],
  ['another employee number', { userName: 'person2@example.com', employeeNumber: 'N77' }, /another employee number/],
  ['another name', { userName: 'person2@example.com', givenName: 'Zoë', familyName: 'Quist' }, /names differ/],
])('an account whose address fits but that carries %s is asked about, not taken', async (_what, profile, because) => {
  const world = createWorld([worker(1), worker(2)], { guards: noGuards, ...onlyOkta });
  world.okta.addUser(profile, { id: 'theirs' });
  await world.lifecycle.sync();
  expect(await question(world, 'match/okta/e0002')).toMatchObject({
    kind: 'match',
    severity: 'normal',
    candidates: [{ accountId: 'theirs', state: 'active', doubt: expect.stringMatching(because) }],
    choices: [{ adopt: 'theirs' }, 'create', 'leave'],
  });
  expect((await linked(world)).filter((line) => line.startsWith('e0002'))).toEqual([]);
});

test('an account with the same address and half the name is still one match, held like any other', async () => {
  const world = createWorld([worker(1), worker(2)], onlyOkta);
  world.okta.addUser({ userName: 'person2@example.com', givenName: 'first2', familyName: 'Married' });
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held).toMatchObject([{ class: 'adopt', people: 1 }]);
  expect(await asked(world)).toEqual([]);
});

async function twoCandidates(facts: Parameters<typeof worker>[1] = {}): Promise<World> {
  const world = createWorld([worker(1), worker(2, facts)], onlyOkta);
  world.okta.addUser({ userName: 'old-two', employeeNumber: 'N2' }, { id: 'old' });
  world.okta.addUser({ userName: 'two', email: 'person2@example.com' }, { id: 'new' });
  await world.lifecycle.sync();
  return world;
}

test('the account that was named is taken on without another approval, and the other is left alone', async () => {
  const world = await twoCandidates();
  const asks = await question(world, 'match/okta/e0002');
  if (asks.kind === 'match') await world.lifecycle.answer(asks, { adopt: 'old' }, ada);
  const { run } = await world.lifecycle.sync();
  expect((await outcomes(run)).join()).toContain('okta/e0002/user.adopt: applied');
  expect(await linked(world)).toContain('e0002 old manual');
  await world.lifecycle.sync();
  expect(world.okta.users.get('new')).toMatchObject({ state: 'active', groups: new Set() });
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('create makes a new one beside them, leave makes none, and neither is asked again', async () => {
  const [creating, leaving] = [await twoCandidates(), await twoCandidates()];
  await creating.lifecycle.answer('match/okta/e0002', 'create', ada);
  await leaving.lifecycle.answer('match/okta/e0002', 'leave', ada);
  await creating.lifecycle.sync();
  await leaving.lifecycle.sync();
  expect([creating.okta.users.size, leaving.okta.users.size]).toEqual([4, 3]);
  for (const world of [creating, leaving]) {
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
    expect(await asked(world)).toEqual([]);
  }
});

test('another fact is another question: whoever was left alone and leaves is asked about, first of all, as not cut', async () => {
  const world = await twoCandidates();
  await world.lifecycle.answer('match/okta/e0002', 'leave', ada);
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, off));
  world.hr.putEmployee(worker(3));
  world.okta.addUser({ userName: 'person3@example.com', externalId: 'e0001' });
  await world.lifecycle.sync();
  const [first] = await asked(world);
  expect(first).toMatchObject({ id: 'match/okta/e0002', severity: 'high', because: expect.stringContaining('NOT CUT') });
  await world.lifecycle.answer('match/okta/e0002', { adopt: 'old' }, ada);
  const { run } = await world.lifecycle.sync();
  expect((await outcomes(run)).filter((line) => line.includes('e0002'))).toEqual([
    'okta/e0002/user.adopt: applied',
    'okta/e0002/user.disable: applied',
  ]);
  expect(world.okta.users.get('old')?.state).toBe('disabled');
  expect(world.okta.users.get('new')?.state).toBe('active');
});

test('a leaver’s old account is taken on and turned off by one plan and one approval', async () => {
  const world = createWorld([worker(1), worker(2, off)], onlyOkta);
  world.okta.addUser({ userName: 'person2@example.com' });
  const { plan, run } = await world.lifecycle.sync();
  expect((await collect(plan.changes())).map(({ id, after }) => `${id} ${after ?? ''}`).slice(1)).toEqual([
    'okta/e0002/user.adopt ',
    'okta/e0002/user.disable okta/e0002/user.adopt',
  ]);
  expect(run.held).toBe(2);
  await world.lifecycle.approve(plan.header.held[0]?.hash ?? '', ada);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('an account that was off before us is on again only when the adoption and the reactivation are approved', async () => {
  const world = createWorld([worker(1), worker(2)], onlyOkta);
  world.okta.addUser({ userName: 'person2@example.com' }, { state: 'disabled' });
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ class: what }) => what)).toEqual(['adopt', 'reactivate']);
  await world.lifecycle.approve(plan.header.held[0]?.hash ?? '', ada);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('a question whose facts are gone is not asked any more', async () => {
  const world = await twoCandidates();
  expect(await asked(world)).toHaveLength(1);
  world.hr.putEmployee(worker(2, { employeeNumber: 'N200', workEmail: 'zwei@example.com' }));
  await world.lifecycle.sync();
  expect(await asked(world)).toEqual([]);
});

test('nothing is done for a protected person until they are not any more', async () => {
  const world = await settledWorld(workers(3));
  await world.lifecycle.protect('e0002', { by: 'ada', reason: 'on secondment' });
  world.hr.setEmployees([worker(1), worker(2, { lastName: 'Other', departmentId: 'd-sales' }), worker(3)]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.total).toBe(0);
  expect(plan.toMarkdown()).toContain('protected: on secondment');
  await world.lifecycle.unprotect('e0002', ada);
  expect((await world.lifecycle.sync()).plan.total).toBeGreaterThan(0);
  await expect(world.lifecycle.unprotect('e0002', ada)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('a protected leaver is not cut, is the first question, and is cut when somebody says so', async () => {
  const world = await settledWorld(workers(3), onlyOkta);
  const accountId = (await collect(world.lifecycle.accounts({ person: 'e0002' })))[0]?.accountId ?? '';
  await world.lifecycle.protect({ target: 'okta', accountId }, { by: 'ada', reason: 'runs the robots' });
  world.hr.putEmployee(worker(2, off));
  const { plan } = await world.lifecycle.sync();
  expect(plan.toMarkdown()).toContain('NOT CUT: runs the robots');
  expect(userState(world, 'person2@example.com')).toBe('active');
  expect(await asked(world)).toMatchObject([{ id: 'protected/okta/e0002', severity: 'high', choices: ['cut', 'keep'] }]);
  await world.lifecycle.answer('protected/okta/e0002', 'keep', ada);
  expect((await world.lifecycle.sync()).plan.toMarkdown()).toContain('kept by ada');
  expect(await asked(world)).toEqual([]);
  await world.lifecycle.answer('protected/okta/e0002', 'cut', { by: 'bob' });
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('an administrator whom the target refuses to turn off becomes a question, and the answer goes through', async () => {
  const world = await settledWorld(workers(3), onlyOkta);
  const user = [...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002');
  if (user !== undefined) user.protectedBecause = 'an administrator';
  world.hr.putEmployee(worker(2, off));
  const { run } = await world.lifecycle.sync();
  expect(run.counts.failed).toBe(1);
  expect(await asked(world)).toMatchObject([{ id: 'protected/okta/e0002', severity: 'high', because: expect.stringContaining('NOT CUT') }]);
  expect((await world.lifecycle.sync()).plan.total).toBe(0);
  await world.lifecycle.answer('protected/okta/e0002', 'cut', ada);
  await world.lifecycle.sync();
  expect(user?.state).toBe('disabled');
  expect(await asked(world)).toEqual([]);
});

test('a run that may change administrators asks nothing', async () => {
  const world = await settledWorld(workers(3), onlyOkta);
  const user = [...world.okta.users.values()].find(({ profile }) => profile.externalId === 'e0002');
  if (user !== undefined) user.protectedBecause = 'an administrator';
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.apply(await world.lifecycle.plan(), { allowAdmins: true });
  expect(user?.state).toBe('disabled');
  expect(await asked(world)).toEqual([]);
});

test.each(['delete', 'keep'] as const)('an account that can only be deleted and is not ours: %s does just that', async (choice) => {
  const world = createWorld([worker(2)], { guards: noGuards });
  world.code.addAccount({ userName: 'person2@example.com' });
  const only = reopened(world, { apps: [{ app: world.apps.code, policy: 'both', for: everyone() }] });
  await only.lifecycle.sync();
  only.hr.setEmployees([worker(2, off), worker(4)]);
  await only.lifecycle.sync();
  expect(await asked(only)).toMatchObject([{ id: 'removal/code/e0002', severity: 'high' }]);
  await only.lifecycle.answer('removal/code/e0002', choice, ada);
  await only.lifecycle.sync();
  expect(targetState(only).code.includes('person2@example.com active')).toBe(choice === 'keep');
  expect(await asked(only)).toEqual([]);
});

test('a promoted account is deleted when its days are over, without a question', async () => {
  const world = createWorld(workers(2), { guards: noGuards, schedule: { deleteAfterDays: 1 }, ...onlyOkta });
  world.okta.addUser({ userName: 'person2@example.com' });
  await world.lifecycle.sync();
  await world.lifecycle.promote('e0002', 'okta', ada);
  world.hr.putEmployee(worker(2, off));
  await world.lifecycle.sync();
  world.clock.advance(2 * day);
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBeUndefined();
  await expect(world.lifecycle.promote('e0009', 'okta', ada)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test.each(['leaver', 'keep'] as const)('somebody who is missing: %s is what the next plan takes them for', async (choice) => {
  const world = await settledWorld(workers(6), {}, { source: { without: ['employees.get'] } });
  world.hr.removeEmployee('e0004');
  await world.lifecycle.sync();
  expect(await asked(world)).toMatchObject([{ id: 'absence/e0004', kind: 'absence', choices: ['leaver', 'keep'] }]);
  await world.lifecycle.answer('absence/e0004', choice, ada);
  const { plan } = await world.lifecycle.sync();
  expect(userState(world, 'person4@example.com')).toBe(choice === 'leaver' ? 'disabled' : 'active');
  expect([plan.header.feed.missing, await asked(world)]).toEqual([0, []]);
});

test('an answer that was not offered, or to nothing, is refused', async () => {
  const world = await twoCandidates();
  await expect(world.lifecycle.answer('match/okta/e0002', 'cut', ada)).rejects.toThrow(
    /may be answered by adopt new, adopt old, create, leave/,
  );
  await expect(world.lifecycle.answer('match/okta/e0002', { adopt: 'x' }, ada)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  await expect(world.lifecycle.answer('match/okta/e0001', 'leave', ada)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  await expect(world.lifecycle.answer('match/okta/e0002', 'leave', { by: '' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('who answered what, protected whom and promoted which account is in the audit trail', async () => {
  const world = await twoCandidates();
  await world.lifecycle.answer('match/okta/e0002', { adopt: 'old' }, ada);
  await world.lifecycle.protect('e0001', { by: 'bob', reason: 'why not' });
  await world.lifecycle.promote('e0001', 'okta', { by: 'cleo' });
  const rows = (await collect(world.lifecycle.audit())).filter(({ kind }) => kind !== 'write');
  expect(rows.map(({ kind, person, facts }) => [kind, person, facts['by']])).toEqual([
    ['answer', 'e0002', 'ada'],
    ['protection', 'e0001', 'bob'],
    ['promotion', 'e0001', 'cleo'],
  ]);
  expect(await world.lifecycle.audit.verify()).toMatchObject({ intact: true });
});

test('another process leaves its answer in the inbox, and the next decision follows it; nonsense stops nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-'));
  try {
    const path = join(folder, 'tenure.db');
    const world = createWorld([worker(1), worker(2)], { store: sqliteStore(path), ...onlyOkta });
    world.okta.addUser({ userName: 'old-two', employeeNumber: 'N2' }, { id: 'old' });
    world.okta.addUser({ userName: 'two', email: 'person2@example.com' }, { id: 'new' });
    await world.lifecycle.sync();
    const writer = inboxWriter(path);
    const burn = { question: 'match/okta/e0002', choice: 'burn', by: 'eve' };
    await world.options.store.commit('default', [{ op: 'append', in: 'inbox', row: { kind: 'answer', at: 1, data: burn, state: 'new' } }]);
    await writer.append('answer', { question: 'match/okta/e0002', choice: { adopt: 'new' }, by: 'ada' }, 2);
    await writer.append('protect', { what: 'e0001', reason: 'away', by: 'ada' }, 3);
    writer.close();
    world.hr.putEmployee(worker(1, off));
    await world.lifecycle.sync();
    expect(await linked(world)).toEqual(['e0001 user-1 created', 'e0002 new manual']);
    expect(userState(world, 'person1@example.com')).toBe('active');
    await world.lifecycle.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
