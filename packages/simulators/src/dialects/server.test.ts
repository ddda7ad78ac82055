// What every dialect server has, whatever its vendor: faults, the journal, seats, versions, lags.
import { afterEach, describe, expect, test } from 'vitest';
import type { DialectFaultEffect } from './faults.ts';
import { newcomer, servers } from './testing.ts';

const { start, stop } = servers();
afterEach(stop);

const off = { op: 'replace', path: 'active', value: false };
const member = { userName: 'ada@example.com', externalId: 'P-1' };

describe('a planted fault', () => {
  const refusals: readonly (readonly [string, DialectFaultEffect, number, Readonly<Record<string, string>>])[] = [
    ['seat limit', { kind: 'refused', problem: 'seats' }, 403, {}],
    ['limit in seconds', { kind: 'rate-limited' }, 429, { 'retry-after': '30' }],
    ['limit as a date', { kind: 'rate-limited', retryAfter: 'date', seconds: 60 }, 429, { 'retry-after': 'Mon, 03 Aug 2026 08:01:00 GMT' }],
    ['limit as a 403', { kind: 'rate-limited', status: 403 }, 403, { 'retry-after': '30' }],
    ['login page', { kind: 'html' }, 200, { 'content-type': 'text/html' }],
    ['redirect', { kind: 'redirect' }, 302, { location: 'https://login.example.com/' }],
    ['lie', { kind: 'ignored' }, 204, {}],
  ];
  test.each(refusals)('as a %s strikes the n-th call and lets nothing happen', async (_name, effect, status, headers) => {
    const app = await start('plain');
    const { id } = app.backend.seed(member);
    app.fail({ method: 'PATCH', path: '/scim/v2/Users/*', nth: 2, effect });
    expect((await app.patch(id, { op: 'replace', path: 'title', value: 'Clerk' })).status).toBe(200);
    const struck = await app.patch(id, off);
    expect(struck.status).toBe(status);
    for (const [name, value] of Object.entries(headers)) expect(struck.headers.get(name)).toBe(value);
    expect(app.backend.account(id)?.active).toBe(true);
    expect((await app.patch(id, off)).status).toBe(200);
  });

  test('says in the body of a 403 that it was too much, so that nobody takes it for a missing permission', async () => {
    const app = await start('plain');
    app.fail({ effect: { kind: 'rate-limited', status: 403, retryAfter: 'none' } });
    const struck = await app.list('');
    expect([struck.body['message'], struck.headers.get('retry-after')]).toEqual(['You have exceeded a secondary rate limit.', null]);
  });

  test.each(['reset-after', 'reset-mid-body'] as const)('as a %s does the work and loses the answer', async (kind) => {
    const app = await start('plain');
    app.fail({ method: 'POST', effect: { kind } });
    await expect(app.create(newcomer(app.dialect, 'ada'))).rejects.toThrow();
    expect(app.backend.accounts()).toHaveLength(1);
    expect(app.requests()[0]).toMatchObject({ status: 0, lost: 201 });
  });

  test('as a lie about a creation answers a body, and nobody is there', async () => {
    const app = await start('plain');
    app.fail({ method: 'POST', effect: { kind: 'ignored', status: 201 } });
    const lie = await app.create(newcomer(app.dialect, 'ada'));
    expect([lie.status, lie.body['userName'], app.backend.accounts()]).toEqual([201, 'ada', []]);
  });

  test('as a cut body does the work and stops in the middle of the document', async () => {
    const app = await start('plain');
    app.fail({ method: 'POST', effect: { kind: 'cut' } });
    const cut = await app.create(newcomer(app.dialect, 'ada'));
    expect([cut.body, app.backend.accounts().length]).toEqual([{}, 1]);
  });
});

