// The modelled Zoom account, held against the reference sheet.
import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { startZoomServer, type ZoomServer, type ZoomServerOptions } from './index.ts';

let server: ZoomServer | undefined;
afterEach(() => server?.close());

const form = (account = 'zoom-account') => new URLSearchParams({ grant_type: 'account_credentials', account_id: account });
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

async function started(options: ZoomServerOptions = {}): Promise<{ readonly zoom: ZoomServer; readonly ask: Ask }> {
  server = await startZoomServer({ at: '2026-11-23T12:00:00Z', ...options });
  const { body } = await asking(server.url)('POST', '/oauth/token', form(), basic('zoom-client:zoom-secret'));
  const token = (body as { access_token: string }).access_token;
  return { zoom: server, ask: asking(server.url, { authorization: `Bearer ${token}` }) };
}

const invitation = (email: string, action = 'create', type = 1) => ({
  action,
  user_info: { email, type, first_name: 'Ada', last_name: 'L' },
});

describe('tokens', () => {
  test('are given for an hour to who knows the secret and the account, and to nobody else', async () => {
    const { zoom, ask } = await started();
    const plain = asking(zoom.url);
    expect((await plain('POST', '/oauth/token', form(), basic('zoom-client:wrong'))).status).toBe(401);
    expect((await plain('POST', '/oauth/token', form('another'), basic('zoom-client:zoom-secret'))).status).toBe(400);
    expect((await ask('GET', '/v2/users')).status).toBe(200);
    zoom.clock.advance(3_600_000);
    expect(await ask('GET', '/v2/users')).toMatchObject({ status: 401, body: { code: 124 } });
  });

  test.each([
    ['code-4711', 400],
    ['forbidden', 403],
  ] as const)('without the scope are refused (%s)', async (missingScope, status) => {
    const { zoom, ask } = await started({ switches: { missingScope } });
    zoom.backend.grantScopes(['user:read:user:admin']);
    expect(await ask('GET', '/v2/users')).toMatchObject({ status, body: { code: 4711 } });
  });
});

describe('creating', () => {
  test('invites: the user is pending until they accept', async () => {
    const { zoom, ask } = await started();
    const { status, body } = await ask('POST', '/v2/users', invitation('ada@example.com'));
    const { id } = body as { id: string };
    expect([status, zoom.backend.user(id)?.status]).toEqual([201, 'pending']);
    zoom.backend.accept(id);
    expect((await ask('GET', `/v2/users/${id}`)).body).toMatchObject({ email: 'ada@example.com', status: 'active' });
  });

  test('by single sign-on or with a password needs no acceptance', async () => {
    const { ask } = await started();
    await ask('POST', '/v2/users', invitation('ada@example.com', 'ssoCreate'));
    expect((await ask('GET', '/v2/users/ada@example.com')).body).toMatchObject({ status: 'active' });
    expect(await ask('POST', '/v2/users', invitation('eve@example.com', 'autoCreate'))).toMatchObject({ status: 400, body: { code: 300 } });
  });

  test('refuses who is there (1005), who is hidden, and a licence that is not there', async () => {
    const { zoom, ask } = await started({ licences: 0 });
    zoom.backend.seed({ email: 'ada@example.com' });
    zoom.backend.hide('eve@example.com');
    expect(await ask('POST', '/v2/users', invitation('ADA@example.com'))).toMatchObject({ status: 409, body: { code: 1005 } });
    expect(await ask('POST', '/v2/users', invitation('eve@example.com'))).toMatchObject({ status: 409 });
    expect((await ask('GET', '/v2/users/email?email=eve@example.com')).body).toEqual({ existed_email: true });
    expect((await ask('POST', '/v2/users', invitation('joan@example.com', 'create', 2))).status).toBe(400);
  });
});

describe('turning off', () => {
  test('leaves sessions of single sign-on open until their token is deleted', async () => {
    const { zoom, ask } = await started();
    const { id } = zoom.backend.seed({ email: 'ada@example.com', sessions: 2 });
    expect((await ask('PUT', `/v2/users/${id}/status`, { action: 'deactivate' })).status).toBe(204);
    expect(zoom.backend.user(id)).toMatchObject({ status: 'inactive', sessions: 2 });
    expect((await ask('DELETE', `/v2/users/${id}/token`)).status).toBe(204);
    expect(zoom.backend.user(id)).toMatchObject({ sessions: 0 });
  });

  test('is refused for the owner', async () => {
    const { zoom, ask } = await started();
    const { id } = zoom.backend.seed({ email: 'owner@example.com', roleId: '0' });
    expect((await ask('PUT', `/v2/users/${id}/status`, { action: 'deactivate' })).status).toBe(403);
    expect((await ask('DELETE', `/v2/users/${id}?action=delete`)).status).toBe(403);
  });
});

