// What leaves for a real app, under its https address, which no loopback server can have: every request as RFC 7644 has
// it, and none to anywhere else.
import { testContext } from '@tenure/core/testing';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scimApp } from '../src/index.ts';

const app = 'https://design.example.com/scim/v2';
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ada = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: '2819c223',
  externalId: 'P-1',
  userName: 'ada@example.com',
  title: 'Clerk',
  active: true,
  meta: { resourceType: 'User', location: 'https://elsewhere.test/scim/v2/Users/2819c223' },
};

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

const scim = (body: object, status = 200) => HttpResponse.json(body, { status, headers: { 'content-type': 'application/scim+json' } });
const list = (...users: readonly object[]) =>
  scim({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: users.length, Resources: users });
const { accounts } = scimApp({
  id: 'design',
  baseUrl: `${app}/`,
  token: 'the-token',
  removal: 'disable-and-delete',
  allowIrreversible: true,
  http: { maxRetries: 0 },
});
/** Method, address and body of what was sent, without the bodies that are empty. */
const lines = () => sent.map(({ line, body }) => (body === '' ? line : [line, JSON.parse(body)]));
const patch = (...operations: readonly object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: operations,
});

describe('the documented request of', () => {
  test('a create is one POST of a user with its extension, wherever the answer says that it stands', async () => {
    server.use(http.post(`${app}/Users`, () => scim(ada, 201)));
    const profile = { userName: 'ada@example.com', externalId: 'P-1', email: 'ada@example.com', givenName: 'Ada', department: 'Sales' };
    await accounts.create({ profile }, testContext());
    const body = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
      active: true,
      userName: 'ada@example.com',
      externalId: 'P-1',
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
      name: { givenName: 'Ada' },
      [enterprise]: { department: 'Sales' },
    };
    expect(lines()).toEqual([[`POST ${app}/Users`, body]]);
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      accept: 'application/scim+json, application/json',
      'content-type': 'application/scim+json',
      authorization: 'Bearer the-token',
      'user-agent': 'tenure-connector-apps',
    });
  });

  test('a change is a read and one PATCH with a path per attribute', async () => {
    server.use(
      http.get(`${app}/Users/:id`, () => scim(ada)),
      http.patch(`${app}/Users/:id`, () => scim(ada)),
    );
    await accounts.update?.(
      { accountId: '2819c223', attributes: { title: 'Chief', department: 'Sales', userName: 'ada@example.com' } },
      testContext(),
    );
    const operations = [
      { op: 'replace', path: 'title', value: 'Chief' },
      { op: 'replace', path: `${enterprise}:department`, value: 'Sales' },
    ];
    expect(lines()).toEqual([`GET ${app}/Users/2819c223`, [`PATCH ${app}/Users/2819c223`, patch(...operations)]]);
  });

  test('a leaver is a PATCH of active between two reads, in the form of the RFC', async () => {
    let active = true;
    server.use(
      http.get(`${app}/Users/:id`, () => scim({ ...ada, active })),
      http.patch(`${app}/Users/:id`, () => {
        active = false;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    expect(await accounts.disable?.({ accountId: '2819c223' }, testContext())).toEqual({ outcome: 'changed', seen: 'disabled' });
    const off = patch({ op: 'replace', path: 'active', value: false });
    expect(lines()).toEqual([`GET ${app}/Users/2819c223`, [`PATCH ${app}/Users/2819c223`, off], `GET ${app}/Users/2819c223`]);
  });

  test('a delete is one DELETE between two reads, and a look at the list to be sure of the 404', async () => {
    let gone = false;
    const error = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' };
    server.use(
      http.get(`${app}/Users/:id`, () => (gone ? scim(error, 404) : scim(ada))),
      http.get(`${app}/Users`, () => list()),
      http.delete(`${app}/Users/:id`, () => {
        gone = true;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    await accounts.delete?.({ accountId: '2819c223' }, testContext());
    const user = `${app}/Users/2819c223`;
    expect(lines()).toEqual([`GET ${user}`, `DELETE ${user}`, `GET ${user}`, `GET ${app}/Users?count=1`]);
  });

  test('a look-up is one quoted filter, encoded once, and an id cannot leave its place in the path', async () => {
    server.use(
      http.get(`${app}/Users`, () => list()),
      http.get(`${app}/Users/:id`, () => scim({ ...ada, id: '../Groups?x=1#y' })),
    );
    await accounts.find({ userName: 'o"neil+1@exämple.com \\ %' }, testContext());
    await accounts.get?.({ accountId: '../Groups?x=1#y' }, testContext());
    expect(new URL(sent[0]?.line.slice(4) ?? '').searchParams.get('filter')).toBe('userName eq "o\\"neil+1@exämple.com \\\\ %"');
    expect(lines()[1]).toBe(`GET ${app}/Users/..%2FGroups%3Fx%3D1%23y`);
  });
});

test.each(['https://login.example.com/', 'https://elsewhere.test/scim/v2/Users', 'http://design.example.com/scim/v2/Users'])(
  'a redirect to %s is refused, and the token does not go there',
  async (location) => {
    server.use(http.all(`${app}/*`, () => new HttpResponse(null, { status: 307, headers: { location } })));
    await expect(accounts.list?.({ limit: 10 }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
    const create = accounts.create({ profile: { userName: 'ada@example.com' } }, testContext());
    await expect(create).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
    expect(sent.map(({ line }) => line)).toEqual([`GET ${app}/Users?startIndex=1&count=10`, `POST ${app}/Users`]);
  },
);
