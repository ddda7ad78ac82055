// A first import at the pace that Okta allows, on a clock that skips the waiting: the limit is used, and never run into.

import { noLimits } from '@tenure/simulators/okta';
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';
import { eventClock } from './event-clock.ts';

const perMinute = 600;
/** What the limiter keeps of each window for access cuts: 2 %, at least two calls. */
const reserve = Math.max(2, Math.ceil(perMinute * 0.02));
const people = 5_000;
/** What a create took in recordings of live orgs, at the median. */
const latencyMs = 480;
const minute = 60_000;

test('5,000 joiners at 600 a minute use at least 95 % of what the limit leaves beside the reserve, and no call is refused', async () => {
  const clock = eventClock(Date.parse('2026-11-23T12:00:17.250Z'));
  const sent: { readonly at: number; readonly status: number; readonly line: string }[] = [];
  const signal = new AbortController().signal;
  let org: typeof fetch = fetch;
  const slowly: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const line = `${request.method} ${new URL(request.url).pathname}`;
    await clock.sleep(latencyMs / 2, signal);
    const at = clock.now();
    const answer = await clock.during(() => org(request));
    sent.push({ at, status: answer.status, line });
    await clock.sleep(latencyMs / 2, signal);
    return answer;
  };
  const limits = { ...noLimits, perMinute: { ...noLimits.perMinute, users: perMinute } };
  const names = Array.from({ length: people }, (_, index) => `person${index}`);
  await using company = await openCompany(
    names.map((name) => worker(name)),
    { clock, org: { limits }, okta: { http: { fetch: slowly, timeoutMs: 600_000 } } },
  );
  // Without a socket in between: what is measured is who waits for what, on a clock that no socket knows.
  org = company.server.fetch;
  const plan = await company.lifecycle.plan();
  // The limit is known from reading the users who are there: nobody has to state it.
  expect(plan.header.estimates).toEqual([{ target: 'okta', calls: people, seconds: Math.ceil(people / (perMinute - reserve) - 1) * 60 }]);
  const run = await company.lifecycle.apply(plan);
  expect(run.counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0 });
  expect(company.backend.users()).toHaveLength(people + 1);

  const creates = sent.filter(({ line }) => line === 'POST /api/v1/users');
  const from = creates[0]?.at ?? 0;
  const until = creates.at(-1)?.at ?? 0;
  expect(sent.filter(({ status, at }) => status === 429 && at > from + minute)).toEqual([]);
  // Whole minutes only: the last one ends when there is nobody left.
  const whole = Math.floor((until - from) / minute);
  const used = creates.filter(({ at }) => at < from + whole * minute).length;
  const share = used / (whole * (perMinute - reserve));
  expect(whole).toBeGreaterThanOrEqual(8);
  expect(share).toBeGreaterThanOrEqual(0.95);
  expect(creates.filter(({ status }) => status === 429)).toHaveLength(0);
}, 240_000);
