import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';
import type { AdpFaultEffect } from './faults.ts';

const list = '/hr/v2/workers';

async function company(options?: Parameters<typeof startAsking>[0]): Promise<Asking> {
  const asking = await startAsking(options);
  asking.server.subscriber.hr.bulkLoad([{}, {}, {}, {}]);
  return asking;
}

test.each<[AdpFaultEffect, number, string | RegExp]>([
  [{ kind: 'hiccup' }, 404, 'default backend - 404'],
  [{ kind: 'problem', shape: 'gateway', status: 401 }, 401, /"responseCode":401.*client_ip_adddress/],
  [{ kind: 'problem', shape: 'gateway', status: 403 }, 403, /"responseCode":403/],
  [{ kind: 'problem', shape: 'gateway', status: 404 }, 404, /"responseCode":404/],
  [{ kind: 'problem', shape: 'confirm-message', status: 400 }, 400, /^\{"confirmMessage":.*resourceMessages/],
  [{ kind: 'problem', shape: 'confirm-message', status: 500 }, 500, /^\{"confirmMessage":/],
  [{ kind: 'problem', shape: 'process-messages', status: 500 }, 500, /^\{"confirmMessage":\{"processMessages"/],
  [{ kind: 'problem', shape: 'bare-confirm-message', status: 404 }, 404, /^\{"confirmMessageID"/],
  [{ kind: 'problem', shape: 'errors', status: 503 }, 503, /^\{"errors":/],
  [{ kind: 'problem', shape: 'exception-messages', status: 400 }, 400, /^\{"exceptionMessages":/],
  [{ kind: 'partial' }, 206, /^\{"workers":\[\{/],
  [{ kind: 'html', status: 504 }, 504, /^<html>/],
  [{ kind: 'empty' }, 200, ''],
  [{ kind: 'empty', status: 204 }, 204, ''],
  [{ kind: 'cut' }, 200, /^\{"workers":\[\{.*[^}]$/],
  [{ kind: 'throttled' }, 429, ''],
])('%j', async (effect, status, text) => {
  await using asking = await company();
  asking.server.fail({ path: list, effect });
  const answer = await asking.ask(list);
  expect([answer.status, answer.text]).toEqual([status, typeof text === 'string' ? text : expect.stringMatching(text)]);
  expect(answer.headers.get('adp-correlationid')).toMatch(/./);
  if (status === 206) expect(answer.rows.length).toBe(2);
  expect((await asking.ask(list)).rows.length, 'gone after one call').toBe(4);
});

test.each<AdpFaultEffect>([{ kind: 'reset' }, { kind: 'reset-after' }, { kind: 'reset-mid-body' }])(
  '%j breaks the connection',
  async (effect) => {
    await using asking = await company();
    asking.server.fail({ path: list, effect });
    await expect(asking.ask(list)).rejects.toThrow();
    expect(asking.server.requests().at(-1)).toMatchObject({ status: 0 });
  },
);

test('a stalled answer comes when the client has long gone', async () => {
  await using asking = await company();
  const gone = new AbortController();
  const fault = asking.server.fail({ path: list, effect: { kind: 'stall' } });
  const asked = expect(asking.ask(list, { signal: gone.signal })).rejects.toThrow();
  await expect.poll(() => fault.hits()).toBe(1);
  gone.abort();
  await asked;
  await expect.poll(() => asking.server.requests().at(-1)?.status).toBe(0);
});

test('between two pages the token can die, consent can end, the certificate can end, rows can be hidden', async () => {
  const between: readonly (readonly [(asking: Asking) => void, number])[] = [
    [({ server }) => server.expireTokens(), 401],
    [({ server }) => server.subscriber.setConsent('withdrawn'), 403],
    [({ server }) => server.subscriber.hide(() => true), 204],
  ];
  for (const [does, status] of between) {
    await using asking = await company();
    asking.server.fail({ path: list, nth: 2, effect: { kind: 'meanwhile', does: () => does(asking) } });
    expect((await asking.ask(`${list}?$top=2`)).rows.length).toBe(2);
    expect((await asking.ask(`${list}?$top=2&$skip=2`)).status).toBe(status);
  }
  await using asking = await company();
  const { server } = asking;
  server.fail({ path: list, nth: 2, effect: { kind: 'meanwhile', does: () => server.expireCertificate(server.certificate) } });
  expect((await asking.ask(`${list}?$top=2`)).rows.length).toBe(2);
  await expect(asking.ask(`${list}?$top=2&$skip=2`)).rejects.toThrow();
});

test('the journal holds method, path with query, status and whether only news was asked for', async () => {
  await using asking = await company();
  await asking.ask(`${list}?$top=1`, { headers: { 'if-none-match': 'true' } });
  expect(asking.server.requests().at(-1)).toEqual({ method: 'GET', path: `${list}?$top=1`, status: 200, conditional: true });
});
