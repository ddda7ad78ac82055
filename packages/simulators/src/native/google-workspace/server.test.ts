// The modelled Google Workspace account, held against the reference sheet; no client of ours stands between.

import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { type GoogleWorkspaceServer, type GoogleWorkspaceServerOptions, googleScopes, startGoogleWorkspaceServer } from './server.ts';

let server: GoogleWorkspaceServer | undefined;
afterEach(() => server?.close());

const users = '/admin/directory/v1/users';
const list = `${users}?customer=my_customer`;
const newUser = { primaryEmail: 'ada@example.com', name: { givenName: 'Ada', familyName: 'Lovelace' }, password: 'longenough' };
const reason = (text: string) => ({ error: { errors: [{ reason: text }] } });

/** A token as Google's documents have one fetched. `claims` change the assertion. */
async function token(google: GoogleWorkspaceServer, claims: Readonly<Record<string, unknown>> = {}) {
  const key = JSON.parse(google.serviceAccountKey) as { readonly client_email: string; readonly private_key: string };
  const iat = google.clock.now() / 1_000;
  const body = {
    iss: key.client_email,
    sub: google.administrator,
    scope: googleScopes.join(' '),
    aud: google.tokenUrl,
    iat,
    exp: iat + 3_600,
  };
  const assertion = await new SignJWT({ ...body, ...claims }).setProtectedHeader({ alg: 'RS256' }).sign(createPrivateKey(key.private_key));
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  return asking(google.url)('POST', '/token', form);
}

async function started(options: GoogleWorkspaceServerOptions = {}): Promise<{ readonly google: GoogleWorkspaceServer; readonly ask: Ask }> {
  server = await startGoogleWorkspaceServer({ at: '2026-11-23T12:00:00Z', ...options });
  const { body } = await token(server);
  return { google: server, ask: asking(server.url, { authorization: `Bearer ${(body as { access_token: string }).access_token}` }) };
}

const idOf = ({ body }: { readonly body: unknown }): string => (body as { readonly id: string }).id;

