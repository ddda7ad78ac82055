// What the org does after it has answered: transitions, indexes, other clients, other administrators.
import { describe, expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from './asking.ts';
import { freeLimits, noLimits } from './traffic/limits.ts';

const start = Date.UTC(2026, 0, 1);

async function clocked(options: Parameters<typeof startAsking>[0] = {}): Promise<{ org: Asking; at: { now: number } }> {
  const at = { now: start };
  return { at, org: await startAsking({ ...options, now: () => at.now }) };
}

const loginsIn = (body: unknown): string[] => (body as { profile: { login: string } }[]).map(({ profile }) => profile.login);

describe('transitions', () => {
  test('show where they lead, refuse changes meanwhile, and end by the clock', async () => {
    const { org, at } = await clocked({ pace: { activateMs: 60_000 } });
    await using _ = org;
    const made = await org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
    const { id } = made.body as { id: string };
    expect(made.body).toMatchObject({ status: 'STAGED', transitioningToStatus: 'PROVISIONED' });
    expect(await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } })).toMatchObject({ status: 409, code: 'E0000112' });
    expect(await org.ask('POST', `/users/${id}/lifecycle/deactivate`)).toMatchObject({ status: 409, code: 'E0000112' });
    at.now += 60_000;
    const after = (await org.ask('GET', `/users/${id}`)).body;
    expect(after).toMatchObject({ status: 'PROVISIONED' });
    expect(after).not.toHaveProperty('transitioningToStatus');
  });

  test('of a deactivation come with respond-async, and take roles, sessions and apps when they end', async () => {
    const { org, at } = await clocked();
    await using _ = org;
    const { backend } = org.server;
    const { id } = backend.seedUser({ login: 'ada@example.com', roles: ['HELP_DESK_ADMIN'] });
    const app = backend.seedApp({ label: 'Chat', userIds: [id] });
    backend.signIn(id);
    expect(backend.appsOf(id)).toEqual([app.id]);
    await org.ask('POST', `/users/${id}/lifecycle/deactivate`, undefined, { prefer: 'respond-async' });
    expect(backend.user(id)).toMatchObject({ status: 'ACTIVE', transitioningToStatus: 'DEPROVISIONED', sessions: { okta: 1 } });
    at.now += 2000;
    expect(backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', roles: [], sessions: { okta: 0, apps: 1 } });
    expect(backend.appsOf(id)).toEqual([]);
  });
});

describe('indexes', () => {
  test('of search and of lists are behind each by itself, with old values and erased people, and a read by id never is', async () => {
    const { org, at } = await clocked({ pace: { searchLag: 1000, listLag: 5000 } });
    await using _ = org;
    const { backend } = org.server;
    const find = async (query: string) => loginsIn((await org.ask('GET', `/users?${query}`)).body);
    const { id } = (await org.ask('POST', '/users?activate=false', { profile: profileOf('ada@example.com') })).body as { id: string };
    expect(await find('search=profile.login eq "ada@example.com"')).toEqual([]);
    at.now += 1000;
    expect(await find('search=profile.login eq "ada@example.com"')).toEqual(['ada@example.com']);
    expect(await find('filter=profile.login eq "ada@example.com"')).toEqual([]);
    await org.ask('POST', `/users/${id}`, { profile: { login: 'lovelace@example.com' } });
    expect(await find('search=profile.login eq "ada@example.com"')).toEqual(['ada@example.com']);
    expect((await org.ask('GET', `/users/${id}`)).body).toMatchObject({ profile: { login: 'lovelace@example.com' } });
    at.now += 5000;
    expect(await find('filter=profile.login eq "lovelace@example.com"')).toEqual(['lovelace@example.com']);
    backend.removeUser(id);
    backend.removeUser(id);
    expect(await find('search=profile.firstName eq "Ada"')).toEqual(['lovelace@example.com']);
    backend.catchUp();
    expect(await find('search=profile.firstName eq "Ada"')).toEqual([]);
  });

  test('drawn lags are the same in every run, a stuck one waits for the test', async () => {
    const seen: number[] = [];
    for (const _run of [1, 2]) {
      const { org, at } = await clocked({ pace: { searchLag: { fromMs: 100, toMs: 900, seed: 7 } } });
      await using _ = org;
      await org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
      while (loginsIn((await org.ask('GET', '/users?search=profile.firstName eq "Ada"')).body).length === 0) at.now += 50;
      seen.push(at.now - start);
    }
    expect(seen[0]).toBe(seen[1]);
    const { org, at } = await clocked({ pace: { groupLag: 'stuck' } });
    await using _ = org;
    await org.ask('POST', '/groups', { profile: { name: 'Sales' } });
    at.now += 10 ** 9;
    expect((await org.ask('GET', '/groups?q=Sales')).body).toEqual([]);
    org.server.backend.catchUp();
    expect((await org.ask('GET', '/groups?q=Sales')).body).toHaveLength(1);
  });

  test('sorted pages go on where they stopped, and only asked fields are shown', async () => {
    const { org } = await clocked();
    await using _ = org;
    for (const name of ['mary', 'ada', 'niels']) org.server.backend.seedUser({ login: `${name}@example.com` });
    const query = '/users?search=profile.lastName eq "Seeded"&sortBy=profile.login&sortOrder=desc&limit=2&fields=profile:(login)';
    const first = await org.ask('GET', query);
    expect(first.body).toEqual([{ profile: { login: 'niels@example.com' } }, { profile: { login: 'mary@example.com' } }]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await org.ask('GET', next)).body).toEqual([{ profile: { login: 'ada@example.com' } }]);
  });
});

