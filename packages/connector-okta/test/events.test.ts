// What others did: from the System Log without our own writes, from the snapshot, and by event hooks from the org itself.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hint, IdentityProvider, WebhookAnswer } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { hookEvents, oktaProvider } from '../src/index.ts';
import { clientId, seedApp } from './app.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const byHand = (okta: Loopback, method: string, path: string, body?: unknown) =>
  fetch(`${okta.server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: 'SSWS of-another',
      accept: 'application/json',
      'content-type': 'application/json',
      'content-length': body === undefined ? '0' : String(JSON.stringify(body).length),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** An org with another administrator, who works by hand. */
async function orgWithOthers(...parameters: Parameters<typeof startLoopback>) {
  const okta = await startLoopback(...parameters);
  const admin = okta.backend.seedUser({ login: 'admin@example.com', roles: ['SUPER_ADMIN'] });
  okta.backend.seedToken('of-another', admin.id);
  return okta;
}

async function everything(provider: IdentityProvider, okta: Loopback, since: string | undefined) {
  const items = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await provider.activity?.({ since, cursor, limit: 2 }, okta.context);
    items.push(...(page?.items ?? []));
    if (page?.next === undefined) return { items, mark: page?.mark };
    cursor = page.next;
  }
}

describe('the System Log', () => {
  test('tells what happened since a mark, and which of it was our own doing', async () => {
    await using okta = await orgWithOthers();
    const { provider, backend } = okta;
    const { mark } = await everything(provider, okta, undefined);
    const group = backend.seedGroup({ name: 'Sales' });
    const [ours, theirs] = ['ours', 'theirs'].map((name) => backend.seedUser({ login: `${name}@example.com` }).id);
    if (ours === undefined || theirs === undefined) throw new TypeError('two users');
    okta.context.clock.advance(1_000);
    await provider.users.disable({ accountId: ours, mode: 'suspend' }, okta.context);
    await byHand(okta, 'POST', `/users/${theirs}/lifecycle/suspend`);
    await byHand(okta, 'PUT', `/groups/${group.id}/users/${theirs}`);
    const seen = await everything(provider, okta, mark);
    const told = seen.items.map(({ accountId, what, byUs, groupId }) => [accountId, what, byUs, groupId]);
    expect(told).toContainEqual([ours, 'disabled', true, undefined]);
    expect(told).toContainEqual([theirs, 'disabled', false, undefined]);
    expect(told).toContainEqual([theirs, 'group-added', false, group.id]);
    await byHand(okta, 'POST', `/users/${theirs}/lifecycle/unsuspend`);
    const later = await everything(provider, okta, seen.mark);
    expect(later.items.map(({ accountId, what }) => [accountId, what])).toEqual([[theirs, 'enabled']]);
    expect((await everything(provider, okta, later.mark)).items).toEqual([]);
  });

  test.each([
    ['is not known', false],
    ['is known', true],
  ])('tells another tool of the same owner from us where the id of our token %s: %s', async (_title, isKnown) => {
    await using okta = await startLoopback();
    const { backend, server } = okta;
    const [ours, theirs] = ['ours', 'theirs'].map((name) => backend.seedUser({ login: `${name}@example.com` }).id);
    backend.seedToken('of-another', backend.ownerId);
    const { mark } = await everything(okta.provider, okta, undefined);
    okta.context.clock.advance(1_000);
    await okta.provider.users.disable({ accountId: ours ?? '', mode: 'suspend' }, okta.context);
    await byHand(okta, 'POST', `/users/${theirs}/lifecycle/suspend`);
    const tokenId = backend.log().find(({ targets }) => targets.some(({ id }) => id === ours))?.actor.requestApiTokenId;
    const eventHook = { secret: 'hook-secret' };
    const provider = oktaProvider({ orgUrl: server.url, token: server.token, eventHook, ...(isKnown ? { tokenId } : {}) });
    const { items } = await everything(provider, okta, mark);
    expect(items.map(({ accountId, byUs }) => [accountId, byUs])).toEqual([
      [ours, true],
      [theirs, !isKnown],
    ]);
    const events = (await (await byHand(okta, 'GET', '/logs')).json()) as unknown[];
    const request = { method: 'POST', url: '/hook', headers: new Headers({ authorization: 'hook-secret' }) };
    const answer = await provider.webhook?.(
      { ...request, body: new TextEncoder().encode(JSON.stringify({ data: { events } })) },
      okta.context,
    );
    expect(new Set(answer?.hints.flatMap(({ ids }) => ids))).toEqual(new Set(isKnown ? [theirs] : []));
  });

  test('knows a service app by its id', async () => {
    await using okta = await orgWithOthers();
    const provider = oktaProvider(seedApp(okta.server).options);
    const { id } = okta.backend.seedUser({ login: 'ada@example.com' });
    const { mark } = await everything(provider, okta, undefined);
    await provider.users.disable({ accountId: id, mode: 'suspend' }, okta.context);
    const { items } = await everything(provider, okta, mark);
    expect(items).toMatchObject([{ accountId: id, what: 'disabled', byUs: true }]);
    expect(clientId).toBeTruthy();
  });

  test('does not go on from a mark that is too old, and says that everything must be compared', async () => {
    await using okta = await startLoopback();
    const activity = okta.provider.activity?.({ since: '2020-01-01T00:00:00.000Z', limit: 10 }, okta.context);
    await expect(activity).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
  });
});

test('without the log the snapshot names whoever was changed since the mark', async () => {
  await using okta = await startLoopback({ activityFrom: 'snapshot' });
  const [still, changed] = ['still', 'changed'].map((name) => okta.backend.seedUser({ login: `${name}@example.com` }).id);
  if (still === undefined || changed === undefined) throw new TypeError('two users');
  okta.context.clock.advance(60 * 60_000);
  const { mark } = await everything(okta.provider, okta, undefined);
  okta.context.clock.advance(60_000);
  await okta.provider.users.update({ accountId: changed, attributes: { title: 'Chief' } }, okta.context);
  const { items } = await everything(okta.provider, okta, mark);
  expect(items).toMatchObject([{ accountId: changed, what: 'changed', byUs: false }]);
});

describe('an event hook', () => {
  const eventHook = { secret: 'hook-secret' };

  /** The receiver behind a real address, as a backend would put it there. */
  async function listening(provider: IdentityProvider) {
    const hints: Hint[] = [];
    const answers: WebhookAnswer[] = [];
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(Buffer.from(part));
      const headers = new Headers(Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])));
      const { method = '', url = '' } = request;
      const answer = await provider.webhook?.({ method, url, headers, body: Buffer.concat(parts) }, testContext());
      if (answer !== undefined) answers.push(answer);
      hints.push(...(answer?.hints ?? []));
      response.writeHead(answer?.status ?? 404, { 'content-type': 'application/json' });
      response.end(answer?.json === undefined ? '' : JSON.stringify(answer.json));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    return { hints, answers, uri, close: () => server.close() };
  }

  async function hooked(key: string) {
    const okta = await orgWithOthers({ eventHook });
    const receiver = await listening(okta.provider);
    const config = { uri: receiver.uri, headers: [], authScheme: { type: 'HEADER', key: 'authorization', value: key } };
    const made = await byHand(okta, 'POST', '/eventHooks', {
      name: 'tenure',
      events: { type: 'EVENT_TYPE', items: hookEvents },
      channel: { type: 'HTTP', version: '1.0.0', config },
    });
    const { id } = (await made.json()) as { id: string };
    const verified = await byHand(okta, 'POST', `/eventHooks/${id}/lifecycle/verify`);
    const user = okta.backend.seedUser({ login: 'ada@example.com' });
    await byHand(okta, 'POST', `/users/${user.id}/lifecycle/suspend`);
    return { okta, receiver, verified, user };
  }

  test('is verified by the org, and says whom to read again, the same event twice under one id', async () => {
    const { okta, receiver, verified, user } = await hooked('hook-secret');
    expect(verified.status).toBe(200);
    await okta.server.deliverHooks({ times: 2 });
    expect(receiver.hints.map(({ ids }) => ids)).toContainEqual([user.id]);
    expect(new Set(receiver.hints.map(({ id }) => id)).size).toBe(receiver.hints.length / 2);
    receiver.close();
    await okta.server.close();
  });

  test('with another secret is refused, and hints at nobody', async () => {
    const { okta, receiver } = await hooked('guessed');
    await okta.server.deliverHooks();
    expect(receiver.hints).toEqual([]);
    expect(receiver.answers.at(-1)?.status).toBe(401);
    receiver.close();
    await okta.server.close();
  });

  test.each([
    ['no JSON', 'POST', '<html>', 400],
    ['no delivery', 'POST', '{"data":{}}', 400],
    ['another method', 'DELETE', '', 405],
    ['a question without a challenge', 'GET', '', 400],
  ])('of %s is refused', async (_title, method, body, status) => {
    const { webhook } = oktaProvider({ orgUrl: 'https://example.okta.com', token: 't', eventHook });
    const headers = new Headers({ authorization: 'hook-secret' });
    const answer = await webhook?.({ method, url: '/hook', headers, body: new TextEncoder().encode(body) }, testContext());
    expect(answer).toEqual({ status, hints: [] });
  });

  test('that cannot be read in part says that something happened to somebody', async () => {
    const { webhook } = oktaProvider({ orgUrl: 'https://example.okta.com', token: 't', eventHook });
    const headers = new Headers({ authorization: 'hook-secret' });
    const body = new TextEncoder().encode(JSON.stringify({ data: { events: [{ odd: true }] } }));
    expect((await webhook?.({ method: 'POST', url: '/hook', headers, body }, testContext()))?.hints).toMatchObject([{ everything: true }]);
  });
});
