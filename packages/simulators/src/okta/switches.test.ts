// Points that nobody could verify or that orgs set for themselves: each position shows at the interface.
import { expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from './asking.ts';
import type { OktaSwitches } from './switches.ts';

const seeded = (org: Asking, status: 'ACTIVE' | 'SUSPENDED' | 'PROVISIONED' | 'DEPROVISIONED', hasPassword = true) =>
  org.server.backend.seedUser({ login: 'ada@example.com', status, hasPassword }).id;

const rename = { profile: { title: 'Chief' } };

test.each<[string, Partial<OktaSwitches>, (org: Asking) => Promise<unknown>, unknown]>([
  [
    'a suspended user changed',
    { updateSuspended: 'allow' },
    async (org) => (await org.ask('POST', `/users/${seeded(org, 'SUSPENDED')}`, rename)).status,
    200,
  ],
  [
    'a suspended user refused',
    { updateSuspended: 'refuse' },
    async (org) => (await org.ask('POST', `/users/${seeded(org, 'SUSPENDED')}`, rename)).code,
    'E0000038',
  ],
  [
    'a user who is new and active at once',
    { passwordOptional: true },
    async (org) => (await org.ask('POST', '/users', { profile: profileOf('ada@example.com') })).body,
    { status: 'ACTIVE' },
  ],
  [
    'a user who is new and has to act',
    { passwordOptional: false },
    async (org) => (await org.ask('POST', '/users', { profile: profileOf('ada@example.com') })).body,
    { status: 'PROVISIONED' },
  ],
  [
    'a provisioned user suspended',
    { suspendProvisioned: 'allow' },
    async (org) => (await org.ask('POST', `/users/${seeded(org, 'PROVISIONED')}/lifecycle/suspend`)).status,
    200,
  ],
])('by switch: %s', async (_title, switches, act, shown) => {
  await using org = await startAsking({ switches });
  expect({ answer: await act(org) }).toMatchObject({ answer: shown });
});

test.each([
  [false, 'PROVISIONED'],
  [true, 'ACTIVE'],
] as const)('a password that outlives deactivation (%s) leads back to %s', async (passwordSurvives, status) => {
  await using org = await startAsking({ switches: { passwordSurvives } });
  const id = seeded(org, 'ACTIVE');
  await org.ask('POST', `/users/${id}/lifecycle/deactivate`);
  await org.ask('POST', `/users/${id}/lifecycle/activate`);
  expect(org.server.backend.user(id)?.status).toBe(status);
});

test.each([
  [false, 1],
  [true, 0],
] as const)('tokens after a deactivation that ends them (%s): %i', async (turningOffEndsTokens, tokens) => {
  await using org = await startAsking({ switches: { turningOffEndsTokens } });
  const id = seeded(org, 'ACTIVE');
  org.server.backend.signIn(id);
  await org.ask('POST', `/users/${id}/lifecycle/deactivate`);
  expect(org.server.backend.user(id)?.sessions.tokens).toBe(tokens);
});

test.each([
  [204, 1],
  [403, 0],
] as const)('adding a deprovisioned member answers %i and leaves %i in the group', async (status, members) => {
  await using org = await startAsking({ switches: { addDeprovisionedMember: status } });
  const { id: groupId } = org.server.backend.seedGroup({ name: 'Sales' });
  expect((await org.ask('PUT', `/groups/${groupId}/users/${seeded(org, 'DEPROVISIONED')}`)).status).toBe(status);
  expect(org.server.backend.membersOf(groupId)).toHaveLength(members);
});

test('an unknown group on creation is passed over by switch, and the user is made', async () => {
  await using org = await startAsking({ switches: { unusableGroupIds: 'ignore' } });
  const { id: groupId } = org.server.backend.seedGroup({ name: 'Sales' });
  const groupIds = [groupId, '00g00000000000000000'];
  expect((await org.ask('POST', '/users', { profile: profileOf('ada@example.com'), groupIds })).status).toBe(200);
  expect(org.server.backend.membersOf(groupId)).toHaveLength(1);
});

test.each([
  ['refused', 403],
  ['empty-lists', 200],
] as const)('a principal without a role is %s', async (withoutRole, status) => {
  await using org = await startAsking({ switches: { withoutRole } });
  const { id } = org.server.backend.seedUser({ login: 'nobody@example.com' });
  org.server.backend.seedToken('of-nobody', id);
  const answer = await org.ask('GET', '/users', undefined, { authorization: 'SSWS of-nobody' });
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.body).toEqual([]);
  expect(answer.headers.get('x-okta-request-id')).toBeTruthy();
});

test.each([
  [false, 200],
  [true, 401],
] as const)('a token that nobody used for 31 days and that such idleness ends (%s) is answered %i', async (idleTokenExpires, status) => {
  let at = Date.parse('2026-11-23T12:00:00Z');
  await using org = await startAsking({ switches: { idleTokenExpires }, now: () => at });
  expect((await org.ask('GET', '/users/me')).status).toBe(200);
  at += 31 * 86_400_000;
  expect((await org.ask('GET', '/users/me')).status).toBe(status);
});
