// Two people who are one human: joined by somebody's word, where no rule could see it.
import { expect, test } from 'vitest';
import { TenureError } from '../src/connector/index.ts';
import { inDepartment } from '../src/index.ts';
import { bride, chatState, idsOf, left, linksOf, renamed, stillOn, word } from './two-people.ts';
import { collect, day, noGuards, reopened, settledWorld, targetState, userState, worker } from './world.ts';

const down = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'hr', verb: 'list', fact: 'down', details: {} });

test('two employments taken for two people are one person once somebody says so, and stay one whatever is read later', async () => {
  const world = await bride();
  expect(await idsOf(world)).toEqual(['e0001', 'e0002', 'e0012']);
  await world.lifecycle.join('e0012', 'e0002', word);
  await world.lifecycle.sync();
  world.hr.putEmployee(renamed({ jobTitle: 'Lead' }));
  await world.lifecycle.sync();
  const people = await collect(reopened(world).lifecycle.people());
  expect(people.map(({ id, employments }) => [id, employments.map((one) => one.id)]).sort()).toEqual([
    ['e0001', ['e0001']],
    ['e0002', ['e0002', 'e0012']],
  ]);
  expect(userState(world, 'person2@example.com')).toBe('active');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('whose accounts they were makes no difference: access ends with the last employment, and not before', async () => {
  for (const [person, into] of [
    ['e0012', 'e0002'],
    ['e0002', 'e0012'],
  ] as const) {
    const world = await bride();
    const on = targetState(world);
    await world.lifecycle.join(person, into, word);
    world.hr.putEmployee(worker(2, left));
    await world.lifecycle.sync();
    expect(targetState(world)).toEqual(on);
    world.hr.putEmployee(renamed(left));
    await world.lifecycle.sync();
    expect([userState(world, 'person2@example.com'), chatState(world, 'person2@example.com')]).toEqual(['disabled', 'disabled']);
    expect(await stillOn(world)).toEqual([]);
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  }
});

test('accounts that are on stay on for somebody whose other contract, the one they go by from now on, is over', async () => {
  const world = await bride({}, left);
  const on = targetState(world);
  await world.lifecycle.join('e0002', 'e0012', word);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(on);
  expect(await stillOn(world)).toEqual([]);
});

test('whoever was cut with one contract is let in again for the other one, also when HR cannot be read', async () => {
  const world = await bride();
  world.hr.putEmployee(worker(2, left));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  await world.lifecycle.join('e0012', 'e0002', word);
  world.hr.fail('employees.list', 'every', { kind: 'before', error: down });
  await world.lifecycle.sync();
  expect([userState(world, 'person2@example.com'), chatState(world, 'person2@example.com')]).toEqual(['active', 'active']);
});

test('a link moves with its provenance, and nothing is made or turned off by it', async () => {
  const world = await bride();
  const before = await linksOf(world, 'e0002');
  const on = targetState(world);
  await world.lifecycle.join('e0002', 'e0012', word);
  expect(await linksOf(world, 'e0012')).toEqual(before);
  expect(await linksOf(world, 'e0002')).toEqual([]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.changes.map((count) => count.class).filter((one) => one !== 'update')).toEqual([]);
  expect(targetState(world)).toEqual(on);
});

test('somebody who is joined when both contracts are over loses what is still on', async () => {
  const world = await bride();
  world.hr.setEmployees([worker(1), worker(2, left), renamed(left)]);
  await world.lifecycle.plan();
  expect(await stillOn(world)).toEqual(['e0002 chat', 'e0002 okta']);
  await world.lifecycle.join('e0002', 'e0012', word);
  expect(await stillOn(world)).toEqual(['e0012 chat', 'e0012 okta']);
  await world.lifecycle.sync();
  expect([userState(world, 'person2@example.com'), chatState(world, 'person2@example.com')]).toEqual(['disabled', 'disabled']);
  expect(await stillOn(world)).toEqual([]);
});

test('where both hold an account, nothing is joined until somebody says which one stays and the other one is off', async () => {
  const world = await settledWorld([worker(1), worker(2), worker(12, { startDate: '2026-11-02' })], { guards: noGuards });
  const okta = (person: string) => [...world.okta.users.values()].find(({ profile }) => profile.externalId === person)?.id ?? '';
  const chat = (person: string) => [...world.chat.accounts.values()].find(({ profile }) => profile.externalId === person)?.id ?? '';
  const code = (person: string) => [...world.code.accounts.values()].find(({ profile }) => profile.externalId === person)?.id ?? '';
  const keep = { okta: okta('e0012'), chat: chat('e0012'), code: code('e0002') };
  const problemsOf = async (kept?: Record<string, string>) => {
    const error = await world.lifecycle.join('e0012', 'e0002', { ...word, keep: kept }).catch((thrown: unknown) => thrown);
    return (error as { details: { problems: { path: string }[] } }).details.problems.map(({ path }) => path).sort();
  };
  expect(await problemsOf()).toEqual(['keep.chat', 'keep.code', 'keep.okta']);
  expect(await problemsOf({ ...keep, okta: 'somebody-else' })).toContain('keep.okta');
  expect(await problemsOf(keep)).toEqual(['keep.chat', 'keep.code', 'keep.okta']);
  expect(await idsOf(world)).toEqual(['e0001', 'e0002', 'e0012']);
  expect(await linksOf(world, 'e0012')).toHaveLength(3);

  for (const target of ['okta', 'chat']) await world.lifecycle.revoke('e0002', target, word);
  await world.lifecycle.sync();
  for (const target of ['okta', 'chat']) await world.lifecycle.withdraw('e0002', target, { by: 'ana' });
  expect(await problemsOf(keep)).toEqual(['keep.code']);
  world.code.accounts.delete(code('e0012'));
  await collect(world.lifecycle.drift({ target: 'code' }));
  await world.lifecycle.join('e0012', 'e0002', { ...word, keep: { okta: keep.okta, chat: keep.chat } });
  await world.lifecycle.sync();
  const { okta: users, chat: members } = targetState(world);
  expect([users.filter((line) => line.includes(' active ')), members.filter((line) => line.endsWith(' active'))]).toEqual([
    ['person12@example.com active g-Engineering-Core', 'person1@example.com active g-Sales-Access'],
    ['person12@example.com active', 'person1@example.com active'],
  ]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('somebody who left and was taken for another when they came back keeps the accounts of today; those of then are listed as nobody’s', async () => {
  const world = await settledWorld([worker(1), worker(3)], { guards: noGuards });
  world.hr.putEmployee(worker(3, left));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(13));
  await world.lifecycle.sync();
  const [was, is] = [await linksOf(world, 'e0003'), await linksOf(world, 'e0013')];
  const idOf = (links: typeof was, target: string): string => String(links.find(([of]) => of === target)?.[1]);
  const keep = { okta: idOf(is, 'okta'), chat: idOf(is, 'chat') };
  await expect(world.lifecycle.join('e0013', 'e0003', { ...word, keep: { ...keep, code: 'c1' } })).rejects.toThrow('keep.code');
  const before = targetState(world);
  await world.lifecycle.join('e0013', 'e0003', { ...word, keep });
  expect(await linksOf(world, 'e0003')).toEqual(is);
  await world.lifecycle.sync();
  expect(targetState(world)).toEqual(before);
  await collect(world.lifecycle.drift());
  const orphans = (await collect(world.lifecycle.orphans())).map(({ target, accountId }) => [target, accountId]);
  expect(orphans.sort()).toEqual([
    ['chat', idOf(was, 'chat')],
    ['okta', idOf(was, 'okta')],
  ]);
  world.hr.putEmployee(worker(13, left));
  await world.lifecycle.sync();
  expect(userState(world, 'person13@example.com')).toBe('disabled');
});

test('an account that target and drift know to be gone stands in nobody’s way', async () => {
  const world = await settledWorld([worker(1), worker(3), worker(13)], { guards: noGuards });
  for (const user of [...world.okta.users.values()]) if (user.profile.externalId === 'e0003') world.okta.users.delete(user.id);
  for (const account of [...world.chat.accounts.values()])
    if (account.profile.externalId === 'e0003') world.chat.accounts.delete(account.id);
  await collect(world.lifecycle.drift());
  const is = await linksOf(world, 'e0013');
  await world.lifecycle.join('e0013', 'e0003', word);
  expect(await linksOf(world, 'e0003')).toEqual(is);
  await world.lifecycle.sync();
  expect(world.okta.users.size).toBe(2);
});

test('a protection, a revocation and a grant of either hold for the person they turn out to be', async () => {
  const world = await bride();
  await world.lifecycle.grant('e0012', 'code', { ...word });
  await world.lifecycle.grant('e0002', 'chat', { ...word });
  await world.lifecycle.revoke('e0012', 'chat', { ...word });
  await world.lifecycle.join('e0012', 'e0002', word);
  await world.lifecycle.sync();
  expect(chatState(world, 'person2@example.com')).toBe('disabled');
  await world.lifecycle.withdraw('e0002', 'chat', { by: 'ana' });
  await world.lifecycle.sync();
  expect(chatState(world, 'person2@example.com')).toBe('active');

  const guarded = await bride();
  await guarded.lifecycle.protect('e0012', word);
  await guarded.lifecycle.join('e0012', 'e0002', word);
  guarded.hr.setEmployees([worker(1), worker(2, left), renamed(left)]);
  await guarded.lifecycle.sync();
  expect(userState(guarded, 'person2@example.com')).toBe('active');
  expect((await collect(guarded.lifecycle.questions())).map(({ kind, person }) => [kind, person])).toContainEqual(['protected', 'e0002']);
  await expect(guarded.lifecycle.protect('e0012', word)).rejects.toThrow('belongs to e0002');
});

test('a revocation that ends with a move does not end by being joined with somebody of another department', async () => {
  const world = await settledWorld([worker(1), worker(2), renamed({ departmentId: 'd-sales', startDate: '2026-11-02' })], {
    guards: noGuards,
  });
  await world.lifecycle.revoke('e0002', 'chat', { ...word, untilMove: true });
  await world.lifecycle.sync();
  await world.lifecycle.join('e0012', 'e0002', word);
  await world.lifecycle.sync();
  expect(chatState(world, 'person2@example.com')).toBe('disabled');
  world.hr.putEmployee(renamed({ departmentId: 'd-eng', startDate: '2026-11-02' }));
  await world.lifecycle.sync();
  expect(chatState(world, 'person2@example.com')).toBe('active');
});

test('an address made for one is the person’s own, and grace that had begun does not begin anew', async () => {
  const nameless = { workEmail: null, employeeNumber: null } as const;
  const world = await settledWorld([worker(1), worker(2, nameless)], {
    guards: noGuards,
    addresses: { domain: 'example.com', pattern: ['first.last'] },
    apps: [],
  });
  const login = 'first2.last2@example.com';
  expect(userState(world, login)).toBe('active');
  world.hr.putEmployee(worker(12, { ...nameless, ...left }));
  await world.lifecycle.sync();
  await world.lifecycle.join('e0002', 'e0012', word);
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].map(({ profile }) => profile.userName)).toContain(login);
  expect(await idsOf(world)).toEqual(['e0001', 'e0012']);

  const graced = await bride();
  const { lifecycle } = reopened(graced, {
    apps: [{ app: graced.apps.chat, policy: 'both', for: inDepartment('Engineering'), schedule: { graceDays: 5 } }],
  });
  graced.hr.setEmployees([worker(1), worker(2, { departmentId: 'd-sales' }), renamed({ departmentId: 'd-sales' })]);
  await lifecycle.sync();
  graced.clock.advance(3 * day);
  await lifecycle.join('e0002', 'e0012', word);
  await lifecycle.sync();
  expect(chatState(graced, 'person2@example.com')).toBe('active');
  graced.clock.advance(2.5 * day);
  await lifecycle.sync();
  expect(chatState(graced, 'person2@example.com')).toBe('disabled');
});

test('a later contract of a joined person is theirs, whichever of the two it resembles', async () => {
  const world = await bride();
  await world.lifecycle.join('e0002', 'e0012', word);
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1), worker(2), renamed(), worker(22, { employeeNumber: 'N2', firstName: 'First2', lastName: 'Last2' })]);
  await world.lifecycle.sync();
  const people = await collect(world.lifecycle.people());
  expect(people.map(({ id, employments }) => [id, employments.map((one) => one.id).sort()]).sort()).toEqual([
    ['e0001', ['e0001']],
    ['e0012', ['e0002', 'e0012', 'e0022']],
  ]);
});

