import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorTable } from '../errors.ts';
import { createHttp } from './client.ts';
import { type Loopback, refusal, type Script, startLoopback, testContext } from './loopback.ts';
import type { HttpClientOptions } from './request.ts';

let server: Loopback;
beforeEach(async () => {
  server = await startLoopback();
});
afterEach(() => server.close());

const request = { verb: 'touch thing', id: 't1', method: 'POST', path: '/t1' } as const;
const client = (more: Partial<HttpClientOptions> = {}) =>
  createHttp({ system: 'things', baseUrl: server.url, authorize: async () => ({}), ...more });

const reset: Script = (response) => response.socket?.destroy();
const broken: Script = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"half":', () => response.socket?.destroy());
};
const silent: Script = () => undefined;
const status = (code: number, headers?: Record<string, string>): Script => ({ status: code, ...(headers ? { headers } : {}) });

/** Every fault with what a read and a write make of it. */
const faults: readonly [name: string, fault: Script, onRead: string, onWrite: string][] = [
  ['400', status(400), 'CONNECTOR_REJECTED', 'CONNECTOR_REJECTED'],
  ['401', status(401), 'CONNECTOR_UNAUTHENTICATED', 'CONNECTOR_UNAUTHENTICATED'],
  ['403', status(403), 'CONNECTOR_FORBIDDEN', 'CONNECTOR_FORBIDDEN'],
  ['404', status(404), 'CONNECTOR_REJECTED', 'CONNECTOR_REJECTED'],
  ['408', status(408), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['409', status(409), 'CONNECTOR_CONFLICT', 'CONNECTOR_CONFLICT'],
  ['412', status(412), 'CONNECTOR_REJECTED', 'CONNECTOR_REJECTED'],
  ['422', status(422), 'CONNECTOR_REJECTED', 'CONNECTOR_REJECTED'],
  ['425', status(425), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_UNAVAILABLE'],
  ['429', status(429), 'CONNECTOR_RATE_LIMITED', 'CONNECTOR_RATE_LIMITED'],
  ['500', status(500), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['501', status(501), 'CONNECTOR_REJECTED', 'CONNECTOR_REJECTED'],
  ['502', status(502), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['503', status(503), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['503 with Retry-After', status(503, { 'retry-after': '1' }), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_UNAVAILABLE'],
  ['504', status(504), 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['a reset', reset, 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['an answer that breaks off', broken, 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['a time-out', silent, 'CONNECTOR_UNAVAILABLE', 'CONNECTOR_OUTCOME_UNKNOWN'],
  ['a redirect', status(307, { location: '/x' }), 'CONNECTOR_RESPONSE_UNREADABLE', 'CONNECTOR_RESPONSE_UNREADABLE'],
];

describe.each(faults)('%s', (_name, fault, onRead, onWrite) => {
  test.each([
    ['read', onRead],
    ['write', onWrite],
  ] as const)('to a %s is %s, tried again exactly where the table lets the engine do so', async (effect, code) => {
    server.script(fault);
    const http = client({ http: { timeoutMs: fault === silent ? 250 : 10_000, maxRetries: 1 } });
    const error = await refusal(http.request({ ...request, effect }, testContext()));
    expect(error.code).toBe(code);
    const tries = server.received.length;
    expect(tries > 1).toBe(errorTable[error.code].retry === 'after-delay' && error.code !== 'CONNECTOR_RESPONSE_UNREADABLE');
    expect(error.retry).toBe(errorTable[error.code].retry);
  });
});

describe('waiting', () => {
  test('as long as the server says, on the engine clock, and then answering', async () => {
    server.script(status(429, { 'retry-after': '7' }), status(503, { 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }), status(200));
    const context = testContext();
    await client().request({ ...request, effect: 'write' }, context);
    expect(context.slept).toEqual([7_000, 23_000]);
    expect(server.received).toHaveLength(3);
  });

  test('by back-off where the server says nothing', async () => {
    server.script(status(503));
    const context = testContext();
    await refusal(client({ http: { maxRetries: 4 } }).request({ ...request, effect: 'read' }, context));
    expect(context.slept).toHaveLength(4);
    context.slept.forEach((wait, retry) => {
      expect(wait).toBeLessThanOrEqual(1_000 * 2 ** retry);
    });
  });

  test('too long is left to the engine', async () => {
    server.script(status(429, { 'retry-after': '66' }));
    const context = testContext();
    const error = await refusal(client().request({ ...request, effect: 'read' }, context));
    expect(error).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { status: 429, retryAfterMs: 66_000 } });
    expect([context.slept.length, server.received.length]).toEqual([0, 1]);
  });

  test('of nothing is not taken at its word: back-off goes on, and a write is not certain to be unprocessed', async () => {
    for (const header of ['0', 'Sun, 01 Mar 2020 00:00:00 GMT']) {
      server.script(status(429, { 'retry-after': header }));
      const error = await refusal(client({ http: { maxRetries: 1 } }).request({ ...request, effect: 'write' }, testContext()));
      expect(error).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { retryAfterMs: expect.toSatisfy((wait) => wait > 0) } });
    }
    server.script(status(503, { 'retry-after': '0' }));
    expect((await refusal(client().request({ ...request, effect: 'write' }, testContext()))).code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
  });

  test.each([1e28, Number.POSITIVE_INFINITY])("of %d ms by the vendor's table is a day at most", async (retryAfterMs) => {
    server.script(status(429));
    const classify: HttpClientOptions['classify'] = () => ({ code: 'CONNECTOR_RATE_LIMITED', fact: 'wait', retryAfterMs });
    const error = await refusal(client({ classify }).request({ ...request, effect: 'read' }, testContext()));
    expect(error).toMatchObject({ details: { retryAfterMs: 86_400_000 } });
  });

  test('is turned off by no retries', async () => {
    server.script(status(429));
    await refusal(client({ http: { maxRetries: 0 } }).request({ ...request, effect: 'read' }, testContext()));
    expect(server.received).toHaveLength(1);
  });
});

describe("the vendor's table", () => {
  const body = JSON.stringify({ errorCode: 'E42' });
  const classify: HttpClientOptions['classify'] = ({ status: code, body: parsed }) => {
    if (code === 403) return { code: 'CONNECTOR_RATE_LIMITED', fact: 'the hourly budget is spent', retryAfterMs: 9_000 };
    if (code === 500) return { code: 'CONNECTOR_UNAVAILABLE', fact: 'internal fault', details: { vendorCode: 'E42' } };
    if (code === 412 && (parsed as { errorCode?: string } | undefined)?.errorCode === 'E42') {
      return { code: 'CONNECTOR_SEAT_LIMIT', fact: 'no seat is left', details: { vendorCode: 'E42' } };
    }
    return undefined;
  };

  test('decides the code, the details and the wait', async () => {
    server.script({ status: 403 }, { status: 412, headers: { 'x-request-id': 'r-1' }, body });
    const context = testContext();
    const error = await refusal(client({ classify }).request({ ...request, effect: 'write' }, context));
    expect(context.slept).toEqual([9_000]);
    expect(error).toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT', details: { status: 412, vendorCode: 'E42', requestId: 'r-1' } });
  });

  test('cannot turn a lost write into one that is repeated', async () => {
    server.script({ status: 500 });
    const error = await refusal(client({ classify }).request({ ...request, effect: 'write' }, testContext()));
    expect(error.code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(server.received).toHaveLength(1);
  });

  test('says nothing: the status decides', async () => {
    server.script({ status: 418, body: 'not json' });
    expect((await refusal(client({ classify }).request({ ...request, effect: 'write' }, testContext()))).code).toBe('CONNECTOR_REJECTED');
  });
});
