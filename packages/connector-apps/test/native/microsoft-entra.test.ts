// What bites at Microsoft Entra, trap by trap, over its model. Sleeping moves the server's clock as well.
import type { AccountProfile } from '@tenure/core/connector';
import { manualClock, testContext } from '@tenure/core/testing';
import { type MicrosoftEntraServer, startMicrosoftEntraServer } from '@tenure/simulators/native';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MicrosoftEntraOptions, microsoftEntra } from '../../src/native/microsoft-entra/index.ts';
import { codeOf, keys, person, told } from '../promises.ts';
import { optionsFor } from './microsoft-entra.ts';

let clock: ReturnType<typeof manualClock>;
let server: MicrosoftEntraServer;
beforeEach(async () => {
  clock = manualClock();
  server = await startMicrosoftEntraServer({ now: clock.now });
});
afterEach(() => server.close());

const context = () => testContext({ clock });
const users = '/v1.0/users';
const app = (options: Partial<MicrosoftEntraOptions> = {}) =>
  microsoftEntra({ ...optionsFor(server), http: { maxRetries: 0 }, removal: 'disable-and-delete', ...options });
const create = async (target = app(), who: AccountProfile = person()) =>
  (await target.accounts.create({ profile: told(target, who) }, context())).account.id;
const asked = (method: string, part = '') => server.requests().filter((one) => one.method === method && one.path.includes(part));
const userOf = (id: string) => server.backend.users().find((user) => user.id === id);
const seed = (name: string, more: object = {}) => server.backend.seed({ userPrincipalName: name, displayName: 'Grace Hopper', ...more });
const problem = (status: number, code: string, more: object = {}) => ({
  kind: 'answer' as const,
  status,
  body: { error: { code, message: code, ...more } },
});

test('a taken name is told from other bad requests, by its words or by its code, and names the holder', async () => {
  const holder = seed('ada@example.com');
  await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [holder] } });
  server.fail({ method: 'POST', path: users, effect: problem(400, 'Request_BadRequest', { details: [{ code: 'ObjectConflict' }] }) });
  expect(await codeOf(create())).toBe('CONNECTOR_CONFLICT');
  server.fail({ method: 'POST', path: users, effect: problem(400, 'Request_BadRequest') });
  expect(await codeOf(create())).toBe('CONNECTOR_REJECTED');
});

test('whether an account is on is asked for by name, in every read', async () => {
  const target = app();
  const accountId = seed('ada@example.com', { accountEnabled: false, employeeId: 'N1' });
  const account = { id: accountId, state: 'disabled', employeeNumber: 'N1' };
  expect(await target.accounts.get?.({ accountId }, context())).toMatchObject(account);
  expect(await target.accounts.find({ userName: 'ada@example.com' }, context())).toMatchObject({ accounts: [account] });
  expect(await target.accounts.find({ employeeNumber: 'N1' }, context())).toMatchObject({ accounts: [account] });
  expect((await target.accounts.list?.({ limit: 5 }, context()))?.items).toMatchObject([account]);
});

test('an account whose state Graph does not show is never taken for off', async () => {
  const accountId = seed('ada@example.com');
  server.fail({
    path: `${users}/*`,
    effect: { kind: 'answer', status: 200, body: { id: accountId, userPrincipalName: 'ada@example.com' } },
  });
  expect(await app().accounts.get?.({ accountId }, context())).toMatchObject({ state: 'unknown' });
});

test('who was just made is found and turned off although Graph does not know them for a while', async () => {
  server.backend.setShowsAfter(20_000);
  const target = app();
  const accountId = await create(target);
  expect(await target.accounts.disable?.({ accountId }, context())).toMatchObject({ outcome: 'changed', seen: 'disabled' });
  expect(userOf(accountId)).toMatchObject({ accountEnabled: false, revocations: 1 });
});

