import { expect, test } from 'vitest';
import { type Asked, type Asking, startAsking } from './asking.ts';
import type { MergeFaultEffect } from './faults.ts';

const path = '/api/hris/v1/employees';

async function company(options?: Parameters<typeof startAsking>[0]): Promise<Asking> {
  const asking = await startAsking(options);
  asking.server.account.seed([{ first_name: 'A' }, { first_name: 'B' }, { first_name: 'C' }]);
  return asking;
}

/** The second of two pages, after the first was read whole. */
async function secondPage(asking: Asking, effect: MergeFaultEffect): Promise<Asked> {
  asking.server.fail({ method: 'GET', path, nth: 2, effect });
  const first = await asking.ask('/employees?page_size=2');
  expect(first.rows.length).toBe(2);
  return asking.ask(`/employees?page_size=2&cursor=${first.body['next']}`);
}

test.each<[MergeFaultEffect, number, string | RegExp]>([
  [{ kind: 'cut' }, 200, /^\{"next":null.*[^}]$/],
  [{ kind: 'html' }, 200, /^<html>/],
  [{ kind: 'html', status: 502 }, 502, /^<html>/],
  [{ kind: 'detail' }, 200, /^\{"detail":/],
  [{ kind: 'results-null' }, 200, '{"next":null,"previous":null,"results":null}'],
  [{ kind: 'without-next' }, 200, /^\{"previous":.*"results":\[/],
  [{ kind: 'repeated-cursor' }, 200, /^\{"next":"/],
  [{ kind: 'empty' }, 200, ''],
  [{ kind: 'empty', status: 204 }, 204, ''],
  [{ kind: 'throttled' }, 429, ''],
  [{ kind: 'answer', status: 500, body: { detail: 'A server error occurred.' } }, 500, /detail/],
  [{ kind: 'answer', status: 503 }, 503, ''],
])('%j on the second page', async (effect, status, text) => {
  await using asking = await company();
  const page = await secondPage(asking, effect);
  expect(page.status).toBe(status);
  expect(page.text).toEqual(typeof text === 'string' ? text : expect.stringMatching(text));
  expect((await asking.ask('/employees')).rows.length, 'gone after one call').toBe(3);
});

test.each<MergeFaultEffect>([{ kind: 'reset' }, { kind: 'reset-after' }, { kind: 'reset-mid-body' }])(
  '%j breaks the connection',
  async (effect) => {
    await using asking = await company();
    await expect(secondPage(asking, effect)).rejects.toThrow();
    expect(asking.server.requests().map(({ status }) => status)).toEqual([200, 0]);
  },
);

test('a stalled answer comes when the client has long gone', async () => {
  await using asking = await company();
  const fault = asking.server.fail({ path, effect: { kind: 'stall' } });
  const { url, apiKey, account } = asking.server;
  const headers = { authorization: `Bearer ${apiKey}`, 'x-account-token': account.token };
  const gone = new AbortController();
  const asked = expect(fetch(url + path, { headers, signal: gone.signal })).rejects.toThrow();
  await expect.poll(() => fault.hits()).toBe(1);
  gone.abort();
  await asked;
  await expect.poll(() => asking.server.requests()[0]?.status).toBe(0);
});

test('between two pages the account can die, a sync can start, a scope can change', async () => {
  await using asking = await company();
  const { account } = asking.server;
  const page = await secondPage(asking, {
    kind: 'meanwhile',
    does: () => {
      account.needRelink();
      account.sync.start();
      account.visibility.scope('employees.first_name', false);
    },
  });
  expect(page.rows).toMatchObject([{ first_name: null }]);
  expect((await asking.ask('/account-details')).body['status']).toBe('RELINK_NEEDED');
  expect((await asking.ask('/sync-status')).rows[0]?.['status']).toBe('SYNCING');
});

test('a fault strikes only where it was planted, as often as it was told, and can be taken away', async () => {
  await using asking = await company();
  const fault = asking.server.fail({
    path: `${path}/*`,
    times: Number.POSITIVE_INFINITY,
    effect: { kind: 'throttled', retryAfterSeconds: 7 },
  });
  expect((await asking.ask('/employees/')).status).toBe(200);
  const id = asking.server.account.idOf('employees', 'E-1');
  expect((await asking.ask(`/employees/${id}`)).headers.get('retry-after')).toBe('7');
  expect((await asking.ask(`/employees/${id}/`)).status).toBe(429);
  fault.remove();
  expect((await asking.ask(`/employees/${id}`)).status).toBe(200);
  expect(fault.hits()).toBe(2);
});

test('the journal holds method, path with query, status and whether only news was asked for', async () => {
  await using asking = await company({ latencyMs: 1 });
  await asking.ask('/employees?page_size=2', { headers: { 'if-none-match': 'x' } });
  expect(asking.server.requests()).toEqual([{ method: 'GET', path: `${path}?page_size=2`, status: 200, conditional: true }]);
});
