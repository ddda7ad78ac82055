// The first run: whoever has an account already is never given a second one, and nothing is taken on unasked.
import { expect, test } from 'vitest';
import type { World } from './world.ts';
import { collect, createWorld, noGuards, targetState, userState, worker, workers } from './world.ts';

const heldAdoption = async (world: World) => {
  const plan = await world.lifecycle.plan();
  const part = plan.header.held.find(({ target, class: what }) => target === 'okta' && what === 'adopt');
  return { plan, part };
};

test('a match is held as an adoption until a person approves, then taken on, and never doubled', async () => {
  const world = createWorld(workers(3));
  world.okta.addUser(
    { userName: 'PERSON2@example.com', email: 'person2@example.com', employeeNumber: 'N2' },
    { groups: ['g-Engineering-Core'] },
  );
  const { plan, part } = await heldAdoption(world);
  expect(part).toMatchObject({ people: 1, because: expect.stringContaining('approval') });
  await world.lifecycle.apply(plan);
  expect(world.okta.users.size).toBe(3);
  expect(await collect(world.lifecycle.accounts({ target: 'okta', person: 'e0002' }))).toEqual([]);
  await world.lifecycle.approve(part?.hash ?? '', { by: 'ada' });
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.accounts({ target: 'okta', person: 'e0002' }))).toMatchObject([
    { provenance: 'adopted', state: 'active' },
  ]);
  expect(world.okta.users.size).toBe(3);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('an adoption nobody approved stays held in every later plan', async () => {
  const world = createWorld(workers(3));
  world.okta.addUser({ userName: 'person2@example.com', email: 'person2@example.com' });
  for (let round = 0; round < 3; round += 1) {
    const { part } = await heldAdoption(world);
    expect(part).toMatchObject({ people: 1 });
    await world.lifecycle.sync();
  }
  expect(await collect(world.lifecycle.accounts({ target: 'okta', person: 'e0002' }))).toEqual([]);
});

test('two accounts with one person’s keys wait for a person and are not touched', async () => {
  const world = createWorld([worker(1), worker(2)], { guards: noGuards });
  world.okta.addUser({ userName: 'old-two', email: 'person2@example.com' });
  world.okta.addUser({ userName: 'person2@example.com', employeeNumber: 'N2' });
  const before = structuredClone([...world.okta.users.values()]);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.waiting).toMatchObject([
    { person: 'e0002', kind: 'ambiguous-match', accountIds: ['user-1', 'user-2'].map(() => expect.any(String)) },
  ]);
  expect([...world.okta.users.values()].slice(0, 2)).toEqual(before);
});

test('an account that two people could own is never given to both', async () => {
  const shared = { workEmail: 'office@example.com' };
  const world = createWorld([worker(1, shared), worker(2, shared)], { guards: noGuards });
  world.okta.addUser({ userName: 'office@example.com', email: 'office@example.com' });
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.accounts({ target: 'okta' }))).length).toBeLessThanOrEqual(1);
  expect(world.okta.users.size).toBe(1);
});

test('a protected account is neither taken on nor changed, whoever it matches', async () => {
  const world = createWorld([worker(1), worker(2, { status: 'terminated' })], { guards: noGuards });
  world.okta.addUser({ userName: 'person1@example.com' }, { protectedBecause: 'an administrator' });
  world.okta.addUser({ userName: 'person2@example.com' }, { protectedBecause: 'an administrator' });
  const before = structuredClone([...world.okta.users.values()]);
  const { plan } = await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(plan.header.waiting.filter(({ target }) => target === 'okta').map(({ kind }) => kind)).toEqual([
    'protected-account',
    'protected-account',
  ]);
  expect([...world.okta.users.values()]).toEqual(before);
});

test('accounts that match nobody and groups outside the map are never touched', async () => {
  const world = createWorld(workers(3), { guards: noGuards });
  world.okta.addGroup('Everyone else', { id: 'g-else' });
  world.okta.addUser({ userName: 'robot@example.com' }, { groups: ['g-else', 'g-Sales-Access'] });
  world.okta.addUser({ userName: 'person1@example.com' }, { groups: ['g-else'] });
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1, { departmentId: 'd-eng' }), worker(2, { status: 'terminated' }), worker(3)]);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toContain('robot@example.com active g-Sales-Access+g-else');
  expect(targetState(world).okta).toContain('person1@example.com active g-Engineering-Core+g-else');
});

test('a membership that was there before us is not removed by us', async () => {
  const world = createWorld([worker(1)], { guards: noGuards });
  world.okta.addUser({ userName: 'person1@example.com' }, { groups: ['g-Sales-Access'] });
  await world.lifecycle.sync();
  world.hr.setEmployees([worker(1, { departmentId: 'd-eng' })]);
  await world.lifecycle.sync();
  expect(targetState(world).okta).toEqual(['person1@example.com active g-Engineering-Core+g-Sales-Access']);
});

test('an adopted account keeps what is written there until HR changes it', async () => {
  const world = createWorld([worker(1)], { guards: noGuards });
  world.chat.addAccount({ userName: 'person1@example.com', title: 'Queen' });
  await world.lifecycle.sync();
  expect([...world.chat.accounts.values()][0]?.profile.title).toBe('Queen');
  world.hr.setEmployees([worker(1, { jobTitle: 'Lead' })]);
  await world.lifecycle.sync();
  expect([...world.chat.accounts.values()][0]?.profile.title).toBe('Lead');
});

test('somebody whose account appeared after the first listing is found at creation, not doubled', async () => {
  const world = createWorld([worker(1)], { guards: noGuards });
  await world.lifecycle.sync();
  world.okta.addUser({ userName: 'person2@example.com' });
  world.chat.addAccount({ userName: 'person2@example.com' });
  world.hr.putEmployee(worker(2));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect([world.okta.users.size, world.chat.accounts.size]).toEqual([2, 2]);
  expect(await collect(world.lifecycle.accounts({ person: 'e0002' }))).toMatchObject([
    { target: 'chat', provenance: 'adopted' },
    { target: 'code', provenance: 'created' },
    { target: 'okta', provenance: 'adopted' },
  ]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a first run creates everybody however many they are; later crowds are held', async () => {
  const world = createWorld(workers(60));
  await world.lifecycle.sync();
  expect(world.okta.users.size).toBe(60);
  world.hr.setEmployees(workers(90));
  const { plan } = await world.lifecycle.sync();
  expect(world.okta.users.size).toBe(60);
  expect(plan.header.held).toMatchObject(
    [
      { target: 'chat', class: 'create' },
      { target: 'okta', class: 'create', people: 30, limit: 20 },
    ].map((part) => expect.objectContaining(part)),
  );
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
  await world.lifecycle.sync();
  expect(userState(world, 'person90@example.com')).toBe('active');
});
