// What bites at Zendesk, each against its model: seen in the account behind it, not in our own requests.
import { manualClock, testContext } from '@tenure/core/testing';
import { startZendeskServer, type ZendeskServer, type ZendeskServerOptions, zendeskRateLimit } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type ZendeskOptions, zendesk } from '../../src/native/zendesk/index.ts';
import { codeOf, keys, person, told } from '../promises.ts';
import { optionsFor } from './zendesk.ts';

let server: ZendeskServer | undefined;
afterEach(() => server?.close());

async function open(model: ZendeskServerOptions = {}, options: Partial<ZendeskOptions> = {}) {
  const clock = manualClock();
  const context = () => testContext({ clock });
  server = await startZendeskServer({ now: clock.now, ...model });
  const { backend } = server;
  const allowing = { removal: 'disable-and-delete', allowIrreversible: true, http: { maxRetries: 0 } } as const;
  const app = zendesk({ ...optionsFor(server), ...allowing, ...options });
  const { accounts } = app;
  const request = (id: number) => ({ accountId: String(id) });
  return {
    ...{ server, backend, app, accounts, clock, context },
    create: (number = 1) => accounts.create({ profile: told(app, person(number)) }, context()),
    get: (id: number) => accounts.get?.(request(id), context()),
    off: (id: number) => accounts.disable?.(request(id), context()),
    on: (id: number) => accounts.enable?.(request(id), context()),
    remove: (id: number) => accounts.delete?.(request(id), context()),
  };
}

const ada = { email: 'ada@example.com', name: 'Ada Lovelace', externalId: 'P-1' };

describe('a seat', () => {
  test('stays with whoever is suspended, and nobody can be made on it', async () => {
    const { create, off, backend } = await open({ seats: 1 });
    const { id } = backend.seed({ email: 'leaver@example.com' });
    await off(id);
    expect([backend.user(id), await codeOf(create())]).toMatchObject([{ suspended: true, role: 'agent' }, 'CONNECTOR_SEAT_LIMIT']);
  });

  test('is freed where the options say so, and taken again by a return', async () => {
    const { create, off, on, backend } = await open({ seats: 1 }, { leaverSeat: 'free' });
    const { id } = backend.seed({ email: 'leaver@example.com' });
    await off(id);
    expect(backend.user(id)).toMatchObject({ suspended: true, role: 'end-user' });
    await create();
    expect([await codeOf(on(id)), backend.user(id)?.suspended]).toEqual(['CONNECTOR_SEAT_LIMIT', true]);
    backend.setSeats(2);
    await on(id);
    expect(backend.user(id)).toMatchObject({ suspended: false, role: 'agent' });
  });

  test.each([403, 422] as const)('that is not left is said so (%i)', async (seatsStatus) => {
    const { create } = await open({ seats: 0, switches: { seatsStatus } });
    expect(await codeOf(create())).toBe('CONNECTOR_SEAT_LIMIT');
  });

  test('is not needed by an end user', async () => {
    const { create, backend } = await open({ seats: 0 }, { kind: 'end-user' });
    await create();
    expect(backend.users()).toMatchObject([{ role: 'end-user', email: 'ada@example.com' }]);
  });
});

describe('a search', () => {
  test('takes any part of any field, and only the whole main address is the person', async () => {
    const { accounts, context, backend } = await open();
    backend.seed({ email: 'ada@example.com.evil.test' });
    backend.seed({ email: 'x@example.com', name: 'ada@example.com' });
    expect(await accounts.find({ email: 'ada@example.com' }, context())).toEqual({ kind: 'absent' });
    const { id } = backend.seed({ email: 'Ada@Example.com' });
    expect(await accounts.find({ email: 'ada@example.com' }, context())).toMatchObject({ accounts: [{ id: String(id) }] });
  });

  test.each([true, false])('lags behind, and makes no second user of it (external id too: %s)', async (externalIdLags) => {
    const { create, accounts, context, backend, clock } = await open({ switches: { searchLagMs: 30_000, externalIdLags } });
    const { account } = await create();
    if (externalIdLags) expect((await accounts.find(keys, context())).kind).toBe('absent');
    const began = clock.now();
    await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [account.id] } });
    expect(clock.now() - began).toBeLessThanOrEqual(60_000);
    expect(backend.users()).toHaveLength(1);
  });

  test('that has more than it shows makes nobody absent', async () => {
    const { accounts, context, server: model } = await open();
    const body = { users: [{ id: 1, email: 'x@example.com', suspended: false }], next_page: 'https://acme.zendesk.com/next' };
    model.fail({ method: 'GET', effect: { kind: 'answer', status: 200, body } });
    expect(await accounts.find({ email: 'ada@example.com' }, context())).toEqual({ kind: 'cannot-tell' });
  });

  test('that never shows the holder of an address ends within a minute as a question', async () => {
    const { create, backend, clock } = await open();
    backend.reserve('ada@example.com');
    const began = clock.now();
    expect([await codeOf(create()), clock.now() - began]).toEqual(['CONNECTOR_CONFLICT_NOT_VISIBLE', 60_000]);
  });
});