test('gives tokens for what was delegated, to whom it was delegated, and for no longer than an hour', async () => {
  const { google } = await started();
  expect((await token(google)).body).toMatchObject({ token_type: 'Bearer', expires_in: 3_599 });
  const iat = google.clock.now() / 1_000;
  const refusals = [
    { sub: 'nobody@example.com' },
    { aud: 'https://elsewhere.test' },
    { exp: iat + 7_200 },
    { exp: iat - 1, iat: iat - 60 },
    { iss: 'x@y.test' },
  ];
  for (const claims of refusals) expect(await token(google, claims)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  google.backend.delegate(googleScopes.slice(1));
  expect(await token(google)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  expect(await asking(google.url)('GET', list)).toMatchObject({ status: 401, body: reason('authError') });
});

test('makes a user with what the documents ask for, and refuses less', async () => {
  const { google, ask } = await started();
  expect(await ask('POST', users, newUser)).toMatchObject({ status: 200, body: { primaryEmail: 'ada@example.com', suspended: false } });
  const refused = [
    { ...newUser, primaryEmail: 'ada@elsewhere.test' },
    { ...newUser, primaryEmail: 'eve@example.com', password: 'short' },
    { ...newUser, primaryEmail: 'eve@example.com', name: { givenName: 'x'.repeat(61), familyName: 'y' } },
  ];
  for (const body of refused) expect(await ask('POST', users, body)).toMatchObject({ status: 400, body: reason('invalid') });
  google.backend.seed({ primaryEmail: 'grace@example.com', aliases: ['gh@example.com'] });
  for (const primaryEmail of ['ADA@example.com', 'gh@example.com']) {
    expect(await ask('POST', users, { ...newUser, primaryEmail })).toMatchObject({ status: 409, body: reason('duplicate') });
  }
  google.backend.setSeats(2);
  expect((await ask('POST', users, { ...newUser, primaryEmail: 'eve@example.com' })).status).toBe(412);
  expect(JSON.stringify(google.backend.users())).not.toContain('longenough');
});

test('shows a user by id, address and alias alike, and says in its own words when there is none', async () => {
  const { google, ask } = await started();
  const id = google.backend.seed({ primaryEmail: 'ada@example.com', aliases: ['countess@example.com'] });
  for (const key of [id, 'ada@example.com', 'countess@example.com']) expect(idOf(await ask('GET', `${users}/${key}`))).toBe(id);
  expect(await ask('GET', `${users}/nobody@example.com`)).toMatchObject({ status: 404, body: reason('notFound') });
  expect((await ask('GET', '/admin/elsewhere')).headers.get('content-type')).toContain('text/html');
});

test('leaves the old address behind as an alias', async () => {
  const { google, ask } = await started();
  const id = google.backend.seed({ primaryEmail: 'ada@example.com' });
  await ask('PATCH', `${users}/${id}`, { primaryEmail: 'countess@example.com' });
  expect(google.backend.users()).toMatchObject([{ primaryEmail: 'countess@example.com', aliases: ['ada@example.com'] }]);
});

test('takes its time: not found, not complete, still renaming', async () => {
  const { google, ask } = await started();
  google.backend.setPace({ showsAfter: 10_000, completesAfter: 30_000, renamesFor: 60_000 });
  const path = `${users}/${idOf(await ask('POST', users, newUser))}`;
  expect((await ask('GET', path)).status).toBe(404);
  google.clock.advance(10_000);
  expect((await ask('GET', path)).status).toBe(200);
  expect(await ask('PATCH', path, { suspended: true })).toMatchObject({ status: 412, body: reason('conditionNotMet') });
  google.clock.advance(20_000);
  await ask('PATCH', path, { primaryEmail: 'countess@example.com' });
  expect(await ask('PATCH', path, { suspended: true })).toMatchObject({ status: 409, body: reason('duplicate') });
  google.clock.advance(60_000);
  expect((await ask('PATCH', path, { suspended: true })).body).toMatchObject({ suspended: true, suspensionReason: 'ADMIN' });
});

test('lists by pages of at most 500, deleted users only when asked, and searches that take beginnings', async () => {
  const { google, ask } = await started();
  const ids = Array.from({ length: 5 }, (_, index) => google.backend.seed({ primaryEmail: `p${index}@example.com` }));
  const first = (await ask('GET', `${list}&maxResults=3`)).body as { users: unknown[]; nextPageToken: string };
  const second = (await ask('GET', `${list}&maxResults=3&pageToken=${first.nextPageToken}`)).body as {
    users: unknown[];
    nextPageToken?: string;
  };
  expect([first.users.length, second.users.length, second.nextPageToken]).toEqual([3, 2, undefined]);
  expect((await ask('GET', `${list}&maxResults=501`)).status).toBe(400);
  expect((await ask('GET', users)).status).toBe(400);
  expect((await ask('DELETE', `${users}/${ids[0]}`)).status).toBe(204);
  expect((await ask('GET', list)).body).toMatchObject({ users: { length: 4 } });
  expect((await ask('GET', `${list}&showDeleted=true`)).body).toMatchObject({ users: [{ id: ids[0] }] });
  google.backend.seed({ primaryEmail: 'x@example.com', externalIds: [{ type: 'custom', customType: 'tenure', value: 'P-10' }] });
  expect((await ask('GET', `${list}&query=externalId='P-1'`)).body).toMatchObject({ users: [{ primaryEmail: 'x@example.com' }] });
});

test('ends sessions when it is asked to', async () => {
  const { google, ask } = await started();
  const id = google.backend.seed({ primaryEmail: 'ada@example.com' });
  expect((await ask('POST', `${users}/${id}/signOut`)).status).toBe(204);
  expect(google.backend.users()[0]?.signOuts).toBe(1);
});

test.each([
  [false, 200],
  [true, 409],
])('a deleted user’s address is refused to a new one (%s), which nobody could confirm', async (deletedHoldsAddress, status) => {
  const { google, ask } = await started({ deletedHoldsAddress });
  const id = google.backend.seed({ primaryEmail: 'ada@example.com' });
  await ask('DELETE', `${users}/${id}`);
  expect((await ask('POST', users, newUser)).status).toBe(status);
});
