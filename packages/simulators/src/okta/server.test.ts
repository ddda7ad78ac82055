import { describe, expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from './asking.ts';
import { freeLimits } from './traffic/limits.ts';

const people = ['ada', 'alan', 'grace', 'mary', 'niels'];

async function seeded(options?: Parameters<typeof startAsking>[0]): Promise<Asking> {
  const org = await startAsking(options);
  for (const [index, name] of people.entries()) {
    const profile = { employeeNumber: `E${index}`, firstName: name };
    org.server.backend.seedUser({ login: `${name}@example.com`, profile, status: name === 'mary' ? 'DEPROVISIONED' : 'ACTIVE' });
  }
  return org;
}

const logins = (body: unknown): string[] =>
  (body as { profile: { login: string } }[]).map(({ profile }) => profile.login.split('@')[0] ?? '');

/** Every page by its Link header, as logins. */
async function walk(org: Asking, first: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path !== undefined; ) {
    const { body, headers } = await org.ask('GET', path);
    pages.push(logins(body));
    path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return pages;
}

describe('queries', () => {
  test.each([
    ['', ['administrator', 'ada', 'alan', 'grace', 'niels']],
    ['?search=status pr', ['administrator', 'ada', 'alan', 'grace', 'mary', 'niels']],
    ['?search=profile.login eq "MARY@example.com"', ['mary']],
    ['?search=(profile.firstName sw "a" or profile.firstName eq "mary") and status eq "ACTIVE"', ['ada', 'alan']],
    ['?search=profile.employeeNumber eq "E1" or profile.employeeNumber eq "E2"', ['alan', 'grace']],
    ['?filter=status eq "DEPROVISIONED"', ['mary']],
    ['?filter=profile.login eq "MARY@example.com"', []],
    ['?q=ma', []],
    ['?q=gr', ['grace']],
  ])('%j shows %j', async (query, expected) => {
    await using org = await seeded();
    expect(logins((await org.ask('GET', `/users${query}`)).body)).toEqual(expected);
  });

  test.each([
    ['?search=status ne "ACTIVE"', 'E0000031'],
    ['?search=profile.unheard eq "x"', 'E0000031'],
    ['?search=status eq "ACTIVE', 'E0000031'],
    ['?search=profile.title co "x"', 'E0000031'],
    ['?filter=profile.employeeNumber eq "E1"', 'E0000031'],
    ['?filter=status sw "A"', 'E0000031'],
    ['?search=status pr&filter=status eq "ACTIVE"', 'E0000033'],
    ['?after=nonsense', 'E0000001'],
  ])('%j is refused with %s', async (query, code) => {
    await using org = await seeded();
    expect(await org.ask('GET', `/users${query}`)).toMatchObject({ status: 400, code });
  });

  test('quotes inside a value are escaped, and stay a value', async () => {
    await using org = await startAsking();
    org.server.backend.seedUser({ login: 'ada@example.com', profile: { nickName: 'the "count" \\ess' } });
    const search = encodeURIComponent(String.raw`profile.nickName eq "the \"count\" \\ess"`);
    expect(logins((await org.ask('GET', `/users?search=${search}`)).body)).toEqual(['ada']);
  });

  test('pages follow the next link, with self and next as two header lines', async () => {
    await using org = await seeded();
    expect(await walk(org, '/users?search=status pr&limit=2')).toEqual([
      ['administrator', 'ada'],
      ['alan', 'grace'],
      ['mary', 'niels'],
    ]);
  });

  test('a walk misses nobody when someone on a read page is erased in between', async () => {
    await using org = await seeded();
    const first = await org.ask('GET', '/users?search=status pr&limit=5');
    const mary = org.server.backend.userByLogin('mary@example.com')?.id;
    await org.ask('DELETE', `/users/${mary}`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect(logins((await org.ask('GET', next)).body)).toEqual(['niels']);
  });

  test('by switch a full last page announces one more, which is empty', async () => {
    await using org = await seeded({ switches: { emptyLastPage: true } });
    expect((await walk(org, '/users?search=status pr&limit=3')).map((page) => page.length)).toEqual([3, 3, 0]);
  });

  test('by switch new users are held back from every query, never from a read by id', async () => {
    await using org = await startAsking({ switches: { index: 'held' } });
    const made = await org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
    expect(logins((await org.ask('GET', '/users?search=status pr')).body)).toEqual(['administrator']);
    expect((await org.ask('GET', '/users/ada@example.com')).body).toEqual(made.body);
    org.server.backend.catchUp();
    expect(logins((await org.ask('GET', '/users?search=status pr')).body)).toContain('ada');
  });
});

describe('groups', () => {
  test('members are added and removed, twice without harm', async () => {
    await using org = await startAsking();
    const { backend } = org.server;
    const [group, user] = [backend.seedGroup({ name: 'Sales' }), backend.seedUser({ login: 'ada@example.com' })];
    const path = `/groups/${group.id}/users/${user.id}`;
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) {
      expect((await org.ask(method, path)).status).toBe(204);
      expect(backend.membersOf(group.id)).toEqual(method === 'PUT' ? [user.id] : []);
    }
    expect((await org.ask('PUT', `/groups/none/users/${user.id}`)).body).toMatchObject({
      errorSummary: expect.stringMatching(/\(UserGroup\)$/),
    });
    expect((await org.ask('PUT', `/groups/${group.id}/users/none`)).body).toMatchObject({
      errorSummary: expect.stringMatching(/\(User\)$/),
    });
  });

  test.each([
    [403, 'E0000006'],
    [501, 'E0000060'],
  ] as const)('members of imported and built-in groups stay: %i %s', async (readOnlyGroup, code) => {
    await using org = await startAsking({ switches: { readOnlyGroup } });
    const { backend } = org.server;
    const imported = backend.seedGroup({ name: 'Imported', type: 'APP_GROUP' });
    const user = backend.seedUser({ login: 'ada@example.com', groupIds: [imported.id] });
    expect(await org.ask('DELETE', `/groups/${imported.id}/users/${user.id}`)).toMatchObject({ status: readOnlyGroup, code });
    expect(backend.membersOf(imported.id)).toEqual([user.id]);
  });

  test('groups are found by the start of the name and by the exact name; a name is taken once', async () => {
    await using org = await startAsking();
    for (const name of ['Sales', 'Sales East', 'Support'])
      expect((await org.ask('POST', '/groups', { profile: { name } })).status).toBe(200);
    const names = async (query: string) =>
      ((await org.ask('GET', `/groups${query}`)).body as { profile: { name: string } }[]).map(({ profile }) => profile.name);
    expect(await names('?q=sales')).toEqual(['Sales', 'Sales East']);
    expect(await names('?search=profile.name eq "Sales"')).toEqual(['Sales']);
    expect(await names('?filter=type eq "BUILT_IN"')).toEqual(['Everyone']);
    expect(await org.ask('POST', '/groups', { profile: { name: 'Sales' } })).toMatchObject({ status: 400, code: 'E0000001' });
  });

  test('imported groups may be called like others, and a look-up by name shows both', async () => {
    await using org = await startAsking();
    const made = org.server.backend.seedGroup({ name: 'Sales' });
    const imported = org.server.backend.seedGroup({ name: 'Sales', type: 'APP_GROUP' });
    const found = (await org.ask('GET', '/groups?q=Sales')).body;
    expect(found).toMatchObject([
      { id: made.id, type: 'OKTA_GROUP' },
      { id: imported.id, type: 'APP_GROUP' },
    ]);
    expect((await org.ask('POST', '/groups', { profile: { name: 'Sales' } })).status).toBe(400);
  });

  test('everyone is in Everyone', async () => {
    await using org = await startAsking();
    const { id } = org.server.backend.seedUser({ login: 'ada@example.com' });
    expect((await org.ask('GET', `/users/${id}/groups`)).body).toMatchObject([{ type: 'BUILT_IN', profile: { name: 'Everyone' } }]);
  });
});

describe('manners', () => {
  test('without a socket the org answers as it does at its address, faults and separate Link lines included', async () => {
    await using org = await startAsking();
    const { server } = org;
    for (let index = 0; index < 3; index += 1) server.backend.seedUser({ login: `person${index}@example.com` });
    const headers = { authorization: `SSWS ${server.token}`, accept: 'application/json' };
    const address = `${server.url}/api/v1/users?limit=2`;
    const [there, here] = await Promise.all([fetch(address, { headers }), server.fetch(address, { headers })]);
    expect([here.status, await here.json(), here.headers.get('link')]).toEqual([
      there.status,
      await there.json(),
      there.headers.get('link'),
    ]);
    expect([...here.headers.keys()].filter((name) => !there.headers.has(name))).toEqual([]);
    server.fail({ effect: { kind: 'reset-after' } });
    await expect(server.fetch(address, { headers })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(server.requests().map(({ status }) => status)).toEqual([200, 200, 0]);
  });

  test('a wrong token, no token, an unknown path and a wrong method are told apart', async () => {
    await using org = await startAsking();
    expect(await org.ask('GET', '/users', undefined, { authorization: 'SSWS other' })).toMatchObject({ status: 401, code: 'E0000011' });
    expect(await org.ask('GET', '/users', undefined, { authorization: '' })).toMatchObject({ status: 401, code: 'E0000004' });
    expect(await org.ask('GET', '/nothing')).toMatchObject({ status: 404, code: 'E0000008' });
    expect(await org.ask('PATCH', '/users')).toMatchObject({ status: 405, code: 'E0000022' });
  });

  test('a bucket runs empty, says so, and is full again after its own minute', async () => {
    let at = Date.UTC(2026, 0, 1, 12, 0, 31);
    await using org = await startAsking({ now: () => at, limits: { ...freeLimits, perMinute: { ...freeLimits.perMinute, users: 2 } } });
    await org.ask('GET', '/users');
    expect((await org.ask('GET', '/users')).headers.get('x-rate-limit-remaining')).toBe('0');
    const refused = await org.ask('GET', '/users');
    expect(refused).toMatchObject({ status: 429, code: 'E0000047' });
    expect(refused.headers.get('x-rate-limit-reset')).toBe(String((at + 60_000) / 1000));
    expect(refused.headers.get('date')).toBe(new Date(at).toUTCString());
    expect((await org.ask('GET', '/users/me')).status).toBe(200);
    at += 60_000;
    expect((await org.ask('GET', '/users')).status).toBe(200);
  });

  test('the concurrency gate answers with limit 0 and a reset far ahead', async () => {
    await using org = await startAsking({ limits: { ...freeLimits, concurrency: 1 } });
    org.server.fail({ effect: { kind: 'slow', milliseconds: 50 }, times: 2 });
    const answers = await Promise.all([org.ask('GET', '/users/me'), org.ask('GET', '/users/me')]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('x-rate-limit-limit')).toBe('0');
    expect(refused?.headers.get('x-rate-limit-remaining')).toBe('0');
  });
});

describe('faults', () => {
  test('a reset before the work leaves nothing, one after the work leaves the user', async () => {
    await using org = await startAsking();
    const make = (login: string) => org.ask('POST', '/users', { profile: profileOf(login) });
    org.server.fail({ method: 'POST', path: '/api/v1/users', effect: { kind: 'reset-before' } });
    await expect(make('before@example.com')).rejects.toThrow();
    org.server.fail({ method: 'POST', path: '/api/v1/users', effect: { kind: 'reset-after' } });
    await expect(make('after@example.com')).rejects.toThrow();
    expect(org.server.backend.userByLogin('before@example.com')).toBeUndefined();
    expect(org.server.backend.userByLogin('after@example.com')?.status).toBe('PROVISIONED');
    expect(org.server.requests('write').map(({ status, lost }) => [status, lost])).toEqual([
      [0, undefined],
      [0, 200],
    ]);
  });

  test('the nth matching request is hit, the others are not, and the journal has them all', async () => {
    await using org = await startAsking();
    const planted = org.server.fail({
      method: 'GET',
      path: '/api/v1/users/*',
      nth: 2,
      effect: { kind: 'status', status: 500, code: 'E0000009' },
    });
    for (const _ of [1, 2, 3]) await org.ask('GET', '/users/me');
    expect(planted.hits()).toBe(1);
    expect(org.server.requests()).toMatchObject(
      [200, 500, 200].map((status) => ({ path: '/api/v1/users/me', bucket: 'user-read', status })),
    );
  });

  test('a share of the requests is hit as the seed draws it, in every run alike', async () => {
    const runs: string[] = [];
    for (const seed of [7, 7, 8]) {
      await using org = await startAsking();
      org.server.fail({ chance: { of: 0.25, seed }, effect: { kind: 'status', status: 500, code: 'E0000009' } });
      const statuses: number[] = [];
      for (let index = 0; index < 200; index += 1) statuses.push((await org.ask('GET', '/users/me')).status);
      expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(30);
      expect(statuses.filter((status) => status === 500).length).toBeLessThan(70);
      runs.push(statuses.join(' '));
    }
    expect([runs[0] === runs[1], runs[0] === runs[2]]).toEqual([true, false]);
  });

  test('a proxy page and a cut document are no JSON', async () => {
    await using org = await startAsking();
    org.server.fail({ effect: { kind: 'html' } });
    await expect(org.ask('GET', '/users/me')).rejects.toThrow(SyntaxError);
    org.server.fail({ effect: { kind: 'truncated' } });
    await expect(org.ask('GET', '/users/me')).rejects.toThrow(SyntaxError);
  });
});
