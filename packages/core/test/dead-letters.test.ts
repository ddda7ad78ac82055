// A change that keeps failing is put aside, in sight, and comes back when somebody says so or something else is wanted.
import { expect, test } from 'vitest';
import type { ErrorCode } from '../src/connector/errors.ts';
import { fault } from './breaking.ts';
import { collect, noGuards, settledWorld, userState, type World, worker, workers } from './world.ts';

const chatUpdate = 'chat/e0002/account.update';

async function failing(code: ErrorCode, runs: number): Promise<World> {
  const world = await settledWorld(workers(4), { guards: noGuards });
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  world.chat.fail('accounts.update', 'every', fault(code));
  for (let run = 0; run < runs; run += 1) await world.lifecycle.sync();
  return world;
}

const letters = async (world: World) => (await collect(world.lifecycle.deadLetters())).map(({ id, code, runs }) => ({ id, code, runs }));

test('a change that is refused in two runs is a dead letter: listed, not planned, and named in the plan', async () => {
  const world = await failing('CONNECTOR_REJECTED', 1);
  expect(await letters(world)).toEqual([]);
  expect((await world.lifecycle.plan()).total).toBe(1);
  await world.lifecycle.sync();
  expect(await letters(world)).toEqual([{ id: chatUpdate, code: 'CONNECTOR_REJECTED', runs: 2 }]);
  world.chat.calls.length = 0;
  await world.lifecycle.sync();
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect(world.chat.calls).toEqual([]);
});

test('one whose error may pass is tried in five runs', async () => {
  const world = await failing('CONNECTOR_OUTCOME_UNKNOWN', 4);
  expect(await letters(world)).toEqual([]);
  await world.lifecycle.sync();
  expect(await letters(world)).toMatchObject([{ id: chatUpdate, runs: 5 }]);
});

test('a target that is down makes no dead letters', async () => {
  const world = await failing('CONNECTOR_UNAVAILABLE', 6);
  expect(await letters(world)).toEqual([]);
});

test('a retry lets the next plan have it again, once, and is in the audit trail', async () => {
  const world = await failing('CONNECTOR_REJECTED', 2);
  world.chat.heal();
  await world.lifecycle.retry(chatUpdate, { by: 'ada' });
  expect((await world.lifecycle.plan()).total).toBe(1);
  await world.lifecycle.sync();
  expect([...world.chat.accounts.values()].map(({ profile }) => profile.title)).toContain('Lead');
  expect(await letters(world)).toEqual([]);
  const audit = await collect(world.lifecycle.audit({ person: 'e0002' }));
  expect(audit.filter(({ kind }) => kind === 'retry')).toMatchObject([{ facts: { by: 'ada', target: 'chat' } }]);
  await expect(world.lifecycle.retry(chatUpdate, { by: 'ada' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('it is planned again when something else is wanted', async () => {
  const world = await failing('CONNECTOR_REJECTED', 2);
  world.chat.heal();
  world.hr.putEmployee(worker(2, { jobTitle: 'Head' }));
  await world.lifecycle.sync();
  expect([...world.chat.accounts.values()].map(({ profile }) => profile.title)).toContain('Head');
  expect(await letters(world)).toEqual([]);
});

test('a dead letter that nobody wants any more goes by itself, and only that one', async () => {
  const world = await failing('CONNECTOR_REJECTED', 0);
  world.hr.putEmployee(worker(3, { jobTitle: 'Lead' }));
  world.okta.fail('users.update', 'every', fault('CONNECTOR_REJECTED'));
  for (let run = 0; run < 2; run += 1) await world.lifecycle.sync();
  expect((await letters(world)).map(({ id }) => id)).toEqual([
    chatUpdate,
    'chat/e0003/account.update',
    'okta/e0002/user.update',
    'okta/e0003/user.update',
  ]);
  // HR says again what the targets hold.
  world.hr.putEmployee(worker(2));
  await world.lifecycle.sync();
  expect((await letters(world)).map(({ id }) => id)).toEqual(['chat/e0003/account.update', 'okta/e0003/user.update']);
  // Nothing is to be told about whoever has left.
  world.hr.putEmployee(worker(3, { jobTitle: 'Lead', status: 'terminated' }));
  await world.lifecycle.sync();
  expect(await letters(world)).toEqual([]);
});

test('what stands on a dead letter is left out with it, and the person’s other changes go on', async () => {
  const world = await settledWorld(workers(2), { guards: noGuards }, { chat: { dependsOn: 'identity' } });
  world.okta.fail('users.create', 'every', fault('CONNECTOR_REJECTED'));
  world.hr.putEmployee(worker(9));
  for (let run = 0; run < 3; run += 1) await world.lifecycle.sync();
  expect(await letters(world)).toMatchObject([{ id: 'okta/e0009/user.create' }]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('an access cut is never put aside: it is tried in every run, and the leaver stands in the open access', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards });
  world.okta.fail('users.disable', 'every', fault('CONNECTOR_REJECTED'));
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  for (let run = 0; run < 7; run += 1) await world.lifecycle.sync();
  expect(await letters(world)).toEqual([]);
  expect((await collect(world.lifecycle.openAccess())).map(({ person, target }) => `${person} ${target}`)).toContain('e0002 okta');
  world.okta.heal();
  await world.lifecycle.sync();
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('a target that is mended has every dead letter of it back at once, and no other target’s', async () => {
  const world = await failing('CONNECTOR_REJECTED', 0);
  world.okta.fail('users.update', 'every', fault('CONNECTOR_REJECTED'));
  world.hr.putEmployee(worker(3, { jobTitle: 'Lead' }));
  for (let run = 0; run < 2; run += 1) await world.lifecycle.sync();
  expect((await letters(world)).map(({ id }) => id)).toEqual(
    ['chat/e0002', 'chat/e0003', 'okta/e0002', 'okta/e0003'].map((id) => `${id}/${id.startsWith('okta') ? 'user' : 'account'}.update`),
  );
  expect(await world.lifecycle.retry({ target: 'chat' }, { by: 'ada' })).toBe(2);
  expect((await letters(world)).map(({ id }) => id)).toEqual(['okta/e0002/user.update', 'okta/e0003/user.update']);
  const planned = (await collect((await world.lifecycle.plan()).changes())).map(({ person, target }) => `${target} ${person}`);
  expect(planned).toEqual(['chat e0002', 'chat e0003']);
  expect(await world.lifecycle.retry({ target: 'chat' }, { by: 'ada' })).toBe(0);
  await expect(world.lifecycle.retry({ target: 'chot' }, { by: 'ada' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});
