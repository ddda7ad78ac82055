// What bites at Jira Cloud, each against its model: seen in the site behind it, not in our own requests.
import { manualClock, testContext } from '@tenure/core/testing';
import { type JiraServer, type JiraServerOptions, startJiraServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type JiraOptions, jira } from '../../src/native/jira/index.ts';
import { company, worker } from '../company.ts';
import { codeOf, person, told } from '../promises.ts';
import { optionsFor } from './jira.ts';

let server: JiraServer | undefined;
afterEach(() => server?.close());

async function open(model: JiraServerOptions = {}, options: Partial<JiraOptions> = {}) {
  const clock = manualClock();
  const context = () => testContext({ clock });
  server = await startJiraServer({ now: clock.now, ...model });
  const { backend } = server;
  const app = jira({ ...optionsFor(server), http: { maxRetries: 0 }, ...options });
  const { accounts } = app;
  const lists = () => (server?.requests() ?? []).filter(({ path }) => path.startsWith('/rest/api/3/users/search')).length;
  return {
    ...{ server, backend, app, accounts, clock, context, lists },
    create: (number = 1) => accounts.create({ profile: told(app, person(number)) }, context()),
    find: (email = 'ada@example.com') => accounts.find({ email }, context()),
    get: (accountId: string) => accounts.get?.({ accountId }, context()),
    remove: (accountId: string) => accounts.delete?.({ accountId }, context()),
  };
}

describe('turning off', () => {
  test('is not offered, and asking for it is refused before anything is requested', async () => {
    const { accounts, server: model } = await open();
    expect([accounts.disable, accounts.enable, accounts.update]).toEqual([undefined, undefined, undefined]);
    expect(() => jira({ ...optionsFor(model), removal: 'disable' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    expect(model.requests()).toEqual([]);
  });

  test.each(['inactive', 'nothing'] as const)(
    'is removal: the Atlassian account stays, and a return is let in under the same id (%s)',
    async (removed) => {
      const world = company([worker(1)]);
      server = await startJiraServer({ now: world.clock.now, switches: { removed } });
      const lifecycle = world.lifecycle(jira({ ...optionsFor(server), http: { maxRetries: 0 } }));
      await lifecycle.sync();
      const [{ accountId = '' } = {}] = server.backend.users();
      world.hr.putEmployee(worker(1, { endDate: '2026-11-20', status: 'terminated' }));
      await lifecycle.sync();
      expect(server.backend.users()).toMatchObject([{ accountId, standing: 'removed', products: [] }]);
      world.hr.putEmployee(worker(1, { startDate: '2026-11-23', endDate: null }));
      await lifecycle.sync();
      expect(server.backend.users()).toMatchObject([{ accountId, standing: 'here', products: ['jira-software'] }]);
      expect((await lifecycle.plan()).isEmpty).toBe(true);
    },
  );
});

describe('somebody who is there already', () => {
  test('is found, and not made again', async () => {
    const { create, backend } = await open();
    const { accountId } = backend.seed({ email: 'Ada@Example.com', products: ['jira-core'] });
    await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [accountId] } });
    expect(backend.user(accountId)?.products).toEqual(['jira-core']);
  });

  test('and hides their address is a question, and nothing is sent', async () => {
    const { create, find, backend, server: model } = await open();
    backend.seed({ email: 'ada@example.com', displayName: 'Ada', hidesEmail: true });
    expect([(await find()).kind, await codeOf(create())]).toEqual(['cannot-tell', 'CONNECTOR_CONFLICT_NOT_VISIBLE']);
    expect(model.requests().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('and is found by no search is not taken for somebody new: the id that comes back was there before', async () => {
    const { create, find, backend } = await open({ switches: { findsHidden: false } });
    const { accountId } = backend.seed({ email: 'ada@example.com', displayName: 'Ada', hidesEmail: true });
    expect((await find()).kind).toBe('cannot-tell');
    await expect(create()).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [accountId] } });
  });

  test('and hides their address is no "absent", even where all addresses were said to be visible', async () => {
    const { find, backend } = await open({}, { addresses: 'visible' });
    backend.seed({ email: 'ada@example.com', displayName: 'Ada', hidesEmail: true });
    expect((await find()).kind).toBe('cannot-tell');
  });

  test('elsewhere at Atlassian is let in, and is new here', async () => {
    const { create, backend } = await open();
    const { accountId } = backend.seed({ email: 'ada@example.com', standing: 'elsewhere', products: [] });
    expect(await create()).toMatchObject({ outcome: 'changed', account: { id: accountId } });
    expect(backend.user(accountId)).toMatchObject({ standing: 'here', wasMailed: false });
  });
});

