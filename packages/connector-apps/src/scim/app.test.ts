import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AnyTenureError, type AppProvisioner, isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ScimAppOptions, scimApp } from './index.ts';

const token = 'scim-token';
let server: ScimServer;
beforeEach(async () => {
  server = await startScimServer({ token });
});
afterEach(() => server.close());

const app = (options: Partial<ScimAppOptions> = {}): Required<AppProvisioner['accounts']> & Pick<AppProvisioner, 'check'> => {
  const { accounts, check } = scimApp({
    id: 'design',
    baseUrl: server.url,
    token,
    removal: 'disable-and-delete',
    allowIrreversible: true,
    http: { maxRetries: 0 },
    ...options,
  });
  return { ...accounts, check } as Required<AppProvisioner['accounts']> & Pick<AppProvisioner, 'check'>;
};
const seed = (userName: string, more: object = {}) => server.seed([{ userName, ...more }])[0]?.id ?? '';
const writes = () => server.requests().filter(({ method }) => method !== 'GET').length;

async function refusal(promise: Promise<unknown>): Promise<AnyTenureError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isTenureError(error)) return error;
  throw new Error('expected a TenureError', { cause: error });
}

describe('options', () => {
  test('are refused together, by path and without values', () => {
    const wrong = { id: 'Design App', baseUrl: 'http://design.example.com', token: '', removal: 'all', htp: {} };
    expect(() => scimApp(wrong as unknown as ScimAppOptions)).toThrow(
      expect.objectContaining({
        code: 'OPTIONS_INVALID',
        details: {
          problems: expect.arrayContaining(['id', 'baseUrl', 'token', 'removal', 'htp'].map((path) => expect.objectContaining({ path }))),
        },
      }),
    );
  });

  test('decide which verbs there are: nothing is deleted unless it is asked for', () => {
    const options = { id: 'design', baseUrl: server.url, token };
    expect(scimApp(options).accounts.delete).toBeUndefined();
    const deleting = scimApp({ ...options, removal: 'delete', allowIrreversible: true });
    expect(deleting.accounts.disable).toBeUndefined();
    expect(deleting.effects).toMatchObject({ irreversible: ['delete'] });
  });

  test('refuse to delete for good unless that is allowed', () => {
    const options = { id: 'design', baseUrl: server.url, token, removal: 'disable-and-delete' } as const;
    expect(() => scimApp(options)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    expect(scimApp({ ...options, allowIrreversible: true }).accounts.delete).toBeDefined();
  });
});

describe('looking up', () => {
  test('finds a name that the server holds in mixed case and compares with case', async () => {
    const id = seed('Ada.L@X.test');
    expect(await app().find({ userName: 'Ada.L@X.test' }, testContext())).toMatchObject({ kind: 'found', accounts: [{ id }] });
  });

  test('cannot tell by keys that the server has no filter for', async () => {
    expect(await app().find({ employeeNumber: '7' }, testContext())).toEqual({ kind: 'cannot-tell' });
    expect(server.requests()).toEqual([]);
  });
});

describe('a taken name', () => {
  test('is a conflict with the id of the holder, also when the holder is off', async () => {
    const id = seed('ada', { active: false });
    const error = await refusal(app().create({ profile: { userName: 'ADA', externalId: 'e1' } }, testContext()));
    // scimmy refuses the name in any case and finds it only in its own: lower case is asked first.
    expect(error).toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [id], vendorCode: 'uniqueness' } });
    expect(server.users()).toHaveLength(1);
  });

  test('that no account shows is an error of its own', async () => {
    server.fail({ kind: 'status', status: 409, method: 'POST' });
    expect((await refusal(app().create({ profile: { userName: 'ghost' } }, testContext()))).code).toBe('CONNECTOR_CONFLICT_NOT_VISIBLE');
  });

  test('stays a conflict when its holder cannot be looked up', async () => {
    server.fail({ kind: 'status', status: 409, method: 'POST' });
    server.fail({ kind: 'status', status: 503, method: 'GET' });
    expect((await refusal(app().create({ profile: { userName: 'ada' } }, testContext()))).code).toBe('CONNECTOR_CONFLICT');
  });

  test('stops a rename, which leaves both accounts as they were', async () => {
    const [ada, grace] = [seed('ada'), seed('grace')];
    const before = server.users();
    const error = await refusal(app().update({ accountId: ada, attributes: { userName: 'Grace' } }, testContext()));
    expect(error).toMatchObject({ code: 'CONNECTOR_CONFLICT', id: ada, details: { accountIds: [grace] } });
    expect(server.users()).toEqual(before);
  });
});

