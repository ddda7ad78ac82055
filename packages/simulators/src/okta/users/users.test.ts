import { describe, expect, test } from 'vitest';
import { profileOf, startAsking } from '../asking.ts';

describe('creating', () => {
  test('one call makes the user, activates it and puts it in its groups', async () => {
    await using org = await startAsking();
    const groupIds = ['One', 'Two'].map((name) => org.server.backend.seedGroup({ name }).id);
    const made = await org.ask('POST', '/users?activate=true', { profile: profileOf('ada@example.com'), groupIds });
    expect(made.status).toBe(200);
    const user = org.server.backend.userByLogin('ada@example.com');
    expect(user).toMatchObject({ status: 'PROVISIONED', mails: ['activation'] });
    expect(made.body).toMatchObject({ id: user?.id, status: 'PROVISIONED', profile: { mobilePhone: null, secondEmail: null } });
    expect(user?.id).toMatch(/^00u.{17}$/);
    expect(org.server.backend.groupsOf(user?.id ?? '')).toEqual(groupIds);
  });

  test.each([
    ['?activate=false', {}, 'STAGED'],
    ['', { password: { value: 'correct horse' } }, 'ACTIVE'],
    ['?nextLogin=changePassword', { password: { value: 'correct horse' } }, 'PASSWORD_EXPIRED'],
    ['?provider=true', { provider: { type: 'FEDERATION', name: 'FEDERATION' } }, 'ACTIVE'],
    ['', { provider: { type: 'FEDERATION', name: 'FEDERATION' } }, 'PROVISIONED'],
  ])('query %j with credentials %j leads to %s', async (query, credentials, status) => {
    await using org = await startAsking();
    await org.ask('POST', `/users${query}`, { profile: profileOf('ada@example.com'), credentials });
    expect(org.server.backend.userByLogin('ada@example.com')?.status).toBe(status);
  });

  test('a login is taken without regard to case and diacritics, also by someone deprovisioned', async () => {
    await using org = await startAsking();
    org.server.backend.seedUser({ login: 'isáàc.bröck@example.com', status: 'DEPROVISIONED' });
    const refused = await org.ask('POST', '/users', { profile: profileOf('Isaac.Brock@example.com') });
    expect(refused).toMatchObject({ status: 400, code: 'E0000001' });
    expect(refused.causes).toEqual(['login: An object with this field already exists in the current organization']);
    expect(org.server.backend.users()).toHaveLength(2);
  });

  test('of two creates of one login at once exactly one succeeds', async () => {
    await using org = await startAsking();
    const make = () => org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
    const answers = await Promise.all([make(), make()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test('everything wrong with a profile is said at once', async () => {
    await using org = await startAsking();
    const refused = await org.ask('POST', '/users', { profile: { login: 'nobody', email: 'a@b.example', lastName: '😀'.repeat(30) } });
    expect(refused.causes.map((cause) => cause.split(':')[0])).toEqual(['firstName', 'login', 'lastName', 'lastName']);
    const unknown = await org.ask('POST', '/users', { profile: profileOf('ada@example.com', { badge: '7' }) });
    expect(unknown.causes).toEqual(["Property name 'badge' is not defined in profile"]);
  });

  test('more than 20 groups, or one that cannot be used, make no user', async () => {
    await using org = await startAsking();
    const many = Array.from({ length: 21 }, (_, index) => org.server.backend.seedGroup({ name: `Group ${index}` }).id);
    const imported = org.server.backend.seedGroup({ name: 'Imported', type: 'APP_GROUP' }).id;
    expect(await org.ask('POST', '/users', { profile: profileOf('a@example.com'), groupIds: many })).toMatchObject({ code: 'E0000093' });
    expect((await org.ask('POST', '/users', { profile: profileOf('a@example.com'), groupIds: [imported] })).status).toBe(400);
    expect(org.server.backend.users()).toHaveLength(1);
  });
});

describe('reading and changing', () => {
  test('a user is found by id, login, short name and, for the token owner, by me', async () => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com' });
    for (const name of [id, 'ADA@example.com', 'ada']) expect((await org.ask('GET', `/users/${name}`)).body).toMatchObject({ id });
    expect((await org.ask('GET', '/users/me')).body).toMatchObject({ id: org.server.backend.ownerId });
    expect(await org.ask('GET', '/users/nobody')).toMatchObject({ status: 404, code: 'E0000007' });
  });

  test('a partial update sets what is given, null clears, the rest stays', async () => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com', profile: { title: 'Engineer', department: 'Research' } });
    await org.ask('POST', `/users/${id}`, { profile: { title: null, city: 'Zürich' } });
    expect(org.server.backend.user(id)?.profile).toMatchObject({ department: 'Research', city: 'Zürich' });
    expect(org.server.backend.user(id)?.profile).not.toHaveProperty('title');
  });

  test('an update against an old entity tag is refused', async () => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com' });
    const tag = (await org.ask('GET', `/users/${id}`)).headers.get('etag') ?? '';
    const update = () => org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } }, { 'if-match': tag });
    expect((await update()).status).toBe(200);
    expect(await update()).toMatchObject({ status: 412, code: 'E0000231' });
  });

  test.each(['POST', 'PUT'])(
    'an entity tag goes with %s by id, by login and by short name, and one that is none is told so',
    async (method) => {
      await using org = await startAsking();
      const { id } = org.server.backend.seedUser({ login: 'ada@example.com' });
      const tagOf = async () => (await org.ask('GET', `/users/${id}`)).headers.get('etag') ?? '';
      const change = (name: string, tag: string, title: string) =>
        org.ask(method, `/users/${name}`, { profile: profileOf('ada@example.com', { title }) }, { 'if-match': tag });
      const old = await tagOf();
      for (const name of [id, 'ada@example.com', 'ADA']) {
        const answer = await change(name, await tagOf(), name);
        expect([answer.status, answer.headers.get('etag')]).toEqual([200, await tagOf()]);
        expect(org.server.backend.user(id)?.profile['title']).toBe(name);
        expect(await change(name, old, 'Chief')).toMatchObject({ status: 412, code: 'E0000231' });
        for (const tag of ['nonsense', '"', '']) expect(await change(name, tag, 'Chief')).toMatchObject({ status: 400, code: 'E0000242' });
      }
      const before = await tagOf();
      await org.ask('POST', `/users/${id}/lifecycle/suspend`);
      expect(await change('ada', before, 'Chief')).toMatchObject({ status: 412 });
      expect(org.server.backend.user(id)?.profile['title']).toBe('ADA');
    },
  );

  test('a deprovisioned user refuses updates as if it were not there, unless the org allows them', async () => {
    for (const [updateDeprovisioned, status] of [['refuse', 404] as const, ['allow', 200] as const]) {
      await using org = await startAsking({ switches: { updateDeprovisioned } });
      const { id } = org.server.backend.seedUser({ login: 'ada@example.com', status: 'DEPROVISIONED' });
      expect((await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } })).status).toBe(status);
    }
  });
});

