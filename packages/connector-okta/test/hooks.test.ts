// From a change that somebody makes in the org to what is done about it: event hook, webhook, a look, a plan for one person.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Lifecycle, SyncResult } from '@tenure/core';
import { expect, test } from 'vitest';
import { hookEvents } from '../src/index.ts';
import { type Company, noGuards, openCompany, worker } from './company.ts';
import { eventClock } from './event-clock.ts';

const secret = 'hook-secret';
const left = worker('ada', { status: 'terminated', endDate: '2026-11-20' });

/** Another administrator, who works by hand. */
async function byHand({ server }: Company, method: string, path: string, body: unknown = undefined): Promise<unknown> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization: 'SSWS of-another',
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': String(text.length),
  };
  const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(text === '' ? {} : { body: text }) });
  const answer = await response.text();
  return answer === '' ? undefined : JSON.parse(answer);
}

/** A company whose org tells a backend of ours at once what happens. */
async function hooked(lifecycleOf: (company: Company) => Lifecycle = ({ lifecycle }) => lifecycle) {
  const clock = eventClock(Date.parse('2026-11-23T12:00:00Z'));
  const waitedFor: typeof fetch = (input, init) =>
    clock.during(async () => {
      const response = await fetch(input, init);
      const { status, headers } = response;
      return new Response(status === 204 ? null : await response.arrayBuffer(), { status, headers });
    });
  const company = await openCompany([worker('ada'), worker('grace')], {
    clock,
    okta: { eventHook: { secret }, signIn: 'federated', http: { fetch: waitedFor } },
    // Whoever was switched off by others is switched on again only when a person approves.
    lifecycle: { guards: { ...noGuards, reactivate: { floor: 0, share: 0 } } },
  });
  const admin = company.backend.seedUser({ login: 'admin@example.com', roles: ['SUPER_ADMIN'] });
  company.backend.seedToken('of-another', admin.id);
  const lifecycle = lifecycleOf(company);
  const statuses: number[] = [];
  const backend = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const { method = 'GET', url = '' } = request;
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
    const body = parts.length === 0 ? {} : { body: Buffer.concat(parts) };
    const answer = await lifecycle.webhook(new Request(`http://127.0.0.1${url}`, { method, headers, ...body }));
    statuses.push(answer.status);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const uri = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/hooks/okta`;
  const config = { uri, headers: [], authScheme: { type: 'HEADER', key: 'authorization', value: secret } };
  const { id } = (await byHand(company, 'POST', '/eventHooks', {
    name: 'tenure',
    events: { type: 'EVENT_TYPE', items: hookEvents },
    channel: { type: 'HTTP', version: '1.0.0', config },
  })) as { id: string };
  await byHand(company, 'POST', `/eventHooks/${id}/lifecycle/verify`);
  return {
    company,
    lifecycle,
    statuses,
    userOf: (name: string) => {
      const user = company.backend.userByLogin(`${name}@example.com`);
      if (user === undefined) throw new TypeError(`no ${name}`);
      return user;
    },
    async [Symbol.asyncDispose]() {
      backend.close();
      await company[Symbol.asyncDispose]();
    },
  };
}

test('a leaver whom an administrator lets in again is cut within seconds of the event, by a plan for them alone', async () => {
  await using world = await hooked();
  const { company, lifecycle, userOf } = world;
  await lifecycle.sync();
  company.hr.setEmployees([left, worker('grace')]);
  const stop = new AbortController();
  const synced: SyncResult[] = [];
  let heard = (): void => {};
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  const onSync = (result: SyncResult): void => {
    synced.push(result);
    heard();
  };
  const watching = lifecycle.watch({ signal: stop.signal, fullEveryMs: 7 * 86_400_000, onSync });
  await until(() => userOf('ada').status === 'DEPROVISIONED' && synced.length > 0);
  await byHand(company, 'POST', `/users/${userOf('ada').id}/lifecycle/activate`);
  expect(userOf('ada').status).not.toBe('DEPROVISIONED');
  company.calls();
  const before = synced.length;
  await company.server.deliverHooks();
  await until(() => synced.length > before);
  expect(userOf('ada').status).toBe('DEPROVISIONED');
  expect(synced.at(-1)?.plan.header).toMatchObject({ people: 1, total: 1 });
  expect(company.calls().filter((call) => call === 'GET /users')).toEqual([]);
  stop.abort();
  await watching;
}, 30_000);

test('without a watch the next sync looks at whom the hook named; nobody is taken for cut because a hook says so', async () => {
  await using world = await hooked();
  const { company, lifecycle, userOf } = world;
  await lifecycle.sync();
  const { id } = userOf('ada');
  await byHand(company, 'POST', `/users/${id}/lifecycle/suspend`);
  // Over before anybody looks: what counts is what is there then.
  const grace = userOf('grace').id;
  await byHand(company, 'POST', `/users/${grace}/lifecycle/suspend`);
  await byHand(company, 'POST', `/users/${grace}/lifecycle/unsuspend`);
  await company.server.deliverHooks();
  const states = [];
  await lifecycle.sync();
  for await (const { person, state } of lifecycle.accounts()) states.push(`${person} ${state}`);
  expect(states.sort()).toEqual(['ada disabled', 'grace active']);
});

test('what we did ourselves is no news: a hook for our own writes asks for no look', async () => {
  await using world = await hooked();
  const { company, lifecycle, statuses } = world;
  await lifecycle.sync();
  await company.server.deliverHooks();
  expect(statuses.length).toBeGreaterThan(1);
  company.calls();
  await lifecycle.sync();
  expect(company.calls()).toEqual([]);
});

test('accounts that cannot be read when a hook names them are not forgotten: the next full plan lists them all', async () => {
  await using world = await hooked();
  const { company, lifecycle, userOf } = world;
  await lifecycle.sync();
  await byHand(company, 'POST', `/users/${userOf('ada').id}/lifecycle/suspend`);
  await company.server.deliverHooks();
  company.server.fail({ path: '/api/v1/users/*', method: 'GET', times: 1, effect: { kind: 'status', status: 403, code: 'E0000006' } });
  await lifecycle.sync();
  await lifecycle.sync();
  const states = [];
  for await (const { person, state } of lifecycle.accounts()) states.push(`${person} ${state}`);
  expect(states.sort()).toEqual(['ada disabled', 'grace active']);
});