describe('profiles from elsewhere', () => {
  const source = { name: 'workday', attributes: ['title', 'department'] };

  test('refuse a changed value of theirs, pass an equal one, and take everything else', async () => {
    const { org } = await clocked();
    await using _ = org;
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com', profile: { title: 'Chief' }, source });
    const change = (profile: object) => org.ask('POST', `/users/${id}`, { profile });
    expect(await change({ title: 'Other', city: 'Bern' })).toMatchObject({ status: 403, code: 'E0000023' });
    expect((await change({ title: 'Chief', city: 'Bern' })).status).toBe(200);
    expect(org.server.backend.user(id)?.profile).toMatchObject({ title: 'Chief', city: 'Bern' });
    expect((await org.ask('POST', `/users/${id}/lifecycle/deactivate`)).status).toBe(200);
    org.server.backend.importUser(id, { title: 'Other' }, true);
    expect(org.server.backend.user(id)).toMatchObject({ status: 'ACTIVE', profile: { title: 'Other' } });
    const schema = (await org.ask('GET', '/meta/schemas/user/default')).body;
    expect(schema).toMatchObject({ definitions: { base: { properties: { title: { master: { type: 'PROFILE_MASTER' } } } } } });
  });
});

describe('administrators', () => {
  const permissions = ['okta.users.read', 'okta.users.lifecycle.deactivate', 'okta.roles.read'];

  test.each([
    ['supers', 403],
    ['allow', 200],
    ['forbid', 403],
  ] as const)('under %s a principal with a custom role turning one off gets %i', async (turnOffAdministrators, status) => {
    const { org } = await clocked({ switches: { turnOffAdministrators } });
    await using _ = org;
    const { backend } = org.server;
    const helper = backend.seedUser({ login: 'helper@example.com', roles: permissions });
    backend.seedToken('weaker', helper.id);
    const group = backend.seedGroup({ name: 'Administrators', roles: ['APP_ADMIN'] });
    const { id } = backend.seedUser({ login: 'ada@example.com', groupIds: [group.id] });
    const weaker = { authorization: 'SSWS weaker' };
    expect((await org.ask('GET', `/users/${id}/roles`, undefined, weaker)).body).toMatchObject([
      { type: 'APP_ADMIN', assignmentType: 'GROUP' },
    ]);
    expect((await org.ask('POST', `/users/${id}/lifecycle/deactivate`, undefined, weaker)).status).toBe(status);
    expect(await org.ask('POST', `/users/${id}/lifecycle/suspend`, undefined, weaker)).toMatchObject({ status: 403, code: 'E0000006' });
    expect((await org.ask('PUT', `/groups/${group.id}/users/${id}`, undefined, weaker)).status).toBe(403);
    expect(org.server.requests('role-check')).toHaveLength(1);
    backend.alterUser(helper.id, { roles: [] });
    expect(await org.ask('GET', '/users', undefined, weaker)).toMatchObject({ status: 403, code: 'E0000006' });
  });

  test('by a group are made by super administrators alone, also by a creation with groups and by the name of the group', async () => {
    const { org } = await clocked();
    await using _ = org;
    const { backend } = org.server;
    const helper = backend.seedUser({ login: 'helper@example.com', roles: ['USER_ADMIN'] });
    backend.seedToken('weaker', helper.id);
    const weaker = { authorization: 'SSWS weaker' };
    const group = backend.seedGroup({ name: 'Administrators', roles: ['APP_ADMIN'] });
    const make = (headers: Record<string, string>) =>
      org.ask('POST', '/users', { profile: profileOf('ada@example.com'), groupIds: [group.id] }, headers);
    expect(await make(weaker)).toMatchObject({ status: 403, code: 'E0000006' });
    expect(backend.userByLogin('ada@example.com')).toBeUndefined();
    const rename = (headers: Record<string, string>) => org.ask('PUT', `/groups/${group.id}`, { profile: { name: 'Sales' } }, headers);
    expect(await rename(weaker)).toMatchObject({ status: 403, code: 'E0000006' });
    expect([(await make({})).status, (await rename({})).status]).toEqual([200, 200]);
  });

  test('are listed, and the last super administrator keeps the role', async () => {
    const { org } = await clocked();
    await using _ = org;
    const { backend } = org.server;
    expect((await org.ask('GET', '/iam/assignees/users')).body).toMatchObject({ value: [{ id: backend.ownerId }] });
    backend.turnUser('deactivate', backend.ownerId);
    expect(backend.user(backend.ownerId)?.roles).toEqual(['SUPER_ADMIN']);
  });
});

