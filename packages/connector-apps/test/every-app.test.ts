// What every application promises, shown for each over a permissive server: one account per person, nobody gone by mistake,
// and nothing sent that the standard does not have.
import { type AccountProfile, type AppProvisioner, isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testedApps } from './apps.ts';
import { filter, newUser, patchOp, replacedUser } from './rfc/messages.ts';
import { type Asked, listOf, notFound, type Stub, startStub, type User, uniqueness } from './stub.ts';

const token = 'scim-token-never-shown';
const ada: AccountProfile = {
  userName: 'ada@example.com',
  externalId: 'P-1',
  employeeNumber: 'N1',
  email: 'ada@example.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  displayName: 'Ada Lovelace',
  title: 'Analyst',
  department: 'Engines',
};
const keys = { externalId: 'P-1', userName: 'ada@example.com', email: 'ada@example.com' };

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

async function codeOf(promise: Promise<unknown> | undefined): Promise<string> {
  try {
    await promise;
    return 'answered';
  } catch (error) {
    if (isTenureError(error)) return error.code;
    throw error;
  }
}

const told = ({ attributes }: AppProvisioner): AccountProfile =>
  Object.fromEntries(attributes.map((name) => [name, ada[name]]).filter(([, value]) => value !== undefined));

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

describe.each(testedApps.map((tested) => [tested.profile.id, tested] as const))('%s', (id, { profile, app: make }) => {
  const appOver = (options: object = {}): AppProvisioner => make({ token, baseUrl: stub.url, http: { maxRetries: 0 }, ...options });
  const create = (app: AppProvisioner) => app.accounts.create({ profile: told(app) }, testContext());
  const offVerbs = (app: AppProvisioner) => [app.accounts.disable, app.accounts.delete].filter((verb) => verb !== undefined);

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

  test('created twice is one account, and the second time names it', async () => {
    const app = appOver();
    const { account } = await create(app);
    await expect(create(app)).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [account.id] } });
    expect(stub.users.size).toBe(1);
  });

  test('a create whose answer is lost is not sent again, and the account is found by the next look', async () => {
    const app = appOver({ http: { maxRetries: 3 } });
    stub.lose('POST');
    expect(await codeOf(create(app))).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    const [made] = [...stub.users.keys()];
    expect(await app.accounts.find(keys, testContext())).toMatchObject({ kind: 'found', accounts: [{ id: made }] });
    expect([stub.users.size, stub.asked.filter(({ method }) => method === 'POST').length]).toEqual([1, 1]);
  });

  test('removed twice is done, and nothing is written the second time', async () => {
    const app = appOver();
    for (const off of offVerbs(app)) {
      const { account } = await create(app);
      expect(await off({ accountId: account.id }, testContext())).toMatchObject({ outcome: 'changed' });
      const before = stub.asked.length;
      expect(await off({ accountId: account.id }, testContext())).toMatchObject({ outcome: 'unchanged' });
      expect(stub.asked.slice(before).every(({ method }) => method === 'GET')).toBe(true);
      stub.users.clear();
    }
  });

  test('a conflict with an account that cannot be seen is an error of its own', async () => {
    stub.script(({ method }) => (method === 'POST' ? uniqueness : undefined));
    expect(await codeOf(create(appOver()))).toBe('CONNECTOR_CONFLICT_NOT_VISIBLE');
  });

  test('a yes that changed nothing is a failure', async () => {
    const app = appOver();
    const { account } = await create(app);
    stub.script(({ method, path }) => (method === 'GET' || path === '/Users' ? undefined : { status: 204 }));
    for (const off of offVerbs(app)) expect(await codeOf(off({ accountId: account.id }, testContext()))).toBe('CONNECTOR_NOT_EFFECTIVE');
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

  test.each([
    [401, 'CONNECTOR_UNAUTHENTICATED'],
    [403, 'CONNECTOR_FORBIDDEN'],
  ])('%i means that nobody is gone', async (status, code) => {
    const app = appOver();
    const { account } = await create(app);
    stub.script(() => ({ status, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) } }));
    const request = { accountId: account.id };
    const calls = [
      app.accounts.find(keys, testContext()),
      app.accounts.get?.(request, testContext()),
      app.accounts.list?.({ limit: 9 }, testContext()),
    ];
    for (const call of [...calls, ...offVerbs(app).map((off) => off(request, testContext()))]) expect(await codeOf(call)).toBe(code);
  });

  test('a 403 for too many requests is waited for', async () => {
    stub.script(() => ({ status: 403, headers: { 'retry-after': '7' } }));
    await expect(appOver().accounts.find(keys, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { retryAfterMs: 7_000 },
    });
  });

  test('a wrong address is never an account that is gone', async () => {
    const app = appOver();
    stub.script(() => notFound);
    for (const verb of [app.accounts.get, ...offVerbs(app)]) {
      expect(await codeOf(verb?.({ accountId: 'u1' }, testContext()))).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    }
  });

  test.each(['ada@example.com.evil.test', 'xada@example.com', 'ada+alias@example.com'])(
    '%s is another person, whatever the app says',
    async (other) => {
      const stranger: User = { id: 'u9', userName: other, externalId: 'P-10', emails: [{ value: other, primary: true }], active: true };
      stub.script(({ path }) => (path === '/Users' ? { status: 200, body: listOf([stranger]) } : undefined));
      expect((await appOver().accounts.find(keys, testContext())).kind).not.toBe('found');
    },
  );

  test('its options stand in its answers: words for each verb, and what cannot be undone', () => {
    const { effects, accounts } = appOver();
    expect(effects?.create).toBe(profile.effects.create);
    expect(effects?.disable).toBe(accounts.disable === undefined ? undefined : profile.effects.disable);
    expect(effects?.delete).toBe(accounts.delete === undefined ? undefined : profile.effects.delete);
    expect(effects?.irreversible ?? []).toEqual(profile.delete?.undone === 'never' ? ['delete'] : []);
  });

  test('its default is the reversible way out, or none that happens unasked', async () => {
    const app = appOver({ removal: undefined, allowIrreversible: false });
    if (profile.disable !== undefined) expect([app.accounts.disable !== undefined, app.accounts.delete]).toEqual([true, undefined]);
    if (profile.disable !== undefined || profile.delete?.undone === 'again') return;
    const { account } = await create(app);
    expect(await codeOf(app.accounts.delete?.({ accountId: account.id }, testContext()))).toBe('CONNECTOR_IRREVERSIBLE_REFUSED');
    expect(stub.users.size).toBe(1);
    expect((await app.check(testContext())).items.at(-1)).toMatchObject({ state: 'problem' });
  });
});
