// Every fault of ADP's, in a run of the engine with all guards off: nobody leaves by it, the reading says that it is not
// complete and why, and when the fault is gone the accounts are as HR has it.
import { testContext } from '@tenure/core/testing';
import { type AdpFaultEffect, startAdpServer } from '@tenure/simulators/adp';
import { describe, expect, test } from 'vitest';
import { type Company, emailOf, startCompany, worker } from './company.ts';

const people = 24;
/** Three pages of it. */
const feed = { pageSize: 10 };
const workers = '/hr/v2/workers';
const table = '/hcm/v1/validation-tables/departments';

interface Fault {
  readonly what: string;
  /** Breaks it; answers how to heal it. */
  readonly breaks: (company: Company) => () => void;
  readonly says: RegExp;
}

function onPage(page: number, effect: AdpFaultEffect, path = workers) {
  return ({ adp }: Company) => adp.fail({ path, nth: page, times: Number.POSITIVE_INFINITY, effect }).remove;
}

function between(does: (company: Company) => void, heals: (company: Company) => void) {
  return (company: Company) => {
    company.adp.fail({ path: workers, nth: 2, effect: { kind: 'meanwhile', does: () => does(company) } });
    return () => heals(company);
  };
}

const problem = (status: number, shape: Extract<AdpFaultEffect, { kind: 'problem' }>['shape']) =>
  ({ kind: 'problem', status, shape }) as const;

const faults: readonly Fault[] = [
  { what: 'too many calls', breaks: onPage(2, { kind: 'throttled' }), says: /too many requests/ },
  { what: 'a gateway page of 504', breaks: onPage(2, { kind: 'html', status: 504 }), says: /failed \(504\)/ },
  { what: 'a load balancer’s 404 among the pages', breaks: onPage(2, { kind: 'hiccup' }), says: /load balancer/ },
  { what: 'a gateway that refuses the token', breaks: onPage(2, problem(401, 'gateway')), says: /token was refused \(401\)/ },
  { what: 'a gateway that forbids', breaks: onPage(2, problem(403, 'gateway')), says: /consent.*\(403\)/ },
  { what: 'a gateway that knows no such address', breaks: onPage(2, problem(404, 'gateway')), says: /not found \(404\)/ },
  { what: 'a message of a bad request', breaks: onPage(2, problem(400, 'confirm-message')), says: /refused \(400\)/ },
  { what: 'a message of a failure', breaks: onPage(2, problem(500, 'confirm-message')), says: /failed \(500\)/ },
  { what: 'RUN’s bare message', breaks: onPage(2, problem(404, 'bare-confirm-message')), says: /not found \(404\)/ },
  { what: 'NextGen’s errors', breaks: onPage(2, problem(503, 'errors')), says: /failed \(503\)/ },
  { what: 'exception messages', breaks: onPage(2, problem(400, 'exception-messages')), says: /refused \(400\)/ },
  { what: 'nothing under status 200', breaks: onPage(2, { kind: 'empty' }), says: /the answer is empty/ },
  { what: 'cut JSON', breaks: onPage(2, { kind: 'cut' }), says: /not whole JSON/ },
  { what: 'a login page', breaks: onPage(2, { kind: 'html' }), says: /HTML page/ },
  { what: '206 with part of the rows', breaks: onPage(2, { kind: 'partial' }), says: /part of an answer \(206\)/ },
  {
    what: 'an error under status 200',
    breaks: onPage(2, {
      kind: 'answer',
      status: 200,
      body: { workers: [], confirmMessage: { processMessages: [{ messageTypeCode: { codeValue: 'error' } }] } },
    }),
    says: /message of an error/,
  },
  {
    what: 'a row without an id',
    breaks: onPage(2, { kind: 'answer', status: 200, body: { workers: [{ person: {} }] } }),
    says: /no associateOID/,
  },
  { what: 'a first page that is the end', breaks: onPage(1, { kind: 'empty', status: 204 }), says: /holds nobody/ },
  {
    what: 'an end that comes after one page',
    breaks: onPage(2, { kind: 'empty', status: 204 }),
    says: /10 people where the last accepted reading had 24/,
  },
  { what: 'a connection that breaks', breaks: onPage(2, { kind: 'reset' }), says: /connection failed/ },
  { what: 'a connection that breaks within an answer', breaks: onPage(2, { kind: 'reset-mid-body' }), says: /broke off/ },
  { what: 'departments that are cut', breaks: onPage(1, { kind: 'cut' }, table), says: /list departments: .*not whole JSON/ },
  { what: 'departments in part', breaks: onPage(1, { kind: 'partial' }, table), says: /list departments: part of an answer/ },
  {
    what: 'tokens that are refused',
    breaks: ({ adp }) => {
      adp.expireTokens();
      return adp.fail({ path: '/auth/oauth/v2/token', times: Number.POSITIVE_INFINITY, effect: problem(401, 'oauth') }).remove;
    },
    says: /ADP gave no token/,
  },
  {
    what: 'consent that is withdrawn between two pages',
    breaks: between(
      ({ adp }) => adp.subscriber.setConsent('withdrawn'),
      ({ adp }) => adp.subscriber.setConsent('given'),
    ),
    says: /consent/,
  },
  {
    what: 'a subscription that is suspended between two pages',
    breaks: between(
      ({ adp }) => adp.subscriber.setSubscription('suspended'),
      ({ adp }) => adp.subscriber.setSubscription('active'),
    ),
    says: /subscription is over/,
  },
  {
    what: 'a consent that no longer covers people',
    breaks: ({ adp }) => {
      adp.subscriber.allow('workers', false);
      return () => adp.subscriber.allow('workers', true);
    },
    says: /scope is missing/,
  },
  {
    what: 'a profile that hides half of the company',
    breaks: ({ adp }) => {
      adp.subscriber.hide(({ workerID }) => Number(workerID.slice(3)) % 2 === 0);
      return () => adp.subscriber.hide(undefined);
    },
    says: /12 people where the last accepted reading had 24/,
  },
];

