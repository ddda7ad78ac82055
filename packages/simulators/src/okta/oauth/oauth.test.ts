import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { type Asking, startAsking } from '../asking.ts';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const clientId = '0oa-tenure';
const scopes = ['okta.users.read', 'okta.users.manage'];
const start = Date.UTC(2026, 0, 1);

interface Client extends AsyncDisposable {
  readonly org: Asking;
  readonly keys: Keys;
  readonly at: { now: number };
  assertion(changes?: Record<string, unknown>, by?: Keys): Promise<string>;
  token(more?: {
    assertion?: string;
    scope?: string;
    dpop?: string;
  }): Promise<{ status: number; nonce: string | null; body: Record<string, unknown> }>;
  proof(claims: Record<string, unknown>): Promise<string>;
  get(path: string, headers: Record<string, string>): Promise<{ status: number }>;
}

let serial = 0;

async function client({ dpop = false, roles = ['SUPER_ADMIN'] }: { dpop?: boolean; roles?: readonly string[] } = {}): Promise<Client> {
  const at = { now: start };
  const org = await startAsking({ now: () => at.now });
  const keys = await generateKeyPair('RS256');
  const proofKeys = await generateKeyPair('ES256', { extractable: true });
  const jwk: JWK = await exportJWK(proofKeys.publicKey);
  const publicKey = await exportJWK(keys.publicKey);
  org.server.backend.seedServiceApp({ clientId, keys: [{ ...publicKey }], scopes, roles, dpop });
  const endpoint = `${org.server.url}/oauth2/v1/token`;
  const assertion: Client['assertion'] = (changes = {}, by = keys) => {
    serial += 1;
    const seconds = at.now / 1000;
    const claims = { iss: clientId, sub: clientId, aud: endpoint, exp: seconds + 300, jti: `j${serial}`, ...changes };
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(by.privateKey);
  };
  return {
    org,
    keys,
    at,
    assertion,
    async token({ assertion: given, scope = scopes.join(' '), dpop: proof } = {}) {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        scope,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: given ?? (await assertion()),
      });
      const response = await fetch(endpoint, { method: 'POST', body, headers: proof === undefined ? {} : { dpop: proof } });
      return {
        status: response.status,
        nonce: response.headers.get('dpop-nonce'),
        body: (await response.json()) as Record<string, unknown>,
      };
    },
    proof(claims) {
      serial += 1;
      const all = { jti: `p${serial}`, iat: at.now / 1000, ...claims };
      return new SignJWT(all).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).sign(proofKeys.privateKey);
    },
    get: (path, headers) => fetch(`${org.server.url}/api/v1${path}`, { headers }),
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}

describe('a service app', () => {
  test('gets a token for its signed assertion, and the token opens what scope and role allow for one hour', async () => {
    await using made = await client();
    const { org, token, get, at } = made;
    const { status, body } = await token();
    expect([status, body['token_type'], body['expires_in']]).toEqual([200, 'Bearer', 3600]);
    const headers = { authorization: `Bearer ${body['access_token']}` };
    expect((await get('/users', headers)).status).toBe(200);
    expect((await get('/groups', headers)).status).toBe(403);
    expect((await get('/users/me', headers)).status).toBe(404);
    at.now += 3_600_000;
    expect((await get('/users', headers)).status).toBe(401);
    expect(org.server.requests('token')).toHaveLength(1);
  });

  test('without a role has a token that opens nothing', async () => {
    await using made = await client({ roles: [] });
    const { token, get } = made;
    const { body } = await token();
    expect((await get('/users', { authorization: `Bearer ${body['access_token']}` })).status).toBe(403);
  });

  test.each([
    ['a foreign audience', { aud: 'https://elsewhere.test/oauth2/v1/token' }],
    ['an expired assertion', { exp: start / 1000 }],
    ['an assertion of more than an hour', { exp: start / 1000 + 3601 }],
    ['another subject', { sub: 'other' }],
  ])('is refused for %s', async (_what, changes) => {
    await using made = await client();
    const { token, assertion } = made;
    expect(await token({ assertion: await assertion(changes) })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('is refused for the signature of another key, a used assertion and a scope it was not granted', async () => {
    await using made = await client();
    const { token, assertion } = made;
    const foreign = await assertion({}, await generateKeyPair('RS256'));
    expect(await token({ assertion: foreign })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const once = await assertion();
    expect((await token({ assertion: once })).status).toBe(200);
    expect((await token({ assertion: once })).status).toBe(401);
    expect(await token({ scope: 'okta.groups.manage' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  test('whose token is revoked is refused in mid-run', async () => {
    await using made = await client();
    const { org, token, get } = made;
    const given = String((await token()).body['access_token']);
    org.server.backend.revokeToken(given);
    expect((await get('/users', { authorization: `Bearer ${given}` })).status).toBe(401);
  });
});

describe('DPoP', () => {
  test('wants a proof, then a nonce, and binds the token to the key', async () => {
    await using made = await client({ dpop: true });
    const { org, token, proof, get } = made;
    const endpoint = { htm: 'POST', htu: `${org.server.url}/oauth2/v1/token` };
    expect(await token()).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } });
    const asked = await token({ dpop: await proof(endpoint) });
    expect(asked).toMatchObject({ status: 400, body: { error: 'use_dpop_nonce' } });
    const { body } = await token({ dpop: await proof({ ...endpoint, nonce: asked.nonce }) });
    expect(body['token_type']).toBe('DPoP');
    const access = String(body['access_token']);
    const ath = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(access))).toString('base64url');
    const target = { htm: 'GET', htu: `${org.server.url}/api/v1/users` };
    const asking = async (claims: Record<string, unknown>) =>
      (await get('/users', { authorization: `DPoP ${access}`, dpop: await proof(claims) })).status;
    expect(await asking({ ...target, ath })).toBe(200);
    expect(await asking({ ...target, ath: 'other' })).toBe(401);
    expect(await asking({ ...target, htm: 'POST', ath })).toBe(401);
    expect(await asking({ ...target, ath, iat: 0 })).toBe(401);
    expect(await asking({ ...target, ath, jti: 'again' })).toBe(200);
    expect(await asking({ ...target, ath, jti: 'again' })).toBe(401);
    expect((await get('/users', { authorization: `Bearer ${access}` })).status).toBe(401);
    org.server.rotateNonce();
    expect((await token({ dpop: await proof({ ...endpoint, nonce: asked.nonce }) })).body['error']).toBe('use_dpop_nonce');
  });
});
