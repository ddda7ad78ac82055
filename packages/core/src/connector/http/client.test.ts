import { createServer } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp } from './client.ts';
import { type Loopback, refusal, startLoopback, testContext } from './loopback.ts';
import type { HttpOptions } from './options.ts';
import type { Authorize, HttpClientOptions } from './request.ts';

let server: Loopback;
beforeEach(async () => {
  server = await startLoopback();
});
afterEach(() => server.close());

const schema = z.object({ items: z.array(z.string()) });
const read = { verb: 'list things', method: 'GET', path: '/things', effect: 'read', schema } as const;
const write = { verb: 'change thing', id: 't1', method: 'POST', path: '/things/t1', effect: 'write' } as const;
const good = { status: 200, body: '{"items":["a"],"extra":1}' };

function client(http: HttpOptions = {}, more: Partial<HttpClientOptions> = {}) {
  return createHttp({ system: 'things', baseUrl: server.url, authorize: async () => ({ authorization: 'Bearer t' }), http, ...more });
}

describe('an answer', () => {
  test('is read with the schema, and unknown fields are ignored', async () => {
    server.script(good);
    const answer = await client().request(read, testContext());
    expect(answer.body).toEqual({ items: ['a'] });
    expect(server.received[0]).toMatchObject({ method: 'GET', url: '/things', headers: { authorization: 'Bearer t' } });
  });

  test('with no content is undefined where the schema allows it', async () => {
    server.script((response) => response.writeHead(204).end());
    expect((await client().request(write, testContext())).body).toBeUndefined();
    expect((await client().request({ ...write, schema: schema.optional() }, testContext())).body).toBeUndefined();
  });

  test('asked for as text comes as it is: half a document, a page, nothing at all', async () => {
    const text = { ...read, schema: z.string().optional(), bodyAs: 'text' } as const;
    for (const body of ['{"items":["a"', '<html>hello</html>', '[1]']) {
      server.script({ status: 200, body });
      expect((await client().request(text, testContext())).body).toBe(body);
    }
    server.script((response) => response.writeHead(204).end());
    expect((await client().request(text, testContext())).body).toBeUndefined();
  });

  test('of an accepted status comes back with its JSON, unread by the schema', async () => {
    server.script({ status: 404, body: '{"reason":"none"}' });
    const answer = await client().request({ ...read, accept: [404] }, testContext());
    expect(answer).toMatchObject({ status: 404, body: undefined, problem: { reason: 'none' } });
  });

  test('of a listed media type is handed over as text', async () => {
    server.script({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' }, body: 'a,b' });
    const answer = await client().request({ ...read, schema: z.string(), mediaTypes: ['text/csv'] }, testContext());
    expect(answer.body).toBe('a,b');
  });

  test('is sent as JSON or as a form', async () => {
    server.script({ status: 200 });
    await client().request({ ...write, json: { a: 1 } }, testContext());
    await client().request({ ...write, form: { a: '1 2' } }, testContext());
    expect(server.received.map((one) => [one.headers['content-type']?.split(';')[0], one.body])).toEqual([
      ['application/json', '{"a":1}'],
      ['application/x-www-form-urlencoded', 'a=1+2'],
    ]);
  });
});

describe('what cannot be read is never an empty answer', () => {
  const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' };
  test.each([
    ['a login page', page],
    ['half a document', { status: 200, body: '{"items":["a"' }],
    ['an empty body', { status: 200, body: '' }],
    ['plain text', { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' }],
    ['another shape', { status: 200, body: '{"things":[]}' }],
    ['null', { status: 200, body: 'null' }],
  ])('%s is unreadable to a read, and leaves a write open', async (_name, script) => {
    server.script(script);
    expect((await refusal(client().request(read, testContext()))).code).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    expect((await refusal(client().request({ ...write, schema }, testContext()))).code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    expect(server.received).toHaveLength(2);
  });

  test.each(['text/html', 'application/xhtml+xml', 'text/plain', ''])(
    'a page in place of an answer that nobody reads is refused too, also when it calls itself %j',
    async (type) => {
      server.script((response) => {
        if (type !== '') response.setHeader('content-type', type);
        response.end('\n<!DOCTYPE html><html><body>Sign in</body></html>');
      });
      expect((await refusal(client().request(write, testContext()))).code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
    },
  );

  test('an answer above the limit is refused, with and without a stated length', async () => {
    const body = JSON.stringify({ items: ['x'.repeat(5_000)] });
    const http = client({ maxAnswerBytes: 1_000 });
    server.script({ status: 200, headers: { 'content-length': String(body.length) }, body }, (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(body.slice(0, 2_000));
      response.end(body.slice(2_000));
    });
    for (let count = 0; count < 2; count += 1) {
      expect((await refusal(http.request(read, testContext()))).code).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    }
  });
});

describe('redirects and links', () => {
  test('a redirect is not followed, and only its host is named', async () => {
    server.script({ status: 302, headers: { location: 'https://login.test:8443/path?token=marker' } });
    const error = await refusal(client().request(read, testContext()));
    expect(error.message).toBe('things: list things: it redirects to login.test:8443 (302)');
    expect(error.code).toBe('CONNECTOR_RESPONSE_UNREADABLE');
    expect(server.received).toHaveLength(1);
  });

  test('a write answered with See Other may have taken effect', async () => {
    server.script({ status: 303, headers: { location: '/elsewhere' } });
    expect((await refusal(client().request(write, testContext()))).code).toBe('CONNECTOR_OUTCOME_UNKNOWN');
  });

  test('a link to another origin is refused before anything is sent', async () => {
    const request = { ...read, path: undefined, url: 'http://localhost:1/next?secret=marker' };
    const error = await refusal(client().request(request, testContext()));
    expect(error.message).toBe('things: list things: the link leads to another host (localhost:1)');
    expect(server.received).toHaveLength(0);
  });

  test('a link to the same origin is followed as it stands', async () => {
    server.script(good);
    await client({}, { baseUrl: `${server.url}/api` }).request(
      { ...read, path: undefined, url: `${server.url}/x?after=a%2Bb` },
      testContext(),
    );
    expect(server.received[0]?.url).toBe('/x?after=a%2Bb');
  });
});

describe('the credential', () => {
  const renewing = (): { authorize: Authorize; reasons: string[] } => {
    const reasons: string[] = [];
    const authorize: Authorize = async (_context, reason) => {
      reasons.push(reason);
      return { authorization: `Bearer ${reason}` };
    };
    return { authorize, reasons };
  };

  test('is renewed once after a refusal, also where nothing else is tried again', async () => {
    const { authorize, reasons } = renewing();
    server.script({ status: 401 }, good);
    await client({ maxRetries: 0 }, { authorize }).request(read, testContext());
    expect(reasons).toEqual(['first', 'rejected']);
    expect(server.received[1]?.headers.authorization).toBe('Bearer rejected');
  });

  test('refused twice is an error, and is not asked for a third time', async () => {
    const { authorize, reasons } = renewing();
    server.script({ status: 401 }, { status: 503 }, { status: 401 });
    expect((await refusal(client({}, { authorize }).request(read, testContext()))).code).toBe('CONNECTOR_UNAUTHENTICATED');
    expect(reasons).toEqual(['first', 'rejected', 'first']);
  });

  test('that cannot be renewed is not sent again', async () => {
    server.script({ status: 401 });
    expect((await refusal(client().request(read, testContext()))).code).toBe('CONNECTOR_UNAUTHENTICATED');
    expect(server.received).toHaveLength(1);
  });

  test('whose function never answers ends with the time of one try, and sends nothing', async () => {
    const authorize = () => new Promise<Record<string, string>>(() => undefined);
    const error = await refusal(client({ timeoutMs: 20, maxRetries: 0 }, { authorize }).request(write, testContext()));
    expect(error.message).toBe('things: change thing t1: the credential could not be fetched within 20 ms');
    expect([error.code, server.received.length]).toEqual(['CONNECTOR_UNAVAILABLE', 0]);
  });

  test('whose function fails sends nothing', async () => {
    const authorize = () => Promise.reject(new Error('the vault says marker'));
    const error = await refusal(client({}, { authorize }).request(write, testContext()));
    expect(error.code).toBe('CONNECTOR_UNAVAILABLE');
    expect(server.received).toHaveLength(0);
  });
});

describe('an abort', () => {
  test.each(['before', 'while waiting for an answer', 'in the middle of an answer', 'between tries', 'while authorising'])(
    '%s throws the reason unchanged',
    async (moment) => {
      const controller = new AbortController();
      const reason = { because: moment };
      const abort = () => controller.abort(reason);
      const context = { ...testContext(controller.signal) };
      let authorize: Authorize = async () => ({});
      if (moment === 'before') abort();
      if (moment === 'while waiting for an answer') server.script(abort);
      if (moment === 'while authorising') {
        authorize = () => new Promise(abort);
      }
      if (moment === 'in the middle of an answer') {
        server.script((response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('{"items":', () => setImmediate(abort));
        });
      }
      if (moment === 'between tries') {
        server.script({ status: 503 });
        context.sleep = () => {
          abort();
          return Promise.reject(controller.signal.reason);
        };
      }
      await expect(client({}, { authorize }).request(read, context)).rejects.toBe(reason);
    },
  );

  test('is prompt although the sender ignores signals', async () => {
    const controller = new AbortController();
    const http = client({ fetch: () => new Promise(() => setImmediate(() => controller.abort('enough'))) });
    await expect(http.request(write, testContext(controller.signal))).rejects.toBe('enough');
  });
});

describe('without a server', () => {
  let port = 0;
  beforeAll(async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    port = (probe.address() as { port: number }).port;
    await new Promise((resolve) => probe.close(resolve));
  });

  test('reads and writes are tried again, for nothing was sent', async () => {
    for (const request of [read, write]) {
      const context = testContext();
      const error = await refusal(client({ maxRetries: 2 }, { baseUrl: `http://127.0.0.1:${port}` }).request(request, context));
      expect(error.code).toBe('CONNECTOR_UNAVAILABLE');
      expect(error.message).toContain('ECONNREFUSED');
      expect(context.slept).toHaveLength(2);
    }
  });
});
