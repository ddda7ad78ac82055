// What bites at Google Workspace, trap by trap, over its model. Sleeping moves the server's clock as well.
import type { AccountProfile } from '@tenure/core/connector';
import { manualClock, testContext } from '@tenure/core/testing';
import { type GoogleWorkspaceServer, googleScopes, startGoogleWorkspaceServer } from '@tenure/simulators/native';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type GoogleWorkspaceOptions, googleWorkspace } from '../../src/native/google-workspace/index.ts';
import { codeOf, keys, person, told } from '../promises.ts';
import { optionsFor } from './google-workspace.ts';

let clock: ReturnType<typeof manualClock>;
let server: GoogleWorkspaceServer;
beforeEach(async () => {
  clock = manualClock();
  server = await startGoogleWorkspaceServer({ now: clock.now });
});
afterEach(() => server.close());

const context = () => testContext({ clock });
const users = '/admin/directory/v1/users';
const app = (options: Partial<GoogleWorkspaceOptions> = {}) =>
  googleWorkspace({ ...optionsFor(server), http: { maxRetries: 0 }, removal: 'disable-and-delete', ...options });
const create = async (target = app(), who: AccountProfile = person()) =>
  (await target.accounts.create({ profile: told(target, who) }, context())).account.id;
const asked = (method: string, part = '') => server.requests().filter((one) => one.method === method && one.path.includes(part));
const google = (code: number, reason: string) => ({ status: code, body: { error: { code, message: reason, errors: [{ reason }] } } });
const userOf = (id: string) => server.backend.users().find((user) => user.id === id);
const seed = (address: string, more: object = {}) =>
  server.backend.seed({ primaryEmail: address, name: { givenName: 'Grace', familyName: 'Hopper' }, ...more });

test('the holder of an alias is somebody else: no match, and a creation names them as a conflict', async () => {
  const holder = seed('grace@example.com', { aliases: ['ada@example.com'] });
  expect(await app().accounts.find({ userName: 'ada@example.com' }, context())).toEqual({ kind: 'absent' });
  await expect(create()).rejects.toMatchObject({
    code: 'CONNECTOR_CONFLICT',
    details: { accountIds: [holder] },
    message: expect.stringContaining('alias'),
  });
});

test('somebody who is archived is off, and neither written nor called on by a return that Google does not make', async () => {
  const accountId = seed('ada@example.com');
  const body = { id: accountId, primaryEmail: 'ada@example.com', suspended: false, archived: true };
  server.fail({ method: 'GET', path: `${users}/*`, times: 99, effect: { kind: 'answer', status: 200, body } });
  expect(await app().accounts.disable?.({ accountId }, context())).toEqual({ outcome: 'unchanged', seen: 'disabled' });
  expect(asked('PATCH')).toEqual([]);
  expect(await codeOf(app().accounts.enable?.({ accountId }, context()))).toBe('CONNECTOR_NOT_EFFECTIVE');
});

test('a renamed user is no longer found by the old address, which is an alias now', async () => {
  const target = app();
  const accountId = await create(target);
  await target.accounts.update?.({ accountId, attributes: { userName: 'countess@example.com' } }, context());
  expect(userOf(accountId)?.aliases).toEqual(['ada@example.com']);
  expect(await target.accounts.find({ userName: 'ada@example.com' }, context())).toEqual({ kind: 'absent' });
  expect(await target.accounts.find({ userName: 'countess@example.com' }, context())).toMatchObject({ accounts: [{ id: accountId }] });
});

test('who was just made is waited for where reads do not show them yet', async () => {
  server.backend.setPace({ showsAfter: 40_000 });
  const target = app();
  const accountId = await create(target);
  const before = clock.now();
  expect(await target.accounts.get?.({ accountId }, context())).toMatchObject({ id: accountId, state: 'active' });
  expect(clock.now() - before).toBeLessThanOrEqual(60_000);
});

test('who was just made is suspended although Google refuses changes for a while', async () => {
  server.backend.setPace({ completesAfter: 45_000 });
  const target = app();
  const accountId = await create(target);
  expect(await target.accounts.disable?.({ accountId }, context())).toMatchObject({ outcome: 'changed', seen: 'disabled' });
  expect(userOf(accountId)?.suspended).toBe(true);
  expect(asked('PATCH').length).toBeLessThan(10);
});

test('a change that Google goes on refusing is left to the engine after ninety seconds', async () => {
  server.backend.setPace({ completesAfter: 3_600_000 });
  const target = app();
  const accountId = await create(target);
  const before = clock.now();
  expect(await codeOf(target.accounts.disable?.({ accountId }, context()))).toBe('CONNECTOR_UNAVAILABLE');
  expect(clock.now() - before).toBe(90_000);
});

