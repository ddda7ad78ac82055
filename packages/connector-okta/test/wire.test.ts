// What leaves for a real org, under its real https address, which no loopback server can have: every request as Okta
// documents it, and none to anywhere else.
import type { CheckReport } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { HttpResponse, http, type JsonBodyType } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OktaTokenOptions, oktaProvider } from '../src/index.ts';

const org = 'https://acme.okta.com';
const id = '00u1ada0000000000ada';
const groupId = '00g1sales000000sales';
const user = (status: string) => ({ id, status, profile: { login: 'ada@example.com', title: 'Clerk', city: 'Oslo' } });
const owner = { id: '00u1owner000000owner', status: 'ACTIVE', profile: { login: 'tenure@example.com' } };
const profile = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace', externalId: 'P-1' };
const baseAttributes = [
  ...['login', 'email', 'firstName', 'lastName', 'displayName', 'employeeNumber'],
  ...['title', 'department', 'city', 'countryCode', 'primaryPhone', 'timezone'],
];
const oktaProfile = { login: 'ada@example.com', email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace', hrId: 'P-1' };

const server = setupServer();
let sent: { readonly line: string; readonly headers: Headers; readonly body: string }[] = [];
let strayed: string[] = [];
server.events.on('request:start', async ({ request }) => {
  const entry = { line: `${request.method} ${request.url}`, headers: request.headers, body: '' };
  sent.push(entry);
  entry.body = await request.clone().text();
});
server.events.on('request:unhandled', ({ request }) => {
  strayed.push(`${request.method} ${request.url}`);
});
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
beforeEach(() => {
  sent = [];
  strayed = [];
});
afterEach(() => {
  server.resetHandlers();
  expect(strayed).toEqual([]);
});
afterAll(() => server.close());

/** Answers to `METHOD path`, in the shapes of the reference; `undefined` is 204. Everything else is an error. */
function answering(answers: Readonly<Record<string, JsonBodyType | undefined | Response>>): void {
  server.use(
    ...Object.entries(answers).map(([line, answer]) => {
      const [method = '', path = ''] = line.split(' ');
      const on = http[method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'];
      return on(`${org}${path}`, () => {
        if (answer instanceof Response) return answer.clone();
        return answer === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(answer);
      });
    }),
  );
}

const provider = (options: Partial<OktaTokenOptions> = {}) =>
  oktaProvider({ orgUrl: `${org}/`, token: 'the-token', attributes: { externalId: 'hrId' }, http: { maxRetries: 0 }, ...options });
/** Method, address and body of what was sent, without the bodies that are empty. */
const lines = () => sent.map(({ line, body }) => (body === '' ? line : [line, JSON.parse(body)]));

test('every request says who asks, with which token, and that it speaks JSON', async () => {
  answering({
    'GET /api/v1/groups/rules': [],
    [`PUT /api/v1/groups/${groupId}/users/${id}`]: undefined,
    'POST /api/v1/users': user('STAGED'),
  });
  await provider().groups.add({ accountId: id, groupId }, testContext());
  await provider().users.create({ profile, groups: [], state: 'staged' }, testContext());
  expect(sent).toHaveLength(3);
  for (const { headers } of sent) {
    expect(Object.fromEntries(headers)).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'SSWS the-token',
      'user-agent': 'tenure-connector-okta',
    });
  }
});