test('who is unknown, the same, not managed alike or part of somebody is not joined, and who is one already stays so', async () => {
  const world = await bride();
  const { lifecycle } = world;
  await expect(lifecycle.join('e0002', 'e0002', word)).rejects.toThrow('nobody is joined with themselves');
  await expect(lifecycle.join('e0099', 'e0002', word)).rejects.toThrow('person: nobody has this id');
  await expect(lifecycle.join('e0012', 'e0099', word)).rejects.toThrow('into: nobody has this id');
  await lifecycle.deactivate('e0012', { by: 'ana' });
  await expect(lifecycle.join('e0012', 'e0002', word)).rejects.toThrow('e0012 is not managed and the other one is');
  await lifecycle.activate('e0012', { by: 'ana' });
  await lifecycle.join('e0012', 'e0002', word);
  const told = (await collect(lifecycle.audit())).length;
  await lifecycle.join('e0012', 'e0002', word);
  await lifecycle.join('e0002', 'e0012', word);
  expect((await collect(lifecycle.audit())).length).toBe(told);
  await expect(lifecycle.join('e0012', 'e0001', word)).rejects.toThrow('this employment belongs to e0002; name the person');
  await expect(lifecycle.join('e0001', 'e0012', word)).rejects.toThrow('this employment belongs to e0002; name the person');
  await expect(lifecycle.receipt('e0012')).rejects.toThrow('this employment belongs to e0002; name the person');
  await expect(lifecycle.explain('e0012')).rejects.toThrow('this employment belongs to e0002; name the person');
  expect((await lifecycle.explain('e0002')).targets.map(({ situation }) => situation)).toContain('linked');
});
