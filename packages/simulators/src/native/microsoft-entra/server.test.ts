// The modelled Entra tenant, held against the reference sheet; no client of ours stands between.
import { afterEach, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { type MicrosoftEntraServer, type MicrosoftEntraServerOptions, startMicrosoftEntraServer } from './server.ts';

let server: MicrosoftEntraServer | undefined;
afterEach(() => server?.close());

const users = '/v1.0/users';
const newUser = {
  ...{ accountEnabled: true, displayName: 'Ada Lovelace', mailNickname: 'ada', userPrincipalName: 'ada@example.com' },
  passwordProfile: { password: 'long-enough', forceChangePasswordNextSignIn: true },
};
const code = (text: string) => ({ error: { code: text } });

function signIn({ url, tenantId, clientId, clientSecret }: MicrosoftEntraServer, change: Readonly<Record<string, string>> = {}) {
  const form = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  };
  return asking(url)('POST', `/${tenantId}/oauth2/v2.0/token`, new URLSearchParams({ ...form, ...change }));
}

async function started(options: MicrosoftEntraServerOptions = {}): Promise<{ readonly entra: MicrosoftEntraServer; readonly ask: Ask }> {
  server = await startMicrosoftEntraServer({ at: '2026-11-23T12:00:00Z', ...options });
  const { body } = await signIn(server);
  return { entra: server, ask: asking(server.url, { authorization: `Bearer ${(body as { access_token: string }).access_token}` }) };
}

const idOf = ({ body }: { readonly body: unknown }): string => (body as { readonly id: string }).id;

test('gives tokens of an hour for a secret and for the scope of everything granted', async () => {
  const { entra } = await started();
  expect((await signIn(entra)).body).toMatchObject({ token_type: 'Bearer', expires_in: 3_599 });
  expect(await signIn(entra, { client_secret: 'wrong' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  expect(await signIn(entra, { scope: 'User.Read' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  expect(await asking(entra.url)('GET', users)).toMatchObject({ status: 401, body: code('InvalidAuthenticationToken') });
});

test('makes a user with the five fields it must have, and answers with its usual ones', async () => {
  const { ask } = await started();
  const made = await ask('POST', users, newUser);
  expect(made).toMatchObject({ status: 201, body: { displayName: 'Ada Lovelace', userPrincipalName: 'ada@example.com' } });
  expect(made.body).not.toHaveProperty('accountEnabled');
  for (const field of Object.keys(newUser)) {
    const body = { ...newUser, userPrincipalName: 'eve@example.com', [field]: undefined };
    expect(await ask('POST', users, body)).toMatchObject({ status: 400, body: code('Request_BadRequest') });
  }
  for (const userPrincipalName of ['adé@example.com', 'ada@elsewhere.test']) {
    expect((await ask('POST', users, { ...newUser, userPrincipalName })).status).toBe(400);
  }
});

test('calls a duplicate a bad request, and a full directory by its own code', async () => {
  const { entra, ask } = await started();
  await ask('POST', users, newUser);
  expect(await ask('POST', users, { ...newUser, userPrincipalName: 'ADA@example.com' })).toMatchObject({
    status: 400,
    body: { error: { code: 'Request_BadRequest', message: expect.stringContaining('already exists') } },
  });
  entra.backend.setSeats(1);
  expect(await ask('POST', users, { ...newUser, userPrincipalName: 'eve@example.com' })).toMatchObject({
    status: 403,
    body: code('Directory_QuotaExceeded'),
  });
});

test('shows whether a user is on only to whoever selects it', async () => {
  const { entra, ask } = await started();
  const id = entra.backend.seed({ userPrincipalName: 'ada@example.com', accountEnabled: false, employeeId: 'N1' });
  expect((await ask('GET', `${users}/${id}`)).body).not.toHaveProperty('accountEnabled');
  expect((await ask('GET', `${users}/ADA@example.com?$select=id,accountEnabled`)).body).toEqual({ id, accountEnabled: false });
  expect((await ask('GET', `${users}?$filter=employeeId eq 'N1'`)).body).toMatchObject({ value: [{ id }] });
  expect(await ask('GET', `${users}/nobody@example.com`)).toMatchObject({ status: 404, body: code('Request_ResourceNotFound') });
});

test('gives pages of at most 999 with a whole link to the next one', async () => {
  const { entra, ask } = await started();
  for (let index = 0; index < 3; index += 1) entra.backend.seed({ userPrincipalName: `p${index}@example.com` });
  const first = (await ask('GET', `${users}?$top=2&$select=id`)).body as { value: unknown[]; '@odata.nextLink': string };
  expect(first['@odata.nextLink'].startsWith(`${entra.url}${users}?`)).toBe(true);
  expect((await ask('GET', first['@odata.nextLink'].slice(entra.url.length))).body).toEqual({ value: [{ id: expect.any(String) }] });
  expect((await ask('GET', `${users}?$top=1000`)).status).toBe(400);
});

test('turns a user off, revokes sessions apart from that, and keeps whom it deletes', async () => {
  const { entra, ask } = await started();
  const path = `${users}/${entra.backend.seed({ userPrincipalName: 'ada@example.com' })}`;
  expect((await ask('PATCH', path, { accountEnabled: false })).status).toBe(204);
  expect(await ask('POST', `${path}/revokeSignInSessions`)).toMatchObject({ status: 200, body: { value: true } });
  expect(entra.backend.users()).toMatchObject([{ accountEnabled: false, revocations: 1 }]);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect((await ask('GET', path)).status).toBe(404);
  expect(entra.backend.users()).toMatchObject([{ deleted: true }]);
});

test.each([400, 403] as const)(
  'lets nobody change an administrator without a role, or a synchronized user at all (%i)',
  async (syncedAnswer) => {
    const { entra, ask } = await started({ syncedAnswer });
    const boss = `${users}/${entra.backend.seed({ userPrincipalName: 'boss@example.com', isAdmin: true })}`;
    const synced = `${users}/${entra.backend.seed({ userPrincipalName: 'ada@example.com', onPremisesSyncEnabled: true })}`;
    expect(await ask('PATCH', boss, { accountEnabled: false })).toMatchObject({ status: 403, body: code('Authorization_RequestDenied') });
    expect((await ask('GET', `${boss}/transitiveMemberOf/microsoft.graph.directoryRole`)).body).toMatchObject({ value: [{}] });
    expect((await ask('DELETE', synced)).status).toBe(syncedAnswer);
    entra.backend.giveRole();
    expect((await ask('PATCH', boss, { accountEnabled: false })).status).toBe(204);
  },
);

test('does not know a new user for a while', async () => {
  const { entra, ask } = await started();
  entra.backend.setShowsAfter(10_000);
  const path = `${users}/${idOf(await ask('POST', users, newUser))}`;
  expect([(await ask('GET', path)).status, (await ask('PATCH', path, { jobTitle: 'x' })).status]).toEqual([404, 404]);
  entra.clock.advance(10_000);
  expect((await ask('GET', path)).status).toBe(200);
});