test('a suspension shortly after a rename is tried until Google takes it', async () => {
  server.backend.setPace({ renamesFor: 60_000 });
  const target = app();
  const accountId = await create(target);
  await target.accounts.update?.({ accountId, attributes: { userName: 'countess@example.com' } }, context());
  expect(await target.accounts.disable?.({ accountId }, context())).toMatchObject({ outcome: 'changed' });
  expect(userOf(accountId)?.suspended).toBe(true);
});

test('a rename to a taken address is a conflict with its holder, at once', async () => {
  const target = app();
  const accountId = await create(target);
  const holder = seed('grace@example.com');
  clock.advance(120_000);
  const before = clock.now();
  const rename = target.accounts.update?.({ accountId, attributes: { userName: 'grace@example.com' } }, context());
  await expect(rename).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [holder] } });
  expect(clock.now()).toBe(before);
});

test('our own creation whose answer was lost is waited for, and named', async () => {
  server.backend.setPace({ showsAfter: 30_000 });
  server.fail({ method: 'POST', path: users, effect: { kind: 'reset-after' } });
  expect(await codeOf(create())).toBe('CONNECTOR_OUTCOME_UNKNOWN');
  const [made] = server.backend.users();
  await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [made?.id] } });
});

test('a deleted user who still holds the address is what a person is told of', async () => {
  await server.close();
  server = await startGoogleWorkspaceServer({ now: clock.now, deletedHoldsAddress: true });
  const target = app();
  const accountId = await create(target);
  expect(await target.accounts.delete?.({ accountId }, context())).toMatchObject({ outcome: 'changed', seen: 'gone' });
  expect(userOf(accountId)).toMatchObject({ deleted: true, primaryEmail: 'ada@example.com' });
  await expect(create(target)).rejects.toMatchObject({
    code: 'CONNECTOR_CONFLICT_NOT_VISIBLE',
    message: expect.stringContaining('deleted user'),
  });
});

test('turning off ends every session besides, and says when that failed', async () => {
  const target = app();
  const [first, second] = [await create(target), await create(target, person(2))];
  await target.accounts.disable?.({ accountId: first }, context());
  expect(userOf(first)).toMatchObject({ suspended: true, signOuts: 1 });
  server.fail({ method: 'POST', path: `${users}/*/signOut`, effect: { kind: 'answer', ...google(403, 'forbidden') } });
  expect(await target.accounts.disable?.({ accountId: second }, context())).toMatchObject({
    outcome: 'changed',
    seen: 'disabled',
    notes: [expect.stringContaining('CONNECTOR_FORBIDDEN')],
  });
});

test('a scope that is not delegated is a missing permission, and the check says so', async () => {
  server.backend.delegate(googleScopes.slice(0, 1));
  expect(await codeOf(create())).toBe('CONNECTOR_FORBIDDEN');
  const { items } = await app().check(context());
  expect(items).toContainEqual(expect.objectContaining({ state: 'problem', detail: expect.stringContaining('unauthorized_client') }));
});

test('acting as somebody who may not be acted as is a refused credential', async () => {
  expect(await codeOf(create(app({ administrator: 'nobody@example.com' })))).toBe('CONNECTOR_UNAUTHENTICATED');
});

test.each(['not json', '{"client_email":"a@b"}', JSON.stringify({ client_email: 'a@b', private_key: 'secret-marker' })])(
  'a key file that is none (%#) sends nothing and repeats nothing of itself',
  async (serviceAccountKey) => {
    const failed = create(app({ serviceAccountKey }));
    await expect(failed).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED', message: expect.not.stringContaining('marker') });
    expect(server.requests()).toEqual([]);
  },
);

test('one token serves all calls, is renewed before it ends, and once when it is refused', async () => {
  const target = app();
  await Promise.all([1, 2, 3, 4].map((number) => create(target, person(number))));
  expect(asked('POST', '/token')).toHaveLength(1);
  clock.advance(55 * 60_000);
  await target.accounts.find(keys, context());
  expect(asked('POST', '/token')).toHaveLength(2);
  clock.advance(60_000);
  server.backend.endTokens();
  await target.accounts.find(keys, context());
  expect(asked('POST', '/token')).toHaveLength(3);
});

