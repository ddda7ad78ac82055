// What the reference says of GitHub that would bite, about limits, credentials and lists: each line of it against the modelled server.
import type { GitHubServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { github } from '../../src/index.ts';
import { githubWorld, knowing, type Overrides } from './github-world.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function started(...parameters: Parameters<typeof githubWorld>) {
  const world = await githubWorld(...parameters);
  close = world.server.close;
  return world;
}

describe('limits of the hour', () => {
  test.each([403, 429] as const)('are waited for when they are told as %i, until the instant that GitHub names', async (hourUsedUp) => {
    const { accounts, clock, context } = await started({}, { callsPerHour: 1, switches: { hourUsedUp } });
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(600_000);
    const listed = accounts.list?.({ limit: 10 }, context());
    await expect(listed).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { status: hourUsedUp, retryAfterMs: 3_000_000 },
    });
  });

  test.each([
    ['with', { 'Retry-After': '90' }, 90_000],
    ['without', {}, 60_000],
  ])('of too much at once are no missing permission (%s a wait)', async (_how, headers, retryAfterMs) => {
    const { accounts, context, server } = await started();
    const body = { message: 'You have exceeded a secondary rate limit.', documentation_url: 'https://docs.github.com' };
    server.fail({ effect: { kind: 'answer', status: 403, body, headers } });
    const listed = accounts.list?.({ limit: 10 }, context());
    await expect(listed).rejects.toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { retryAfterMs } });
  });
});

test('a member whom GitHub hides from look-ups is no one who is gone', async () => {
  const { accounts, backend, context, server } = await started();
  const { id, login } = backend.person('ada', 'ada@example.com');
  backend.join(id);
  const hidden = { status: 404, body: { message: 'Not Found', documentation_url: 'https://docs.github.com', status: '404' } };
  server.fail({ method: 'GET', path: '/user/*', times: 99, effect: { kind: 'answer', ...hidden } });
  expect(await accounts.get?.({ accountId: String(id) }, context())).toMatchObject({ userName: login, state: 'active' });
  expect(await accounts.delete?.({ accountId: String(id) }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
  expect(backend.members().filter(({ user }) => user.id === id)).toEqual([]);
});

test('a removal that GitHub calls "not found", as it does to whoever may only read, removed nobody', async () => {
  const { accounts, backend, context, server } = await started();
  const { id } = backend.person('ada', 'ada@example.com');
  backend.join(id);
  const body = { message: 'Not Found', documentation_url: 'https://docs.github.com', status: '404' };
  server.fail({ method: 'DELETE', times: 99, effect: { kind: 'answer', status: 404, body } });
  await expect(accounts.delete?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  expect(backend.members().some(({ user }) => user.id === id)).toBe(true);
});

describe('the credential', () => {
  const asApp = ({ app }: GitHubServer): Overrides => ({ ...app });

  test('of an app signs for an hour’s token, takes another when that is over or refused, and shows what it may do', async () => {
    const { app, accounts, backend, clock, context, server } = await started(asApp);
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(60_000);
    backend.endTokens();
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(3_600_000);
    await accounts.list?.({ limit: 10 }, context());
    expect(server.requests().filter(({ path }) => path.startsWith('/app/'))).toHaveLength(3);
    expect((await app.check(context())).items.at(-1)).toMatchObject({ title: 'Members can be invited and removed', state: 'ok' });
  });

  test('of an app without the permission for members is a problem of the check', async () => {
    const { app, backend, context } = await started(asApp);
    backend.setPermission('read');
    expect((await app.check(context())).items.at(-1)).toMatchObject({ state: 'problem', detail: expect.stringContaining('read') });
  });

  test.each<[string, Overrides]>([
    ['neither', {}],
    ['both', { token: 't', appId: '1', installationId: '2', privateKey: 'k' }],
    ['half an app', { appId: '1', privateKey: 'k' }],
    ['a token and half an app', { token: 't', appId: '1' }],
  ])('is refused before any request when there is %s', (_what, credential) => {
    expect(() => github({ organization: 'acme', ...credential })).toThrow(/token, privateKey|together/);
  });

  test('of somebody who owns nothing is a missing permission, and nobody is gone', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    backend.demote();
    await expect(accounts.delete?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
    expect(backend.members()).toHaveLength(1);
  });

  test('for another organization finds nobody gone', async () => {
    const { accounts, backend, context } = await started({ organization: 'other' });
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    await expect(accounts.get?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
  });
});

test('everybody is listed by pages that GitHub links: owners, members, the invited by login and by e-mail', async () => {
  const { accounts, backend, context } = await started(knowing);
  backend.join(backend.person('boss', 'boss@example.com').id, 'admin');
  for (const name of ['a', 'b', 'c']) backend.join(backend.person(name, `${name}@example.com`).id);
  const { id } = backend.person('eve', 'eve@example.com');
  await accounts.create({ profile: { email: 'eve@example.com' } }, context());
  await accounts.create({ profile: { email: 'new@example.com' } }, context());
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, context());
    seen.push(...(page?.items ?? []).map((account) => `${account.state} ${account.userName} ${account.protectedBecause === undefined}`));
    cursor = page?.next;
  } while (cursor !== undefined);
  expect(seen).toEqual([
    'active boss false',
    'active a true',
    'active b true',
    'active c true',
    'pending eve true',
    'pending new@example.com true',
  ]);
  expect(id).toBeGreaterThan(0);
});
