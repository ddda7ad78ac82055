// ADP takes fifty calls at once for one set of credentials, whoever makes them.

import { Agent, fetch as send } from 'undici';
import { expect, test } from 'vitest';
import { startCompany } from './company.ts';

test('of sixty-four people who are asked for at once never more than fifty are under way, and nobody is refused', async () => {
  let underWay = 0;
  let most = 0;
  let agent: Agent | undefined;
  // Only the server knows its certificate: it is there before the first request.
  const counted: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? null : await request.text();
    underWay += 1;
    most = Math.max(most, underWay);
    try {
      const { url, method, headers, signal } = request;
      const answer = await send(url, { method, headers: [...headers], body, signal, dispatcher: agent as Agent });
      return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status, headers: [...answer.headers] });
    } finally {
      underWay -= 1;
    }
  };
  await using company = await startCompany({
    people: 64,
    server: { limits: { perMinute: Number.POSITIVE_INFINITY, concurrent: 50 }, latencyMs: 5 },
    source: { http: { fetch: counted, maxRetries: 0 } },
  });
  const { adp, ids, lifecycle } = company;
  const { certificate, authority } = adp;
  agent = new Agent({ connect: { cert: certificate.certificate, key: certificate.key, ca: authority } });
  await lifecycle.sync();
  most = 0;
  await Promise.all(Array.from({ length: 16 }, (_, part) => lifecycle.sync({ people: ids.slice(part * 4, part * 4 + 4) })));
  expect(most).toBeGreaterThan(16);
  expect(most).toBeLessThanOrEqual(50);
  expect(adp.requests().filter(({ status }) => status >= 400)).toEqual([]);
  await agent.close();
});