describe('an address', () => {
  test('that is changed becomes the main one, and the old one stays beside it', async () => {
    const { create, accounts, context, backend } = await open();
    const { account } = await create();
    const rename = (email: string) => accounts.update?.({ accountId: account.id, attributes: { email } }, context());
    expect((await rename('ada.king@example.com'))?.outcome).toBe('changed');
    const [user] = backend.users();
    expect([user?.email, user?.identities.length]).toEqual(['ada.king@example.com', 2]);
    await rename('ada@example.com');
    expect([backend.users()[0]?.email, backend.users()[0]?.identities.length]).toEqual(['ada@example.com', 2]);
  });

  test('that cannot be made the main one beside a change that was written is an unknown outcome', async () => {
    const { create, accounts, context, backend, server: model } = await open();
    const { account } = await create();
    model.fail({
      path: `/api/v2/users/${account.id}/identities.json`,
      effect: { kind: 'answer', status: 403, body: { error: 'Forbidden' } },
    });
    const attributes = { email: 'ada.king@example.com', displayName: 'Ada King' };
    expect(await codeOf(accounts.update?.({ accountId: account.id, attributes }, context()))).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(backend.users()).toMatchObject([{ name: 'Ada King', email: 'ada@example.com' }]);
  });

  test('that is somebody’s second one is refused with whose it is', async () => {
    const { create, backend } = await open();
    const { id } = backend.seed({ email: 'countess@example.com', otherEmails: ['ada@example.com'] });
    await expect(create()).rejects.toMatchObject({
      message: expect.stringContaining('a second one of another account'),
      details: { accountIds: [String(id)] },
    });
  });
});

test('a customer who is an end user already is found, stays what they are, and nobody is made beside them', async () => {
  const { create, accounts, context, backend } = await open();
  const { id } = backend.seed({ email: 'ada@example.com', role: 'end-user' });
  expect(await accounts.find(keys, context())).toMatchObject({ kind: 'found', accounts: [{ id: String(id) }] });
  expect([await codeOf(create()), backend.users()]).toMatchObject(['CONNECTOR_CONFLICT', [{ role: 'end-user' }]]);
});

describe('the list', () => {
  const seedAll = (backend: ZendeskServer['backend']) => {
    const agent = backend.seed({ email: 'agent@example.com' });
    const customer = backend.seed({ email: 'customer@other.test', role: 'end-user' });
    return { agent: String(agent.id), customer: String(customer.id) };
  };

  test('has agents and no customers', async () => {
    const { accounts, context, backend } = await open();
    const { agent } = seedAll(backend);
    expect((await accounts.list?.({ limit: 50 }, context()))?.items.map(({ id }) => id)).toEqual([agent]);
  });

  test('has everybody where leavers become end users, so that a leaver is still in it', async () => {
    const { accounts, context, backend } = await open({}, { leaverSeat: 'free' });
    const { agent, customer } = seedAll(backend);
    expect((await accounts.list?.({ limit: 50 }, context()))?.items.map(({ id }) => id)).toEqual([agent, customer]);
  });
});

