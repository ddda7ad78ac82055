// The traps that the sheets of AWS IAM Identity Center and GitLab list, one test each, scripted from the sheets.
import type { Account, Page, PageRequest } from '@tenure/core/connector';
import { readAll, testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { awsIdentityCenter, gitlab } from '../../src/index.ts';
import { listOf, uniqueness } from '../stub.ts';
import { ada, create, trapWorld } from './world.ts';

const world = trapWorld();

describe('AWS IAM Identity Center', () => {
  const app = () => awsIdentityCenter({ ...world.base, region: 'eu-west-1', tenantId: 'aBcD1234-0000' });
  const users = Array.from({ length: 120 }, (_, index) => ({ id: `a${index}`, userName: `person${index}@example.com`, active: true }));
  const paged = (cursors: boolean) =>
    world.stub.script(({ path, query }) => {
      if (path !== '/Users') return undefined;
      const from = Number(query.get('cursor') || 0);
      const next = cursors && from + 50 < users.length ? { nextCursor: String(from + 50) } : {};
      return { status: 200, body: { ...listOf(users.slice(from, from + 50)), totalResults: users.length, ...next } };
    });
  const everybody = async () => {
    const { list } = app().accounts;
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<Account> | undefined = await list?.(
        { limit: 200, ...(cursor === undefined ? {} : { cursor }) } satisfies PageRequest,
        testContext(),
      );
      ids.push(...(page?.items ?? []).map(({ id }) => id));
      cursor = page?.next;
    } while (cursor !== undefined);
    return ids;
  };

  test('more than fifty users are listed by cursor, each once, and the first page asks with an empty one', async () => {
    paged(true);
    expect(await everybody()).toEqual(users.map(({ id }) => id));
    expect(world.stub.asked.map(({ query }) => [query.get('cursor'), query.get('count'), query.get('startIndex')])).toEqual([
      ['', '50', null],
      ['50', '50', null],
      ['100', '50', null],
    ]);
  });

  test('a list that stops at fifty without a cursor is an error, never the whole', async () => {
    paged(false);
    await expect(everybody()).rejects.toThrow('it ends after 50 of 120 accounts');
  });

  test.each(['expiredCursor', 'invalidCursor'])('a cursor that has run out (%s) means to read from the start', async (scimType) => {
    const error = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], scimType };
    paged(true);
    const page = await app().accounts.list?.({ limit: 50 }, testContext());
    world.stub.script(() => ({ status: 400, body: error }));
    await expect(app().accounts.list?.({ limit: 50, cursor: page?.next }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_UNAVAILABLE',
    });
  });

  test('somebody without the names that AWS needs is refused before anything is sent', async () => {
    const { familyName: _none, displayName: _neither, ...person } = ada;
    await expect(create(app(), person)).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { fields: ['familyName', 'displayName'] },
    });
    expect(world.stub.asked).toEqual([]);
  });

  test('one address is sent, and a new one takes its place', async () => {
    const { account } = await create(app());
    world.stub.users.set(account.id, { ...world.whole(account.id), id: account.id, emails: [{ value: 'old@example.com', type: 'home' }] });
    await app().accounts.update?.({ accountId: account.id, attributes: { email: 'new@example.com' } }, testContext());
    expect(world.whole(account.id)['emails']).toEqual([{ value: 'new@example.com', type: 'work', primary: true }]);
  });

  test('only `externalId` and `userName` are asked for', async () => {
    await app().accounts.find({ externalId: 'P-1', userName: 'ada@example.com', email: 'ada@example.com' }, testContext());
    expect(world.filters()).toEqual(['externalId eq "P-1"', 'userName eq "ada@example.com"']);
  });

  test.each([
    [400, { __type: 'com.amazonaws.swbup#ValidationException' }, {}, 'CONNECTOR_REJECTED'],
    [409, {}, { 'x-amzn-errortype': 'ConflictException:http://internal' }, 'CONNECTOR_CONFLICT_NOT_VISIBLE'],
    [400, { __type: 'ThrottlingException' }, {}, 'CONNECTOR_RATE_LIMITED'],
    [400, { __type: 'AccessDeniedException' }, {}, 'CONNECTOR_FORBIDDEN'],
  ])('an exception of AWS (%i %j %j) is %s', async (status, body, headers, code) => {
    world.stub.script(({ method }) => (method === 'POST' ? { status, body, headers } : undefined));
    await expect(create(app())).rejects.toMatchObject({ code });
  });

  test('a user who is gone is told by an exception too', async () => {
    world.stub.script(({ path }) => (path === '/Users' ? undefined : { status: 404, body: { __type: 'ResourceNotFoundException' } }));
    expect(await app().accounts.get?.({ accountId: 'a1' }, testContext())).toBeUndefined();
  });
});

describe('GitLab', () => {
  const app = () => gitlab({ ...world.base, group: 'acme' });
  const asGitlab = () =>
    world.stub.script(({ method, body }) => {
      if (method !== 'POST') return undefined;
      const id = String(body?.['externalId']);
      world.stub.users.set(id, { ...body, id });
      return { status: 201, body: { ...body, id, 'name.formatted': 'Ada Lovelace' } };
    });

  test('an account’s id is our own external id, in the filter and in every address', async () => {
    asGitlab();
    const { account } = await create(app());
    expect(account.id).toBe('P-1');
    expect(await app().accounts.find({ externalId: 'P-1', userName: 'ada@example.com' }, testContext())).toMatchObject({
      kind: 'found',
      accounts: [{ id: 'P-1' }],
    });
    await app().accounts.delete?.({ accountId: 'P-1' }, testContext());
    expect([world.filters(), world.sent('DELETE').map(({ path }) => path)]).toEqual([
      ['id eq "P-1"'],
      [expect.stringMatching(/^.Users.P-1$/)],
    ]);
  });

  test('somebody who is there under another id is a conflict that nobody shows', async () => {
    world.stub.script(({ method }) => (method === 'POST' ? uniqueness : undefined));
    await expect(create(app())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });

  test('without the external id nobody can be looked up, and nobody is called absent', async () => {
    expect(await app().accounts.find({ userName: 'ada@example.com', email: 'ada@example.com' }, testContext())).toEqual({
      kind: 'cannot-tell',
    });
  });

  test('nothing is changed there, and a removal can be made good', () => {
    expect([app().accounts.update, app().accounts.disable, app().effects?.irreversible]).toEqual([undefined, undefined, undefined]);
  });

  test('rows that come again on the next page are told once', async () => {
    const row = (id: string) => ({ id, userName: id, active: true });
    world.stub.script(({ query }) => {
      const rows = query.get('startIndex') === '1' ? [row('a'), row('b')] : [row('b'), row('c')];
      return { status: 200, body: { ...listOf(rows), totalResults: 4, startIndex: Number(query.get('startIndex')) } };
    });
    const { list } = app().accounts;
    if (list === undefined) return expect.unreachable();
    const all = await readAll((request) => list(request, testContext()), 2);
    expect(all.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});
