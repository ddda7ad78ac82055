// A list that moves while it is read, a queue with poison, what a check says, and a large company.
import { testContext } from '@tenure/core/testing';
import { quotedAdpLimits } from '@tenure/simulators/adp';
import { expect, test } from 'vitest';
import { adpSource } from '../src/index.ts';
import { openWalk } from '../src/reading/walk.ts';
import { accessTo, startCompany, worker } from './company.ts';

const workers = '/hr/v2/workers';

test('somebody hired while the list is read moves everybody down: it is read again, and nobody is missing', async () => {
  await using company = await startCompany({ people: 230, server: { switches: { order: 'newest-first' } } });
  await company.sync();
  const hires = () => void company.hr.bulkLoad([worker(231)]);
  company.adp.fail({ path: workers, nth: 2, effect: { kind: 'meanwhile', does: hires } });
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toHaveLength(231);
});

test('a list in another order with every call never makes anybody missing, and says so', async () => {
  await using company = await startCompany({ people: 230, server: { switches: { order: 'unstable' } } });
  expect((await company.sync()).join()).toMatch(/moved while it was read, 3 times over/);
  const known = company.on();
  await company.sync();
  expect(company.on()).toEqual(expect.arrayContaining([...known]));
});

const asRecords = async (rows: readonly unknown[]) =>
  rows.map((row) => {
    const { id } = row as { id: string };
    return { id, record: { kind: 'record', value: { id } } } as const;
  });

test('an announced number that is not reached is told when two readings agree on it', async () => {
  let readings = 0;
  const walk = openWalk({
    fetch: async (skip) => {
      if (skip > 0) return undefined;
      readings += 1;
      return { rows: [{ id: 'G1' }], total: 12, isPart: true };
    },
    rows: asRecords,
  });
  const first = await walk.page({ limit: 100 }, testContext());
  expect(first.items).toHaveLength(1);
  expect(await walk.page({ limit: 100, cursor: first.next }, testContext())).toEqual({ items: [] });
  expect(walk.takeDoubts()).toEqual(['ADP announced 12 people and gave 1', 'ADP says that its list is not whole']);
  expect([walk.takeDoubts(), readings]).toEqual([[], 2]);
});

test('a message that no event is goes aside, and the next one is read; acknowledging twice is fine', async () => {
  await using company = await startCompany({ people: 1 });
  const { hints } = company.source;
  const { queue } = company.adp.subscriber;
  queue.post({ events: 'not a list' });
  company.hr.terminate(company.ids[0] ?? '');
  const take = () => hints?.receive({ waitMs: 0 }, testContext());
  const poison = await take();
  expect(poison).toMatchObject({ kind: 'unreadable' });
  for (let times = 0; times < 2; times += 1) await hints?.acknowledge({ receipt: poison?.receipt ?? '' }, testContext());
  const message = await take();
  expect(message).toMatchObject({ kind: 'hint', hint: { ids: [company.ids[0]] } });
  expect(await take()).toEqual(message);
});

test('one message that is broken three times goes aside, and not before', async () => {
  await using company = await startCompany({ people: 1 });
  company.hr.terminate(company.ids[0] ?? '');
  company.adp.fail({ path: '/core/v1/event-notification-messages', times: 3, effect: { kind: 'cut' } });
  const take = () => company.source.hints?.receive({ waitMs: 0 }, testContext());
  for (let times = 0; times < 2; times += 1) await expect(take()).rejects.toThrow('not whole JSON');
  expect(await take()).toMatchObject({ kind: 'unreadable' });
  expect(company.adp.subscriber.queue.messages(), 'nothing is taken off by reading').toHaveLength(1);
});

test('check tells how long the certificate lasts, and that a key is not its own', async () => {
  await using company = await startCompany({ people: 2 });
  const { adp } = company;
  const soon = await adp.issueCertificate('soon', 10);
  const context = { ...testContext(), now: () => Date.now() };
  const says = async (certificate: string, key: string) =>
    (await adpSource({ ...accessTo(adp), certificate, key, http: { maxRetries: 0 } }).check(context)).items[0];
  expect(await says(adp.certificate.certificate, adp.certificate.key)).toMatchObject({ state: 'ok' });
  expect(await says(soon.certificate, soon.key)).toMatchObject({
    state: 'warning',
    detail: expect.stringMatching(/^until .*, (9|10) days$/),
  });
  expect(await says(soon.certificate, adp.certificate.key)).toMatchObject({ state: 'problem' });
  expect(await says('none', 'none')).toMatchObject({ state: 'problem', detail: 'certificate or key cannot be read as PEM' });
});

test('a reading of more pages than ADP lets through in a minute waits, is as many calls as pages, and asks for one token', async () => {
  await using company = await startCompany({
    people: 700,
    server: { limits: quotedAdpLimits },
    lifecycle: { identityProvider: undefined, groups: undefined, feed: { pageSize: 2 } },
  });
  const before = company.adp.clock.now();
  const plan = await company.lifecycle.plan();
  expect(plan.header.feed).toMatchObject({ newPeople: 700, verdict: { reasons: [] } });
  expect(company.adp.clock.now() - before).toBeGreaterThanOrEqual(60_000);
  const requests = company.adp.requests();
  expect(requests.filter(({ path }) => path.startsWith(workers))).toHaveLength(351);
  expect(requests.filter(({ path }) => path.includes('/token'))).toHaveLength(1);
  expect(requests.filter(({ status }) => status >= 400)).toEqual([]);
});

// A hundred thousand, over HTTP and with the memory they take: `pnpm bench hr`.
test('10,000 people are 101 pages, each person once', async () => {
  let calls = 0;
  const walk = openWalk({
    fetch: async (skip, top) => {
      calls += 1;
      const rows = Array.from({ length: Math.min(top, 10_000 - skip) }, (_, index) => ({ id: `G3${skip + index}` }));
      return rows.length === 0 ? undefined : { rows, total: undefined, isPart: false };
    },
    rows: asRecords,
  });
  let read = 0;
  let cursor: string | undefined;
  do {
    const page = await walk.page({ limit: 500, ...(cursor === undefined ? {} : { cursor }) }, testContext());
    read += page.items.length;
    cursor = page.next;
  } while (cursor !== undefined);
  expect([read, calls, walk.takeDoubts()]).toEqual([10_000, 101, []]);
});
