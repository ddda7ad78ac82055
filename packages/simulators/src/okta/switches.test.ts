// Points that nobody could verify or that orgs set for themselves: every position of every switch shows at the interface. A switch
// or a position without a line here does not compile.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type Asking, profileOf, startAsking } from './asking.ts';
import type { OktaSwitches } from './switches.ts';

interface World {
  readonly org: Asking;
  readonly at: { now: number };
}

/** What is done, and what is seen of it by position. */
type Look<Position extends OktaSwitches[keyof OktaSwitches]> = readonly [
  act: (world: World) => Promise<unknown>,
  seen: Readonly<Record<`${Position}`, unknown>>,
];

type SeedUser = Parameters<Asking['server']['backend']['seedUser']>[0];
const seeded = ({ org }: World, more: Partial<SeedUser> = {}) => org.server.backend.seedUser({ login: 'ada@example.com', ...more }).id;
const groupOf = ({ org }: World, more: object = {}) => org.server.backend.seedGroup({ name: 'Sales', ...more }).id;
const told = async (asked: ReturnType<Asking['ask']>) => {
  const { status, code } = await asked;
  return code === undefined ? status : `${status} ${code}`;
};
const turn = (world: World, operation: string, more: Partial<SeedUser>) =>
  told(world.org.ask('POST', `/users/${seeded(world, more)}/lifecycle/${operation}`));
const change = (world: World, more: Partial<SeedUser>) =>
  told(world.org.ask('POST', `/users/${seeded(world, more)}`, { profile: { title: 'Chief' } }));

/** The members of a group whose rule excludes as many as it may, after one whom it put in was taken out and changed. */
async function aFullRule(world: World) {
  const { org } = world;
  const { backend } = org.server;
  const groupId = groupOf(world);
  const excluded = Array.from({ length: 100 }, (_, index) => `00ugone${String(index).padStart(13, '0')}`);
  backend.seedRule({ name: 'Sales', expression: 'user.department == "Sales"', groupIds: [groupId], excluded });
  const id = seeded(world, { profile: { department: 'Sales' } });
  const answer = await told(org.ask('DELETE', `/groups/${groupId}/users/${id}`));
  const between = backend.membersOf(groupId).length;
  await org.ask('POST', `/users/${id}`, { profile: { title: 'Chief' } });
  return [answer, between, backend.membersOf(groupId).length, backend.rules()[0]?.excluded.length];
}

/** What an app whose token has scopes for writing alone is answered when it reads and when it reads something else. */
async function anAppThatWrites({ org, at }: World) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const scopes = ['okta.users.manage'];
  org.server.backend.seedServiceApp({
    clientId: 'app',
    keys: [{ ...(await exportJWK(publicKey)) }],
    scopes,
    roles: ['SUPER_ADMIN'],
    dpop: false,
  });
  const endpoint = `${org.server.url}/oauth2/v1/token`;
  const claims = { iss: 'app', sub: 'app', aud: endpoint, exp: at.now / 1000 + 300, jti: 'once' };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: scopes.join(' '),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
  });
  const { access_token: token } = (await (await fetch(endpoint, { method: 'POST', body })).json()) as { access_token: string };
  const ask = (path: string) => told(org.ask('GET', path, undefined, { authorization: `Bearer ${token}` }));
  return [await ask('/users'), await ask('/groups')];
}

