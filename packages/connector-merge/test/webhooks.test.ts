// Webhooks of Merge through the engine: out of order, twice or never, they save time and decide nothing.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SyncResult } from '@tenure/core';
import type { MergeHook } from '@tenure/simulators/merge';
import { expect, test } from 'vitest';
import { mergeSource } from '../src/index.ts';
import { emailOf, startCompany } from './company.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A company whose Merge tells a backend of ours what happens, when a test has it delivered. */
async function hooked() {
  const company = await startCompany({ people: 6 });
  const { merge, accountToken } = company;
  const { account, apiKey, baseUrl, webhooks, clock } = merge;
  const webhook = { signatureKey: webhooks.signatureKey, linkedAccountId: account.id };
  const source = mergeSource({ apiKey, baseUrl, accountToken, webhook });
  // Breaks of seconds pass at once, the wait for something to happen ends only when it does.
  const sleep = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    do {
      await turn();
      signal.throwIfAborted();
    } while (milliseconds > 60_000);
    clock.advance(milliseconds);
  };
  const lifecycle = company.reopened({ source, clock: { now: clock.now, sleep } });
  const backend = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const facts = { method: 'POST', headers, body: Buffer.concat(parts) };
    response.writeHead((await lifecycle.webhook(new Request(`http://127.0.0.1${request.url}`, facts))).status).end();
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/hooks/merge`;
  webhooks.subscribe(url);
  const stop = new AbortController();
  const syncs: SyncResult[] = [];
  const day = 24 * 3_600_000;
  const watching = lifecycle.watch({
    ...{ signal: stop.signal, fullEveryMs: 7 * day, changesEveryMs: day, inboxEveryMs: day, overdueEveryMs: day },
    onSync: (result) => syncs.push(result),
  });
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await turn();
  };
  await until(() => syncs.length === 1);
  return {
    ...{ company, lifecycle, webhooks, url, account, syncs, until },
    end: async () => {
      stop.abort();
      await watching;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      backend.close();
      await company[Symbol.asyncDispose]();
    },
  };
}

const everyone = [1, 2, 3, 4, 5, 6];
const without = (...gone: readonly number[]) => everyone.filter((number) => !gone.includes(number)).map(emailOf);

/** Only what is told of one employee: everything else asks for a full reading, which finds the truth anyway. */
const others = ({ hook }: MergeHook): boolean => hook.event !== 'Employee.changed';

test('webhooks in reverse and twice over lead to the truth, once; an old one that comes again decides nothing', async () => {
  await using world = await hooked();
  const { company, webhooks, url, account, syncs, until } = world;
  account.hr.change('E-2', { last_name: 'Newname' });
  account.sync.run();
  account.hr.terminate('E-2', '2026-11-20');
  account.sync.run();
  const left = webhooks.waiting().findLast((message) => !others(message));
  await webhooks.deliver({ order: 'reversed', twice: true, lose: others });
  await until(() => syncs.length > 1);
  expect(company.on()).toEqual(without(2));
  account.hr.change('E-2', { termination_date: null, employment_status: 'ACTIVE' });
  account.sync.run();
  await webhooks.deliver({ lose: others });
  await until(() => company.on().includes(emailOf(2)));
  await webhooks.send(url, left ?? {});
  account.hr.terminate('E-4', '2026-11-20');
  account.sync.run();
  await webhooks.deliver({ lose: others });
  await until(() => !company.on().includes(emailOf(4)));
  await world.end();
  expect(company.on()).toEqual(without(4));
  const headers = syncs.slice(1).map(({ plan }) => plan.header);
  expect(headers.map((header) => header.total).filter((total) => total > 0)).toEqual([1, 2, 1]);
  // Nobody but whom the messages named was read again.
  expect(headers.every((header) => header.people <= 1)).toBe(true);
});

test('a webhook that never came costs time and nothing else', async () => {
  await using world = await hooked();
  const { company, lifecycle, webhooks, account } = world;
  account.hr.terminate('E-3', '2026-11-20');
  account.sync.run();
  await webhooks.deliver({ lose: () => true });
  await world.end();
  expect(company.on()).toEqual(without());
  await lifecycle.sync();
  expect(company.on()).toEqual(without(3));
});