describe('turning', () => {
  test.each([
    ['activate', 'STAGED', 200, 'PROVISIONED'],
    ['activate', 'DEPROVISIONED', 200, 'PROVISIONED'],
    ['activate', 'ACTIVE', 403, 'ACTIVE'],
    ['activate', 'SUSPENDED', 403, 'SUSPENDED'],
    ['reactivate', 'PROVISIONED', 200, 'PROVISIONED'],
    ['reactivate', 'DEPROVISIONED', 403, 'DEPROVISIONED'],
    ['suspend', 'ACTIVE', 200, 'SUSPENDED'],
    ['suspend', 'PROVISIONED', 400, 'PROVISIONED'],
    ['suspend', 'SUSPENDED', 400, 'SUSPENDED'],
    ['unsuspend', 'SUSPENDED', 200, 'ACTIVE'],
    ['unsuspend', 'ACTIVE', 400, 'ACTIVE'],
    ['deactivate', 'STAGED', 200, 'DEPROVISIONED'],
    ['deactivate', 'SUSPENDED', 200, 'DEPROVISIONED'],
    ['deactivate', 'DEPROVISIONED', 404, 'DEPROVISIONED'],
    ['unlock', 'LOCKED_OUT', 200, 'ACTIVE'],
    ['unlock', 'ACTIVE', 403, 'ACTIVE'],
  ] as const)('%s from %s answers %i and leads to %s', async (operation, from, status, to) => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com', status: from, hasPassword: false });
    expect((await org.ask('POST', `/users/${id}/lifecycle/${operation}`)).status).toBe(status);
    expect(org.server.backend.user(id)?.status).toBe(to);
  });

  test('deactivation keeps groups, strips roles, ends Okta sessions and leaves tokens and sessions in apps', async () => {
    await using org = await startAsking();
    const group = org.server.backend.seedGroup({ name: 'Sales' });
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com', groupIds: [group.id], roles: ['HELP_DESK_ADMIN'] });
    org.server.backend.signIn(id);
    await org.ask('POST', `/users/${id}/lifecycle/deactivate`);
    expect(org.server.backend.user(id)).toMatchObject({ roles: [], sessions: { okta: 0, tokens: 1, apps: 1 } });
    expect(org.server.backend.groupsOf(id)).toEqual([group.id]);
    expect((await org.ask('DELETE', `/users/${id}/sessions?oauthTokens=true`)).status).toBe(204);
    expect(org.server.backend.user(id)?.sessions).toEqual({ okta: 0, tokens: 0, apps: 1 });
  });

  test('the first delete deactivates, the second erases and frees the login', async () => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com' });
    expect((await org.ask('DELETE', `/users/${id}`)).status).toBe(204);
    expect(org.server.backend.user(id)?.status).toBe('DEPROVISIONED');
    expect((await org.ask('DELETE', `/users/${id}`)).status).toBe(204);
    expect(await org.ask('GET', `/users/${id}`)).toMatchObject({ status: 404, code: 'E0000007' });
    expect((await org.ask('POST', '/users', { profile: profileOf('ada@example.com') })).status).toBe(200);
  });

  test('whoever turns off the owner of the token has lost the token, also when the owner is activated again', async () => {
    await using org = await startAsking();
    const { backend } = org.server;
    await org.ask('POST', `/users/${backend.ownerId}/lifecycle/deactivate`);
    expect(await org.ask('GET', '/users/me')).toMatchObject({ status: 401, code: 'E0000011' });
    backend.turnUser('activate', backend.ownerId);
    backend.alterUser(backend.ownerId, { status: 'ACTIVE' });
    expect(await org.ask('GET', '/users/me')).toMatchObject({ status: 401, code: 'E0000011' });
  });

  test('consents end by their own call alone, and a user who is not there has none', async () => {
    await using org = await startAsking();
    const { backend } = org.server;
    const { id } = backend.seedUser({ login: 'ada@example.com' });
    backend.signIn(id);
    await org.ask('DELETE', `/users/${id}/sessions?oauthTokens=true`);
    expect(backend.user(id)).toMatchObject({ consents: 1, sessions: { okta: 0, tokens: 0 } });
    backend.signIn(id);
    expect((await org.ask('DELETE', `/users/${id}/grants`)).status).toBe(204);
    expect(backend.user(id)).toMatchObject({ consents: 0, sessions: { okta: 1, tokens: 1 } });
    expect(await org.ask('DELETE', '/users/00u99999999999999999/grants')).toMatchObject({ status: 404, code: 'E0000007' });
    expect((await org.ask('DELETE', `/users/${id}/clients/0oa1/tokens`)).status).toBe(204);
    expect(backend.user(id)?.sessions).toMatchObject({ okta: 1, tokens: 0 });
  });
});
