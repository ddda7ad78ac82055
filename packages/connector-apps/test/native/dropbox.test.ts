// What bites at Dropbox, each against its model: seen in the team behind it, not in our own requests.
import { manualClock, testContext } from '@tenure/core/testing';
import { type DropboxServer, type DropboxServerOptions, dropboxRateLimit, startDropboxServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type DropboxOptions, dropbox } from '../../src/native/dropbox/index.ts';
import { company, worker } from '../company.ts';
import { codeOf, person, told } from '../promises.ts';
import { optionsFor } from './dropbox.ts';

const at = Date.parse('2026-11-23T12:00:00Z');
let team: DropboxServer | undefined;
afterEach(() => team?.close());

type Told = Partial<DropboxOptions>;

async function open(server: DropboxServerOptions = {}, options: Told = {}) {
  const clock = manualClock(at);
  const context = () => testContext({ clock });
  team = await startDropboxServer({ now: clock.now, ...server });
  const { backend } = team;
  const app = dropbox({ ...optionsFor(team), http: { maxRetries: 0 }, removal: 'disable-and-delete', ...options });
  const { accounts } = app;
  const bodies = (route: string) =>
    (team?.requests() ?? []).filter(({ path }) => path === `/2/team/members/${route}`).map(({ body }) => body);
  return {
    ...{ team, backend, app, accounts, bodies, clock, context },
    create: (number = 1) => accounts.create({ profile: told(app, person(number)) }, context()),
    off: (accountId: string, facts: { readonly allowAdmins?: boolean } = {}) =>
      accounts.disable?.({ accountId }, { ...context(), ...facts }),
    on: (accountId: string) => accounts.enable?.({ accountId }, context()),
    remove: (accountId: string, facts: { readonly allowAdmins?: boolean } = {}) =>
      accounts.delete?.({ accountId }, { ...context(), ...facts }),
  };
}

const ada = { email: 'ada@example.com', externalId: 'P-1', givenName: 'Ada', surname: 'Lovelace' };

test('neither suspending nor removing wipes a device', async () => {
  const { backend, off, remove, bodies } = await open();
  const { id } = backend.seed(ada);
  await off(id);
  await remove(id);
  expect(backend.member(id)).toMatchObject({ status: 'removed', devicesWiped: false, accountKept: false });
  expect([...bodies('suspend'), ...bodies('remove')]).toMatchObject([{ wipe_data: false }, { wipe_data: false, keep_account: false }]);
});

describe('what came of adding stands inside a 200', () => {
  test('no licence is left', async () => {
    const { create, backend } = await open({ seats: 0 });
    expect([await codeOf(create()), backend.members()]).toEqual(['CONNECTOR_SEAT_LIMIT', []]);
  });

  test('the address belongs to another team, whose members nobody here sees', async () => {
    const { create, backend } = await open();
    backend.seedElsewhere('ada@example.com');
    expect([await codeOf(create()), backend.members()]).toEqual(['CONNECTOR_CONFLICT_NOT_VISIBLE', []]);
  });

  test('a licence is needed to be let in again, too', async () => {
    const { on, backend } = await open({ seats: 1 });
    const { id } = backend.seed({ ...ada, status: 'suspended' });
    backend.seed({ email: 'bob@example.com' });
    expect([await codeOf(on(id)), backend.member(id)?.status]).toEqual(['CONNECTOR_SEAT_LIMIT', 'suspended']);
  });
});

describe('a job', () => {
  test('is asked for until the member is there', async () => {
    const { create, backend } = await open({ switches: { addsByJob: true, jobPolls: 3 } });
    const { account } = await create();
    expect([backend.members().length, backend.members()[0]?.id]).toEqual([1, account.id]);
  });

  test('that takes more than a minute is an unknown outcome, and is not begun again', async () => {
    const { create, remove, backend, bodies, clock } = await open({ switches: { addsByJob: true, jobPolls: 1_000 } });
    const { id } = backend.seed({ email: 'bob@example.com' });
    expect(await codeOf(create())).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(clock.now() - at).toBe(60_000);
    expect(await codeOf(remove(id))).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(clock.now() - at).toBe(120_000);
    expect([bodies('add_v2').length, bodies('remove').length]).toEqual([1, 1]);
  });

  test('that cannot be asked for is an unknown outcome, whatever the trouble', async () => {
    const { create, team: server } = await open({ switches: { addsByJob: true } });
    server.fail({ path: '/2/team/members/add/job_status/get_v2', effect: { kind: 'answer', status: 500 } });
    expect(await codeOf(create())).toBe('CONNECTOR_OUTCOME_UNKNOWN');
  });
});

describe('somebody who is invited', () => {
  test('is pending until they come, and active then', async () => {
    const { create, accounts, backend } = await open();
    const { outcome, account } = await create();
    expect([outcome, account.state]).toEqual(['pending', 'pending']);
    backend.accept(account.id);
    expect((await accounts.get?.({ accountId: account.id }, testContext()))?.state).toBe('active');
  });

  test('cannot be suspended, so the invitation is withdrawn; the address is free for another one', async () => {
    const { create, off, backend } = await open();
    const { account } = await create();
    expect(await off(account.id)).toMatchObject({ outcome: 'changed', seen: 'gone' });
    expect(backend.member(account.id)?.status).toBe('removed');
    expect((await create()).account.id).not.toBe(account.id);
  });

  test('cannot be let in by us', async () => {
    const { create, on } = await open();
    const { account } = await create();
    expect(await codeOf(on(account.id))).toBe('CONNECTOR_REJECTED');
  });

  test('gets no mail where the team wants none', async () => {
    const { create, bodies } = await open({}, { welcomeEmail: 'none' });
    await create();
    expect(bodies('add_v2')).toMatchObject([{ new_members: [{ send_welcome_email: false }] }]);
  });
});