describe('the journal', () => {
  test('keeps method, path, body and the shape of the body, of struck requests too', async () => {
    const app = await start('plain');
    app.fail({ effect: { kind: 'html' } });
    await app.create({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada', emails: [{ value: 'a@example.com' }] });
    expect(app.requests()).toEqual([
      {
        method: 'POST',
        path: '/scim/v2/Users',
        status: 200,
        body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada', emails: [{ value: 'a@example.com' }] },
        shape: ['emails[].value', 'schemas[]', 'userName'],
      },
    ]);
  });

  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' };
  const patchOp = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] };
  const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  test.each<readonly [string | undefined, string, string, unknown]>([
    [undefined, 'POST', '/Users', user],
    [undefined, 'POST', '/Users', { ...user, schemas: [...user.schemas, enterprise], [enterprise]: { department: 'Sales' } }],
    [undefined, 'PATCH', '/Users/1', { ...patchOp, Operations: [{ op: 'replace', path: `${enterprise}:department`, value: 'Sales' }] }],
    [undefined, 'PATCH', '/Users/1', { ...patchOp, Operations: [{ op: 'add', path: 'emails', value: { value: 'a@example.com' } }] }],
    [undefined, 'PATCH', '/Users/1', { ...patchOp, Operations: [{ op: 'remove', path: 'emails[type eq "work"]' }] }],
    [undefined, 'GET', '/Users?filter=userName%20eq%20%22a%22&startIndex=1&count=2', undefined],
    ['schemas lacks the User schema', 'POST', '/Users', { ...user, schemas: [] }],
    ['userName is missing', 'PUT', '/Users/1', { ...user, userName: '' }],
    [`schemas lacks ${enterprise}`, 'POST', '/Users', { ...user, [enterprise]: { department: 'Sales' } }],
    ['department is no attribute of a User', 'POST', '/Users', { ...user, department: 'Sales' }],
    ['active is not a boolean', 'POST', '/Users', { ...user, active: 'true' }],
    ['emails is not an array', 'POST', '/Users', { ...user, emails: { value: 'a@example.com' } }],
    ['emails has more than one primary value', 'POST', '/Users', { ...user, emails: [{ primary: true }, { primary: true }] }],
    ['primary of an item of emails is not a boolean', 'POST', '/Users', { ...user, emails: [{ primary: 'true' }] }],
    ['name has no first', 'POST', '/Users', { ...user, name: { first: 'Ada' } }],
    ['schemas lacks PatchOp', 'PATCH', '/Users/1', { Operations: [off] }],
    ['Operations is not an array with operations', 'PATCH', '/Users/1', { ...patchOp, Operations: [] }],
    ['op is none of add, replace, remove', 'PATCH', '/Users/1', { ...patchOp, Operations: [{ ...off, op: 'Replace' }] }],
    ['remove without a path', 'PATCH', '/Users/1', { ...patchOp, Operations: [{ op: 'remove' }] }],
    ['replace without a value', 'PATCH', '/Users/1', { ...patchOp, Operations: [{ op: 'replace', path: 'title' }] }],
    ['the path cannot be read', 'PATCH', '/Users/1', { ...patchOp, Operations: [{ ...off, path: 'emails[' }] }],
    ['a POST at this address', 'POST', '/Users/1', user],
    ['the filter cannot be read', 'GET', '/Users?filter=userName%20is%20%22a%22', undefined],
    ['the filter names email, which is no attribute of a User', 'GET', '/Users?filter=email%20eq%20%22a%22', undefined],
    ['count is not a whole number', 'GET', '/Users?count=all', undefined],
  ])('says: %s', async (invalid, method, path, body) => {
    const app = await start('plain');
    await app.send(method, path, body);
    expect(app.requests()[0]?.invalid).toBe(invalid);
  });

  test('lets a vendor’s own ways pass: an address as an object at Figma, a filter by email at Notion', async () => {
    const [figma, notion] = [await start('figma'), await start('notion')];
    await figma.create({ ...newcomer(figma.dialect, 'ada'), emails: { value: 'ada@example.com', primary: 'true', type: 'work' } });
    await notion.find('email', 'ada@example.com');
    expect([...figma.requests(), ...notion.requests()].map(({ status, invalid }) => [status, invalid])).toEqual([
      [201, undefined],
      [200, undefined],
    ]);
  });
});

test('seats run out for creations and returns, and come back when somebody is turned off', async () => {
  const app = await start('plain', { seats: 1 });
  const { id } = app.backend.seed(member);
  expect((await app.create(newcomer(app.dialect, 'bob'))).status).toBe(403);
  await app.patch(id, off);
  expect((await app.create(newcomer(app.dialect, 'bob'))).status).toBe(201);
  expect((await app.patch(id, { ...off, value: true })).status).toBe(403);
});

test('versions are sent and held against If-Match, and demanded where the switch says so', async () => {
  const app = await start('plain', { switches: { versions: 'required' } });
  const { id } = app.backend.seed(member);
  const version = (await app.get(id)).headers.get('etag') ?? '';
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [off] };
  const sending = (match?: string) =>
    app.send('PATCH', `/Users/${id}`, body, match === undefined ? {} : { headers: { 'if-match': match } });
  expect([(await sending()).status, (await sending(version)).status, (await sending(version)).status]).toEqual([428, 200, 412]);
});

test('a new account shows up late where the switch says so', async () => {
  const app = await start('plain', { switches: { createdShowsAfterMs: 5000 } });
  await app.create(newcomer(app.dialect, 'ada'));
  const id = app.backend.accounts()[0]?.id ?? '';
  expect([(await app.get(id)).status, app.rowsOf(await app.list(''))]).toEqual([404, []]);
  app.clock.advance(5000);
  expect([(await app.get(id)).status, app.rowsOf(await app.list('')).length]).toEqual([200, 1]);
});

test('a name that was deleted stays taken where the switch says so, and no list shows by whom', async () => {
  const app = await start('plain', { switches: { createdAgain: 'conflict' } });
  const { id } = app.backend.seed({ userName: 'ada' });
  await app.remove(id);
  expect((await app.create(newcomer(app.dialect, 'ada'))).status).toBe(409);
  expect(await app.find('userName', 'ada')).toEqual([]);
});
