// What every application promises, whatever it speaks: one account per person, nobody gone by mistake, nothing that cannot be
// undone unasked. A world says how to bring each situation about and shows what is really there.
import { type AccountProfile, type AppProvisioner, isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppDescription, SharedOptions } from '../src/index.ts';

/** One request as an app's server saw it. `list`: a page of everybody. Requests for tokens are none. */
export interface AskedOf {
  readonly kind: 'list' | 'look' | 'create' | 'write';
  /** When, on the world's clock. */
  readonly at: number;
}

export interface PromiseWorld {
  /** The app with all that its description allows, unless the options say otherwise; it tries nothing again by itself. */
  app(options?: SharedOptions): AppProvisioner;
  /** Everybody who has an account, on, off or invited, seen past the interface. */
  people(): readonly { readonly id: string; readonly on: boolean }[];
  asked(): readonly AskedOf[];
  /** The next creation is done, and its answer lost. */
  loseNextCreation(): void;
  /** Changes of accounts are answered as done, and nothing happens. */
  ignoreChanges(): void;
  /** Every request is refused so from now on. */
  refuse(status: 401 | 403): void;
  /** Every request is answered by something that is not the app: 404 and a page. */
  misplace(): void;
  /** What was broken by the three above works again. */
  heal(): void;
  /** Ada's name is refused as taken, and no account shows it. */
  reserve(address: string): void;
  useUpSeats(): void;
  /** Asked for Ada, the app shows somebody of this address. */
  showInstead(address: string): void;
  close(): Promise<void>;
}

export interface Promising {
  readonly description: AppDescription;
  /** Starts a server that has nobody. `now`: the clock it goes by, in milliseconds since the epoch; default stands at 2025. */
  start(now?: () => number): Promise<PromiseWorld>;
}

