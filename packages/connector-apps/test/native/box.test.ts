// What bites at Box, each against its model: seen in the enterprise behind it, not in our own requests.
import { manualClock, testContext } from '@tenure/core/testing';
import { type BoxServer, type BoxServerOptions, startBoxServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type BoxOptions, box } from '../../src/native/box/index.ts';
import { codeOf, keys, person, told } from '../promises.ts';
import { optionsFor } from './box.ts';

let server: BoxServer | undefined;
afterEach(() => server?.close());

async function open(model: BoxServerOptions = {}, options: Partial<BoxOptions> = {}) {
  const clock = manualClock();
  const context = () => testContext({ clock });
  server = await startBoxServer({ now: clock.now, ...model });
  const { backend } = server;
  const allowing = { removal: 'disable-and-delete', allowIrreversible: true, http: { maxRetries: 0 } } as const;
  const app = box({ ...optionsFor(server), ...allowing, ...options });
  const { accounts } = app;
  return {
    ...{ server, backend, app, accounts, clock, context },
    create: (number = 1) => accounts.create({ profile: told(app, person(number)) }, context()),
    find: (email: string) => accounts.find({ email }, context()),
    off: (accountId: string, facts: { readonly allowAdmins?: boolean } = {}) =>
      accounts.disable?.({ accountId }, { ...context(), ...facts }),
    remove: (accountId: string) => accounts.delete?.({ accountId }, context()),
  };
}

describe('a search takes beginnings', () => {
  test('and only the whole login is the person, in any case', async () => {
    const { find, backend } = await open();
    const { id } = backend.seed({ login: 'Ada@Example.com' });
    backend.seed({ login: 'ada@example.com.evil.test' });
    backend.seed({ login: 'x@example.com', name: 'ada@example.com' });
    expect(await find('ada@example.com')).toMatchObject({ kind: 'found', accounts: [{ id }] });
    expect(await find('ada@example.co')).toEqual({ kind: 'absent' });
  });

  test('and an alias is somebody else', async () => {
    const { find, create, backend } = await open();
    backend.seed({ login: 'other@example.com', aliases: ['ada@example.com'] });
    expect(await find('ada@example.com')).toEqual({ kind: 'absent' });
    expect(await codeOf(create())).toBe('CONNECTOR_CONFLICT_NOT_VISIBLE');
  });

  test('and a first page full of others says nothing about whoever may come after', async () => {
    const { find, backend } = await open();
    for (let number = 0; number < 101; number += 1) backend.seed({ login: `n${number}@example.com`, name: 'ada@example.com' });
    expect(await find('ada@example.com')).toEqual({ kind: 'cannot-tell' });
  });
});

test('somebody from outside is nobody’s account, and is never changed', async () => {
  const { create, accounts, context, off, backend } = await open();
  const { id } = backend.seed({ login: 'ada@example.com', kind: 'outside' });
  expect([(await accounts.find(keys, context())).kind, await codeOf(create())]).toEqual(['absent', 'CONNECTOR_CONFLICT_NOT_VISIBLE']);
  expect(await off(id)).toMatchObject({ outcome: 'unchanged', seen: 'gone' });
  expect(backend.user(id)?.status).toBe('active');
});

test.each(['cannot_delete_edit', 'cannot_delete_edit_upload'] as const)('%s is still a way in, and is turned off', async (status) => {
  const { accounts, context, off, backend } = await open();
  const { id } = backend.seed({ login: 'ada@example.com', status });
  expect((await accounts.get?.({ accountId: id }, context()))?.state).toBe('active');
  expect([await off(id), backend.user(id)?.status]).toMatchObject([{ outcome: 'changed', seen: 'disabled' }, 'inactive']);
});