describe('everybody’s ids', () => {
  test('are read once for many creations, and not at all where every address is visible', async () => {
    const { create, backend, lists } = await open();
    for (let number = 1; number <= 6; number += 1) await create(number);
    expect([backend.users().length, lists()]).toEqual([6, 1]);
    await server?.close();
    const visible = await open({ switches: { addresses: 'all' } }, { addresses: 'visible' });
    await visible.create();
    expect([visible.lists(), (await visible.find('bob@example.com')).kind]).toEqual([0, 'absent']);
  });

  test('forget whoever was removed, and are read anew after a while', async () => {
    const { create, remove, backend, clock, lists } = await open();
    const { account } = await create();
    await remove(account.id);
    expect((await create()).account.id).toBe(account.id);
    const before = lists();
    clock.advance(6 * 60_000);
    const late = backend.seed({ email: 'ada2@example.com', hidesEmail: true, displayName: 'Late' });
    await expect(create(2)).rejects.toMatchObject({ code: expect.stringContaining('CONFLICT') });
    await create(3);
    expect([lists() > before, backend.user(late.accountId)?.standing]).toEqual([true, 'here']);
  });
});

test('a search takes beginnings: only the whole address is the person, and one who is not active is nobody', async () => {
  const { find, backend } = await open({}, { addresses: 'visible' });
  backend.seed({ email: 'ada@example.com.evil.test' });
  backend.seed({ email: 'x@example.com', displayName: 'ada@example.com' });
  backend.seed({ email: 'ada@example.com', standing: 'removed' });
  expect(await find()).toEqual({ kind: 'absent' });
});

describe('without the right to browse users', () => {
  test('nobody is believed: not a search, not a list, not a look by id, not a removal', async () => {
    const { find, get, remove, accounts, context, backend } = await open({ rights: { browses: false } });
    const { accountId } = backend.seed({ email: 'ada@example.com' });
    const calls = [find(), get(accountId), accounts.list?.({ limit: 5 }, context()), remove(accountId)];
    expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['CONNECTOR_FORBIDDEN']));
    expect(backend.user(accountId)?.standing).toBe('here');
  });

  test('or to administer Jira the check says which one is missing', async () => {
    const { app, context } = await open({ rights: { administers: false } });
    const items = (await app.check(context())).items;
    expect(items).toContainEqual(expect.objectContaining({ state: 'problem', detail: 'without Administer Jira' }));
    expect(items.at(-1)).toMatchObject({ state: 'not-checked' });
  });
});

test('removing takes a site administrator; without one nobody counts as gone', async () => {
  const { create, remove, backend } = await open({ rights: { isSiteAdmin: false } });
  const { account } = await create();
  expect([await codeOf(remove(account.id)), backend.user(account.id)?.standing]).toEqual(['CONNECTOR_FORBIDDEN', 'here']);
});

test('the token’s owner is not removed', async () => {
  const { remove, backend } = await open({ ownerIsListed: true });
  expect([await codeOf(remove(backend.ownerId)), backend.user(backend.ownerId)?.standing]).toEqual(['CONNECTOR_PROTECTED_ACCOUNT', 'here']);
});

describe('products', () => {
  test('are Jira Software alone unless the options name others; a name is not sent', async () => {
    const one = await open();
    await one.create();
    expect(one.backend.users()).toMatchObject([{ products: ['jira-software'] }]);
    expect(one.server.requests().find(({ method }) => method === 'POST')?.body).toEqual({
      emailAddress: 'ada@example.com',
      products: ['jira-software'],
    });
    await server?.close();
    const two = await open({}, { products: 'jira-core,jira-servicedesk' });
    await two.create();
    expect(two.backend.users()).toMatchObject([{ products: ['jira-core', 'jira-servicedesk'] }]);
  });

  test('that nobody sells are refused by path', () => {
    const telling = () => jira({ site: 'acme', email: 'a@example.com', apiToken: 't', products: 'jira-software,confluence' });
    expect(telling).toThrow(expect.objectContaining({ details: { problems: [expect.objectContaining({ path: 'products' })] } }));
  });

  test.each([400, 402, 403] as const)('without a licence left are said to be so (%i)', async (seatsStatus) => {
    const { create, backend } = await open({ seats: 0, switches: { seatsStatus } });
    expect([await codeOf(create()), backend.users()]).toEqual(['CONNECTOR_SEAT_LIMIT', []]);
  });
});

describe('a list', () => {
  test.each([1_000, 1])(
    'leaves out apps, customers and whoever was removed, and does not end at a short page (%i)',
    async (largestPage) => {
      const { accounts, context, backend } = await open({ switches: { largestPage } });
      const shown = ['a', 'b', 'c'].map((name) => backend.seed({ email: `${name}@example.com` }).accountId);
      backend.seed({ email: 'bot@example.com', accountType: 'app' });
      backend.seed({ email: 'customer@other.test', accountType: 'customer' });
      backend.seed({ email: 'gone@example.com', standing: 'removed' });
      const last = backend.seed({ email: 'd@example.com' }).accountId;
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await accounts.list?.({ limit: 2, cursor }, context());
        seen.push(...(page?.items ?? []).map(({ id }) => id));
        cursor = page?.next;
      } while (cursor !== undefined);
      expect(seen).toEqual([...shown, last]);
    },
  );

  test('is not read from a cursor that is not ours', async () => {
    const { accounts, context } = await open();
    expect(await codeOf(accounts.list?.({ limit: 2, cursor: 'x' }, context()))).toBe('CONNECTOR_REJECTED');
  });
});