test('who was made long ago and is not found is gone at once', async () => {
  const target = app();
  const accountId = await create(target);
  clock.advance(60_000);
  await target.accounts.delete?.({ accountId }, context());
  const before = clock.now();
  expect(await target.accounts.get?.({ accountId }, context())).toBeUndefined();
  expect(clock.now()).toBe(before);
});

test('turning off revokes sessions besides, takes any yes for it, and says when it failed', async () => {
  const target = app();
  const ids = [await create(target), await create(target, person(2))];
  const revocation = { method: 'POST', path: `${users}/*/revokeSignInSessions` };
  server.fail({ ...revocation, effect: { kind: 'answer', status: 204 } });
  expect(await target.accounts.disable?.({ accountId: ids[0] ?? '' }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
  server.fail({ ...revocation, effect: problem(403, 'Authorization_RequestDenied') });
  expect(await target.accounts.disable?.({ accountId: ids[1] ?? '' }, context())).toMatchObject({
    outcome: 'changed',
    notes: [expect.stringContaining('CONNECTOR_FORBIDDEN')],
  });
});

test.each(['none', 'one'])(
  'who holds an administrator role is left to a person, unless one said otherwise (the app holds %s)',
  async (role) => {
    if (role === 'one') server.backend.giveRole();
    const accountId = seed('boss@example.com', { isAdmin: true });
    for (const verb of [app().accounts.disable, app().accounts.delete]) {
      await expect(verb?.({ accountId }, context())).rejects.toMatchObject({
        code: 'CONNECTOR_PROTECTED_ACCOUNT',
        details: { because: expect.stringContaining('administrator role') },
      });
    }
    expect(userOf(accountId)?.accountEnabled).toBe(true);
    expect(asked('PATCH').length + asked('DELETE').length).toBe(0);
    const allowed = app().accounts.disable?.({ accountId }, { ...context(), allowAdmins: true });
    if (role === 'one') expect(await allowed).toMatchObject({ seen: 'disabled' });
    else await expect(allowed).rejects.toMatchObject({ code: 'CONNECTOR_PROTECTED_ACCOUNT' });
  },
);

test('turning off revokes sessions also when its answer was lost', async () => {
  const accountId = seed('ada@example.com');
  server.fail({ method: 'PATCH', effect: { kind: 'reset-after' } });
  expect(await app().accounts.disable?.({ accountId }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
  expect(userOf(accountId)).toMatchObject({ accountEnabled: false, revocations: 1 });
});

test('turning off again revokes the sessions that a broken-off try has left, and nothing else is written', async () => {
  const accountId = seed('ada@example.com', { accountEnabled: false });
  expect(app().endsSessions).toBe(true);
  expect(await app().accounts.disable?.({ accountId }, context())).toEqual({ outcome: 'unchanged', seen: 'disabled' });
  expect(userOf(accountId)).toMatchObject({ revocations: 1 });
  expect(asked('PATCH')).toEqual([]);
});

test('a missing permission is not taken for a protected account', async () => {
  const accountId = seed('ada@example.com');
  server.fail({ method: 'PATCH', effect: problem(403, 'Authorization_RequestDenied') });
  expect(await codeOf(app().accounts.disable?.({ accountId }, context()))).toBe('CONNECTOR_FORBIDDEN');
  server.backend.takePermission();
  expect((await app().check(context())).items).toContainEqual(expect.objectContaining({ state: 'problem' }));
});

test.each([400, 403] as const)(
  'users of an on-premises directory are changed there, and nothing is sent (%i otherwise)',
  async (syncedAnswer) => {
    await server.close();
    server = await startMicrosoftEntraServer({ now: clock.now, syncedAnswer });
    const accountId = seed('ada@example.com', { onPremisesSyncEnabled: true });
    await expect(app().accounts.disable?.({ accountId }, context())).rejects.toMatchObject({
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
      details: { because: expect.stringContaining('on-premises') },
    });
    expect(asked('PATCH')).toEqual([]);
  },
);

test('pages are followed by the link that Graph gives, which leads nowhere else', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => seed(`p${index}@example.com`));
  const target = app();
  const seen: string[] = [];
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page += 1) {
    const answer = await target.accounts.list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, context());
    seen.push(...(answer?.items.map(({ id }) => id) ?? []));
    cursor = answer?.next;
  }
  expect(seen).toEqual(ids);
  expect(asked('GET', 'top=2')).toHaveLength(3);
  const elsewhere = target.accounts.list?.({ limit: 2, cursor: 'https://graph.example.test/v1.0/users?$skiptoken=1' }, context());
  expect(await codeOf(elsewhere)).toBe('CONNECTOR_RESPONSE_UNREADABLE');
});

