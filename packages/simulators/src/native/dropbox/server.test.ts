// The Dropbox team as its own client's types describe it, asked by plain requests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DropboxServer, type DropboxServerOptions, dropboxRateLimit, startDropboxServer } from './index.ts';

const at = '2026-08-03T08:00:00Z';
let team: DropboxServer;
beforeEach(async () => {
  team = await startDropboxServer({ at });
});
afterEach(() => team.close());

async function restart(options: DropboxServerOptions): Promise<void> {
  await team.close();
  team = await startDropboxServer({ at, ...options });
}

interface Given {
  readonly status: number;
  readonly body: unknown;
}

async function call(route: string, argument: unknown, headers: Record<string, string> = {}): Promise<Given> {
  const response = await fetch(`${team.baseUrl}/${route}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${team.token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(argument),
  });
  const text = await response.text();
  return { status: response.status, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
}

const ada = { member_email: 'ada@example.com', member_given_name: 'Ada', member_surname: 'King', member_external_id: 'P-1' };
const add = (...members: object[]) => call('team/members/add_v2', { new_members: members });
const user = (id: string) => ({ user: { '.tag': 'team_member_id', team_member_id: id } });
const byEmail = (email: string) => ({ '.tag': 'email', email });
const tagged = (tag: string) => ({ status: 409, body: { error: { '.tag': tag } } });

describe('adding', () => {
  test('invites, under the address and the external id that were given', async () => {
    expect(await add(ada)).toMatchObject({ status: 200, body: { '.tag': 'complete', complete: [{ '.tag': 'success' }] } });
    expect(team.backend.members()).toMatchObject([{ email: 'ada@example.com', externalId: 'P-1', status: 'invited' }]);
  });

  test('answers 200 with a case of its own for every entry that was not added', async () => {
    team.backend.seed({ email: 'ada@example.com', externalId: 'P-1' });
    team.backend.seedElsewhere('eve@example.com');
    const { status, body } = await add(
      ada,
      { ...ada, member_email: 'eve@example.com' },
      { ...ada, member_email: 'bob@example.com' },
      { member_email: 'joe@example.com' },
    );
    expect([status, body]).toEqual([
      200,
      {
        '.tag': 'complete',
        complete: [
          { '.tag': 'user_already_on_team', user_already_on_team: 'ada@example.com' },
          { '.tag': 'user_on_another_team', user_on_another_team: 'eve@example.com' },
          { '.tag': 'duplicate_external_member_id', duplicate_external_member_id: 'bob@example.com' },
          { '.tag': 'user_creation_failed', user_creation_failed: 'joe@example.com' },
        ],
      },
    ]);
  });

  test('says in the same way that no licence is left', async () => {
    team.backend.setSeats(0);
    expect(await add(ada)).toMatchObject({ body: { complete: [{ '.tag': 'team_license_limit' }] } });
  });

  test('can be a job, and nobody is added before it is done', async () => {
    await restart({ switches: { addsByJob: true, jobPolls: 1 } });
    const { body } = await add(ada);
    const job = { async_job_id: (body as { async_job_id: string }).async_job_id };
    expect((await call('team/members/add/job_status/get_v2', job)).body).toEqual({ '.tag': 'in_progress' });
    expect(team.backend.members()).toEqual([]);
    expect((await call('team/members/add/job_status/get_v2', job)).body).toMatchObject({ complete: [{ '.tag': 'success' }] });
    expect(team.backend.members()).toHaveLength(1);
    expect(await call('team/members/remove/job_status/get', job)).toMatchObject(tagged('invalid_async_job_id'));
  });
});

describe('suspending', () => {
  test('deletes what the devices hold unless it is told not to', async () => {
    const [plain, spared] = [team.backend.seed({ email: 'a@example.com' }), team.backend.seed({ email: 'b@example.com' })];
    expect((await call('team/members/suspend', user(plain.id))).status).toBe(200);
    await call('team/members/suspend', { ...user(spared.id), wipe_data: false });
    expect(team.backend.members()).toMatchObject([
      { status: 'suspended', devicesWiped: true },
      { status: 'suspended', devicesWiped: false },
    ]);
  });

  test('is refused for the invited, the suspended, strangers and the last administrator', async () => {
    const invited = team.backend.seed({ email: 'a@example.com', status: 'invited' });
    const admin = team.backend.seed({ email: 'b@example.com', isAdmin: true });
    expect(await call('team/members/suspend', user(invited.id))).toMatchObject(tagged('suspend_inactive_user'));
    expect(await call('team/members/suspend', user(admin.id))).toMatchObject(tagged('suspend_last_admin'));
    expect(await call('team/members/suspend', user('dbmid:nobody'))).toMatchObject(tagged('user_not_found'));
    expect(await call('team/members/unsuspend', user(admin.id))).toMatchObject(tagged('unsuspend_non_suspended_member'));
    expect(await call('team/members/remove', user(admin.id))).toMatchObject(tagged('remove_last_admin'));
  });

  test('frees a licence, which unsuspending needs again', async () => {
    await restart({ seats: 1 });
    const { id } = team.backend.seed({ email: 'a@example.com' });
    await call('team/members/suspend', { ...user(id), wipe_data: false });
    team.backend.seed({ email: 'b@example.com' });
    expect(await call('team/members/unsuspend', user(id))).toMatchObject(tagged('team_license_limit'));
  });
});

describe('removing', () => {
  const remove = async (id: string, more: object = {}) => {
    const { body } = await call('team/members/remove', { ...user(id), ...more });
    const job = { async_job_id: (body as { async_job_id: string }).async_job_id };
    await call('team/members/remove/job_status/get', job);
    return call('team/members/remove/job_status/get', job);
  };

  test('is a job, and for seven days the member can be recovered and not be added', async () => {
    const { id } = team.backend.seed({ email: 'ada@example.com', externalId: 'P-1' });
    expect((await remove(id, { wipe_data: false })).body).toEqual({ '.tag': 'complete' });
    expect(await add(ada)).toMatchObject({ body: { complete: [{ '.tag': 'user_already_on_team' }] } });
    expect(await call('team/members/recover', user(id))).toEqual({ status: 200, body: null });
    expect(team.backend.member(id)).toMatchObject({ status: 'active', devicesWiped: false });
  });

  test('is final after seven days, and the address is free again', async () => {
    const { id } = team.backend.seed({ email: 'ada@example.com', externalId: 'P-1' });
    await remove(id);
    team.clock.advance(7 * 86_400_000);
    expect(await call('team/members/recover', user(id))).toMatchObject(tagged('user_unrecoverable'));
    expect(await add(ada)).toMatchObject({ body: { complete: [{ '.tag': 'success' }] } });
  });

  test('leaves nothing to recover of an invitation or of an account that was kept', async () => {
    const invited = team.backend.seed({ email: 'a@example.com', status: 'invited' });
    const kept = team.backend.seed({ email: 'b@example.com' });
    expect(await call('team/members/remove', { ...user(kept.id), keep_account: true })).toMatchObject(
      tagged('cannot_keep_account_and_delete_data'),
    );
    await remove(invited.id);
    await remove(kept.id, { keep_account: true, wipe_data: false });
    for (const { id } of [invited, kept]) expect(await call('team/members/recover', user(id))).toMatchObject(tagged('user_unrecoverable'));
  });

  test('wants both receivers of a transfer, or none', async () => {
    const { id } = team.backend.seed({ email: 'a@example.com' });
    const half = { ...user(id), transfer_dest_id: byEmail('b@example.com') };
    expect(await call('team/members/remove', half)).toMatchObject(tagged('unspecified_transfer_admin_id'));
  });
});

describe('looking', () => {
  test('finds by id, address in any case and external id, and says per entry who is unknown', async () => {
    const { id } = team.backend.seed({ email: 'ada@example.com', externalId: 'P-1', isAdmin: true });
    const members = [
      { '.tag': 'team_member_id', team_member_id: id },
      byEmail('ADA@example.com'),
      { '.tag': 'external_id', external_id: 'P-1' },
      byEmail('bob@example.com'),
    ];
    const found = { '.tag': 'member_info', profile: { team_member_id: id, status: { '.tag': 'active' } }, roles: [{ name: 'Team admin' }] };
    expect((await call('team/members/get_info_v2', { members })).body).toMatchObject({
      members_info: [found, found, found, { '.tag': 'id_not_found', id_not_found: 'bob@example.com' }],
    });
  });

  test.each([true, false])('shows who was removed by get_info or not (%s)', async (removedIsShown) => {
    await restart({ switches: { removedIsShown } });
    const { id } = team.backend.seed({ email: 'ada@example.com', status: 'removed', removedAt: Date.parse(at) });
    const { body } = await call('team/members/get_info_v2', { members: [user(id).user] });
    expect((body as { members_info: object[] }).members_info[0]).toMatchObject(
      removedIsShown ? { profile: { status: { '.tag': 'removed', is_recoverable: true } } } : { '.tag': 'id_not_found' },
    );
  });

  test('pages by cursor, without the removed unless they are asked for', async () => {
    for (const name of ['a', 'b', 'c']) team.backend.seed({ email: `${name}@example.com` });
    team.backend.seed({ email: 'gone@example.com', status: 'removed', removedAt: 0 });
    const first = (await call('team/members/list_v2', { limit: 2 })).body as { members: object[]; cursor: string; has_more: boolean };
    const rest = (await call('team/members/list/continue_v2', { cursor: first.cursor })).body;
    expect([first.members.length, first.has_more, rest]).toMatchObject([2, true, { members: [{}], has_more: false }]);
    const all = (await call('team/members/list_v2', { include_removed: true })).body as { members: object[] };
    expect(all.members).toHaveLength(4);
    expect(await call('team/members/list/continue_v2', { cursor: 'old' })).toMatchObject(tagged('invalid_cursor'));
  });
});

test('a profile is changed, and a taken address or external id is refused', async () => {
  const { id } = team.backend.seed({ email: 'ada@example.com', externalId: 'P-1' });
  team.backend.seed({ email: 'bob@example.com', externalId: 'P-2' });
  const set = (more: object) => call('team/members/set_profile_v2', { ...user(id), ...more });
  expect(await set({ new_surname: 'Lovelace', new_email: 'ada.l@example.com' })).toMatchObject({ status: 200 });
  expect(team.backend.member(id)).toMatchObject({ surname: 'Lovelace', email: 'ada.l@example.com' });
  expect(await set({ new_email: 'bob@example.com' })).toMatchObject(tagged('email_reserved_for_other_user'));
  expect(await set({ new_external_id: 'P-2' })).toMatchObject(tagged('external_id_used_by_other_user'));
  expect(await set({})).toMatchObject(tagged('no_new_data_specified'));
  expect(await set({ new_surname: '' })).toMatchObject(tagged('param_cannot_be_empty'));
});

describe('the door', () => {
  test('a dead token and a missing scope are both 401, told apart by their tag', async () => {
    await restart({ scopes: ['members.read'] });
    expect(await call('team/members/list_v2', {}, { authorization: 'Bearer other' })).toMatchObject({
      status: 401,
      body: { error: { '.tag': 'invalid_access_token' } },
    });
    expect(await add(ada)).toMatchObject({ status: 401, body: { error: { '.tag': 'missing_scope', required_scope: 'members.write' } } });
    team.backend.endTokens();
    expect(await call('team/members/list_v2', {})).toMatchObject({ status: 401, body: { error: { '.tag': 'expired_access_token' } } });
  });

  test('a refresh token buys an access token that runs out on the clock', async () => {
    const form = { grant_type: 'refresh_token', client_id: 'app-key', client_secret: 'app-secret', refresh_token: 'refresh-token' };
    const buy = (more: object) => fetch(team.tokenUrl, { method: 'POST', body: new URLSearchParams({ ...form, ...more }) });
    const { access_token } = (await (await buy({})).json()) as { access_token: string };
    const asked = () => call('team/members/list_v2', {}, { authorization: `Bearer ${access_token}` });
    expect((await asked()).status).toBe(200);
    team.clock.advance(14_400_000);
    expect((await asked()).status).toBe(401);
    expect([(await buy({ refresh_token: 'x' })).status, (await buy({ client_secret: 'x' })).status]).toEqual([400, 400]);
  });

  test('a call that nobody documented is 400 in plain words', async () => {
    expect(await call('team/members/suspend', { user: 'ada' })).toMatchObject({ status: 400, body: expect.any(String) });
    expect((await call('team/members/list_v2', { limit: 2_000 })).status).toBe(400);
    expect((await call('team/members/add_v2', { new_members: Array.from({ length: 21 }, () => ada) })).status).toBe(400);
  });
});

test('a planted fault strikes the n-th call, and the journal keeps what came', async () => {
  team.fail({ path: '/2/team/members/add_v2', nth: 2, effect: dropboxRateLimit(7) });
  team.fail({ path: '/2/team/members/add_v2', nth: 3, effect: { kind: 'reset-after' } });
  expect([(await add(ada)).status, (await add(ada)).status]).toEqual([200, 429]);
  await expect(add({ ...ada, member_email: 'bob@example.com', member_external_id: 'P-2' })).rejects.toThrow();
  expect(team.backend.members()).toHaveLength(2);
  expect(team.requests().map(({ status }) => status)).toEqual([200, 429, 0]);
  expect(team.requests()[0]?.body).toEqual({ new_members: [ada] });
});