describe('deleting', () => {
  test.each([true, false])(
    'an agent makes them an end user first where seats are freed (agents can be deleted: %s)',
    async (agentsCanBeDeleted) => {
      const { remove, backend } = await open({ switches: { agentsCanBeDeleted } }, { leaverSeat: 'free' });
      const { id } = backend.seed(ada);
      expect(await remove(id)).toMatchObject({ outcome: 'changed', seen: 'gone' });
      expect(backend.user(id)).toMatchObject({ active: false });
    },
  );

  test('an agent who cannot be deleted as they are leaves them as they were', async () => {
    const { remove, backend } = await open();
    const { id } = backend.seed(ada);
    expect([await codeOf(remove(id)), backend.user(id)]).toMatchObject(['CONNECTOR_REJECTED', { active: true, role: 'agent' }]);
  });

  test.each(['shown', 'not-found'] as const)('is soft: somebody who is not active is gone for us (%s)', async (deletedById) => {
    const { remove, get, backend } = await open({ switches: { deletedById, agentsCanBeDeleted: true } });
    const { id } = backend.seed(ada);
    await remove(id);
    expect([await get(id), await remove(id), backend.user(id)?.active]).toMatchObject([undefined, { outcome: 'unchanged' }, false]);
  });

  test('for good erases the user, and says so when only the first half was done', async () => {
    const { remove, backend, server: model } = await open({ switches: { agentsCanBeDeleted: true } }, { deletion: 'for-good' });
    const [one, other] = [backend.seed(ada), backend.seed({ email: 'bob@example.com' })];
    await remove(one.id);
    expect(backend.user(one.id)).toBeUndefined();
    model.fail({ path: `/api/v2/deleted_users/${other.id}.json`, effect: { kind: 'answer', status: 403, body: { error: 'Forbidden' } } });
    expect(await remove(other.id)).toMatchObject({ outcome: 'changed', notes: [expect.stringContaining('not for good')] });
    expect(backend.user(other.id)?.active).toBe(false);
  });

  test('for good erases the user also when the answer to the first half was lost', async () => {
    const { remove, backend, server: model } = await open({ switches: { agentsCanBeDeleted: true } }, { deletion: 'for-good' });
    const { id } = backend.seed(ada);
    model.fail({ method: 'DELETE', path: `/api/v2/users/${id}.json`, effect: { kind: 'reset-after' } });
    expect(await remove(id)).toMatchObject({ outcome: 'changed', seen: 'gone' });
    expect(backend.user(id)).toBeUndefined();
  });

  test.each([true, false])('leaves the address free or not (%s), and a return is never a loop', async (deletionFreesAddress) => {
    const { create, remove, backend } = await open({ switches: { deletionFreesAddress, agentsCanBeDeleted: true } });
    const { id } = backend.seed(ada);
    await remove(id);
    expect(await codeOf(create())).toBe(deletionFreesAddress ? 'answered' : 'CONNECTOR_CONFLICT_NOT_VISIBLE');
  });
});

describe('administrators', () => {
  test('and whoever the credential belongs to are left alone', async () => {
    const { off, get, backend } = await open({ ownerIsListed: true });
    const { id } = backend.seed({ ...ada, role: 'admin' });
    expect([await codeOf(off(id)), await codeOf(off(backend.ownerId))]).toEqual([
      'CONNECTOR_PROTECTED_ACCOUNT',
      'CONNECTOR_PROTECTED_ACCOUNT',
    ]);
    expect(backend.users().map(({ suspended }) => suspended)).toEqual([false, false]);
    expect(await get(backend.ownerId)).toMatchObject({ protectedBecause: 'we act as this user' });
  });

  test('are needed to write: the check says it of an agent’s credential', async () => {
    const { app, context } = await open({ role: 'agent' });
    expect((await app.check(context())).items.at(-1)).toMatchObject({
      title: 'The credential belongs to an administrator',
      state: 'problem',
    });
  });
});

describe('the credential', () => {
  test('may be an access token', async () => {
    const { accounts, context, backend } = await open({}, { email: undefined, apiToken: undefined, accessToken: 'zendesk-oauth' });
    backend.seed(ada);
    expect((await accounts.list?.({ limit: 5 }, context()))?.items).toHaveLength(1);
  });

  test.each([
    ['apiToken', {}],
    ['email', { apiToken: 'one-secret' }],
    ['accessToken', { apiToken: 'one-secret', email: 'a@example.com', accessToken: 'another-secret' }],
  ])('has to be one and whole: %s', (path, credential) => {
    const problems = [expect.objectContaining({ path })];
    const open = () => zendesk({ subdomain: 'acme', ...credential });
    expect(open).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID', details: { problems } }));
    expect(open).not.toThrow(/secret/);
  });
});

test('a rate limit in plain text is waited for as long as its header says', async () => {
  const { accounts, context, server: model } = await open();
  model.fail({ path: '/api/v2/users.json', effect: zendeskRateLimit(93) });
  await expect(accounts.list?.({ limit: 5 }, context())).rejects.toMatchObject({ details: { retryAfterMs: 93_000 } });
});

test('nobody is asked to verify an address where the options say so', async () => {
  const { create, backend } = await open({}, { verificationEmail: 'none' });
  await create();
  expect(backend.users()).toMatchObject([{ wasMailed: false }]);
});
