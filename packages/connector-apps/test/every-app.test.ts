// What every application promises, shown for each over a permissive server, and that nothing is sent that the standard does not have.
import type { AppProvisioner } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testedApps } from './apps.ts';
import { codeOf, keepsItsPromises, keys, person, told } from './promises.ts';
import { filter, newUser, patchOp, replacedUser } from './rfc/messages.ts';
import { scimPromising, token } from './scim-world.ts';
import { type Asked, type Stub, startStub } from './stub.ts';

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

/** Where one vendor leaves the standard on purpose; written from its sheet, not from its profile. */
const departures: Readonly<Record<string, (user: Record<string, unknown>) => Record<string, unknown>>> = {
  figma: ({ emails, ...user }) => ({
    ...user,
    emails: [{ ...(emails as object), primary: (emails as { primary: string }).primary === 'true' }],
  }),
};

function checkMessage(id: string, { method, body, query, headers }: Asked): void {
  expect(headers.authorization).toBe(`Bearer ${token}`);
  const asked = query.get('filter');
  if (asked !== null) filter.parse(asked);
  if (body === undefined) return;
  expect(headers['content-type']).toMatch(/^application\/(scim\+)?json$/);
  const standard = departures[id] ?? ((user) => user);
  if (method === 'POST') newUser.parse(standard(body));
  if (method === 'PUT') replacedUser.parse(standard(body));
  if (method === 'PATCH') patchOp.parse(body);
}

describe.each(testedApps.map((tested) => [tested.profile.id, tested] as const))('%s', (id, tested) => {
  keepsItsPromises(scimPromising(tested));

  const { app: make } = tested;
  const appOver = (options: object = {}): AppProvisioner => make({ token, baseUrl: stub.url, http: { maxRetries: 0 }, ...options });
  const create = (app: AppProvisioner) => app.accounts.create({ profile: told(app, person()) }, testContext());

  test('sends only what the standard has, and the token nowhere else', async () => {
    const app = appOver();
    const { account } = await create(app);
    const request = { accountId: account.id };
    await app.accounts.find(keys, testContext());
    await app.accounts.update?.(
      { ...request, attributes: { familyName: 'King', displayName: 'Ada King', title: 'Chief', department: null } },
      testContext(),
    );
    await app.accounts.disable?.(request, testContext());
    await app.accounts.enable?.(request, testContext());
    await app.accounts.list?.({ limit: 10 }, testContext());
    await app.accounts.delete?.(request, testContext());
    expect(new Set(stub.asked.map(({ method }) => method)).size).toBeGreaterThan(2);
    for (const asked of stub.asked) checkMessage(id, asked);
  });

  test.each([
    [400, { detail: 'You have reached the maximum number of seats' }],
    [403, { detail: 'No licenses available' }],
    [402, {}],
  ])('no seat left (%i) is said so', async (status, body) => {
    stub.script(({ method }) => (method === 'POST' ? { status, body } : undefined));
    expect(await codeOf(create(appOver()))).toBe('CONNECTOR_SEAT_LIMIT');
    expect(stub.users.size).toBe(0);
  });

  test('a 403 for too many requests is waited for', async () => {
    stub.script(() => ({ status: 403, headers: { 'retry-after': '7' } }));
    await expect(appOver().accounts.find(keys, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { retryAfterMs: 7_000 },
    });
  });
});