describe('a return', () => {
  test.each([true, false])('within seven days is the same member with the same files (shown: %s)', async (removedIsShown) => {
    const { create, remove, backend } = await open({ switches: { removedIsShown } });
    const { id } = backend.seed({ ...ada, email: 'old.ada@example.com', surname: 'Byron' });
    await remove(id);
    const { account, outcome } = await create();
    expect([account.id, outcome, account.state]).toEqual([id, 'changed', 'active']);
    expect(backend.members()).toMatchObject([{ id, status: 'active', email: 'ada@example.com', surname: 'Lovelace' }]);
  });

  test('that is brought back and cannot be told what HR says now is an unknown outcome, never "nothing happened"', async () => {
    const { create, remove, backend, accounts, context } = await open();
    const { id } = backend.seed({ ...ada, email: 'old.ada@example.com' });
    await remove(id);
    team?.fail({ path: '/2/team/members/set_profile_v2', effect: { kind: 'answer', status: 500 } });
    expect(await codeOf(create())).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(await accounts.find({ externalId: 'P-1' }, context())).toMatchObject({ kind: 'found', accounts: [{ id }] });
  });

  test('after seven days is a new member', async () => {
    const { create, remove, backend, clock } = await open();
    const { id } = backend.seed(ada);
    await remove(id);
    clock.advance(7 * 86_400_000);
    expect((await create()).account.id).not.toBe(id);
  });

  test('never gives somebody the files of another who had the address', async () => {
    const { create, remove, backend } = await open();
    const { id } = backend.seed({ ...ada, externalId: 'P-9' });
    await remove(id);
    expect(await codeOf(create())).toBe('CONNECTOR_CONFLICT_NOT_VISIBLE');
    expect(backend.members()).toMatchObject([{ id, status: 'removed' }]);
  });

  test('of a leaver whom the engine had removed brings their own account back', async () => {
    const world = company([worker(1)]);
    team = await startDropboxServer({ now: world.clock.now, switches: { newMembers: 'active' } });
    const lifecycle = world.lifecycle(dropbox({ ...optionsFor(team), http: { maxRetries: 0 }, removal: 'delete' }));
    await lifecycle.sync();
    world.hr.putEmployee(worker(1, { endDate: '2026-11-20', status: 'terminated' }));
    await lifecycle.sync();
    expect(team.backend.members()).toMatchObject([{ status: 'removed' }]);
    world.hr.putEmployee(worker(1, { startDate: '2026-11-23', endDate: null }));
    await lifecycle.sync();
    expect(team.backend.members()).toMatchObject([{ status: 'active' }]);
    expect((await lifecycle.plan()).isEmpty).toBe(true);
  });
});

describe('administrators', () => {
  test('are left alone, and the last one even where that is allowed', async () => {
    const { off, remove, accounts, backend } = await open();
    const { id } = backend.seed({ ...ada, isAdmin: true });
    expect(await accounts.get?.({ accountId: id }, testContext())).toMatchObject({
      protectedBecause: expect.stringContaining('administrator'),
    });
    const allowing = { allowAdmins: true };
    const codes = await Promise.all([off(id), off(id, allowing), remove(id, allowing)].map(codeOf));
    expect(new Set(codes)).toEqual(new Set(['CONNECTOR_PROTECTED_ACCOUNT']));
    expect(backend.member(id)?.status).toBe('active');
  });
});

describe('401', () => {
  test('for a scope that is missing is not a dead token: no other one is asked for', async () => {
    const { create, app, team: server } = await open({ scopes: ['members.read'] });
    await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN', details: { missing: 'members.write' } });
    expect(server.requests().filter(({ path }) => path === '/oauth2/token')).toHaveLength(1);
    const { items } = await app.check(testContext());
    expect(items.filter(({ state }) => state === 'problem').map(({ title }) => title)).toEqual([
      'Members can be added and suspended (members.write)',
      'Members can be removed and recovered (members.delete)',
    ]);
  });

  test('for a token that has ended buys another one', async () => {
    const { accounts, backend, clock, context, team: server } = await open();
    backend.seed(ada);
    await accounts.list?.({ limit: 5 }, context());
    backend.endTokens();
    clock.advance(60_000);
    expect((await accounts.list?.({ limit: 5 }, context()))?.items).toHaveLength(1);
    expect(server.requests().filter(({ path }) => path === '/oauth2/token')).toHaveLength(2);
  });
});

test.each(['both', 'header', 'body'] as const)('too many requests are waited for as long as it says (%s)', async (form) => {
  const { accounts, team: server } = await open();
  server.fail({ path: '/2/team/members/list_v2', effect: dropboxRateLimit(7, form) });
  await expect(accounts.list?.({ limit: 5 }, testContext())).rejects.toMatchObject({ details: { retryAfterMs: 7_000 } });
});

test('a cursor that has run out ends the list as an error, to be read from its start', async () => {
  const { accounts } = await open();
  expect(await codeOf(accounts.list?.({ limit: 5, cursor: 'older' }, testContext()))).toBe('CONNECTOR_UNAVAILABLE');
});

describe('the files of whoever is deleted', () => {
  test('go to the member who was named, and only with somebody to tell', async () => {
    const { remove, backend, bodies } = await open({}, { transferFilesTo: 'dbmid:AAD9', transferAdmin: 'dbmid:AAD8' });
    const { id } = backend.seed(ada);
    await remove(id);
    expect(bodies('remove')).toMatchObject([
      { transfer_dest_id: { team_member_id: 'dbmid:AAD9' }, transfer_admin_id: { team_member_id: 'dbmid:AAD8' } },
    ]);
    await expect(open({}, { transferFilesTo: 'dbmid:AAD9' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  });
});