const looks: { readonly [Name in keyof OktaSwitches]: Look<OktaSwitches[Name]> } = {
  suspendProvisioned: [(world) => turn(world, 'suspend', { status: 'PROVISIONED' }), { refuse: '400 E0000001', allow: 200 }],
  activateElsewhere: [(world) => turn(world, 'activate', { status: 'SUSPENDED' }), { E0000038: '403 E0000038', E0000016: '403 E0000016' }],
  deactivateDeprovisioned: [(world) => turn(world, 'deactivate', { status: 'DEPROVISIONED' }), { 404: '404 E0000007', 200: 200 }],
  sessionsOfDeprovisioned: [
    async (world) => {
      const id = seeded(world, { status: 'DEPROVISIONED' });
      world.org.server.backend.signIn(id);
      const answer = await told(world.org.ask('DELETE', `/users/${id}/sessions?oauthTokens=true`));
      return [answer, world.org.server.backend.user(id)?.sessions.tokens];
    },
    { 204: [204, 0], 404: ['404 E0000007', 1] },
  ],
  loginOfDeprovisioned: [
    async (world) => {
      const id = seeded(world, { status: 'DEPROVISIONED' });
      return [await told(world.org.ask('GET', '/users/ada@example.com')), await told(world.org.ask('GET', `/users/${id}`))];
    },
    { found: [200, 200], 'not-found': ['404 E0000007', 200] },
  ],
  updateDeprovisioned: [(world) => change(world, { status: 'DEPROVISIONED' }), { refuse: '404 E0000007', allow: 200 }],
  updateSuspended: [(world) => change(world, { status: 'SUSPENDED' }), { allow: 200, refuse: '403 E0000038' }],
  passwordSurvives: [
    async (world) => {
      const id = seeded(world, { hasPassword: true });
      for (const operation of ['deactivate', 'activate']) await world.org.ask('POST', `/users/${id}/lifecycle/${operation}`);
      return world.org.server.backend.user(id)?.status;
    },
    { false: 'PROVISIONED', true: 'ACTIVE' },
  ],
  addMemberTwice: [
    async (world) => {
      const groupId = groupOf(world);
      return told(world.org.ask('PUT', `/groups/${groupId}/users/${seeded(world, { groupIds: [groupId] })}`));
    },
    { 204: 204, 400: '400 E0000001' },
  ],
  removeMemberTwice: [
    (world) => told(world.org.ask('DELETE', `/groups/${groupOf(world)}/users/${seeded(world)}`)),
    { 204: 204, 404: '404 E0000007' },
  ],
  addDeprovisionedMember: [
    async (world) => {
      const groupId = groupOf(world);
      const answer = await told(world.org.ask('PUT', `/groups/${groupId}/users/${seeded(world, { status: 'DEPROVISIONED' })}`));
      return [answer, world.org.server.backend.membersOf(groupId).length];
    },
    { 204: [204, 1], 403: ['403 E0000038', 0] },
  ],
  unusableGroupIds: [
    async (world) => {
      const groupIds = [groupOf(world), '00g00000000000000000'];
      const answer = await told(world.org.ask('POST', '/users', { profile: profileOf('ada@example.com'), groupIds }));
      return [answer, world.org.server.backend.membersOf(groupIds[0] ?? '').length, world.org.server.backend.users().length];
    },
    { reject: ['400 E0000001', 0, 1], ignore: [200, 1, 2] },
  ],
  readOnlyGroup: [
    (world) => told(world.org.ask('PUT', `/groups/${groupOf(world, { type: 'APP_GROUP' })}/users/${seeded(world)}`)),
    { 403: '403 E0000006', 501: '501 E0000060' },
  ],
  exclusionsFull: [aFullRule, { refuse: ['400 E0000001', 1, 1, 100], 'put-back': [204, 0, 1, 100] }],
  invalidCursor: [
    async ({ org }) => [await told(org.ask('GET', '/users?after=nonsense')), await told(org.ask('GET', '/logs?after=nonsense'))],
    { E0000001: ['400 E0000001', '400 E0000001'], E0000029: ['400 E0000029', '400 E0000029'] },
  ],
  passwordOptional: [
    async ({ org }) => {
      await org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
      return org.server.backend.userByLogin('ada@example.com')?.status;
    },
    { false: 'PROVISIONED', true: 'ACTIVE' },
  ],
  emailUnique: [
    async (world) => {
      seeded(world, { profile: { email: 'shared@example.com' } });
      const { status, causes } = await world.org.ask('POST', '/users', {
        profile: profileOf('bob@example.com', { email: 'shared@example.com' }),
      });
      return [status, causes.map((cause) => cause.split(':')[0])];
    },
    { false: [200, []], true: [400, ['login']] },
  ],
  turningOffEndsTokens: [
    async (world) => {
      const [id, other] = [seeded(world), seeded(world, { login: 'bob@example.com' })];
      for (const each of [id, other]) world.org.server.backend.signIn(each);
      await world.org.ask('POST', `/users/${id}/lifecycle/deactivate`);
      await world.org.ask('POST', `/users/${other}/lifecycle/suspend`);
      const { backend } = world.org.server;
      const said = backend.log().filter(({ eventType }) => eventType === 'app.oauth2.token.revoke.implicit.user').length;
      return [backend.user(id)?.sessions, backend.user(other)?.sessions.tokens, said];
    },
    { false: [{ okta: 0, tokens: 1, apps: 1 }, 1, 0], true: [{ okta: 0, tokens: 0, apps: 1 }, 0, 2] },
  ],
  turnOffAdministrators: [
    async (world) => {
      const { backend, token } = world.org.server;
      const permissions = ['okta.users.lifecycle.deactivate', 'okta.users.lifecycle.suspend'];
      backend.seedToken('weaker', seeded(world, { login: 'helper@example.com', roles: permissions }));
      const by = (used: string, operation: string, login: string) =>
        told(
          world.org.ask('POST', `/users/${seeded(world, { login, roles: ['USER_ADMIN'] })}/lifecycle/${operation}`, undefined, {
            authorization: `SSWS ${used}`,
          }),
        );
      return [
        await by('weaker', 'deactivate', 'a@example.com'),
        await by('weaker', 'suspend', 'b@example.com'),
        await by(token, 'suspend', 'c@example.com'),
      ];
    },
    {
      supers: ['403 E0000006', '403 E0000006', 200],
      allow: [200, 200, 200],
      forbid: ['403 E0000006', '403 E0000006', '403 E0000006'],
    },
  ],
  withoutRole: [
    async (world) => {
      world.org.server.backend.seedToken('of-nobody', seeded(world));
      const ask = (path: string) => told(world.org.ask('GET', path, undefined, { authorization: 'SSWS of-nobody' }));
      return [await ask('/users'), await ask('/groups'), await ask('/users/ada@example.com')];
    },
    { refused: ['403 E0000006', '403 E0000006', '403 E0000006'], 'empty-lists': [200, 200, '403 E0000006'] },
  ],
  manageScopeReads: [anAppThatWrites, { false: ['403 E0000006', '403 E0000006'], true: [200, '403 E0000006'] }],
  idleTokenExpires: [
    async ({ org, at }) => {
      const used = [await told(org.ask('GET', '/users/me'))];
      for (const days of [29, 29, 31]) {
        at.now += days * 86_400_000;
        used.push(await told(org.ask('GET', '/users/me')));
      }
      return used;
    },
    { false: [200, 200, 200, 200], true: [200, 200, 200, '401 E0000011'] },
  ],
  errorCauses: [
    async ({ org }) => (await org.ask('POST', '/users', { profile: {} })).body,
    {
      array: { errorCauses: expect.arrayContaining([{ errorSummary: 'login: The field cannot be left blank' }]) },
      object: { errorCauses: { errorSummary: 'login: The field cannot be left blank' } },
    },
  ],
  emptyLastPage: [
    async (world) => {
      seeded(world);
      const { headers } = await world.org.ask('GET', '/users?limit=2');
      const next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
      return next === undefined ? 'the end' : (await world.org.ask('GET', next)).body;
    },
    { false: 'the end', true: [] },
  ],
  index: [
    async ({ org }) => {
      await org.ask('POST', '/users', { profile: profileOf('ada@example.com') });
      const search = async () => ((await org.ask('GET', '/users?search=profile.login eq "ada@example.com"')).body as unknown[]).length;
      const before = await search();
      org.server.backend.catchUp();
      return [before, await search()];
    },
    { current: [1, 1], held: [0, 1] },
  ],
};

const positionOf = (text: string): unknown => (/^(true|false|\d+)$/.test(text) ? JSON.parse(text) : text);

const positions = Object.entries(looks).flatMap(([name, [act, seen]]) =>
  Object.entries(seen).map(([text, shown]) => [name, positionOf(text), act as (world: World) => Promise<unknown>, shown] as const),
);

test.each(positions)('%s at %s shows as such', async (name, position, act, shown) => {
  const at = { now: Date.parse('2026-11-23T12:00:00Z') };
  await using org = await startAsking({ switches: { [name]: position }, now: () => at.now });
  expect({ seen: await act({ org, at }) }).toMatchObject({ seen: shown as object });
});
