// What the reference says of HubSpot that would bite: each line of it against the modelled server.
import { manualClock, testContext } from '@tenure/core/testing';
import { type HubSpotServerOptions, startHubSpotServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type HubspotOptions, hubspot } from '../../src/index.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function started(serverOptions: HubSpotServerOptions = {}, options: Partial<HubspotOptions> = {}) {
  const clock = manualClock(Date.parse('2026-11-23T12:00:00Z'));
  const server = await startHubSpotServer({ now: clock.now, ...serverOptions });
  close = server.close;
  const app = hubspot({ token: server.token, baseUrl: server.url, http: { maxRetries: 0 }, ...options });
  return { app, accounts: app.accounts, backend: server.backend, server, context: () => testContext({ clock }) };
}

const ada = { userName: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };

test('there is no way to turn anybody off: the app offers none, says why, and removes leavers so that they can come back', async () => {
  const { app, accounts, backend, context } = await started();
  expect([accounts.disable, accounts.enable, accounts.update]).toEqual([undefined, undefined, undefined]);
  expect([app.effects?.delete, app.effects?.irreversible]).toEqual([expect.stringContaining('can be added again'), undefined]);
  const { account } = await accounts.create({ profile: ada }, context());
  expect(await accounts.delete?.({ accountId: account.id }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
  const again = await accounts.create({ profile: ada }, context());
  expect(again.account.id).not.toBe(account.id);
  expect(backend.users()).toHaveLength(1);
});

test('whoever asks for a removal that HubSpot does not have is refused before anything is requested', () => {
  expect(() => hubspot({ token: 't', removal: 'disable' })).toThrow(/cannot turn an account off/);
});

test('an address is looked up as one, in any case, and an id as an id', async () => {
  const { accounts, backend, context, server } = await started();
  const { id } = backend.seed({ email: 'Ada@Example.com' });
  expect(await accounts.find({ userName: 'ada@example.com' }, context())).toMatchObject({ kind: 'found', accounts: [{ id }] });
  expect(await accounts.get?.({ accountId: id }, context())).toMatchObject({ id, state: 'active' });
  expect(server.requests().map(({ path }) => new URL(path, 'http://x').searchParams.get('idProperty'))).toEqual(['EMAIL', 'USER_ID']);
});

describe('a taken address', () => {
  test.each(['conflict', 'validation'] as const)('that shows its holder names them (told as %s)', async (taken) => {
    const { accounts, backend, context } = await started({ switches: { taken } });
    const { id } = backend.seed({ email: 'ada@example.com' });
    await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT',
      details: { accountIds: [id] },
    });
  });

  test.each(['conflict', 'validation'] as const)('that nobody shows is for a person to solve (told as %s)', async (taken) => {
    const { accounts, backend, context } = await started({ switches: { taken } });
    backend.hide('ada@example.com');
    await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });
});

test('HubSpot writes to a new user unless it is told not to, and gives no role and no seat either way', async () => {
  const first = await started();
  await first.accounts.create({ profile: ada }, first.context());
  expect(first.backend.users()).toMatchObject([{ welcomed: true, roleIds: [] }]);
  await close?.();
  const second = await started({}, { welcomeMail: 'no' });
  await second.accounts.create({ profile: ada }, second.context());
  expect(second.backend.users()).toMatchObject([{ welcomed: false, roleIds: [] }]);
  expect(second.server.requests().at(-1)?.body).toEqual({
    ...{ email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
    sendWelcomeEmail: false,
  });
});

test('a super administrator is refused before anything is sent', async () => {
  const { accounts, backend, context, server } = await started();
  const { id } = backend.seed({ email: 'boss@example.com', superAdmin: true });
  await expect(accounts.delete?.({ accountId: id }, context())).rejects.toMatchObject({ code: 'CONNECTOR_PROTECTED_ACCOUNT' });
  expect(server.requests().filter(({ method }) => method === 'DELETE')).toEqual([]);
});

describe('limits', () => {
  test('of ten seconds are waited for, by the engine’s clock', async () => {
    const { accounts, context } = await started({ limits: { perTenSeconds: 1 } }, { http: { maxRetries: 2 } });
    await accounts.list?.({ limit: 10 }, context());
    expect(await accounts.find({ userName: 'ada@example.com' }, context())).toEqual({ kind: 'absent' });
  });

  test('of a day are left to a later plan', async () => {
    const { accounts, context } = await started({ limits: { perDay: 0 } }, { http: { maxRetries: 2 } });
    const listed = accounts.list?.({ limit: 10 }, context());
    await expect(listed).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { vendorCode: 'DAILY', retryAfterMs: 3_600_000 },
    });
  });

  test('are declared: a hundred calls in ten seconds', async () => {
    const { app } = await started();
    expect(app.limits?.requests).toEqual({ count: 100, perMs: 10_000 });
  });
});

test('a token without the scope for writing is a missing permission, and nobody is removed', async () => {
  const { accounts, backend, context } = await started();
  const { id } = backend.seed({ email: 'ada@example.com' });
  backend.grantScopes(['settings.users.read']);
  await expect(accounts.delete?.({ accountId: id }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
  expect(backend.users()).toHaveLength(1);
});

test('everybody is listed by pages of a hundred at most', async () => {
  const { accounts, backend, context, server } = await started();
  for (let number = 0; number < 101; number += 1) backend.seed({ email: `p${number}@example.com` });
  const first = await accounts.list?.({ limit: 1_000 }, context());
  const last = await accounts.list?.({ limit: 1_000, cursor: first?.next }, context());
  expect([first?.items.length, last?.items.length, last?.next, server.requests().length]).toEqual([100, 1, undefined, 2]);
});
