// Signing in as a service app, and by a client of the SDK that does: one token for all, renewed in time, and clear words when not.
import { testContext } from '@tenure/core/testing';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { afterEach, describe, expect, test } from 'vitest';
import { oktaProvider } from '../src/provider.ts';
import { clientId, type KeyKind, scopes, seedApp } from './app.ts';
import { plainPath } from './company.ts';
import { sdkClient } from './sdk.ts';

const servers: OktaServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const context = testContext();
async function org(now: () => number = context.now): Promise<OktaServer> {
  const server = await startOktaServer({ limits: noLimits, now, customAttributes: ['hrId'] });
  servers.push(server);
  return server;
}

const tokenCalls = (server: OktaServer) => server.requests().filter(({ path }) => path === '/oauth2/v1/token');
const lines = (server: OktaServer) => server.requests().map(({ method, path, status }) => `${method} ${plainPath(path)} ${status}`);

describe('a service app', () => {
  test.each([
    ['rsa', 'pem', true],
    ['rsa', 'jwk', false],
    ['ec', 'pem', false],
    ['ec', 'jwk', true],
  ] as const)('with a key of kind %s as %s (DPoP demanded: %s) reads and writes', async (kind: KeyKind, form, dpop) => {
    const server = await org();
    const { id } = server.backend.seedUser({ login: 'ada@example.com' });
    const provider = oktaProvider(seedApp(server, { kind, form, dpop }).options);
    await provider.users.update({ accountId: id, attributes: { title: 'Chief' } }, context);
    expect(server.backend.user(id)?.profile['title']).toBe('Chief');
    expect(await provider.users.disable({ accountId: id, mode: 'deactivate' }, context)).toMatchObject({ seen: 'disabled' });
  });

  test('asks for one token however many call at once, and answers the demand for a nonce', async () => {
    const server = await org();
    const provider = oktaProvider(seedApp(server).options);
    await Promise.all(Array.from({ length: 10 }, () => provider.users.list({ limit: 10 }, context)));
    expect(tokenCalls(server).map(({ status }) => status)).toEqual([400, 200]);
  });

  test('proves every request by itself, and again with the nonce that the org demands; the write is done once', async () => {
    const server = await org();
    const { id } = server.backend.seedUser({ login: 'ada@example.com' });
    const proofs: { readonly jti: string; readonly nonce?: string; readonly htm: string; readonly htu: string }[] = [];
    const demanding: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.includes('/api/v1/')) return fetch(request);
      const [, claims = ''] = (request.headers.get('dpop') ?? '').split('.');
      proofs.push(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
      if (proofs.at(-1)?.nonce === 'of-the-org') return fetch(request);
      const headers = { 'dpop-nonce': 'of-the-org', 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
      return new Response('{}', { status: 401, headers });
    };
    const provider = oktaProvider({ ...seedApp(server).options, http: { fetch: demanding } });
    for (const title of ['Chief', 'Director']) await provider.users.update({ accountId: id, attributes: { title } }, context);
    expect(server.backend.user(id)?.profile['title']).toBe('Director');
    const writes = server.requests().filter(({ path }) => path.startsWith('/api/v1/'));
    const sent = writes.map(({ method, path }) => `${method} ${server.url}${path}`);
    // Refused once for want of a nonce, which is then known: one proof more than requests that were done.
    expect(proofs.map(({ htm, htu }) => `${htm} ${htu}`)).toEqual([sent[0], ...sent]);
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(proofs.length);
    expect(tokenCalls(server).filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('renews its token before it ends, and goes on with the old one while a renewal fails', async () => {
    const server = await org();
    const provider = oktaProvider(seedApp(server, { dpop: false }).options);
    await provider.users.list({ limit: 10 }, context);
    context.clock.advance(56 * 60_000);
    const fault = server.fail({ path: '/oauth2/v1/token', effect: { kind: 'status', status: 503, code: 'E0000181' } });
    await provider.users.list({ limit: 10 }, context);
    expect(fault.hits()).toBe(1);
    await provider.users.list({ limit: 10 }, context);
    expect(tokenCalls(server).map(({ status }) => status)).toEqual([400, 200, 503, 200]);
  });

  test('whose token is refused is given another one, once', async () => {
    const server = await org();
    const provider = oktaProvider(seedApp(server, { dpop: false }).options);
    await provider.users.list({ limit: 10 }, context);
    context.clock.advance(60_000);
    server.fail({ path: '/api/v1/users', effect: { kind: 'status', status: 401, code: 'E0000011' } });
    await provider.users.list({ limit: 10 }, context);
    expect(lines(server)).toEqual([
      'POST /oauth2/v1/token 400',
      'POST /oauth2/v1/token 200',
      'GET /users 200',
      'GET /users 401',
      'POST /oauth2/v1/token 200',
      'GET /users 200',
    ]);
  });

  test.each([
    ['is taken away', 401, 'E0000011'],
    ['is called an invalid session, as live orgs do between two pages,', 403, 'E0000005'],
  ] as const)(
    'whose token %s within a list goes on at the same page with another one: nobody is left out or read twice',
    async (...fault) => {
      const server = await org();
      const ids = Array.from({ length: 450 }, (_, index) => server.backend.seedUser({ login: `person${index}@example.com` }).id);
      let sent = '';
      const watched: typeof fetch = (input, init) => {
        const request = new Request(input, init);
        sent = request.headers.get('authorization') ?? sent;
        return fetch(request);
      };
      const { options } = seedApp(server, { dpop: false });
      const { users } = oktaProvider({ ...options, http: { fetch: watched } });
      const seen: string[] = [];
      for (let cursor: string | undefined, page = 1; page === 1 || cursor !== undefined; page += 1) {
        const read = await users.list({ limit: 200, cursor }, context);
        seen.push(...read.items.map(({ id }) => id));
        cursor = read.next;
        if (page > 1) continue;
        context.clock.advance(60_000);
        const [, status, code] = fault;
        if (code === 'E0000011') server.backend.revokeToken(sent.split(' ')[1] ?? '');
        else server.fail({ path: '/api/v1/users', effect: { kind: 'status', status, code } });
      }
      expect(seen.filter((id) => id !== server.backend.ownerId)).toEqual(ids);
      expect(tokenCalls(server).filter(({ status }) => status === 200)).toHaveLength(2);
      expect(lines(server).filter((line) => /GET .users 40[13]/.test(line))).toHaveLength(1);
    },
  );

  test.each([
    ['the key of another app', (good: string) => ({ privateKey: good }), 'CONNECTOR_UNAUTHENTICATED'],
    ['a client id nobody has', () => ({ clientId: 'nobody' }), 'CONNECTOR_UNAUTHENTICATED'],
    ['a key that is none', () => ({ privateKey: 'secret-nonsense' }), 'CONNECTOR_UNAUTHENTICATED'],
    ['DPoP switched off where it is demanded', () => ({ dpop: false }), 'CONNECTOR_UNAUTHENTICATED'],
    ['a scope that was not granted', () => ({ scopes: ['okta.apps.manage'] }), 'CONNECTOR_FORBIDDEN'],
  ] as const)('with %s is told so before anything is sent to the org', async (_title, wrong, code) => {
    const server = await org();
    const { options } = seedApp(server);
    const other = seedApp(await org()).pem;
    const provider = oktaProvider({ ...options, ...wrong(other) });
    const error = await provider.users.list({ limit: 10 }, context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('secret-nonsense');
    expect(server.requests().filter(({ path }) => path !== '/oauth2/v1/token')).toEqual([]);
  });

  test('is told by the check which scopes it lacks', async () => {
    const server = await org();
    const { options } = seedApp(server);
    const all = await oktaProvider({ ...options, attributes: { externalId: 'hrId' } }).check(context);
    expect(all.items.map(({ state, title }) => `${title}: ${state}`)).toEqual([
      'the credential is accepted: ok',
      'users can be read: ok',
      'groups can be read: ok',
      'administrators can be recognised: ok',
      'groups that rules fill can be recognised: ok',
      'the profile has every attribute: warning',
      'changes by others can be seen: ok',
    ]);
    const { items } = await oktaProvider({ ...options, scopes: scopes.filter((scope) => !scope.includes('roles')) }).check(context);
    expect(items[0]).toMatchObject({ state: 'problem', detail: 'the app lacks okta.roles.read' });
  });
});

describe('a client of the SDK', () => {
  test('with a private key and DPoP is one token for all callers at once', async () => {
    // The SDK reads the clock of the machine.
    const server = await org(Date.now);
    const { pem } = seedApp(server, { kind: 'rsa' });
    const client = sdkClient({
      orgUrl: server.url,
      authorizationMode: 'PrivateKey',
      clientId,
      scopes: [...scopes],
      privateKey: pem,
      keyId: 'key-1',
    });
    const provider = oktaProvider({ client });
    const { id } = server.backend.seedUser({ login: 'ada@example.com' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => provider.users.get({ accountId: id }, context)));
    expect(answers.map((account) => account?.state)).toEqual(Array(5).fill('active'));
    expect(tokenCalls(server).map(({ status }) => status)).toEqual([400, 200]);
  });

  test('that is given no token says so, instead of sending requests without one', async () => {
    const server = await org();
    const { pem } = seedApp(await org(), { kind: 'rsa' });
    seedApp(server);
    const client = sdkClient({ orgUrl: server.url, authorizationMode: 'PrivateKey', clientId, scopes: [...scopes], privateKey: pem });
    await expect(oktaProvider({ client }).users.list({ limit: 1 }, context)).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
    expect(server.requests().filter(({ path }) => path !== '/oauth2/v1/token')).toEqual([]);
  });

  test('neither waits nor tries again by itself, and shows what is there now', async () => {
    const server = await org();
    const { id } = server.backend.seedUser({ login: 'ada@example.com' });
    const client = sdkClient({ orgUrl: server.url, token: server.token, authorizationMode: 'SSWS' });
    const provider = oktaProvider({ client });
    server.fail({ path: '/api/v1/users/*', effect: { kind: 'crowded' } });
    const before = context.now();
    expect(await provider.users.get({ accountId: id }, context)).toMatchObject({ state: 'active' });
    expect(context.now() - before).toBeLessThanOrEqual(2_000);
    server.backend.alterUser(id, { status: 'SUSPENDED' });
    expect(await provider.users.get({ accountId: id }, context)).toMatchObject({ state: 'disabled' });
  });
});