test.each(faults)('$what takes nobody for gone, is reported, and leaves the truth behind when it is over', async ({ breaks, says }) => {
  await using company = await startCompany({ people, lifecycle: { feed } });
  const { hr, ids, adp } = company;
  expect(await company.sync()).toEqual([]);
  const everybody = company.on();
  expect(everybody).toHaveLength(people);
  const heal = breaks(company);
  expect((await company.sync()).join('; ')).toMatch(says);
  expect(company.on()).toEqual(everybody);
  heal();
  hr.terminate(ids[2] ?? '', { on: '2026-11-20' });
  hr.bulkLoad([worker(people + 1)]);
  adp.clock.advance(3_600_000);
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toEqual([...everybody.filter((email) => email !== emailOf(3)), emailOf(people + 1)]);
});

describe('what heals by itself', () => {
  test.each<[string, AdpFaultEffect]>([
    ['one hiccup among the pages', { kind: 'hiccup' }],
    ['one failure', problem(500, 'confirm-message')],
    ['one connection that breaks', { kind: 'reset-mid-body' }],
    ['one refusal for too many calls', { kind: 'throttled' }],
  ])('%s', async (_what, effect) => {
    await using company = await startCompany({ people, lifecycle: { feed } });
    company.adp.fail({ path: workers, nth: 2, effect });
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toHaveLength(people);
  });

  test.each([401, 400] as const)('a token that dies between two pages and is refused with %i', async (deadToken) => {
    await using company = await startCompany({ people, lifecycle: { feed }, server: { switches: { deadToken } } });
    company.adp.fail({ path: workers, nth: 2, effect: { kind: 'meanwhile', does: company.adp.expireTokens } });
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toHaveLength(people);
  });

  test('a certificate that ends between two pages, when another one is at hand', async () => {
    const given = { current: undefined as { certificate: string; key: string } | undefined };
    const wanted = (name: 'certificate' | 'key') => async () => given.current?.[name] ?? '';
    await using company = await startCompany({
      people,
      lifecycle: { feed },
      source: { certificate: wanted('certificate'), key: wanted('key') },
    });
    given.current = company.adp.certificate;
    const renewed = await company.adp.issueCertificate('renewed');
    expect(await company.sync()).toEqual([]);
    const end = () => company.adp.expireCertificate(company.adp.certificate);
    company.adp.fail({ path: workers, nth: 2, effect: { kind: 'meanwhile', does: end } });
    expect((await company.sync()).join()).toMatch(/connection failed/);
    expect(company.on()).toHaveLength(people);
    given.current = renewed;
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toHaveLength(people);
  });
});

