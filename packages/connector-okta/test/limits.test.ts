// What the headers of limits may say, and what is left of a bucket for whoever leaves.
import { noLimits } from '@tenure/simulators/okta';
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';
import { eventClock } from './event-clock.ts';

const [limit, remaining, reset] = ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'] as const;
const perMinute = 50;
const limits = { ...noLimits, perMinute: { ...noLimits.perMinute, users: perMinute } };

const each = (headers: Headers, names: readonly string[], value: string): void => {
  for (const name of names) headers.set(name, value);
};
const hours = (text: string | null, off: number) => new Date(Date.parse(text ?? '') + off * 3_600_000).toUTCString();

// Without a limit that can be read, every window is run into and waited for; what is read is kept to, whatever it is called.
test.each<[string, (headers: Headers) => void, mostRefusals: number]>([
  ['missing', (headers) => void [limit, remaining, reset].map((name) => headers.delete(name)), 20],
  ['words', (headers) => each(headers, [limit, remaining, reset], 'many'), 20],
  ['below nothing', (headers) => each(headers, [limit, remaining], '-5'), 20],
  ['half a call', (headers) => headers.set(remaining, '0.5'), 20],
  ['more left than the limit', (headers) => headers.set(remaining, '100000'), 0],
  ['numbers beyond all bounds', (headers) => each(headers, [limit, remaining], '9'.repeat(400)), 20],
  ['nothing left and over long ago', (headers) => headers.set(reset, '0'), 20],
  ['over in a thousand years', (headers) => headers.set(reset, '99999999999'), 0],
  ['milliseconds in the place of seconds', (headers) => headers.set(reset, `${headers.get(reset)}000`), 0],
  ['a clock five hours ahead', (headers) => headers.set('date', hours(headers.get('date'), 5)), 20],
  ['a clock five hours behind', (headers) => headers.set('date', hours(headers.get('date'), -5)), 0],
  ['no date', (headers) => headers.delete('date'), 20],
  ['limit 0 in answers that are none of refusals', (headers) => each(headers, [limit, remaining], '0'), 150],
])('headers with %s keep nobody out and make nobody twice', async (_title, spoil, mostRefusals) => {
  const spoilt: typeof fetch = async (input, init) => {
    const answer = await fetch(new Request(input, init));
    const headers = new Headers(answer.headers);
    spoil(headers);
    return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status, headers });
  };
  const people = Array.from({ length: 2 * perMinute + 10 }, (_, index) => worker(`person${index}`));
  await using company = await openCompany(people, { org: { limits }, okta: { http: { fetch: spoilt }, signIn: 'federated' } });
  const { run } = await company.lifecycle.sync();
  expect(run.counts).toMatchObject({ applied: people.length, failed: 0, unknown: 0 });
  expect(company.backend.users()).toHaveLength(people.length + 1);
  const calls = company.server.requests();
  expect(calls.filter(({ method, path, status }) => method === 'POST' && path.startsWith('/api/v1/users?') && status === 200)).toHaveLength(
    people.length,
  );
  expect(calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(mostRefusals);
});

test('an org that others use as well is asked no more than is left beside them, though its window began with theirs', async () => {
  const clock = eventClock(Date.parse('2026-11-23T12:00:17.250Z'));
  const { signal } = new AbortController();
  let org: typeof fetch = fetch;
  const slowly: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    await clock.sleep(240, signal);
    const answer = await clock.during(() => org(request));
    await clock.sleep(240, signal);
    return answer;
  };
  const okta = { signIn: 'federated', http: { fetch: slowly, timeoutMs: 600_000 } } as const;
  const shared = { ...noLimits, perMinute: { ...noLimits.perMinute, users: 150 } };
  await using company = await openCompany(
    Array.from({ length: 300 }, (_, index) => worker(`person${index}`)),
    { clock, org: { limits: shared }, okta },
  );
  const { server, backend } = company;
  org = server.fetch;
  // Half of the org's 300 is ours; of each window the others take 200.
  backend.seedToken('of-others', backend.seedUser({ login: 'others@example.com', roles: ['SUPER_ADMIN'] }).id);
  server.foreignTraffic('users', 200, 'every-window');
  await org(`${server.url}/api/v1/users`, { headers: { authorization: 'SSWS of-others' } });
  await clock.sleep(20_000, signal);
  const { run } = await company.lifecycle.sync();
  expect(run.counts).toMatchObject({ applied: 300, failed: 0 });
  expect(server.requests().filter(({ status }) => status === 429)).toEqual([]);
}, 60_000);

test('whoever leaves while an import has used up its part of the window is off at once by what is kept of it, and no call is refused', async () => {
  const clock = eventClock(Date.parse('2026-11-23T12:00:17.250Z'));
  const { signal } = new AbortController();
  const latencyMs = 480;
  const sent: { readonly at: number; readonly line: string }[] = [];
  let org: typeof fetch = fetch;
  const slowly: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    await clock.sleep(latencyMs / 2, signal);
    sent.push({ at: clock.now(), line: `${request.method} ${new URL(request.url).pathname}` });
    const answer = await clock.during(() => org(request));
    await clock.sleep(latencyMs / 2, signal);
    return answer;
  };
  const okta = { signIn: 'federated', http: { fetch: slowly, timeoutMs: 600_000 } } as const;
  await using company = await openCompany([worker('ada')], { clock, org: { limits }, okta });
  org = company.server.fetch;
  await company.lifecycle.sync();
  const { id = '' } = company.backend.userByLogin('ada@example.com') ?? {};
  company.backend.signIn(id);
  const joiners = Array.from({ length: 3 * perMinute }, (_, index) => worker(`person${index}`));
  company.hr.setEmployees([worker('ada'), ...joiners]);
  await clock.sleep(120_000, signal);
  sent.length = 0;
  const underWay = company.lifecycle.sync();
  await clock.sleep(30_000, signal);
  expect(sent).toHaveLength(perMinute - 2);
  const from = clock.now();
  company.hr.setEmployees([worker('ada', { status: 'terminated', endDate: '2026-11-20' }), ...joiners]);
  await company.lifecycle.sync({ people: ['ada'] });
  const ofAda = sent
    .filter(({ line }) => line.includes(id))
    .map(({ at, line }) => [line.replace(id, '*'), at - from < 2_000, at - from < 60_000]);
  expect(ofAda).toEqual([
    ['GET /api/v1/users/*/roles', true, true],
    ['POST /api/v1/users/*/lifecycle/deactivate', true, true],
    // The third call of a leaver is beyond what is kept of so small a window: the next one begins with it.
    ['DELETE /api/v1/users/*/sessions', false, true],
    ['GET /api/v1/users/*', false, true],
  ]);
  await underWay;
  expect(company.server.requests().filter(({ status }) => status === 429)).toEqual([]);
  expect(company.backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0 } });
  expect(company.backend.users()).toHaveLength(joiners.length + 2);
}, 60_000);