describe('removing', () => {
  test('unless it says delete leaves a free account behind', async () => {
    const { zoom, ask } = await started();
    const [ada, eve] = [zoom.backend.seed({ email: 'ada@example.com' }), zoom.backend.seed({ email: 'eve@example.com' })];
    await ask('DELETE', `/v2/users/${ada.id}`);
    await ask('DELETE', `/v2/users/${eve.id}?action=delete`);
    expect(zoom.backend.users()).toEqual([]);
    expect(['ada@example.com', 'eve@example.com'].map(zoom.backend.hasPersonalAccount)).toEqual([true, false]);
    expect(await ask('GET', `/v2/users/${ada.id}`)).toMatchObject({ status: 404, body: { code: 1001 } });
  });

  test('hands over what is named, to an active user only', async () => {
    const { zoom, ask } = await started();
    const ada = zoom.backend.seed({ email: 'ada@example.com' });
    zoom.backend.seed({ email: 'boss@example.com' });
    const path = `/v2/users/${ada.id}?action=delete&transfer_meeting=true&transfer_email=`;
    expect((await ask('DELETE', `${path}nobody@example.com`)).status).toBe(400);
    expect((await ask('DELETE', `${path}boss@example.com`)).status).toBe(204);
    expect(zoom.backend.handedOver()).toEqual([{ to: 'boss@example.com', what: ['transfer_meeting'] }]);
  });
});

test('lists by status in pages whose token lives a quarter of an hour', async () => {
  const { zoom, ask } = await started();
  for (const name of ['a', 'b', 'c']) zoom.backend.seed({ email: `${name}@example.com` });
  zoom.backend.seed({ email: 'off@example.com', status: 'inactive' });
  const first = (await ask('GET', '/v2/users?status=active&page_size=2')).body as { users: unknown[]; next_page_token: string };
  expect([first.users.length, first.next_page_token !== '']).toEqual([2, true]);
  const next = `/v2/users?status=active&page_size=2&next_page_token=${first.next_page_token}`;
  expect((await ask('GET', next)).body).toMatchObject({ users: [{ email: 'c@example.com' }], next_page_token: '' });
  zoom.clock.advance(900_000);
  expect(await ask('GET', next)).toMatchObject({ status: 400, body: { code: 300 } });
  expect((await ask('GET', '/v2/users?page_size=301')).status).toBe(400);
});

test('a day that is used up says until when as an instant, a second that is says nothing', async () => {
  const { zoom, ask } = await started({ limits: { perDay: 2, perSecond: 1 } });
  expect((await ask('GET', '/v2/users')).status).toBe(200);
  const second = await ask('GET', '/v2/users');
  expect([second.status, second.headers.get('x-ratelimit-type'), second.headers.get('retry-after')]).toEqual([429, 'QPS', null]);
  zoom.clock.advance(1_000);
  expect((await ask('GET', '/v2/users')).status).toBe(200);
  zoom.clock.advance(1_000);
  expect((await ask('GET', '/v2/users')).headers.get('retry-after')).toBe('2026-11-24T00:00:00Z');
});

test('two changes of one user at once: the second is told to wait', async () => {
  const { zoom, ask } = await started({ latencyMs: 40 });
  const { id } = zoom.backend.seed({ email: 'ada@example.com' });
  const answers = await Promise.all([ask('DELETE', `/v2/users/${id}/token`), ask('DELETE', `/v2/users/${id}/token`)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 429]);
});

test('a planted fault loses an answer after the work, and the journal shows it', async () => {
  const { zoom, ask } = await started();
  zoom.fail({ method: 'POST', path: '/v2/users', effect: { kind: 'reset-after' } });
  await expect(ask('POST', '/v2/users', invitation('ada@example.com'))).rejects.toThrow();
  expect(zoom.backend.users()).toHaveLength(1);
  expect(zoom.requests().at(-1)).toMatchObject({ method: 'POST', path: '/v2/users', status: 0, body: invitation('ada@example.com') });
});
