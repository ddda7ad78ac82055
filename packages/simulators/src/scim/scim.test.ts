import { afterEach, describe, expect, test } from 'vitest';
import { type ScimServer, type ScimServerOptions, startScimServer } from './index.ts';

const servers: ScimServer[] = [];
async function start(options: Partial<ScimServerOptions> = {}): Promise<ScimServer> {
  const server = await startScimServer({ token: 't', ...options });
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
async function call(server: ScimServer, method: string, path: string, body?: unknown, token = 't') {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type') ?? '', text };
}
const create = (server: ScimServer, userName: string) => call(server, 'POST', '/Users', { schemas: [userSchema], userName });
const idOf = (server: ScimServer) => server.users()[0]?.id ?? '';
const turnOff = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path: 'active', value: false }],
};

describe('the protocol', () => {
  test('keeps the users of two servers apart', async () => {
    const [one, other] = [await start(), await start({ token: 'u' })];
    await Promise.all([create(one, 'a'), call(other, 'POST', '/Users', { schemas: [userSchema], userName: 'b' }, 'u'), create(one, 'c')]);
    expect([one, other].map((server) => server.users().map((user) => user.userName))).toEqual([['a', 'c'], ['b']]);
    expect((await call(other, 'GET', '/Users')).status).toBe(401);
  });

  test('refuses a name that is taken in another case', async () => {
    const server = await start();
    expect((await create(server, 'Ada')).status).toBe(201);
    const refused = await create(server, 'ADA');
    expect([refused.status, JSON.parse(refused.text)]).toMatchObject([409, { scimType: 'uniqueness' }]);
    expect(server.users()).toHaveLength(1);
  });

  test('pages by index', async () => {
    const server = await start();
    server.seed(['a', 'b', 'c'].map((userName) => ({ userName })));
    const page = JSON.parse((await call(server, 'GET', '/Users?startIndex=3&count=2')).text);
    expect(page).toMatchObject({ totalResults: 3, startIndex: 3, Resources: [{ userName: 'c' }] });
  });

  test('keeps what a patch does not name, the enterprise extension included', async () => {
    const extension = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const server = await start({ clock: () => 0 });
    server.seed([{ userName: 'a', externalId: 'x', [extension]: { department: 'Sales' } }]);
    expect((await call(server, 'PATCH', `/Users/${idOf(server)}`, turnOff)).status).toBe(200);
    expect(server.users()[0]).toMatchObject({ active: false, externalId: 'x', [extension]: { department: 'Sales' } });
    expect(server.users()[0]?.['meta']).toMatchObject({ created: '1970-01-01T00:00:00.000Z' });
  });

  test('deletes once', async () => {
    const server = await start();
    server.seed([{ userName: 'a' }]);
    const path = `/Users/${idOf(server)}`;
    expect([(await call(server, 'DELETE', path)).status, (await call(server, 'DELETE', path)).status]).toEqual([204, 404]);
    expect(server.users()).toEqual([]);
  });
});

describe('a fault', () => {
  test('strikes the nth request that fits, as often as said', async () => {
    const server = await start({ faults: [{ kind: 'status', status: 503, method: 'GET', nth: 2, times: 2 }] });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      await create(server, `user ${count}`);
      statuses.push((await call(server, 'GET', '/Users')).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(server.users()).toHaveLength(4);
    expect(server.requests().filter((request) => request.status === 503)).toHaveLength(2);
  });

  test.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s loses the answer, and the backend holds %i user', async (kind, held) => {
    const server = await start({ faults: [{ kind }] });
    await expect(create(server, 'a')).rejects.toThrow('fetch failed');
    expect(server.users()).toHaveLength(held);
    expect(server.requests()[0]).not.toHaveProperty('status');
  });

  test('of half a document or a page breaks the answer', async () => {
    const server = await start({ faults: [{ kind: 'truncated' }, { kind: 'html', nth: 2 }] });
    const half = await create(server, 'a');
    expect([half.status, server.users().length]).toEqual([201, 1]);
    expect(() => JSON.parse(half.text)).toThrow();
    expect(await create(server, 'b')).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    expect(server.users()).toHaveLength(1);
  });

  test('of slowness ends with the answer, and an ignored write with nothing written', async () => {
    const server = await start({
      faults: [
        { kind: 'slow', delayMs: 1, method: 'POST' },
        { kind: 'ignored', method: 'PATCH' },
      ],
    });
    expect((await create(server, 'a')).status).toBe(201);
    expect((await call(server, 'PATCH', `/Users/${idOf(server)}`, turnOff)).status).toBe(200);
    expect(server.users()[0]).toMatchObject({ active: true });
  });
});
