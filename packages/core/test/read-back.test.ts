// A target that says yes is asked whether it did: a cut that nobody can see is no cut.
import { expect, test } from 'vitest';
import type { AppProvisioner } from '../src/connector/index.ts';
import { TenureError } from '../src/index.ts';
import { collect, createWorld, day, noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

const left = worker(2, { status: 'terminated', endDate: '2026-11-20' });

async function reports(world: World, target: string) {
  const { run } = await world.lifecycle.sync();
  const all = await collect(run.changes());
  return all.filter(({ change }) => change.target === target).map(({ change, ...settled }) => ({ kind: change.kind, ...settled }));
}

const userOf = (world: World, key: string) => [...world.okta.users.values()].find(({ profile }) => profile.externalId === key);
const chatOf = (world: World, key: string) => [...world.chat.accounts.values()].find(({ profile }) => profile.externalId === key);
const unavailable = new TenureError('CONNECTOR_UNAVAILABLE', { system: 'okta', verb: 'get user', fact: 'down', details: {} });

test('a cut that took effect says what was seen, for one read', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.okta.calls.length = 0;
  expect(await reports(world, 'okta')).toEqual([{ kind: 'user.disable', outcome: 'applied', seen: 'disabled' }]);
  expect(world.okta.calls.filter(({ verb }) => verb === 'users.get')).toHaveLength(1);
});

test('an identity provider that says yes and does nothing has failed, the leaver stays planned, and the next plan cuts', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.okta.fail('users.disable', 'every', { kind: 'no-effect' });
  expect(await reports(world, 'okta')).toMatchObject([{ outcome: 'failed', code: 'CONNECTOR_NOT_EFFECTIVE' }]);
  expect(await collect(world.lifecycle.accounts({ target: 'okta', person: 'e0002' }))).toMatchObject([{ state: 'active' }]);
  world.okta.heal();
  expect(await reports(world, 'okta')).toMatchObject([{ outcome: 'applied', seen: 'disabled' }]);
  expect(userOf(world, 'e0002')?.state).toBe('disabled');
});

test('an app that says yes and does nothing has failed too', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.chat.fail('accounts.disable', 'every', { kind: 'no-effect' });
  expect(await reports(world, 'chat')).toMatchObject([{ outcome: 'failed', code: 'CONNECTOR_NOT_EFFECTIVE' }]);
  expect(chatOf(world, 'e0002')?.state).toBe('active');
});

test('a deletion that leaves the account there has failed', async () => {
  const world = await settledWorld(workers(3), { schedule: { deleteAfterDays: 30 } });
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  world.clock.advance(31 * day);
  world.okta.fail('users.delete', 'every', { kind: 'no-effect' });
  expect(await reports(world, 'okta')).toMatchObject([{ kind: 'user.delete', outcome: 'failed', code: 'CONNECTOR_NOT_EFFECTIVE' }]);
});

test('a return from leave that leaves the account off has failed', async () => {
  const world = await settledWorld(workers(3), { schedule: { onLeave: 'suspend' } });
  world.hr.putEmployee(worker(2, { status: 'on-leave' }));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2));
  world.okta.fail('users.enable', 'every', { kind: 'no-effect' });
  expect(await reports(world, 'okta')).toMatchObject([{ kind: 'user.enable', outcome: 'failed', code: 'CONNECTOR_NOT_EFFECTIVE' }]);
});

test('a target that shows what it did a little later is waited for', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  const { users } = world.provider;
  const get = users.get.bind(users);
  let looks = 0;
  Object.assign(users, {
    get: async (...asked: Parameters<typeof get>) => {
      looks += 1;
      const account = await get(...asked);
      return looks === 1 && account !== undefined ? { ...account, state: 'active' as const } : account;
    },
  });
  expect(await reports(world, 'okta')).toMatchObject([{ outcome: 'applied', seen: 'disabled' }]);
  expect(looks).toBe(2);
});

test('a cut that could not be read back is applied, says so, and is looked at by the next plan', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.okta.fail('users.get', 'every', { kind: 'before', error: unavailable });
  expect(await reports(world, 'okta')).toEqual([
    { kind: 'user.disable', outcome: 'applied', notes: ['it could not be read back: CONNECTOR_UNAVAILABLE'] },
  ]);
  await world.lifecycle.plan();
  world.okta.heal();
  const { plan } = await world.lifecycle.sync();
  expect(plan.isEmpty).toBe(true);
  const rows = await collect(world.lifecycle.audit({ person: 'e0002' }));
  expect(rows.filter(({ kind }) => kind === 'read-back')).toMatchObject([{ facts: { target: 'okta', seen: 'disabled' } }]);
  world.okta.calls.length = 0;
  await world.lifecycle.plan();
  expect(world.okta.calls).toEqual([]);
});

