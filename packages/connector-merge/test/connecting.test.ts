// A customer's connection, from the catalogue to its end, with webhooks as Merge sends them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CheckItem, Hint, HrisSource } from '@tenure/core/connector';
import { isTenureError } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { type MergeServer, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MergeConnect, mergeConnect, mergeSource } from '../src/index.ts';
import { worker } from './company.ts';

const customer = { originId: 'acme', organisationName: 'Acme', emailAddress: 'it@acme.example' };

let merge: MergeServer;
let connect: MergeConnect;
beforeEach(async () => {
  merge = await startMergeServer({ at: '2026-11-23T08:00:00Z', limits: noMergeLimits });
  connect = mergeConnect({ apiKey: merge.apiKey, baseUrl: merge.baseUrl });
});
afterEach(() => merge.close());

function sourceFor(accountToken: string, apiKey = merge.apiKey): HrisSource {
  return mergeSource({ apiKey, accountToken, baseUrl: merge.baseUrl, http: { maxRetries: 0 } });
}

async function codeOf(promise: Promise<unknown> | undefined): Promise<string> {
  const error: unknown = await promise?.then(
    () => 'it was answered',
    (thrown: unknown) => thrown,
  );
  if (!isTenureError(error)) throw new Error('expected a TenureError', { cause: error });
  return error.code;
}

describe('the catalogue', () => {
  test('has the page’s own tiles first, in its order, and the rest by name', async () => {
    const { first, other } = await connect.systems({ first: ['workday', 'bamboohr', 'unheard-of'] });
    expect(first.map(({ slug }) => slug)).toEqual(['workday', 'bamboohr']);
    const names = other.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(2);
    expect(names).toEqual([...names].sort((one, next) => one.localeCompare(next, 'en')));
    expect(other.some(({ slug }) => slug === 'workday')).toBe(false);
  });

  test('without tiles of its own everything is under other', async () => {
    const { first, other } = await connect.systems();
    expect(first).toEqual([]);
    expect(other.length).toBeGreaterThan(4);
  });
});