describe('creating', () => {
  test('without a user name is refused before anything is sent', async () => {
    const error = await refusal(app().create({ profile: { email: 'ada@x.test' } }, testContext()));
    expect(error).toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['userName'] } });
    expect(server.requests()).toEqual([]);
  });

  test('whose answer is lost has an unknown outcome and is not sent again', async () => {
    server.fail({ kind: 'reset-after', method: 'POST' });
    const error = await refusal(app({ http: { maxRetries: 3 } }).create({ profile: { userName: 'ada' } }, testContext()));
    expect([error.code, server.users().length, writes()]).toEqual(['CONNECTOR_OUTCOME_UNKNOWN', 1, 1]);
  });
});

describe('updating', () => {
  test('what holds already writes nothing', async () => {
    const accountId = seed('ada', { title: 'Clerk' });
    expect(await app().update({ accountId, attributes: { title: 'Clerk', department: null } }, testContext())).toEqual({
      outcome: 'unchanged',
    });
    expect(writes()).toBe(0);
  });

  test('an e-mail address keeps the private ones', async () => {
    const home = { value: 'ada@home.test', type: 'home' };
    const accountId = seed('ada', { emails: [{ value: 'old@x.test', type: 'work', primary: true }, home] });
    await app().update({ accountId, attributes: { email: 'new@x.test', department: 'Sales' } }, testContext());
    expect(server.users()[0]).toMatchObject({ emails: [{ value: 'new@x.test', primary: true }, home] });
    expect(JSON.stringify(server.users()[0])).toContain('Sales');
  });

  test('nobody is refused', async () => {
    expect((await refusal(app().update({ accountId: 'none', attributes: { title: 'x' } }, testContext()))).code).toBe('CONNECTOR_REJECTED');
  });
});

describe('turning off', () => {
  test('that the app confirms and does not do is an error', async () => {
    const accountId = seed('ada');
    server.fail({ kind: 'ignored', method: 'PATCH' });
    const error = await refusal(app().disable({ accountId }, testContext()));
    expect(error.message).toBe(`design: disable account ${accountId}: the app said yes and shows the account as active`);
    expect([error.code, server.users()[0]?.active]).toEqual(['CONNECTOR_NOT_EFFECTIVE', true]);
  });

  test('never takes a wrong address for an account that is gone', async () => {
    const accountId = seed('ada');
    const wrong = app({ baseUrl: server.url.replace('/scim/v2', '/api') });
    for (const call of [wrong.disable, wrong.get, wrong.delete]) {
      expect((await refusal(call({ accountId }, testContext()))).code).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    }
    expect(server.users()[0]?.active).toBe(true);
  });
});