test('a cut that could not be read back and did nothing is found by a later look, and cut again', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.okta.fail('users.disable', 'every', { kind: 'no-effect' });
  world.okta.fail('users.get', 'every', { kind: 'before', error: unavailable });
  await world.lifecycle.sync();
  world.hr.removeEmployee('e0002');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  world.okta.heal();
  expect(await reports(world, 'okta')).toMatchObject([{ kind: 'user.disable', outcome: 'applied', seen: 'disabled' }]);
  expect(userOf(world, 'e0002')?.state).toBe('disabled');
});

test('a pending cut stays pending, plans nothing, and is looked at until it is over', async () => {
  const world = await settledWorld(workers(3));
  const { accounts } = world.apps.chat;
  const disable = accounts.disable?.bind(accounts);
  Object.assign(accounts, { disable: async () => ({ outcome: 'pending' }) });
  world.hr.putEmployee(left);
  expect(await reports(world, 'chat')).toEqual([{ kind: 'account.disable', outcome: 'pending' }]);
  const looked = async (): Promise<number> => {
    world.chat.calls.length = 0;
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
    return world.chat.calls.filter(({ verb }) => verb === 'accounts.get').length;
  };
  expect(await looked()).toBe(1);
  expect(await looked()).toBe(1);
  const account = chatOf(world, 'e0002');
  if (account === undefined || disable === undefined) throw new Error('no such account');
  account.state = 'disabled';
  expect(await looked()).toBe(1);
  expect(await looked()).toBe(0);
});

test('a deletion that the target has only taken stays known until the account is gone, and a return then makes a new one', async () => {
  const world = await settledWorld(workers(3), { schedule: { deleteAfterDays: 30 } });
  world.hr.putEmployee(left);
  await world.lifecycle.sync();
  world.clock.advance(31 * day);
  const { users } = world.provider;
  const remove = users.delete?.bind(users);
  let asked: Parameters<NonNullable<typeof remove>> | undefined;
  Object.assign(users, {
    delete: async (...request: Parameters<NonNullable<typeof remove>>) => {
      asked = request;
      return { outcome: 'pending' };
    },
  });
  expect(await reports(world, 'okta')).toMatchObject([{ kind: 'user.delete', outcome: 'pending' }]);
  const known = () => collect(world.lifecycle.accounts({ target: 'okta', person: 'e0002' }));
  expect(await known()).toMatchObject([{ state: 'disabled' }]);
  if (asked === undefined || remove === undefined) throw new Error('nobody asked');
  await remove(...asked);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  expect(await known()).toEqual([]);
  world.hr.putEmployee(worker(2, { status: 'active', startDate: '2026-12-01', endDate: null }));
  expect(await reports(world, 'okta')).toMatchObject([{ kind: 'user.create', outcome: 'applied' }]);
});

test('a connector that has read back itself is believed, and not asked again', async () => {
  const world = createWorld(workers(3));
  const { users } = world.provider;
  const disable = users.disable.bind(users);
  await world.lifecycle.sync();
  world.hr.putEmployee(left);
  Object.assign(users, {
    disable: async (...asked: Parameters<typeof disable>) => ({
      ...(await disable(...asked)),
      seen: 'disabled',
      notes: ['one session stays'],
    }),
  });
  world.okta.calls.length = 0;
  expect(await reports(world, 'okta')).toMatchObject([{ outcome: 'applied', seen: 'disabled', notes: ['one session stays'] }]);
  expect(world.okta.calls.map(({ verb }) => verb)).not.toContain('users.get');
});

test('a target that forgets whoever is turned off gets a new account for a rehire', async () => {
  const first = createWorld(workers(3), { guards: noGuards });
  const { accounts } = first.apps.chat;
  const forgetting = { ...first.apps.chat, accounts: { ...accounts, disable: accounts.delete } };
  const world = reopened(first, { apps: [{ app: forgetting as AppProvisioner, policy: 'both' }] });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1, { endDate: null }));
  const { run } = await world.lifecycle.sync();
  expect([run.counts.failed, world.chat.accounts.size]).toEqual([0, 3]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('a cut that was called failed and took effect later is ours: whoever returns needs nobody’s approval', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(left);
  world.okta.fail('users.disable', 'every', { kind: 'no-effect' });
  world.chat.fail('accounts.disable', 'every', { kind: 'no-effect' });
  await world.lifecycle.sync();
  world.okta.heal();
  world.chat.heal();
  for (const each of [userOf(world, 'e0002'), chatOf(world, 'e0002')]) Object.assign(each ?? {}, { state: 'disabled' });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { endDate: null }));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held).toEqual([]);
  expect([userOf(world, 'e0002')?.state, chatOf(world, 'e0002')?.state]).toEqual(['active', 'active']);
});