describe('limits', () => {
  test('of one principal leave the others their share, foreign traffic takes from all, and violations are logged', async () => {
    const perMinute = { ...freeLimits.perMinute, users: 2 };
    const { org } = await clocked({ limits: { ...freeLimits, perMinute } });
    await using _ = org;
    const { backend } = org.server;
    backend.seedToken('other', backend.ownerId);
    const ask = async (token: string) => (await org.ask('GET', '/users', undefined, { authorization: `SSWS ${token}` })).status;
    const own = org.server.token;
    expect([await ask(own), await ask(own), await ask(own), await ask('other')]).toEqual([200, 200, 429, 200]);
    org.server.foreignTraffic('users', 1);
    expect(await ask('other')).toBe(429);
    expect(backend.log().map(({ eventType }) => eventType)).toEqual(['system.org.rate_limit.violation', 'system.org.rate_limit.violation']);
    backend.revokeToken('other');
    expect((await org.ask('GET', '/users/me', undefined, { authorization: 'SSWS other' })).code).toBe('E0000011');
  });
});

test('others who take from every window leave less of each, and the headers say so', async () => {
  const { org, at } = await clocked({ limits: { ...freeLimits, perMinute: { ...freeLimits.perMinute, users: 5 } } });
  await using _ = org;
  org.server.foreignTraffic('users', 8, 'every-window');
  const ask = async () => {
    const { status, headers } = await org.ask('GET', '/users');
    return [status, headers.get('x-rate-limit-limit'), headers.get('x-rate-limit-remaining')];
  };
  for (const _window of [1, 2]) {
    expect([await ask(), await ask(), await ask()]).toEqual([
      [200, '10', '1'],
      [200, '10', '0'],
      [429, '10', '0'],
    ]);
    at.now += 60_000;
  }
});

describe('answers spoilt on demand', () => {
  test('an empty body, doubled and missing limit headers, a Date that is off', async () => {
    const { org } = await clocked({ limits: noLimits });
    await using _ = org;
    const spoilt = async (effect: Parameters<typeof org.server.fail>[0]['effect']) => {
      org.server.fail({ effect });
      return org.ask('GET', '/users/me');
    };
    expect((await spoilt({ kind: 'empty' })).body).toBeUndefined();
    expect((await spoilt({ kind: 'rate-headers', how: 'doubled' })).headers.get('x-rate-limit-limit')).toContain(',');
    expect((await spoilt({ kind: 'rate-headers', how: 'no-reset' })).headers.get('x-rate-limit-reset')).toBeNull();
    expect((await spoilt({ kind: 'skewed-date', milliseconds: 60_000 })).headers.get('date')).toBe(new Date(start + 60_000).toUTCString());
  });
});
