// One token for everybody who waits for it, whatever happens to it.
import type { ConnectorContext } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { type AdpFaultEffect, type AdpServer, noAdpLimits, startAdpServer } from '@tenure/simulators/adp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { adpSource } from '../src/index.ts';
import { accessTo, worker } from './company.ts';

const token = '/auth/oauth/v2/token';
const life = 3_600_000;

let adp: AdpServer;
let ids: readonly string[];
let read: (context?: ConnectorContext) => Promise<unknown>;
let asked: number;
beforeAll(async () => {
  adp = await startAdpServer({ at: '2026-11-23T12:00:00Z', limits: noAdpLimits });
  ids = adp.subscriber.hr.bulkLoad([worker(1)]);
});
afterAll(() => adp.close());
beforeEach(async () => {
  const source = adpSource({ ...accessTo(adp), http: { maxRetries: 0 } });
  read = async (context = contextOf()) => source.employees.get?.({ id: ids[0] ?? '' }, context);
  await read();
  asked = tokens();
});

const contextOf = (signal?: AbortSignal): ConnectorContext => ({ ...testContext({ signal }), now: adp.clock.now });
const tokens = (): number => adp.requests().filter(({ path, status }) => path === token && status === 200).length;
const fresh = (): number => tokens() - asked;
const many = (context?: () => ConnectorContext) => Promise.all(Array.from({ length: 12 }, () => read(context?.())));
const failing = (effect: AdpFaultEffect) => adp.fail({ path: token, times: Number.POSITIVE_INFINITY, effect });

test('twelve calls at once that are refused with a dead token renew it once, each on its own or all of one run', async () => {
  adp.expireTokens();
  await many();
  expect(fresh()).toBe(1);
  const run = contextOf();
  adp.expireTokens();
  await many(() => run);
  expect(fresh()).toBe(2);
});

test('twelve calls at once after its end ask once', async () => {
  adp.clock.advance(life);
  await many();
  expect(fresh()).toBe(1);
});

test('it is renewed before it ends, and a renewal that fails for the moment costs nobody anything', async () => {
  adp.clock.advance(life - 6 * 60_000);
  await many();
  expect(fresh()).toBe(0);
  adp.clock.advance(2 * 60_000);
  const down = failing({ kind: 'problem', status: 500, shape: 'oauth' });
  await many();
  expect(fresh()).toBe(0);
  down.remove();
  await many();
  expect(fresh()).toBe(1);
});

test('whoever began the renewal and gives up takes nobody with them', async () => {
  adp.clock.advance(life);
  const gaveUp = new AbortController();
  const first = read(contextOf(gaveUp.signal));
  const others = many();
  gaveUp.abort(new Error('the page was closed'));
  await expect(first).rejects.toThrow('the page was closed');
  for (const found of await others) expect(found).toMatchObject({ kind: 'found' });
});

test.each<[string, AdpFaultEffect, string, RegExp]>([
  [
    'a wrong secret',
    { kind: 'answer', status: 401, body: { error: 'invalid_client' } },
    'CONNECTOR_UNAUTHENTICATED',
    /client id with this secret/,
  ],
  [
    'a missing parameter',
    { kind: 'answer', status: 400, body: { error: 'invalid_request', error_description: 'Missing or duplicate parameters' } },
    'CONNECTOR_UNAUTHENTICATED',
    /gave no token \(400\)/,
  ],
  ['another kind of grant', { kind: 'answer', status: 400, body: { error: 'unsupported_grant_type' } }, 'CONNECTOR_UNAUTHENTICATED', /400/],
  [
    'a certificate that was not presented',
    {
      kind: 'answer',
      status: 401,
      body: { error: 'invalid_request', error_description: 'proper client ssl certificate was not presented' },
    },
    'CONNECTOR_UNAUTHENTICATED',
    /did not accept the client certificate/,
  ],
  ['a suspended subscription', { kind: 'answer', status: 403, body: { error: 'invalid_scope' } }, 'CONNECTOR_FORBIDDEN', /suspended/],
])('%s is told in words of its own', async (_what, effect, code, fact) => {
  adp.clock.advance(life);
  const broken = failing(effect);
  await expect(read()).rejects.toMatchObject({ code, message: expect.stringMatching(fact) });
  broken.remove();
  expect(await read()).toMatchObject({ kind: 'found' });
});
