// What the reference says of Zoom that would bite: each line of it against the modelled server.
import { isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { startZoomServer, type ZoomServer, type ZoomServerOptions } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type ZoomOptions, zoom } from '../../src/index.ts';
import { optionsFor } from './zoom.ts';

let server: ZoomServer | undefined;
afterEach(() => server?.close());

const noon = '2026-11-23T12:00:00Z';

async function started(options: Partial<ZoomOptions> = {}, serverOptions: ZoomServerOptions = {}) {
  server = await startZoomServer({ at: noon, ...serverOptions });
  const app = zoom({ ...optionsFor(server), http: { maxRetries: 0 }, ...options });
  const context = () => ({ ...testContext(), now: (server as ZoomServer).clock.now });
  return { app, accounts: app.accounts, backend: server.backend, zoomServer: server, context };
}

const ada = { userName: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' };
const deleting = { removal: 'disable-and-delete', allowIrreversible: true } as const;

async function errorOf(promise: Promise<unknown> | undefined) {
  const error = await promise?.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (isTenureError(error)) return { code: error.code, details: error.details };
  throw error ?? new Error('it was answered');
}

describe('joining', () => {
  test('is an invitation: pending until it is accepted, and never called on before', async () => {
    const { accounts, backend, context, zoomServer } = await started();
    const { outcome, account } = await accounts.create({ profile: ada }, context());
    expect([outcome, account.state, backend.user(account.id)?.status]).toEqual(['pending', 'pending', 'pending']);
    expect(zoomServer.requests().at(-1)?.body).toMatchObject({ action: 'create', user_info: { email: 'ada@example.com', type: 1 } });
    expect((await accounts.get?.({ accountId: account.id }, context()))?.state).toBe('pending');
    backend.accept(account.id);
    expect((await accounts.get?.({ accountId: account.id }, context()))?.state).toBe('active');
  });

  test('by single sign-on is at once, and says so before anything happens', async () => {
    const { app, accounts, backend, context } = await started({ joining: 'single-sign-on' });
    expect(app.effects?.create).toContain('at once');
    const { outcome, account } = await accounts.create({ profile: ada }, context());
    expect([outcome, backend.user(account.id)?.status]).toEqual(['changed', 'active']);
  });

  test('with a first password hands it over once', async () => {
    const handed: string[] = [];
    const { accounts, context, zoomServer } = await started({ firstCredential: ({ password }) => void handed.push(password) });
    expect(await accounts.create({ profile: ada }, context())).toMatchObject({ outcome: 'changed' });
    const sent = zoomServer.requests().at(-1)?.body as { action: string; user_info: { password: string } };
    expect([sent.action, handed]).toEqual(['autoCreate', [sent.user_info.password]]);
  });

  test('as a licensed user without a licence left is a seat limit, and nobody is made', async () => {
    const { accounts, backend, context } = await started({ licence: 'licensed' }, { licences: 0 });
    expect(await errorOf(accounts.create({ profile: ada }, context()))).toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT' });
    expect(backend.users()).toEqual([]);
  });
});

test.each(['shown', 'hidden'] as const)('somebody invited is found by address and by id (a read by key: %s)', async (pendingById) => {
  const { accounts, context } = await started({}, { switches: { pendingById } });
  const { account } = await accounts.create({ profile: ada }, context());
  expect(await accounts.find({ userName: 'ADA@example.com' }, context())).toMatchObject({ kind: 'found', accounts: [{ id: account.id }] });
  expect(await accounts.get?.({ accountId: account.id }, context())).toMatchObject({ id: account.id, state: 'pending' });
  expect(await accounts.find({ userName: 'eve@example.com' }, context())).toEqual({ kind: 'absent' });
});

describe('an invitation that Zoom lists without an id', () => {
  const listing = async () => {
    const opened = await started(deleting, { switches: { pendingById: 'hidden' } });
    const { account } = await opened.accounts.create({ profile: ada }, opened.context());
    const body = { next_page_token: '', users: [{ email: 'ada@example.com', status: 'pending' }] };
    opened.zoomServer.fail({ method: 'GET', path: '/v2/users', times: 99, effect: { kind: 'answer', status: 200, body } });
    return { ...opened, accountId: account.id };
  };

  test('is no "absent" for its address, and says nothing of others', async () => {
    const { accounts, context } = await listing();
    expect(await accounts.find({ userName: 'ADA@example.com' }, context())).toEqual({ kind: 'cannot-tell' });
    expect(await accounts.find({ userName: 'eve@example.com' }, context())).toEqual({ kind: 'absent' });
  });

  test('is not gone for whoever may be meant by it, and is taken back all the same', async () => {
    const { accounts, backend, context, accountId } = await listing();
    expect(await accounts.get?.({ accountId }, context())).toMatchObject({ state: 'unknown' });
    await accounts.delete?.({ accountId }, context()).catch(() => undefined);
    expect(backend.users()).toEqual([]);
  });
});

describe('turning off', () => {
  test('ends sessions of single sign-on besides', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.seed({ email: 'ada@example.com', sessions: 3 });
    expect(await accounts.disable?.({ accountId: id }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(backend.user(id)).toMatchObject({ status: 'inactive', sessions: 0 });
  });

  test('holds when the sessions cannot be ended, and says so', async () => {
    const { accounts, backend, context, zoomServer } = await started();
    const { id } = backend.seed({ email: 'ada@example.com', sessions: 3 });
    zoomServer.fail({ method: 'DELETE', path: '/v2/users/*/token', effect: { kind: 'answer', status: 500 } });
    const answer = await accounts.disable?.({ accountId: id }, context());
    expect(answer).toMatchObject({ outcome: 'changed', seen: 'disabled', notes: [expect.stringContaining('sessions')] });
  });

  test('ends sessions also when the answer to it was lost', async () => {
    const { accounts, backend, context, zoomServer } = await started();
    const { id } = backend.seed({ email: 'ada@example.com', sessions: 3 });
    zoomServer.fail({ method: 'PUT', path: '/v2/users/*/status', effect: { kind: 'reset-after' } });
    expect(await accounts.disable?.({ accountId: id }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(backend.user(id)).toMatchObject({ status: 'inactive', sessions: 0 });
    const other = backend.seed({ email: 'eve@example.com', sessions: 3 }).id;
    zoomServer.fail({ method: 'PUT', path: '/v2/users/*/status', effect: { kind: 'reset' } });
    expect(await errorOf(accounts.disable?.({ accountId: other }, context()))).toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(backend.user(other)).toMatchObject({ status: 'active', sessions: 3 });
  });

  test('an invitation takes it back, and never ends an account that the person has elsewhere', async () => {
    const { accounts, backend, context, zoomServer } = await started();
    const { account } = await accounts.create({ profile: ada }, context());
    expect(await accounts.disable?.({ accountId: account.id }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(backend.users()).toEqual([]);
    expect(zoomServer.requests().find(({ method }) => method === 'DELETE')?.path).toContain('action=disassociate');
  });

  test('an invitation that Zoom does not take back fails in sight', async () => {
    const { accounts, backend, context } = await started({}, { switches: { pendingRemoval: 'refused' } });
    const { account } = await accounts.create({ profile: ada }, context());
    expect(await errorOf(accounts.disable?.({ accountId: account.id }, context()))).toMatchObject({ code: 'CONNECTOR_REJECTED' });
    expect(backend.users()).toHaveLength(1);
  });

  test.each([
    ['0', 'owner'],
    ['1', 'administrator'],
  ])('somebody of role %s is refused before anything is sent', async (roleId, word) => {
    const { accounts, backend, context, zoomServer } = await started(deleting);
    const { id } = backend.seed({ email: 'boss@example.com', roleId });
    for (const off of [accounts.disable, accounts.delete]) {
      const { code, details } = await errorOf(off?.({ accountId: id }, context()));
      expect([code, details]).toEqual(['CONNECTOR_PROTECTED_ACCOUNT', { because: expect.stringContaining(word) }]);
    }
    expect(zoomServer.requests().filter(({ method }) => method === 'PUT' || method === 'DELETE')).toEqual([]);
  });
});

describe('deleting', () => {
  test('ends the account, and does not leave a free one behind as Zoom would by itself', async () => {
    const { accounts, backend, context } = await started(deleting);
    const { id } = backend.seed({ email: 'ada@example.com' });
    expect(await accounts.delete?.({ accountId: id }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect([backend.users(), backend.hasPersonalAccount('ada@example.com')]).toEqual([[], false]);
  });

  test('lets the person leave with it only where that was chosen, in words too', async () => {
    const { app, accounts, backend, context } = await started({ ...deleting, deletion: 'disassociate' });
    expect(app.effects?.delete).toContain('free Zoom account');
    const { id } = backend.seed({ email: 'ada@example.com' });
    await accounts.delete?.({ accountId: id }, context());
    expect(backend.hasPersonalAccount('ada@example.com')).toBe(true);
  });

  test('hands over what is there, and deletes nobody when the heir is refused', async () => {
    const { accounts, backend, context } = await started({ ...deleting, handOverTo: 'boss@example.com' });
    const { id } = backend.seed({ email: 'ada@example.com' });
    expect(await errorOf(accounts.delete?.({ accountId: id }, context()))).toMatchObject({ code: 'CONNECTOR_REJECTED' });
    expect(backend.users()).toHaveLength(1);
    backend.seed({ email: 'boss@example.com' });
    await accounts.delete?.({ accountId: id }, context());
    expect(backend.handedOver()[0]?.what).toContain('transfer_recording');
  });
});

describe('a changed address', () => {
  test('is refused unless it may be sent, and nothing else is changed then', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.seed({ email: 'ada@example.com', firstName: 'Ada' });
    const attributes = { userName: 'ada.king@example.com', givenName: 'Augusta' };
    const error = await errorOf(accounts.update?.({ accountId: id, attributes }, context()));
    expect(error).toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['userName'] } });
    expect(backend.user(id)).toMatchObject({ email: 'ada@example.com', firstName: 'Ada' });
  });

  test('that is sent to a taken one names the holder', async () => {
    const { accounts, backend, context } = await started({ addressChanges: 'send' });
    const [own, other] = [backend.seed({ email: 'ada@example.com' }), backend.seed({ email: 'eve@example.com' })];
    const update = (userName: string) => accounts.update?.({ accountId: own.id, attributes: { userName } }, context());
    const error = await errorOf(update('eve@example.com'));
    expect(error).toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [other.id] } });
    await update('ada.king@example.com');
    expect(backend.user(own.id)?.email).toBe('ada.king@example.com');
  });
});

describe('limits', () => {
  test('a used-up day is waited for until the instant that Zoom names', async () => {
    const { accounts, context } = await started({}, { limits: { perDay: 0 } });
    const error = await errorOf(accounts.find({ userName: 'ada@example.com' }, context()));
    expect(error).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { retryAfterMs: 12 * 3_600_000 } });
  });

  test('our own changes of one user go one after the other, so that none is refused', async () => {
    const { accounts, backend, context, zoomServer } = await started({}, { latencyMs: 5 });
    const { id } = backend.seed({ email: 'ada@example.com' });
    const update = (givenName: string) => accounts.update?.({ accountId: id, attributes: { givenName } }, context());
    await Promise.all([update('A'), update('B'), accounts.disable?.({ accountId: id }, context())]);
    expect(zoomServer.requests().filter(({ status }) => status === 429)).toEqual([]);
  });

  test('a user whom somebody else is changing is waited for', async () => {
    const { accounts, backend, context, zoomServer } = await started({ http: { maxRetries: 2 } });
    const { id } = backend.seed({ email: 'ada@example.com' });
    const busy = { code: 429, message: 'Too many concurrent requests. A request to change this user is under way.' };
    zoomServer.fail({ method: 'PUT', effect: { kind: 'answer', status: 429, body: busy } });
    expect(await accounts.disable?.({ accountId: id }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
  });
});

describe('the credential', () => {
  test.each(['code-4711', 'forbidden'] as const)('without the scope is a missing permission (%s)', async (missingScope) => {
    const { accounts, backend, context } = await started({}, { switches: { missingScope } });
    const { id } = backend.seed({ email: 'ada@example.com' });
    backend.grantScopes(['user:read:user:admin', 'user:read:list_users:admin']);
    expect(await errorOf(accounts.disable?.({ accountId: id }, context()))).toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
    expect(backend.user(id)?.status).toBe('active');
  });

  test('is asked for a token once an hour, and again when the token is refused', async () => {
    const { accounts, backend, context, zoomServer } = await started();
    const { id } = backend.seed({ email: 'ada@example.com' });
    const tokens = () => zoomServer.requests().filter(({ path }) => path === '/oauth/token').length;
    for (let read = 0; read < 3; read += 1) await accounts.get?.({ accountId: id }, context());
    expect(tokens()).toBe(1);
    zoomServer.clock.advance(60_000);
    backend.endTokens();
    expect(await accounts.get?.({ accountId: id }, context())).toMatchObject({ id });
    zoomServer.clock.advance(3_600_000);
    await accounts.get?.({ accountId: id }, context());
    expect(tokens()).toBe(3);
  });

  test('is sent to no address without https', () => {
    const credential = { accountId: 'a', clientId: 'c', clientSecret: 's' };
    expect(() => zoom({ ...credential, tokenUrl: 'http://tokens.example.com/oauth' })).toThrow(/tokenUrl: expected https/);
  });

  test('of an app that was switched off is said to be refused', async () => {
    const { accounts, backend, context } = await started();
    backend.switchOffApp();
    expect(await errorOf(accounts.list?.({ limit: 10 }, context()))).toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
  });
});

test('everybody is listed: those who are on, those who are off, the invited', async () => {
  const { accounts, backend, context } = await started();
  for (const status of ['active', 'active', 'active', 'inactive', 'pending'] as const) {
    backend.seed({ email: `p${backend.users().length}@example.com`, status });
  }
  const states: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, context());
    states.push(...(page?.items ?? []).map(({ state }) => state));
    cursor = page?.next;
  } while (cursor !== undefined);
  expect(states).toEqual(['active', 'active', 'active', 'disabled', 'pending']);
});
