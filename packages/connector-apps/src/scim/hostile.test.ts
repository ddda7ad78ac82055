// Answers that look like "nobody" or "gone" and are not. A leaver must not be counted as off because of one.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testContext } from '@tenure/core/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { scimApp } from './index.ts';

type Answer = readonly [status: number, body?: unknown];
interface Asked {
  readonly method: string;
  readonly path: string;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

async function appBefore(answer: (asked: Asked) => Answer) {
  const server = createServer((request, response) => {
    const [status, body] = answer({ method: request.method ?? '', path: new URL(request.url ?? '/', 'http://127.0.0.1').pathname });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => void server.close(resolve).closeAllConnections()));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return scimApp({ id: 'design', baseUrl, token: 't', removal: 'disable-and-delete', allowIrreversible: true, http: { maxRetries: 0 } })
    .accounts;
}

const scimError = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' };
const accountId = 'u1';
const verbs = (accounts: Awaited<ReturnType<typeof appBefore>>) => ({
  get: () => accounts.get?.({ accountId }, testContext()),
  disable: () => accounts.disable?.({ accountId }, testContext()),
  delete: () => accounts.delete?.({ accountId }, testContext()),
});

describe('a 404', () => {
  test.each([
    ['of a web framework that puts the status into its body', { status: 404, error: 'Not Found', path: '/scim/v2/Users/u1' }],
    ['of a gateway', { message: 'no Route matched with those values' }],
    ['of a SCIM server that has no such collection either', scimError],
  ])('%s means a wrong address, never that the account is gone', async (_name, body) => {
    const accounts = await appBefore(() => [404, body]);
    for (const verb of Object.values(verbs(accounts))) {
      await expect(verb()).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE', details: { status: 404 } });
    }
  });

  test('of something before the SCIM server is no word about the account, even where the list works', async () => {
    const accounts = await appBefore(({ path }) =>
      path === '/Users' ? [200, { totalResults: 0 }] : [404, { message: 'no Route matched' }],
    );
    for (const verb of Object.values(verbs(accounts)))
      await expect(verb()).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
  });

  test('of a SCIM server that has the collection means that the account is gone', async () => {
    const accounts = await appBefore(({ path }) => (path === '/Users' ? [200, { totalResults: 0 }] : [404, scimError]));
    const { get, disable, delete: remove } = verbs(accounts);
    expect([await get(), await disable(), await remove()]).toEqual([
      undefined,
      { outcome: 'unchanged', seen: 'gone' },
      { outcome: 'unchanged', seen: 'gone' },
    ]);
  });

  test('in place of a write that found the account a moment ago is looked into in the same way', async () => {
    const accounts = await appBefore(({ method, path }) =>
      method === 'GET' && path !== '/Users' ? [200, { id: 'u1', active: true }] : [404, scimError],
    );
    const { disable, delete: remove } = verbs(accounts);
    for (const verb of [disable, remove]) await expect(verb()).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
  });
});

test('an answer about another account than was asked for is not read', async () => {
  const accounts = await appBefore(() => [200, { id: 'u2', active: false }]);
  for (const verb of Object.values(verbs(accounts))) await expect(verb()).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
});

describe('a look-up', () => {
  const strangers = Array.from({ length: 10 }, (_, index) => ({ id: `s${index}`, userName: `stranger ${index}` }));
  test.each([
    ['a full page of strangers and no total', { Resources: strangers }],
    ['a full page of strangers that calls itself the whole', { totalResults: 10, Resources: strangers }],
    ['a page of strangers cut short by the server', { Resources: strangers.slice(0, 5) }],
    ['a total without the rows', { totalResults: 3, Resources: [] }],
  ])('answered with %s cannot tell', async (_name, body) => {
    const accounts = await appBefore(() => [200, body]);
    expect(await accounts.find({ userName: 'ada@x.test' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test.each([[{ totalResults: '' }], [{ totalResults: false }], [{ totalResults: [] }], [{}], [[]]])(
    'answered with %j is unreadable',
    async (body) => {
      const accounts = await appBefore(() => [200, body]);
      await expect(accounts.find({ userName: 'ada@x.test' }, testContext())).rejects.toMatchObject({
        code: 'CONNECTOR_RESPONSE_UNREADABLE',
      });
    },
  );

  test('whose total is written as text is read', async () => {
    const accounts = await appBefore(() => [200, { totalResults: '0' }]);
    expect(await accounts.find({ userName: 'ada@x.test' }, testContext())).toEqual({ kind: 'absent' });
  });
});