describe('deleting somebody who owns content', () => {
  test.each([400, 409] as const)('is refused (%i) and never forced by default', async (contentStatus) => {
    const { remove, backend } = await open({ switches: { contentStatus } });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    expect(await codeOf(remove(id))).toBe('CONNECTOR_REJECTED');
    expect(backend.user(id)?.ownedItems).toBe(2);
  });

  test('moves it to the heir first', async () => {
    const { backend, ...opened } = await open({}, { contentHeir: '20000001' });
    const heir = backend.seed({ login: 'heir@example.com' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    expect(await opened.remove(id)).toMatchObject({ outcome: 'changed', seen: 'gone' });
    expect([backend.user(id), backend.user(heir.id)?.ownedItems]).toEqual([undefined, 2]);
  });

  test('waits for a later run while a large move goes on', async () => {
    const { backend, clock, remove } = await open({ switches: { movingTakesMs: 600_000 } }, { contentHeir: '20000001' });
    backend.seed({ login: 'heir@example.com' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    expect([await codeOf(remove(id)), backend.user(id)?.login]).toEqual(['CONNECTOR_REJECTED', 'ada@example.com']);
    clock.advance(1_200_000);
    backend.change(id, { ownedItems: 0 });
    expect(await remove(id)).toMatchObject({ outcome: 'changed' });
  });

  test('stops at an heir who is not there: nobody is called gone for it, and the check says so', async () => {
    const { backend, remove, app, context } = await open({}, { contentHeir: '999' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    expect([await codeOf(remove(id)), backend.user(id)?.ownedItems]).toEqual(['CONNECTOR_REJECTED', 2]);
    expect((await app.check(context())).items).toContainEqual(
      expect.objectContaining({ title: expect.stringContaining('heir'), state: 'problem' }),
    );
  });

  test('destroys it only where the options say so', async () => {
    const { backend, remove } = await open({}, { ownedContent: 'destroy' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    await remove(id);
    expect(backend.users()).toEqual([]);
  });

  test('never destroys what is on its way to an heir', async () => {
    const { backend, remove } = await open({ switches: { movingTakesMs: 600_000 } }, { contentHeir: '20000001', ownedContent: 'destroy' });
    backend.seed({ login: 'heir@example.com' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    expect([await codeOf(remove(id)), backend.user(id)?.ownedItems]).toEqual(['CONNECTOR_REJECTED', 2]);
  });

  test('is left to a person where a retention policy holds it', async () => {
    const { backend, remove } = await open({}, { ownedContent: 'destroy' });
    const { id } = backend.seed({ login: 'ada@example.com', ownedItems: 2 });
    backend.retainContent();
    expect([await codeOf(remove(id)), backend.user(id)?.ownedItems]).toEqual(['CONNECTOR_PROTECTED_ACCOUNT', 2]);
  });

  test('has to be allowed, for it cannot be undone', () => {
    const told = { enterpriseId: '1', clientId: 'c', clientSecret: 's', removal: 'delete' } as const;
    expect(() => box(told)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });
});

describe('administrators', () => {
  test.each(['admin', 'coadmin'] as const)('as %s are seen although a bare answer has no role, and left alone', async (role) => {
    const { accounts, context, off, backend } = await open();
    const { id } = backend.seed({ login: 'ada@example.com', role });
    expect((await accounts.get?.({ accountId: id }, context()))?.protectedBecause).toMatch(/administrator/);
    expect([await codeOf(off(id)), backend.user(id)?.status]).toEqual(['CONNECTOR_PROTECTED_ACCOUNT', 'active']);
  });

  test('are turned off where the caller allows that', async () => {
    const { off, backend } = await open();
    const { id } = backend.seed({ login: 'ada@example.com', role: 'coadmin' });
    await off(id, { allowAdmins: true });
    expect(backend.user(id)?.status).toBe('inactive');
  });
});

test.each([400, 403] as const)('a licence shortage (%i) is said so', async (seatsStatus) => {
  const { create } = await open({ seats: 0, switches: { seatsStatus } });
  expect(await codeOf(create())).toBe('CONNECTOR_SEAT_LIMIT');
});

test('a login is not changed before its owner has confirmed it, and nothing else is lost by that', async () => {
  const { accounts, context, create, backend } = await open();
  const { account } = await create();
  const rename = () => accounts.update?.({ accountId: account.id, attributes: { email: 'ada.l@example.com' } }, context());
  expect(await codeOf(rename())).toBe('CONNECTOR_REJECTED');
  backend.change(account.id, { isConfirmed: true });
  expect([(await rename())?.outcome, backend.user(account.id)?.login]).toEqual(['changed', 'ada.l@example.com']);
});

test('lists go on by marker past the ten thousandth user, and show each one once', async () => {
  const { accounts, context, backend, server: model } = await open();
  for (let number = 0; number < 5; number += 1) backend.seed({ login: `n${number}@example.com` });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.list?.({ limit: 2, cursor }, context());
    seen.push(...(page?.items ?? []).map(({ id }) => id));
    cursor = page?.next;
  } while (cursor !== undefined);
  expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  expect(model.requests().some(({ path }) => path.includes('offset='))).toBe(false);
});

test('the token is for the enterprise, and a wrong one is nobody’s end', async () => {
  const { server: model, accounts, context, backend } = await open({}, { enterpriseId: '9' });
  const { id } = backend.seed({ login: 'ada@example.com' });
  expect(await codeOf(accounts.get?.({ accountId: id }, context()))).toBe('CONNECTOR_UNAUTHENTICATED');
  const [asked] = model.requests();
  expect(new URLSearchParams(String(asked?.body)).get('box_subject_type')).toBe('enterprise');
});

test('an app that may not manage users is told so by its check', async () => {
  const { app, context } = await open({ managesUsers: false });
  expect((await app.check(context())).items).toMatchObject([{ state: 'problem', detail: expect.stringContaining('does not allow') }]);
});