describe('deleting', () => {
  test('whose answer is lost is done when the account is gone', async () => {
    const accountId = seed('ada');
    server.fail({ kind: 'reset-after', method: 'DELETE' });
    expect(await app().delete({ accountId }, testContext())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(server.users()).toEqual([]);
  });

  test('that never arrived stays an unknown outcome', async () => {
    const accountId = seed('ada');
    server.fail({ kind: 'reset-before', method: 'DELETE' });
    expect((await refusal(app().delete({ accountId }, testContext()))).code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(server.users()).toHaveLength(1);
  });

  test('an id that is a path reaches nobody', async () => {
    seed('ada');
    for (const accountId of ['', '..', '../Users', 'a/b?x=1']) {
      await app()
        .delete({ accountId }, testContext())
        .catch(() => undefined);
    }
    expect([server.users().length, writes()]).toEqual([1, 0]);
  });
});

describe('the check', () => {
  test('is fine with a server that can do everything, and writes nothing', async () => {
    const report = await app().check(testContext());
    expect(report.items.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(writes()).toBe(0);
  });

  test('names a refused token and a wrong address', async () => {
    const [refused] = (await app({ token: 'another' }).check(testContext())).items;
    expect(refused).toMatchObject({ state: 'problem', detail: expect.stringContaining('Renew the credential') });
    const [lost] = (await app({ baseUrl: server.url.replace('/v2', '/v9') }).check(testContext())).items;
    expect(lost).toMatchObject({ state: 'problem', detail: expect.stringContaining('look at the base URL') });
  });
});

describe('servers with ways of their own', () => {
  type Answer = readonly [status: number, body?: unknown];
  const close: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(close.splice(0).map((end) => end())));

  /** An app in front of a server that answers by this function, where scimmy cannot be made to behave so. */
  async function before(answer: (request: { readonly method: string; readonly query: URLSearchParams }) => Answer) {
    const odd = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const [status, body] = answer({ method: request.method ?? '', query: searchParams });
      response.writeHead(status, { 'content-type': 'application/scim+json' });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
    close.push(() => new Promise((resolve) => void odd.close(resolve).closeAllConnections()));
    return app({ baseUrl: `http://127.0.0.1:${(odd.address() as AddressInfo).port}` });
  }
  const user = (id: string, more: object = {}) => ({ id, userName: id, active: true, ...more });
  const invalidFilter = [400, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], scimType: 'invalidFilter' }] as const;

  test('a name with quotes and backslashes stays one quoted value in the filter', async () => {
    const filters: (string | null)[] = [];
    const odd = await before(({ query }) => {
      filters.push(query.get('filter'));
      return [200, { totalResults: 0 }];
    });
    await odd.find({ externalId: 'x" or userName pr or userName eq "' }, testContext());
    await odd.find({ userName: 'a\\b "c"' }, testContext());
    expect(filters).toEqual(['externalId eq "x\\" or userName pr or userName eq \\""', 'userName eq "a\\\\b \\"c\\""']);
  });

  test('an alias that the server takes for the name is nobody', async () => {
    const odd = await before(() => [200, { totalResults: 1, Resources: [user('ada@x.test')] }]);
    expect(await odd.find({ userName: 'alias@x.test' }, testContext())).toEqual({ kind: 'absent' });
  });

  test('a filter that is ignored is never "nobody"', async () => {
    const odd = await before(() => [200, { totalResults: 500, Resources: [user('grace'), user('edith')] }]);
    expect(await odd.find({ userName: 'ada' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test('a key without a filter is passed over, and without any the look-up cannot tell', async () => {
    const some = await before(({ query }) => (query.get('filter')?.startsWith('userName') ? [200, { totalResults: 0 }] : invalidFilter));
    expect(await some.find({ externalId: 'e1', userName: 'ada' }, testContext())).toEqual({ kind: 'absent' });
    const none = await before(() => invalidFilter);
    expect(await none.find({ externalId: 'e1', userName: 'ada' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test('a server that always starts at the first row gives no endless or partial list', async () => {
    const rows = [user('a'), user('b')];
    const whole = await before(() => [200, { totalResults: 2, startIndex: 1, Resources: rows }]);
    expect(await whole.list({ limit: 1 }, testContext())).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }] });
    for (const startIndex of [1, undefined]) {
      const part = await before(() => [200, { totalResults: 9, startIndex, Resources: rows }]);
      const { next } = await part.list({ limit: 2 }, testContext());
      expect((await refusal(part.list({ limit: 2, cursor: next }, testContext()))).code).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    }
  });

  test('a list that ends before its total is an error', async () => {
    const odd = await before(({ query }) => [200, { totalResults: 3, Resources: query.get('startIndex') === '1' ? [user('a')] : [] }]);
    const { next } = await odd.list({ limit: 1 }, testContext());
    expect((await refusal(odd.list({ limit: 1, cursor: next }, testContext()))).message).toContain('it ends after 1 of 3 accounts');
  });

  test('rows that shift into the next page come once', async () => {
    const odd = await before(({ query }) => [
      200,
      { totalResults: 4, Resources: query.get('startIndex') === '1' ? [user('c'), user('b')] : [user('b'), user('a')] },
    ]);
    const first = await odd.list({ limit: 2 }, testContext());
    const second = await odd.list({ limit: 2, cursor: first.next }, testContext());
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  test.each([
    ['another external id', { externalId: 'someone-else' }],
    ['an old account', { meta: { created: '2020-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' } }],
  ])('a create that is answered with %s is a conflict, not an account of ours', async (_name, more) => {
    const odd = await before(() => [200, user('u1', more)]);
    const error = await refusal(odd.create({ profile: { userName: 'ada', externalId: 'e1' } }, testContext()));
    expect(error).toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['u1'] } });
  });

  test('a state that the server does not show is not taken for off', async () => {
    const odd = await before(({ method }) => (method === 'GET' ? [200, { id: 'u1' }] : [204]));
    expect((await odd.get({ accountId: 'u1' }, testContext()))?.state).toBe('unknown');
    expect((await refusal(odd.disable({ accountId: 'u1' }, testContext()))).code).toBe('CONNECTOR_NOT_EFFECTIVE');
  });
});
