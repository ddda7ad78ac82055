// The Zendesk users API as its reference describes it, asked by plain requests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startZendeskServer, type ZendeskServer, type ZendeskServerOptions, zendeskRateLimit } from './index.ts';

const at = '2026-08-03T08:00:00Z';
let zendesk: ZendeskServer;
beforeEach(async () => {
  zendesk = await startZendeskServer({ at });
});
afterEach(() => zendesk.close());

async function restart(options: ZendeskServerOptions): Promise<void> {
  await zendesk.close();
  zendesk = await startZendeskServer({ at, ...options });
}

const basic = () => `Basic ${Buffer.from(`${zendesk.email}/token:${zendesk.apiToken}`).toString('base64')}`;

async function call(method: string, path: string, body?: unknown, authorization = basic()) {
  const response = await fetch(`${zendesk.baseUrl}${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

const ada = { name: 'Ada King', email: 'ada@example.com', external_id: 'P-1', role: 'agent', skip_verify_email: true };
const create = (more: object = {}) => call('POST', '/users.json', { user: { ...ada, ...more } });
const found = async (query: string): Promise<string[]> =>
  (await call('GET', `/users/search.json?${query}`)).body.users.map(({ email }: { email: string }) => email);
const duplicate = (field: string) => ({
  status: 422,
  body: { error: 'RecordInvalid', details: { [field]: [{ error: 'DuplicateValue' }] } },
});

describe('creating', () => {
  test('makes the user under the address and external id that were given, and mails unless told not to', async () => {
    expect(await create()).toMatchObject({ status: 201, body: { user: { role: 'agent', external_id: 'P-1', active: true } } });
    await create({ email: 'bob@example.com', external_id: 'P-2', skip_verify_email: undefined, role: undefined });
    expect(zendesk.backend.users()).toMatchObject([
      { email: 'ada@example.com', wasMailed: false },
      { email: 'bob@example.com', wasMailed: true, role: 'end-user' },
    ]);
  });

  test('is refused for an address that anybody has, also as a second one, and for a taken external id', async () => {
    zendesk.backend.seed({ email: 'a@example.com', otherEmails: ['ada@example.com'] });
    zendesk.backend.seed({ email: 'b@example.com', externalId: 'P-2' });
    expect(await create()).toMatchObject(duplicate('email'));
    expect(await create({ email: 'c@example.com', external_id: 'P-2' })).toMatchObject(duplicate('external_id'));
  });

  test.each([403, 422] as const)('of an agent is refused without a seat (%i), of an end user not', async (seatsStatus) => {
    await restart({ seats: 0, switches: { seatsStatus } });
    expect((await create()).status).toBe(seatsStatus);
    expect((await create({ role: 'end-user' })).status).toBe(201);
  });
});

describe('searching', () => {
  test('takes any part of a name or of any address, and shows the main address all the same', async () => {
    zendesk.backend.seed({ email: 'ada@example.com', name: 'Ada', otherEmails: ['countess@example.com'] });
    zendesk.backend.seed({ email: 'ada@example.com.evil.test', name: 'Eve' });
    expect(await found('query=email:ada@example.com')).toEqual(['ada@example.com', 'ada@example.com.evil.test']);
    expect(await found('query=email:countess@example.com')).toEqual(['ada@example.com']);
    expect(await found('query=evil')).toEqual(['ada@example.com.evil.test']);
  });

  test('lags behind where the switch says so, by external id too where that one does', async () => {
    await restart({ switches: { searchLagMs: 60_000 } });
    await create();
    expect([await found('query=email:ada@example.com'), await found('external_id=P-1')]).toEqual([[], ['ada@example.com']]);
    zendesk.clock.advance(60_000);
    expect(await found('query=email:ada@example.com')).toEqual(['ada@example.com']);
    await restart({ switches: { searchLagMs: 60_000, externalIdLags: true } });
    await create();
    expect(await found('external_id=P-1')).toEqual([]);
  });
});

test('pages by cursor, by role, without the deleted', async () => {
  for (const name of ['a', 'b', 'c']) zendesk.backend.seed({ email: `${name}@example.com` });
  zendesk.backend.seed({ email: 'customer@other.test', role: 'end-user' });
  zendesk.backend.seed({ email: 'gone@example.com', active: false });
  const first = (await call('GET', '/users.json?page[size]=2&role[]=agent')).body;
  const second = (await call('GET', `/users.json?page[size]=2&role[]=agent&page[after]=${first.meta.after_cursor}`)).body;
  expect([first.users.length, first.meta.has_more, second.users.length, second.meta.has_more]).toEqual([2, true, 1, false]);
  expect((await call('GET', '/users.json')).body.users).toHaveLength(4);
});

describe('changing', () => {
  test('suspends and lets in again; a suspended agent keeps the seat', async () => {
    await restart({ seats: 1 });
    const { id } = zendesk.backend.seed({ email: 'a@example.com' });
    await call('PUT', `/users/${id}.json`, { user: { suspended: true } });
    expect([zendesk.backend.user(id)?.suspended, (await create()).status]).toEqual([true, 422]);
    await call('PUT', `/users/${id}.json`, { user: { role: 'end-user' } });
    expect((await create()).status).toBe(201);
    expect((await call('PUT', `/users/${id}.json`, { user: { role: 'agent', suspended: false } })).status).toBe(422);
  });

  test('adds an address beside the main one, which only make_primary changes', async () => {
    const { id } = zendesk.backend.seed({ email: 'ada@example.com' });
    await call('PUT', `/users/${id}.json`, { user: { email: 'ada.king@example.com' } });
    expect(zendesk.backend.user(id)?.email).toBe('ada@example.com');
    const { identities } = (await call('GET', `/users/${id}/identities.json`)).body;
    expect((await call('PUT', `/users/${id}/identities/${identities[1].id}/make_primary.json`)).status).toBe(200);
    expect(zendesk.backend.user(id)?.email).toBe('ada.king@example.com');
    const more = { identity: { type: 'email', value: 'ada.l@example.com', verified: true, primary: true } };
    expect((await call('POST', `/users/${id}/identities.json`, more)).status).toBe(201);
    expect(zendesk.backend.user(id)?.email).toBe('ada.l@example.com');
    expect(await call('POST', `/users/${id}/identities.json`, more)).toMatchObject(duplicate('value'));
  });

  test('is refused for the owner, who cannot be suspended or deleted', async () => {
    await restart({ ownerIsListed: true });
    const { ownerId } = zendesk.backend;
    expect((await call('PUT', `/users/${ownerId}.json`, { user: { suspended: true } })).status).toBe(403);
    expect((await call('DELETE', `/users/${ownerId}.json`)).status).toBe(403);
  });
});

describe('deleting', () => {
  test('is refused for an agent until they are an end user', async () => {
    const { id } = zendesk.backend.seed({ email: 'a@example.com' });
    expect((await call('DELETE', `/users/${id}.json`)).status).toBe(422);
    await restart({ switches: { agentsCanBeDeleted: true } });
    const other = zendesk.backend.seed({ email: 'a@example.com' });
    expect((await call('DELETE', `/users/${other.id}.json`)).status).toBe(200);
  });

  test('leaves a user who is not active, and is final only by a second deletion elsewhere', async () => {
    const { id } = zendesk.backend.seed({ email: 'ada@example.com', role: 'end-user' });
    expect((await call('DELETE', `/deleted_users/${id}.json`)).status).toBe(422);
    expect(await call('DELETE', `/users/${id}.json`)).toMatchObject({ status: 200, body: { user: { active: false } } });
    expect(await call('GET', `/users/${id}.json`)).toMatchObject({ status: 200, body: { user: { active: false } } });
    expect((await call('DELETE', `/users/${id}.json`)).status).toBe(404);
    expect((await call('DELETE', `/deleted_users/${id}.json`)).status).toBe(200);
    expect((await call('GET', `/users/${id}.json`)).status).toBe(404);
  });

  test('frees the address or not, and shows the deleted by id or not, as the switches say', async () => {
    await restart({ switches: { deletionFreesAddress: false, deletedById: 'not-found' } });
    const { id } = zendesk.backend.seed({ email: 'ada@example.com', role: 'end-user' });
    await call('DELETE', `/users/${id}.json`);
    expect([(await create()).status, (await call('GET', `/users/${id}.json`)).status]).toEqual([422, 404]);
  });
});

describe('the door', () => {
  test('takes an API token as Basic and an access token as Bearer, and nothing else', async () => {
    const asked = async (authorization: string) => (await call('GET', '/users/me.json', undefined, authorization)).status;
    expect(await asked(`Bearer ${zendesk.accessToken}`)).toBe(200);
    expect(await asked(`Basic ${Buffer.from(`${zendesk.email}:${zendesk.apiToken}`).toString('base64')}`)).toBe(401);
    zendesk.backend.endCredentials();
    expect(await asked(basic())).toBe(401);
  });

  test('lets an agent look and not write', async () => {
    await restart({ role: 'agent' });
    expect([(await call('GET', '/users/me.json')).body.user.role, (await create()).status]).toEqual(['agent', 403]);
  });

  test('a rate limit is plain text with its wait in a header', async () => {
    zendesk.fail({ effect: zendeskRateLimit(93) });
    expect(await create()).toMatchObject({ status: 429, body: expect.stringContaining('Rate limit') });
    expect(zendesk.backend.users()).toEqual([]);
  });
});
