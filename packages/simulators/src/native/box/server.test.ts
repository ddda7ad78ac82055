// The Box users API as its reference describes it, asked by plain requests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BoxServer, type BoxServerOptions, startBoxServer } from './index.ts';

const at = '2026-08-03T08:00:00Z';
let box: BoxServer;
beforeEach(async () => {
  box = await startBoxServer({ at });
});
afterEach(() => box.close());

async function restart(options: BoxServerOptions): Promise<void> {
  await box.close();
  box = await startBoxServer({ at, ...options });
}

async function call(method: string, path: string, body?: unknown, token = box.token) {
  const response = await fetch(`${box.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const found = async (query: string): Promise<string[]> =>
  (await call('GET', `/users?${query}`)).body.entries.map(({ login }: { login: string }) => login);
const ada = { login: 'ada@example.com', name: 'Ada King' };

describe('creating', () => {
  test('makes a managed user who is active', async () => {
    expect(await call('POST', '/users?fields=status,role', { ...ada, job_title: 'Clerk' })).toMatchObject({
      status: 201,
      body: { type: 'user', login: 'ada@example.com', status: 'active', role: 'user' },
    });
    expect(box.backend.users()).toMatchObject([{ login: 'ada@example.com', jobTitle: 'Clerk', kind: 'managed' }]);
  });

  test.each(['managed', 'outside'] as const)('is refused for a login that a %s user has', async (kind) => {
    box.backend.seed({ login: 'ada@example.com', kind });
    expect(await call('POST', '/users', ada)).toMatchObject({ status: 409, body: { code: 'user_login_already_used' } });
  });

  test.each([400, 403] as const)('is refused without a licence (%i)', async (seatsStatus) => {
    await restart({ seats: 0, switches: { seatsStatus } });
    expect(await call('POST', '/users', ada)).toMatchObject({
      status: seatsStatus,
      body: { message: expect.stringContaining('licenses') },
    });
  });

  test('wants a name and a login', async () => {
    expect([
      (await call('POST', '/users', { login: 'a@example.com' })).status,
      (await call('POST', '/users', { name: 'A' })).status,
    ]).toEqual([400, 400]);
  });
});

describe('looking', () => {
  test('filters by the beginning of login, name or alias, and shows people from outside only by their whole login', async () => {
    box.backend.seed({ login: 'ada@example.com', name: 'Ada', aliases: ['countess@example.com'] });
    box.backend.seed({ login: 'ada@example.com.evil.test', name: 'Eve' });
    box.backend.seed({ login: 'guest@other.test', kind: 'outside' });
    expect(await found('filter_term=ada@example.com')).toEqual(['ada@example.com', 'ada@example.com.evil.test']);
    expect(await found('filter_term=countess@example.com')).toEqual(['ada@example.com']);
    expect(await found('filter_term=guest@other.test')).toEqual([]);
    expect(await found('filter_term=guest@other.test&user_type=all')).toEqual(['guest@other.test']);
    expect(await found('filter_term=guest&user_type=all')).toEqual([]);
  });

  test('pages by marker without an end of offsets, and by offset up to 10 000', async () => {
    for (const name of ['a', 'b', 'c']) box.backend.seed({ login: `${name}@example.com` });
    const first = (await call('GET', '/users?usemarker=true&limit=2')).body;
    const second = (await call('GET', `/users?usemarker=true&limit=2&marker=${first.next_marker}`)).body;
    expect([first.entries.length, second.entries.length, second.next_marker]).toEqual([2, 1, null]);
    expect((await call('GET', '/users?offset=10001')).status).toBe(400);
    expect((await call('GET', '/users?usemarker=true&marker=x')).status).toBe(400);
  });

  test('shows the role only where it is asked for, and then nothing else that is not', async () => {
    const { id } = box.backend.seed({ login: 'a@example.com', role: 'coadmin' });
    expect((await call('GET', `/users/${id}`)).body).not.toHaveProperty('role');
    expect((await call('GET', `/users/${id}?fields=role`)).body).toEqual({
      ...{ type: 'user', id, login: 'a@example.com', name: 'a@example.com', role: 'coadmin' },
    });
    expect((await call('GET', '/users/1')).status).toBe(404);
  });
});

describe('changing', () => {
  test('turns off and on, and rolls out of the enterprise for `null`', async () => {
    const { id } = box.backend.seed({ login: 'a@example.com' });
    await call('PUT', `/users/${id}`, { status: 'inactive' });
    expect(box.backend.user(id)?.status).toBe('inactive');
    expect((await call('PUT', `/users/${id}`, { status: 'off' })).status).toBe(400);
    await call('PUT', `/users/${id}`, { enterprise: null });
    expect([box.backend.user(id)?.kind, (await call('GET', `/users/${id}`)).status]).toEqual(['outside', 404]);
  });

  test('refuses another login before the address was confirmed, and one that is taken', async () => {
    const { id } = box.backend.seed({ login: 'a@example.com', isConfirmed: false });
    box.backend.seed({ login: 'b@example.com' });
    expect(await call('PUT', `/users/${id}`, { login: 'c@example.com' })).toMatchObject({
      body: { code: 'user_email_confirmation_required' },
    });
    expect((await call('PUT', `/users/${id}`, { login: 'b@example.com' })).status).toBe(409);
    box.backend.change(id, { isConfirmed: true });
    expect((await call('PUT', `/users/${id}`, { login: 'c@example.com' })).status).toBe(200);
  });
});

describe('deleting', () => {
  test.each([400, 409] as const)('is refused while the user owns content (%i), unless forced', async (contentStatus) => {
    await restart({ switches: { contentStatus } });
    const { id } = box.backend.seed({ login: 'a@example.com', ownedItems: 3 });
    expect(await call('DELETE', `/users/${id}`)).toMatchObject({ status: contentStatus, body: { message: 'User has managed content' } });
    expect((await call('DELETE', `/users/${id}?force=true`)).status).toBe(204);
    expect(box.backend.users()).toEqual([]);
  });

  test('goes through once the content has moved to somebody else, which can go on after the answer', async () => {
    await restart({ switches: { movingTakesMs: 60_000 } });
    const [from, to] = [box.backend.seed({ login: 'a@example.com', ownedItems: 3 }), box.backend.seed({ login: 'b@example.com' })];
    expect((await call('PUT', `/users/${from.id}/folders/0`, { owned_by: { id: to.id } })).status).toBe(200);
    expect((await call('DELETE', `/users/${from.id}`)).status).toBe(400);
    box.clock.advance(60_000);
    expect((await call('DELETE', `/users/${from.id}`)).status).toBe(204);
    expect(box.backend.user(to.id)?.ownedItems).toBe(3);
  });

  test('is refused even by force where a retention policy holds the content', async () => {
    const { id } = box.backend.seed({ login: 'a@example.com', ownedItems: 1 });
    box.backend.retainContent();
    expect((await call('DELETE', `/users/${id}?force=true`)).status).toBe(403);
  });
});

describe('the door', () => {
  test('sells a token to the app for the enterprise only, and it runs out on the clock', async () => {
    const form = { grant_type: 'client_credentials', client_id: 'box-client', client_secret: 'box-secret' };
    const buy = (more: object) => fetch(box.tokenUrl, { method: 'POST', body: new URLSearchParams({ ...form, ...more }) });
    expect((await buy({ box_subject_type: 'user', box_subject_id: '801234' })).status).toBe(400);
    expect((await buy({ box_subject_type: 'enterprise', box_subject_id: '9' })).status).toBe(400);
    const sold = await buy({ box_subject_type: 'enterprise', box_subject_id: '801234' });
    const { access_token } = (await sold.json()) as { access_token: string };
    expect((await call('GET', '/users', undefined, access_token)).status).toBe(200);
    box.clock.advance(3_600_000);
    expect((await call('GET', '/users', undefined, access_token)).status).toBe(401);
  });

  test('lets nobody in without the right to manage users', async () => {
    await restart({ managesUsers: false });
    expect(await call('GET', '/users')).toMatchObject({ status: 403, body: { code: 'access_denied_insufficient_permissions' } });
  });
});