test.each([
  [403, 'userRateLimitExceeded'],
  [403, 'quotaExceeded'],
  [429, 'rateLimitExceeded'],
] as const)('%i %s is too many requests, not a missing permission', async (status, reason) => {
  server.fail({ effect: { kind: 'answer', ...google(status, reason) } });
  await expect(app().accounts.find({ userName: 'ada@example.com' }, context())).rejects.toMatchObject({
    code: 'CONNECTOR_RATE_LIMITED',
    details: { vendorCode: reason, retryAfterMs: expect.any(Number) },
  });
});

test('lists of a user are written whole, with everything in them that others put there', async () => {
  const externalIds = [
    { type: 'custom', customType: 'badge', value: 'B-7' },
    { type: 'custom', customType: 'tenure', value: 'P-1' },
  ];
  const organizations = [
    { name: 'Board', title: 'Member' },
    { primary: true, title: 'Analyst', costCenter: 'C9' },
  ];
  const phones = [{ type: 'home', value: '+44 20 1' }];
  const accountId = seed('ada@example.com', { externalIds, organizations, phones });
  const attributes = { employeeNumber: 'N1', title: 'Chief', phone: '+44 20 2' };
  expect(await app().accounts.update?.({ accountId, attributes }, context())).toMatchObject({ outcome: 'changed' });
  expect(userOf(accountId)?.fields).toMatchObject({
    externalIds: [...externalIds, { type: 'organization', value: 'N1' }],
    organizations: expect.arrayContaining([
      { name: 'Board', title: 'Member' },
      { primary: true, title: 'Chief', costCenter: 'C9' },
    ]),
    phones: [phones[0], { type: 'work', value: '+44 20 2' }],
  });
  await app().accounts.update?.({ accountId, attributes: { phone: null, title: null } }, context());
  expect(userOf(accountId)?.fields).toMatchObject({ phones, organizations: expect.arrayContaining([{ primary: true, costCenter: 'C9' }]) });
});

test('each new user has a random password to be changed, which is handed over once', async () => {
  const handed: string[] = [];
  const target = app({ firstCredential: ({ app: system, accountId, password }) => void handed.push(`${system} ${accountId} ${password}`) });
  const ids = [await create(target), await create(target, person(2))];
  const sent = asked('POST', '/users').map(({ body }) => body as { password: string; changePasswordAtNextLogin: boolean });
  expect(sent.every(({ changePasswordAtNextLogin }) => changePasswordAtNextLogin)).toBe(true);
  expect(handed).toEqual(sent.map(({ password }, index) => `google-workspace ${ids[index]} ${password}`));
  expect(new Set(sent.map(({ password }) => password)).size).toBe(2);
});

test('administrators and the user we act as are left to a person, unless this run may change them', async () => {
  const [boss, ourselves] = [seed('boss@example.com', { isAdmin: true }), seed('admin@example.com')];
  for (const accountId of [boss, ourselves]) {
    expect(await codeOf(app().accounts.disable?.({ accountId }, context()))).toBe('CONNECTOR_PROTECTED_ACCOUNT');
    expect(userOf(accountId)?.suspended).toBe(false);
  }
  await app().accounts.disable?.({ accountId: boss }, { ...context(), allowAdmins: true });
  expect(userOf(boss)?.suspended).toBe(true);
});

test('new users go into the chosen unit; an address outside the account is refused data', async () => {
  const accountId = await create(app({ orgUnitPath: '/Staff' }));
  expect(userOf(accountId)?.fields).toMatchObject({ orgUnitPath: '/Staff' });
  expect(await codeOf(create(app(), { ...person(2), userName: 'ada@elsewhere.test' }))).toBe('CONNECTOR_REJECTED');
});

test('the search for our own key is not taken in by a longer one, by another kind of id or by a quote in it', async () => {
  seed('one@example.com', { externalIds: [{ type: 'custom', customType: 'tenure', value: 'P-10' }] });
  seed('two@example.com', { externalIds: [{ type: 'organization', value: 'P-1' }] });
  const third = seed('three@example.com', { externalIds: [{ type: 'custom', customType: 'tenure', value: "O'P-1" }] });
  expect(await app().accounts.find({ externalId: 'P-1' }, context())).toEqual({ kind: 'absent' });
  expect(await app().accounts.find({ externalId: "O'P-1" }, context())).toMatchObject({ accounts: [{ id: third }] });
});

test.each([
  [true, 'ok'],
  [false, 'problem'],
])('its check sees whether we act as a super administrator (%s), without writing anything', async (isAdmin, state) => {
  seed('admin@example.com', { isAdmin });
  const { items } = await app().check(context());
  expect(items).toContainEqual(expect.objectContaining({ title: 'We act as a super administrator', state }));
  expect(asked('PATCH').length + asked('POST', users).length).toBe(0);
});