/** Different people by number; the first is Ada. */
export function person(number = 1): AccountProfile {
  const address = number === 1 ? 'ada@example.com' : `ada${number}@example.com`;
  return {
    ...{ userName: address, externalId: `P-${number}`, employeeNumber: `N${number}`, email: address },
    ...{ givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace', title: 'Analyst', department: 'Engines' },
  };
}

export const keys = { externalId: 'P-1', userName: 'ada@example.com', email: 'ada@example.com' };

export async function codeOf(promise: Promise<unknown> | undefined): Promise<string> {
  try {
    await promise;
    return 'answered';
  } catch (error) {
    if (isTenureError(error)) return error.code;
    throw error;
  }
}

/** What of a person the app can be told. */
export const told = ({ attributes }: AppProvisioner, who: AccountProfile): AccountProfile =>
  Object.fromEntries(attributes.map((name) => [name, who[name]]).filter(([, value]) => value !== undefined));

const create = (app: AppProvisioner, number = 1) => app.accounts.create({ profile: told(app, person(number)) }, testContext());
const offVerbs = (app: AppProvisioner) => [app.accounts.disable, app.accounts.delete].filter((verb) => verb !== undefined);

/** The tests, to be called inside a `describe` of the app. */
export function keepsItsPromises({ description, start }: Promising): void {
  let world: PromiseWorld;
  beforeEach(async () => {
    world = await start();
  });
  afterEach(() => world.close());

  test('created twice is one account, and the second time names it', async () => {
    const app = world.app();
    const { account } = await create(app);
    await expect(create(app)).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [account.id] } });
    expect(world.people()).toHaveLength(1);
  });

  test('a create whose answer is lost is not sent again, and the account is found by the next look', async () => {
    const app = world.app({ http: { maxRetries: 3 } });
    world.loseNextCreation();
    expect(await codeOf(create(app))).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    const [made] = world.people();
    expect(await app.accounts.find(keys, testContext())).toMatchObject({ kind: 'found', accounts: [{ id: made?.id }] });
    expect([world.people().length, world.asked().filter(({ kind }) => kind === 'create').length]).toEqual([1, 1]);
  });

  test('removed twice is done, and nothing is written the second time but the end of sessions', async () => {
    const app = world.app();
    for (const [index, off] of offVerbs(app).entries()) {
      const { account } = await create(app, index + 1);
      expect(await off({ accountId: account.id }, testContext())).toMatchObject({ outcome: 'changed' });
      expect(world.people().filter(({ id, on }) => id === account.id && on)).toEqual([]);
      const before = world.asked().length;
      expect(await off({ accountId: account.id }, testContext())).toMatchObject({ outcome: 'unchanged' });
      const written = world
        .asked()
        .slice(before)
        .filter(({ kind }) => kind !== 'look' && kind !== 'list');
      expect(written.length).toBeLessThanOrEqual(app.endsSessions === true ? 1 : 0);
    }
  });

  test('a conflict with an account that cannot be seen is an error of its own', async () => {
    world.reserve('ada@example.com');
    expect(await codeOf(create(world.app()))).toBe('CONNECTOR_CONFLICT_NOT_VISIBLE');
    expect(world.people()).toEqual([]);
  });

  test('a yes that changed nothing is a failure', async () => {
    const app = world.app();
    const { account } = await create(app);
    world.ignoreChanges();
    for (const off of offVerbs(app)) expect(await codeOf(off({ accountId: account.id }, testContext()))).toBe('CONNECTOR_NOT_EFFECTIVE');
  });

  test('no seat left is said so', async () => {
    world.useUpSeats();
    expect(await codeOf(create(world.app()))).toBe('CONNECTOR_SEAT_LIMIT');
    expect(world.people()).toEqual([]);
  });

  test.each([
    [401, 'CONNECTOR_UNAUTHENTICATED'],
    [403, 'CONNECTOR_FORBIDDEN'],
  ] as const)('%i means that nobody is gone', async (status, code) => {
    const app = world.app();
    const { account } = await create(app);
    world.refuse(status);
    const request = { accountId: account.id };
    const calls = [
      () => app.accounts.find(keys, testContext()),
      () => app.accounts.get?.(request, testContext()),
      () => app.accounts.list?.({ limit: 9 }, testContext()),
      ...offVerbs(app).map((off) => () => off(request, testContext())),
    ];
    for (const call of calls) expect(await codeOf(call())).toBe(code);
    expect(world.people()).toHaveLength(1);
  });

  test('a wrong address is never an account that is gone', async () => {
    const app = world.app();
    const { account } = await create(app);
    world.misplace();
    for (const verb of [app.accounts.get, ...offVerbs(app)]) {
      expect(await codeOf(verb?.({ accountId: account.id }, testContext()))).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    }
  });

  test.each(['ada@example.com.evil.test', 'xada@example.com', 'ada+alias@example.com'])(
    '%s is another person, whatever the app says',
    async (other) => {
      world.showInstead(other);
      expect((await world.app().accounts.find(keys, testContext())).kind).not.toBe('found');
    },
  );

  test('its options stand in its answers: words for each verb, and what cannot be undone', () => {
    const { effects, accounts } = world.app();
    expect(effects?.create).toBe(description.effects.create);
    expect(effects?.disable).toBe(accounts.disable === undefined ? undefined : description.effects.disable);
    expect(effects?.delete).toBe(accounts.delete === undefined ? undefined : description.effects.delete);
    expect(effects?.irreversible ?? []).toEqual(description.delete?.undone === 'never' ? ['delete'] : []);
  });

  test('its default is the reversible way out, or none that happens unasked', async () => {
    const app = world.app({ removal: undefined, allowIrreversible: false });
    if (description.disable !== undefined) expect([app.accounts.disable !== undefined, app.accounts.delete]).toEqual([true, undefined]);
    if (description.disable !== undefined || description.delete?.undone !== 'never') return;
    const { account } = await create(app);
    expect(await codeOf(app.accounts.delete?.({ accountId: account.id }, testContext()))).toBe('CONNECTOR_IRREVERSIBLE_REFUSED');
    expect(world.people()).toHaveLength(1);
    expect((await app.check(testContext())).items.at(-1)).toMatchObject({ state: 'problem' });
  });

  test('its check looks without writing, and says what is wrong', async () => {
    const before = world.people();
    const { items } = await world.app().check(testContext());
    expect(items.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(world.people()).toEqual(before);
    expect(world.asked().every(({ kind }) => kind === 'look' || kind === 'list')).toBe(true);
    world.refuse(401);
    expect((await world.app().check(testContext())).items).toContainEqual(expect.objectContaining({ state: 'problem' }));
  });
}
