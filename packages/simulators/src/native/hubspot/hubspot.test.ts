// The modelled HubSpot account, held against the reference sheet.
import { afterEach, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { type HubSpotServer, type HubSpotServerOptions, startHubSpotServer } from './index.ts';

let server: HubSpotServer | undefined;
afterEach(() => server?.close());

const users = '/settings/v3/users/';

async function started(options: HubSpotServerOptions = {}): Promise<{ readonly hubspot: HubSpotServer; readonly ask: Ask }> {
  server = await startHubSpotServer({ at: '2026-11-23T12:00:00Z', ...options });
  return { hubspot: server, ask: asking(server.url, { authorization: `Bearer ${server.token}` }) };
}

test('makes a user, and writes to them only when asked to', async () => {
  const { hubspot, ask } = await started();
  const made = await ask('POST', users, { email: 'ada@example.com', firstName: 'Ada', lastName: 'L', sendWelcomeEmail: true });
  expect(made).toMatchObject({ status: 201, body: { email: 'ada@example.com', firstName: 'Ada', roleIds: [] } });
  await ask('POST', users, { email: 'eve@example.com' });
  expect(hubspot.backend.users().map(({ welcomed }) => welcomed)).toEqual([true, false]);
});

test('finds by id unless it is told that the key is an address', async () => {
  const { hubspot, ask } = await started();
  const { id } = hubspot.backend.seed({ email: 'ada@example.com' });
  expect((await ask('GET', `${users}${id}`)).status).toBe(200);
  expect(await ask('GET', `${users}ada@example.com`)).toMatchObject({ status: 404, body: { category: 'OBJECT_NOT_FOUND' } });
  expect((await ask('GET', `${users}ADA%40example.com?idProperty=EMAIL`)).body).toMatchObject({ id });
});

test.each([
  ['conflict', 409, 'CONFLICT'],
  ['validation', 400, 'VALIDATION_ERROR'],
] as const)('refuses an address that is taken (%s), seen or not', async (taken, status, category) => {
  const { hubspot, ask } = await started({ switches: { taken } });
  hubspot.backend.seed({ email: 'ada@example.com' });
  hubspot.backend.hide('eve@example.com');
  for (const email of ['ada@example.com', 'eve@example.com']) {
    expect(await ask('POST', users, { email })).toMatchObject({ status, body: { status: 'error', category } });
  }
});

test('has no way to turn a user off: deleting is all there is, and not for the last super administrator', async () => {
  const { hubspot, ask } = await started();
  const ada = hubspot.backend.seed({ email: 'ada@example.com' });
  const boss = hubspot.backend.seed({ email: 'boss@example.com', superAdmin: true });
  expect((await ask('PATCH', `${users}${ada.id}`, { active: false })).status).toBe(405);
  expect((await ask('DELETE', `${users}${ada.id}`)).status).toBe(204);
  expect((await ask('DELETE', `${users}${ada.id}`)).status).toBe(404);
  expect((await ask('DELETE', `${users}${boss.id}`)).status).toBe(403);
  expect(hubspot.backend.users().map(({ email }) => email)).toEqual(['boss@example.com']);
});

test('takes a role away that a PUT does not name', async () => {
  const { hubspot, ask } = await started();
  const { id } = hubspot.backend.seed({ email: 'ada@example.com', roleIds: ['7'] });
  await ask('PUT', `${users}${id}`, { lastName: 'King' });
  expect(hubspot.backend.users()[0]).toMatchObject({ lastName: 'King', roleIds: [] });
});

test('lists in pages until there is no next one', async () => {
  const { hubspot, ask } = await started();
  for (const name of ['a', 'b', 'c']) hubspot.backend.seed({ email: `${name}@example.com` });
  const first = (await ask('GET', `${users}?limit=2`)).body as { paging: { next: { after: string } } };
  const last = (await ask('GET', `${users}?limit=2&after=${first.paging.next.after}`)).body;
  expect(last).toMatchObject({ results: [{ email: 'c@example.com' }] });
  expect(last).not.toHaveProperty('paging');
});

test('counts ten seconds and days, and names the policy', async () => {
  const { hubspot, ask } = await started({ limits: { perTenSeconds: 2, perDay: 3 } });
  const codes: number[] = [];
  for (let call = 0; call < 3; call += 1) codes.push((await ask('GET', users)).status);
  expect(codes).toEqual([200, 200, 429]);
  hubspot.clock.advance(10_000);
  expect((await ask('GET', users)).status).toBe(200);
  expect(await ask('GET', users)).toMatchObject({ status: 429, body: { category: 'RATE_LIMITS', policyName: 'DAILY' } });
});

test('refuses another token, a missing scope and a seat that is not there', async () => {
  const { hubspot, ask } = await started({ seats: 0 });
  expect((await asking(hubspot.url)('GET', users)).status).toBe(401);
  expect((await ask('POST', users, { email: 'ada@example.com' })).status).toBe(400);
  hubspot.backend.grantScopes(['settings.users.read']);
  expect(await ask('POST', users, { email: 'ada@example.com' })).toMatchObject({ status: 403, body: { category: 'MISSING_SCOPES' } });
});
