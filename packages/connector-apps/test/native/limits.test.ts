// Every app with an interface of its own is asked no faster than is declared: all of its requests are counted as they are sent, on
// the engine's clock.
import type { RateLimits } from '@tenure/core/connector';
import { afterEach, expect, test } from 'vitest';
import { company, worker, workers } from '../company.ts';
import { left } from '../lifecycle-promises.ts';
import { testedNativeApps } from './apps.ts';
import type { NativeSetting, TestedNativeApp } from './world.ts';

let setting: NativeSetting | undefined;
afterEach(() => setting?.model.close());

interface Sent {
  readonly at: number;
  readonly method: string;
  readonly path: string;
}

const perMs = 60_000;
/** One at a time: waiting moves the clock at once, also for what is on its way. */
const concurrency = 1;

/** The most requests that were sent in any stretch of so many milliseconds. */
function most(sent: readonly Sent[]): number {
  const times = sent.map(({ at }) => at);
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + perMs).length));
}

/** Four people come, and two of them leave. */
async function sentUnder(limits: RateLimits, { start }: TestedNativeApp): Promise<readonly Sent[]> {
  const employer = company(workers(4));
  const sent: Sent[] = [];
  const sending: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push({ at: employer.clock.now(), method: request.method, path: new URL(request.url).pathname });
    const { status, headers, body } = await fetch(request);
    // Live figures of the vendor count more than what is declared, and this is about that.
    const silent = [...headers].filter(([name]) => !name.startsWith('x-ratelimit'));
    return new Response(body, { status, headers: silent });
  };
  setting = await start(employer.clock.now);
  const lifecycle = employer.lifecycle(setting.app({ limits, allowIrreversible: true, http: { maxRetries: 0, fetch: sending } }));
  await lifecycle.sync();
  for (const number of [1, 2]) employer.hr.putEmployee(worker(number, left));
  await lifecycle.sync();
  return sent;
}

test.each(testedNativeApps.map((tested) => [tested.subpath, tested] as const))('%s', async (_subpath, tested) => {
  const sent = await sentUnder({ concurrency, requests: { count: 5, perMs } }, tested);
  expect(sent.length).toBeGreaterThan(10);
  expect(most(sent)).toBe(5);
});

test('Microsoft Entra counts writes apart from reads', async () => {
  const entra = testedNativeApps.find(({ subpath }) => subpath === 'microsoft-entra');
  if (entra === undefined) return expect.unreachable();
  const sent = await sentUnder({ concurrency, buckets: { write: { count: 2, perMs }, read: { count: 1_000, perMs } } }, entra);
  const writes = sent.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/token'));
  expect([writes.length, most(writes)]).toEqual([8, 2]);
  expect(most(sent.filter(({ method }) => method === 'GET'))).toBeGreaterThan(2);
});