test('an answer that never comes ends at the time limit, and nobody is gone by it', async () => {
  await using company = await startCompany({ people, lifecycle: { feed }, source: { http: { timeoutMs: 700, maxRetries: 0 } } });
  await company.sync();
  const stalled = company.adp.fail({ path: workers, nth: 2, times: 5, effect: { kind: 'stall' } });
  expect((await company.sync()).join()).toMatch(/no answer within 700 ms/);
  stalled.remove();
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toHaveLength(people);
});

test('whoever a profile hides without a word is asked for, not shown, and not gone', async () => {
  await using company = await startCompany({ people: 40 });
  await company.sync();
  company.adp.subscriber.hide(({ associateOID }) => associateOID === company.ids[4]);
  await company.sync();
  expect(company.on()).toHaveLength(40);
});

test.each(['handshake', '401'] as const)(
  'a certificate of another authority, refused with %s, reads nothing; when the right one is back all is as before',
  async (withoutCertificate) => {
    await using other = await foreignCertificate();
    const given: { current?: { certificate: string; key: string } } = {};
    const wanted = (name: 'certificate' | 'key') => async () => given.current?.[name] ?? '';
    await using company = await startCompany({
      people,
      server: { switches: { withoutCertificate } },
      lifecycle: { feed },
      source: { certificate: wanted('certificate'), key: wanted('key'), http: { maxRetries: 0 } },
    });
    given.current = company.adp.certificate;
    expect(await company.sync()).toEqual([]);
    given.current = other.certificate;
    company.adp.expireTokens();
    company.adp.clock.advance(3_600_000);
    expect((await company.sync()).join()).toMatch(
      withoutCertificate === '401' ? /did not accept the client certificate/ : /connection failed/,
    );
    expect(company.on()).toHaveLength(people);
    given.current = company.adp.certificate;
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toHaveLength(people);
  },
);

async function foreignCertificate() {
  const { certificate, close } = await startAdpServer();
  return { certificate, [Symbol.asyncDispose]: close };
}

test('somebody taken off the list behind the page that is read hides the next one, who is asked for and has not left', async () => {
  await using company = await startCompany({ people, lifecycle: { feed } });
  await company.sync();
  const removes = () => company.hr.remove(company.ids[0] ?? '');
  company.adp.fail({ path: workers, nth: 2, effect: { kind: 'meanwhile', does: removes } });
  await company.lifecycle.plan();
  const asked = company.adp.requests().flatMap(({ path }) => path.split('?')[0]?.split(`${workers}/`)[1] ?? []);
  expect(asked).toEqual([company.ids[10]]);
  await company.sync();
  expect(company.on()).toHaveLength(people);
});

test('a queue that is refused tells of nothing and loses nothing', async () => {
  await using company = await startCompany({ people: 3 });
  company.hr.terminate(company.ids[0] ?? '');
  const { hints } = company.source;
  const take = () => hints?.receive({ waitMs: 0 }, testContext());
  const allow = (isAllowed: boolean) => company.adp.subscriber.allow('events', isAllowed);
  allow(false);
  await expect(take()).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
  company.adp.fail({ path: '/core/v1/event-notification-messages', effect: problem(401, 'gateway'), times: 5 });
  await expect(take()).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
  allow(true);
  for (let message: unknown; message === undefined; ) message = await take()?.catch(() => undefined);
  expect(company.adp.subscriber.queue.messages()).toHaveLength(1);
});