describe('the documented request of', () => {
  test.each([
    [{}, 'active', '?activate=true', {}],
    [{}, 'staged', '?activate=false', {}],
    [
      { signIn: 'federated' },
      'active',
      '?activate=true&provider=true',
      { credentials: { provider: { type: 'FEDERATION', name: 'FEDERATION' } } },
    ],
  ] as const)('a hire (%j, %s) is one POST with profile and groups', async (options, state, query, more) => {
    answering({ 'POST /api/v1/users': user('PROVISIONED') });
    await provider(options).users.create({ profile, groups: [groupId], state }, testContext());
    expect(lines()).toEqual([[`POST ${org}/api/v1/users${query}`, { profile: oktaProfile, groupIds: [groupId], ...more }]]);
  });

  test('a change is a partial POST', async () => {
    answering({ [`POST /api/v1/users/${id}`]: user('ACTIVE') });
    await provider().users.update(
      { accountId: id, attributes: { title: 'Chief', city: null, userName: 'ada@example.com' } },
      testContext(),
    );
    expect(lines()).toEqual([[`POST ${org}/api/v1/users/${id}`, { profile: { login: 'ada@example.com', title: 'Chief', city: null } }]]);
  });

  test('a leaver is the status, then sessions and tokens, without a mail', async () => {
    answering({
      'GET /api/v1/users/me': owner,
      [`GET /api/v1/users/${id}/roles`]: [],
      [`POST /api/v1/users/${id}/lifecycle/deactivate`]: {},
      [`DELETE /api/v1/users/${id}/sessions`]: undefined,
      [`GET /api/v1/users/${id}`]: user('DEPROVISIONED'),
    });
    expect(await provider().users.disable({ accountId: id, mode: 'deactivate' }, testContext())).toEqual({
      outcome: 'changed',
      seen: 'disabled',
    });
    expect(lines()).toEqual([
      `GET ${org}/api/v1/users/me`,
      `GET ${org}/api/v1/users/${id}/roles`,
      `POST ${org}/api/v1/users/${id}/lifecycle/deactivate?sendEmail=false`,
      `DELETE ${org}/api/v1/users/${id}/sessions?oauthTokens=true`,
      `GET ${org}/api/v1/users/${id}`,
    ]);
  });

  test('a look-up encodes what HR entered, once', async () => {
    const notFound = { errorCode: 'E0000007', errorSummary: 'Not found (User)', errorCauses: [] };
    answering({ 'GET /api/v1/users/*': HttpResponse.json(notFound, { status: 404 }), 'GET /api/v1/users': [] });
    await provider().users.find({ userName: 'o"neil+1@exämple.com', externalId: 'P "1" \\ %' }, testContext());
    expect(lines()[0]).toBe(`GET ${org}/api/v1/users/o%22neil%2B1%40ex%C3%A4mple.com`);
    expect(new URL(sent[1]?.line.slice(4) ?? '').searchParams.get('search')).toBe(
      'profile.hrId eq "P \\"1\\" \\\\ %" or profile.login eq "o\\"neil+1@exämple.com" or profile.login eq "o\\"neil+1@example.com"',
    );
  });

  test('a page is the link that Okta gave, word for word', async () => {
    const next = `${org}/api/v1/groups?after=00g1%2Bx%3D&limit=200`;
    const headers = [
      ['link', `<${org}/api/v1/groups?limit=200>; rel="self"`],
      ['link', `<${next}>; rel="next"`],
    ] as [string, string][];
    answering({ 'GET /api/v1/groups': HttpResponse.json([], { headers: new Headers(headers) }) });
    const page = await provider().groups.list({ limit: 1_000 }, testContext());
    await provider().groups.list({ limit: 1_000, cursor: page.next }, testContext());
    expect(lines()).toEqual([`GET ${org}/api/v1/groups?limit=200`, `GET ${next}`]);
  });
});

test.each(['https://acme-admin.okta.com/login', 'https://elsewhere.test/api/v1/users', 'http://acme.okta.com/api/v1/users'])(
  'a redirect to %s is refused, and the token does not go there',
  async (location) => {
    answering({ 'GET /api/v1/users': new HttpResponse(null, { status: 302, headers: { location } }) });
    await expect(provider().users.list({ limit: 10 }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
    expect(sent).toHaveLength(1);
  },
);

test('a check asks for the owner, one user, one group, roles, rules, the schema and the log, and nothing else', async () => {
  answering({
    'GET /api/v1/users/me': owner,
    'GET /api/v1/users': [owner],
    'GET /api/v1/groups': [{ id: groupId }],
    [`GET /api/v1/users/${owner.id}/roles`]: [{ type: 'USER_ADMIN' }],
    'GET /api/v1/groups/rules': [{ status: 'ACTIVE', actions: { assignUserToGroups: { groupIds: [groupId] } } }],
    'GET /api/v1/meta/schemas/user/default': {
      definitions: {
        base: { properties: Object.fromEntries(baseAttributes.map((name) => [name, {}])) },
        custom: { properties: { hrId: { unique: 'UNIQUE_VALIDATED' } } },
      },
    },
    'GET /api/v1/logs': [],
  });
  const { items }: CheckReport = await provider().check(testContext());
  expect(items.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  expect(lines()).toEqual([
    `GET ${org}/api/v1/users/me`,
    `GET ${org}/api/v1/users?search=status%20pr&limit=1`,
    `GET ${org}/api/v1/groups?limit=1`,
    `GET ${org}/api/v1/users/me`,
    `GET ${org}/api/v1/users/${owner.id}/roles`,
    `GET ${org}/api/v1/groups/rules?limit=200`,
    `GET ${org}/api/v1/meta/schemas/user/default`,
    expect.stringMatching(
      /^GET https:\/\/acme\.okta\.com\/api\/v1\/logs\?since=2024-12-31T23%3A59%3A00\.000Z&filter=.*&limit=1&sortOrder=ASCENDING$/,
    ),
  ]);
});
