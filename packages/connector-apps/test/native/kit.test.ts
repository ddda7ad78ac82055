// What the kit makes of any app's calls, where no vendor's model can show it.
import type { Account, AccountProfile } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { expect, test } from 'vitest';
import type { SharedOptions } from '../../src/index.ts';
import type { NativeApi, NativeDescription } from '../../src/native/api.ts';
import { nativeApp } from '../../src/native/app.ts';

import { verdictFor } from '../../src/verbs/meaning.ts';
import { settled } from '../../src/verbs/settling.ts';
import { wrongAddress } from '../../src/verbs/trouble.ts';
import { codeOf, person } from '../promises.ts';

const description: NativeDescription = {
  ...{ id: 'desk', name: 'Desk', description: 'Members of a desk.', interfaceName: 'the Desk API', status: 'documented', plan: 'any' },
  ...{ credential: 'A token.', sources: [], traps: [], assumed: [], parameters: {}, limits: {}, serial: false },
  attributes: ['userName', 'externalId', 'title'],
  required: ['userName'],
  create: { adopts: false, invites: true, password: true },
  disable: { settlesMs: 0 },
  delete: { settlesMs: 0, undone: 'again' },
  effects: { create: 'makes it', disable: 'turns it off', delete: 'removes it', unverified: [] },
};

interface Desk {
  readonly accounts: Map<string, Account>;
  readonly calls: string[];
  app(api?: Partial<NativeApi>, options?: SharedOptions, change?: Partial<NativeDescription>): ReturnType<typeof nativeApp>;
}

function desk(): Desk {
  const accounts = new Map<string, Account>();
  const calls: string[] = [];
  const calling =
    (name: string, work: (account: Account) => void) =>
    async (account: Account): Promise<readonly string[]> => {
      calls.push(name);
      work(account);
      return [];
    };
  const api: NativeApi = {
    lookups: [{ key: 'userName', look: async () => ({ accounts: [...accounts.values()], decided: true }) }],
    list: async () => {
      calls.push('list');
      return { items: [...accounts.values()] };
    },
    get: async (id) => accounts.get(id),
    create: async ({ userName }) => {
      calls.push('create');
      const account: Account = { id: `a${accounts.size + 1}`, state: 'pending', userName: userName ?? undefined };
      accounts.set(account.id, account);
      return account;
    },
    update: async (account, attributes) => {
      calls.push(`update ${Object.keys(attributes).join()}`);
      accounts.set(account.id, { ...account, profile: { ...account.profile, ...attributes } });
      return [];
    },
    disable: calling('disable', (account) => void accounts.set(account.id, { ...account, state: 'disabled' })),
    enable: calling('enable', (account) => void accounts.set(account.id, { ...account, state: 'active' })),
    delete: calling('delete', ({ id }) => void accounts.delete(id)),
  };
  return {
    accounts,
    calls,
    app: (more = {}, options = { removal: 'disable-and-delete' }, change = {}) =>
      nativeApp({ ...description, ...change }, 'desk', options, { ...api, ...more }),
  };
}

const create = (app: ReturnType<typeof nativeApp>, profile: AccountProfile = person()) => app.accounts.create({ profile }, testContext());

test('whoever has to accept is pending, never active', async () => {
  const { app } = desk();
  expect(await create(app())).toMatchObject({ outcome: 'pending', account: { state: 'pending' } });
});

test('"not found" is believed only where the app lists its accounts', async () => {
  const { app, accounts } = desk();
  expect(await app().accounts.disable?.({ accountId: 'a9' }, testContext())).toEqual({ outcome: 'unchanged', seen: 'gone' });
  const elsewhere = wrongAddress({ system: 'desk', shown: (id) => id }, 'list accounts', undefined, 'the Desk API');
  const lost = app({ list: () => Promise.reject(elsewhere) });
  for (const verb of [lost.accounts.get, lost.accounts.disable, lost.accounts.delete]) {
    expect(await codeOf(verb?.({ accountId: 'a9' }, testContext()))).toBe('CONNECTOR_RESPONSE_UNREADABLE');
  }
  expect(accounts.size).toBe(0);
});