describe('linking', () => {
  test('a tile names its system; the dialogue ends in an account that can be read', async () => {
    const { linkToken, system } = await connect.createLinkToken({ ...customer, system: 'workday', expiresInMinutes: 60 });
    expect(system).toBe('Workday');
    const linked = await connect.exchangePublicToken(merge.completeLink(linkToken));
    expect(linked).toMatchObject({ accountToken: expect.any(String), linkedAccountId: expect.any(String), system: { slug: 'workday' } });
    expect(await sourceFor(linked.accountToken).connection?.state(testContext())).toMatchObject({ state: 'syncing', system: 'Workday' });
    merge.accounts().at(-1)?.sync.run();
    expect(await sourceFor(linked.accountToken).connection?.state(testContext())).toMatchObject({
      state: 'connected',
      freshAt: merge.clock.now(),
    });
  });

  test('the tile Other leaves the choice to Merge’s own dialogue', async () => {
    const { linkToken, system } = await connect.createLinkToken(customer);
    expect(system).toBeUndefined();
    const linked = await connect.exchangePublicToken(merge.completeLink(linkToken, { integration: 'bamboohr' }));
    expect(linked.system.slug).toBe('bamboohr');
  });

  test('a public token is good once', async () => {
    const { linkToken } = await connect.createLinkToken({ ...customer, system: 'workday' });
    const publicToken = merge.completeLink(linkToken);
    await connect.exchangePublicToken(publicToken);
    expect(await codeOf(connect.exchangePublicToken(publicToken))).toBe('CONNECTOR_REJECTED');
  });

  test('an answer that is lost is not asked for again, for the token would be spent', async () => {
    const { linkToken } = await connect.createLinkToken({ ...customer, system: 'workday' });
    merge.fail({ path: '/api/hris/v1/account-token/*', effect: { kind: 'reset-after' } });
    expect(await codeOf(connect.exchangePublicToken(merge.completeLink(linkToken)))).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(merge.requests().filter(({ path }) => path.includes('account-token'))).toHaveLength(1);
  });

  test('linking again with the same id of the customer keeps the account token', async () => {
    const link = async () => {
      const { linkToken } = await connect.createLinkToken({ ...customer, system: 'workday' });
      return connect.exchangePublicToken(merge.completeLink(linkToken));
    };
    const first = await link();
    merge
      .accounts()
      .find(({ id }) => id === first.linkedAccountId)
      ?.needRelink();
    expect(await connect.linkedAccounts({ originId: 'acme' })).toMatchObject([
      { state: 'relink-needed', linkedAccountId: first.linkedAccountId, organisationName: 'Acme', system: 'Workday' },
    ]);
    expect(await link()).toEqual(first);
    expect(await connect.linkedAccounts({ originId: 'acme' })).toMatchObject([{ state: 'connected' }]);
  });

  test.each([
    [{ ...customer, emailAddress: 'nobody' }],
    [{ ...customer, originId: '' }],
    [{ ...customer, expiresInMinutes: 5 }],
    [{ ...customer, sytem: 'workday' }],
  ])('%j is refused before anything is sent', async (request) => {
    expect(await codeOf(connect.createLinkToken(request))).toBe('OPTIONS_INVALID');
    expect(merge.requests()).toEqual([]);
  });

  test('a wrong key is named as such', async () => {
    const wrong = mergeConnect({ apiKey: 'wrong', baseUrl: merge.baseUrl });
    expect(await codeOf(wrong.systems())).toBe('CONNECTOR_UNAUTHENTICATED');
  });

  test('a caller who gives up is told so by the reason of their own', async () => {
    const reason = new Error('the page was closed');
    await expect(connect.systems({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('the connection', () => {
  test.each<readonly [string, () => void, string]>([
    ['is connected', () => merge.account.sync.run(), 'connected'],
    ['is syncing at first', () => undefined, 'syncing'],
    [
      'is syncing',
      () => {
        merge.account.sync.run();
        merge.account.sync.start();
      },
      'syncing',
    ],
    ['needs to be linked again', () => merge.account.needRelink(), 'relink-needed'],
    [
      'is frozen when employees are switched off',
      () => {
        merge.account.sync.run();
        merge.account.visibility.scope('employees', false);
      },
      'frozen',
    ],
  ])('%s', async (_title, does, state) => {
    does();
    expect(await sourceFor(merge.account.token).connection?.state(testContext())).toMatchObject({ state });
  });

  test('can be asked to sync, and says when it may not', async () => {
    const { connection } = sourceFor(merge.account.token);
    expect(await connection?.refresh?.(testContext())).toBe(true);
    merge.fail({ path: '/api/hris/v1/sync-status/resync', effect: { kind: 'answer', status: 403, body: { detail: 'Not in your plan.' } } });
    expect(await connection?.refresh?.(testContext())).toBe(false);
  });

  test('ends once, and once more without an error; a wrong key is not taken for an end', async () => {
    const { connection } = sourceFor(merge.account.token);
    expect(await codeOf(sourceFor(merge.account.token, 'wrong').connection?.disconnect?.(testContext()))).toBe('CONNECTOR_UNAUTHENTICATED');
    expect(merge.accounts()).toHaveLength(1);
    await connection?.disconnect?.(testContext());
    expect(merge.accounts()).toHaveLength(0);
    await connection?.disconnect?.(testContext());
    expect(await connection?.state(testContext())).toMatchObject({ state: 'disconnected' });
  });
});

describe('the check', () => {
  async function itemsOf(source: HrisSource): Promise<Record<string, CheckItem>> {
    const { items } = await source.check(testContext());
    return Object.fromEntries(items.map((item) => [item.title, item]));
  }

  test('of a good connection counts what a sample lacks', async () => {
    merge.account.hr.put('groups', { remote_id: 'D-eng', name: 'Engineering', type: 'Department' });
    merge.account.seed([worker(2), { ...worker(4), work_email: null }]);
    const items = await itemsOf(sourceFor(merge.account.token));
    expect(Object.fromEntries(Object.entries(items).map(([title, { state, detail }]) => [title, [state, detail]]))).toEqual({
      'the API key and the account token are accepted': ['ok', undefined],
      'the HR system is connected': ['ok', merge.account.integration.name],
      'Merge holds everything, and it is fresh': ['ok', 'as of 2026-11-23T08:00:00.000Z'],
      'employees can be read': ['warning', '1 of 2 lack workEmail'],
      'departments can be read': ['ok', '1 departments'],
      'webhooks are received': ['not-checked', 'no signature key is set; changes show at the next reading'],
    });
  });

  test('tells a wrong account token from a wrong API key', async () => {
    const accepted = 'the API key and the account token are accepted';
    expect((await itemsOf(sourceFor('wrong')))[accepted]).toMatchObject({
      state: 'problem',
      detail: 'the API key is good; the account token is not',
    });
    expect((await itemsOf(sourceFor(merge.account.token, 'wrong')))[accepted]?.detail).toMatch(/refused \(401\)/);
  });

  test('names the types of groups when none of them is a department', async () => {
    merge.account.hr.put('groups', { remote_id: 'T-1', name: 'Builders', type: 'Team' });
    merge.account.seed([worker(2)]);
    expect((await itemsOf(sourceFor(merge.account.token)))['departments can be read']).toMatchObject({
      state: 'warning',
      detail: 'no group is a department; there are groups of TEAM: see departmentsFrom',
    });
  });

  test('says why nobody would be taken for gone', async () => {
    merge.account.needRelink();
    const items = await itemsOf(sourceFor(merge.account.token));
    expect(items['the HR system is relink-needed']).toMatchObject({ state: 'problem' });
    expect(items['Merge holds everything, and it is fresh']?.detail).toMatch(/RELINK_NEEDED.*Nobody is taken for gone/);
  });
});

test('webhooks as Merge sends them: signed with or without padding, twice, of strangers, and the dashboard’s test', async () => {
  const { account, webhooks } = merge;
  const source = mergeSource({
    apiKey: merge.apiKey,
    accountToken: account.token,
    baseUrl: merge.baseUrl,
    webhook: { signatureKey: webhooks.signatureKey, linkedAccountId: account.id },
  });
  const hints: Hint[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
    const answer = await source.webhook?.(
      { method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(chunks) },
      testContext(),
    );
    hints.push(...(answer?.hints ?? []));
    response.writeHead(answer?.status ?? 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/merge`;
  try {
    webhooks.subscribe(url);
    const [id = ''] = account.seed([worker(2)]);
    await webhooks.deliver({ signature: 'unpadded', twice: true });
    expect(hints.filter((hint) => hint.ids.includes(id)).length).toBeGreaterThanOrEqual(2);
    expect(hints.some(({ everything }) => everything)).toBe(true);
    expect(new Set(hints.map((hint) => hint.id)).size).toBe(hints.length / 2);
    hints.length = 0;
    account.hr.change('E-2', { last_name: 'Newname' });
    account.sync.run();
    expect((await webhooks.deliver({ signature: 'wrong' })).every(({ attempts }) => attempts.join() === '401')).toBe(true);
    expect((await webhooks.sendTest(url)).attempts).toEqual([200]);
    expect(hints).toEqual([]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