test('a name that no principal name can be is refused by field before anything is sent', async () => {
  for (const userName of ['adé@example.com', 'ada b@example.com', 'ada@x@example.com']) {
    await expect(create(app(), { ...person(), userName })).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { fields: ['userName'] },
    });
  }
  expect(server.requests()).toEqual([]);
});

test('a new user has a random password to be changed, a nickname, and a country for licences where one is stated', async () => {
  const handed: string[] = [];
  const target = app({ usageLocation: 'GB', firstCredential: ({ password }) => void handed.push(password) });
  const accountId = await create(target);
  const sent = asked('POST', users).at(-1)?.body as { passwordProfile: { password: string } };
  expect(sent.passwordProfile).toEqual({ password: handed[0], forceChangePasswordNextSignIn: true });
  expect(userOf(accountId)?.fields).toMatchObject({ mailNickname: 'ada', usageLocation: 'GB' });
  expect(JSON.stringify(userOf(accountId))).not.toContain(handed[0]);
});

test('a certificate proves who we are as well as a secret does, and one of them is told', async () => {
  const { clientSecret: _secret, ...others } = optionsFor(server);
  const certificate = await server.backend.addCertificate();
  const target = microsoftEntra({ ...others, certificate });
  await create(target);
  expect(server.backend.users()).toHaveLength(1);
  for (const wrong of [others, { ...others, certificate, clientSecret: 'x' }]) {
    expect(() => microsoftEntra(wrong)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  }
  const another = await startMicrosoftEntraServer();
  const other = await another.backend.addCertificate();
  await another.close();
  expect(await codeOf(create(microsoftEntra({ ...others, certificate: other }), person(2)))).toBe('CONNECTOR_UNAUTHENTICATED');
  const half = microsoftEntra({ ...others, certificate: 'secret-marker' });
  await expect(create(half)).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED', message: expect.not.stringContaining('marker') });
});

test('a refusal for too many requests is waited for as long as Graph says', async () => {
  server.fail({ effect: { kind: 'answer', status: 429, body: { error: { code: 'TooManyRequests' } }, headers: { 'Retry-After': '13' } } });
  await expect(app().accounts.find(keys, context())).rejects.toMatchObject({
    code: 'CONNECTOR_RATE_LIMITED',
    details: { retryAfterMs: 13_000 },
  });
});

test('a deleted user is kept by Microsoft, and whoever comes back gets a new account', async () => {
  const target = app();
  const accountId = await create(target);
  expect(await target.accounts.delete?.({ accountId }, context())).toMatchObject({ outcome: 'changed', seen: 'gone' });
  expect(userOf(accountId)).toMatchObject({ deleted: true });
  expect(await create(target)).not.toBe(accountId);
});

test('a quote in a number is a part of it, not of the filter', async () => {
  seed('one@example.com', { employeeId: 'N1' });
  const second = seed('two@example.com', { employeeId: "N'1" });
  expect(await app().accounts.find({ employeeNumber: "N'1" }, context())).toMatchObject({ accounts: [{ id: second }] });
});

test('its check names the permission that is missing, without writing anything', async () => {
  const stateOf = async () => (await app().check(context())).items.find(({ title }) => title.includes('may create'))?.state;
  expect(await stateOf()).toBe('ok');
  server.backend.grant(['User.Read.All']);
  expect(await stateOf()).toBe('problem');
  expect(asked('PATCH').length + asked('POST', users).length).toBe(0);
});