test('"not found" as the answer to a cut is believed only when the account is shown no more', async () => {
  const { app, accounts } = desk();
  accounts.set('a1', { id: 'a1', state: 'active' });
  const refusing = app({ disable: async () => 'nobody', delete: async () => 'nobody' });
  for (const verb of [refusing.accounts.disable, refusing.accounts.delete])
    expect(await codeOf(verb?.({ accountId: 'a1' }, testContext()))).toBe('CONNECTOR_NOT_EFFECTIVE');
  const gone = app({ delete: async ({ id }) => (accounts.delete(id) ? 'nobody' : []) });
  expect(await gone.accounts.delete?.({ accountId: 'a1' }, testContext())).toEqual({ outcome: 'changed', seen: 'gone' });
});

test('an app that takes people it knows is asked first, and then nothing is created', async () => {
  const { app, accounts, calls } = desk();
  accounts.set('a1', { id: 'a1', state: 'active', userName: 'Ada@Example.com' });
  await expect(create(app({}, {}, { create: { adopts: true, invites: false, password: false } }))).rejects.toMatchObject({
    code: 'CONNECTOR_CONFLICT',
    details: { accountIds: ['a1'] },
  });
  expect(calls).toEqual([]);
});

test('a look-up that cannot tell makes nobody absent, and a hit on an account that is gone is none', async () => {
  const { app, accounts } = desk();
  const undecided = { key: 'userName', look: async () => ({ accounts: [], decided: false }) } as const;
  expect(await app({ lookups: [undecided] }).accounts.find({ userName: 'ada@example.com' }, testContext())).toEqual({
    kind: 'cannot-tell',
  });
  expect(await app().accounts.find({ email: 'ada@example.com' }, testContext())).toEqual({ kind: 'cannot-tell' });
  accounts.set('a1', { id: 'a1', state: 'gone', userName: 'ada@example.com' });
  expect(await app().accounts.find({ userName: 'ada@example.com' }, testContext())).toEqual({ kind: 'absent' });
});

test('only what differs is sent, and nothing when all is so already', async () => {
  const { app, accounts, calls } = desk();
  accounts.set('a1', {
    id: 'a1',
    state: 'active',
    userName: 'ada@example.com',
    profile: { userName: 'ada@example.com', title: 'Analyst' },
  });
  const update = (attributes: AccountProfile) => app().accounts.update?.({ accountId: 'a1', attributes }, testContext());
  expect(await update({ userName: 'ada@example.com', title: 'Analyst', externalId: null })).toEqual({ outcome: 'unchanged' });
  expect(await update({ userName: 'ada@example.com', title: 'Chief' })).toEqual({ outcome: 'changed' });
  expect(await codeOf(update({ userName: null }))).toBe('CONNECTOR_REJECTED');
  expect(calls.filter((call) => call !== 'list')).toEqual(['update title']);
});

test('a password is made where one is asked for or always needed, handed over once, and said to be lost when that fails', async () => {
  const given: (string | undefined)[] = [];
  const api: Partial<NativeApi> = {
    create: async (_profile, password) => {
      given.push(password);
      return { id: `p${given.length}`, state: 'active' };
    },
  };
  const { app } = desk();
  await create(app(api));
  await create(app(api, {}, { create: { adopts: false, invites: false, password: 'always' } }));
  const handed: string[] = [];
  await create(app(api, { firstCredential: ({ password }) => void handed.push(password) }));
  const failing = await create(app(api, { firstCredential: () => Promise.reject(new Error('secret-marker')) }));
  expect(given.map((password) => password?.length)).toEqual([undefined, 24, 24, 24]);
  expect(handed).toEqual([given[2]]);
  expect(failing.notes?.join()).toMatch(/could not be handed over/);
  expect(JSON.stringify(failing)).not.toContain('marker');
});

test('waiting doubles its pauses, ends with the window and gives back the last answer', async () => {
  const context = testContext();
  const [start, asked]: [number, number[]] = [context.now(), []];
  const look = async () => void asked.push(context.now() - start);
  await settled(90_000, look, () => false, context);
  expect(asked).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 47_000, 63_000, 79_000, 90_000]);
});

test('every meaning has one error, and a code of the vendor is told and nothing else of its words', () => {
  expect(verdictFor('seat-limit', 'NO_SEATS')).toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT', details: { vendorCode: 'NO_SEATS' } });
  expect(verdictFor('rate-limited', undefined, 7_000)).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', retryAfterMs: 7_000 });
});
