import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp } from './client.ts';
import { type Loopback, type Script, startLoopback, testContext } from './loopback.ts';

const marker = 'MARKER-7f3a';
let server: Loopback;
beforeEach(async () => {
  server = await startLoopback();
});
afterEach(() => server.close());

/** Everything an error can show, its causes and hidden fields included. */
function printed(error: unknown): string {
  const parts = [inspect(error, { depth: 12, showHidden: true, getters: true }), String(error), JSON.stringify(error)];
  if (error instanceof Error) parts.push(error.stack ?? '', error.cause === undefined ? '' : printed(error.cause));
  return parts.join('\n');
}

const everywhere = { 'x-echo': marker, 'x-request-id': `${marker} with spaces`, location: `https://else.test/${marker}?q=${marker}` };
const answers: Record<string, Script> = Object.fromEntries<Script>([
  ...[302, 400, 401, 403, 404, 409, 412, 422, 429, 500, 503].map((status): [string, Script] => [
    String(status),
    { status, headers: everywhere, body: JSON.stringify({ message: marker, [marker]: marker }) },
  ]),
  ['a page', { status: 200, headers: { ...everywhere, 'content-type': 'text/html' }, body: `<p>${marker}</p>` }],
  ['half a document', { status: 200, headers: everywhere, body: `{"${marker}":"${marker}` }],
  ['another shape', { status: 200, headers: everywhere, body: JSON.stringify({ items: { [`${marker} name`]: marker } }) }],
  ['a reset', (response) => response.socket?.destroy()],
  ['silence', () => undefined],
]);

const schema = z.object({ items: z.record(z.string(), z.number()) });

test.each(Object.keys(answers).flatMap((name) => [[name, 'read'] as const, [name, 'write'] as const]))(
  'no error and no log line after %s to a %s shows what was sent or received',
  async (name, effect) => {
    server.script(answers[name] ?? { status: 500 });
    const context = testContext();
    const http = createHttp({
      system: 'things',
      baseUrl: server.url,
      authorize: async (_context, reason) => ({ authorization: `Bearer ${marker} ${reason}` }),
      http: { maxRetries: 1, timeoutMs: name === 'silence' ? 40 : 10_000 },
    });
    const error: unknown = await http
      .request(
        {
          verb: 'touch thing',
          id: `${marker}@x.test`,
          method: 'POST',
          path: `/${marker}`,
          query: { filter: marker },
          json: { name: marker },
          headers: { 'x-extra': marker },
          effect,
          schema,
        },
        context,
      )
      .catch((reason: unknown) => reason);
    expect(server.received.length).toBeGreaterThan(0);
    expect(error).toMatchObject({ name: 'TenureError' });
    expect(printed(error)).not.toContain(marker);
    expect(inspect(context.logged, { depth: 12 })).not.toContain(marker);
  },
);

test.each([
  ['a credential with a line break', async () => ({ authorization: `Bearer ${marker}\n${marker}` })],
  ['a credential function that throws', () => Promise.reject(new Error(marker))],
])('%s does not show in the error', async (_name, authorize) => {
  const http = createHttp({ system: 'things', baseUrl: server.url, authorize });
  const request = { verb: 'read thing', method: 'GET', path: '/', effect: 'read' } as const;
  const error: unknown = await http.request(request, testContext()).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'TenureError' });
  expect(printed(error)).not.toContain(marker);
});
