// Every fault of Merge's, in a run of the engine with all guards off: nobody leaves by it, the reading says that it is not
// complete and why, and when the fault is gone the accounts are as HR has it.
import { type MergeAccount, type MergeFaultEffect, type MergeServer, noMergeLimits } from '@tenure/simulators/merge';
import { describe, expect, test } from 'vitest';
import { type Company, emailOf, startCompany, worker } from './company.ts';

const people = 24;
/** Three pages of it. */
const feed = { pageSize: 10 };
const employees = '/api/hris/v1/employees';

interface Fault {
  readonly what: string;
  /** Breaks it; answers how to heal it. */
  readonly breaks: (company: Company) => () => void;
  readonly says: RegExp;
}

function onPage(page: number, effect: MergeFaultEffect, path = employees) {
  return ({ merge }: Company) => merge.fail({ path, nth: page, times: Number.POSITIVE_INFINITY, effect }).remove;
}

function between(does: (account: MergeAccount, merge: MergeServer) => void, heals: (account: MergeAccount) => void) {
  return ({ merge }: Company) => {
    merge.fail({ path: employees, nth: 2, effect: { kind: 'meanwhile', does: () => does(merge.account, merge) } });
    return () => heals(merge.account);
  };
}

function atOnce(does: (account: MergeAccount) => void, heals: (account: MergeAccount) => void) {
  return ({ merge }: Company) => {
    does(merge.account);
    return () => heals(merge.account);
  };
}

const synced = ({ sync }: MergeAccount) => sync.run();

const pages: readonly Fault[] = [
  { what: 'a second page of cut JSON', breaks: onPage(2, { kind: 'cut' }), says: /not whole JSON/ },
  { what: 'a login page as the second page', breaks: onPage(2, { kind: 'html' }), says: /HTML page/ },
  { what: 'an error under status 200', breaks: onPage(2, { kind: 'detail' }), says: /differs from the documented one/ },
  { what: 'a page without a list', breaks: onPage(2, { kind: 'results-null' }), says: /differs from the documented one at results/ },
  {
    what: 'a page without a word of the next',
    breaks: onPage(2, { kind: 'without-next' }),
    says: /differs from the documented one at next/,
  },
  { what: 'a page that leads to itself', breaks: onPage(2, { kind: 'repeated-cursor' }), says: /lead back to each other/ },
  { what: 'nothing under status 200', breaks: onPage(2, { kind: 'empty' }), says: /the answer is empty/ },
  { what: 'nothing under status 204', breaks: onPage(3, { kind: 'empty', status: 204 }), says: /the answer is empty/ },
  { what: 'a first page that is cut', breaks: onPage(1, { kind: 'cut' }), says: /not whole JSON/ },
  {
    what: 'departments that are cut',
    breaks: onPage(1, { kind: 'results-null' }, '/api/hris/v1/groups'),
    says: /list departments: the answer differs/,
  },
  {
    what: 'a sync status that is an error',
    breaks: onPage(1, { kind: 'detail' }, '/api/hris/v1/sync-status'),
    says: /read sync status: the answer differs/,
  },
  { what: 'a storm of limits', breaks: onPage(2, { kind: 'throttled' }), says: /too many requests/ },
  { what: 'a server that fails', breaks: onPage(2, { kind: 'answer', status: 500 }), says: /failed \(500\)/ },
  { what: 'a bad gateway with a page', breaks: onPage(2, { kind: 'html', status: 502 }), says: /failed \(502\)/ },
  { what: 'a service that is unavailable', breaks: onPage(2, { kind: 'answer', status: 503 }), says: /failed \(503\)/ },
  { what: 'a connection that breaks', breaks: onPage(2, { kind: 'reset' }), says: /connection failed/ },
  { what: 'a connection that breaks in the middle', breaks: onPage(2, { kind: 'reset-mid-body' }), says: /broke off/ },
  { what: 'a key that is refused in the middle', breaks: onPage(2, { kind: 'answer', status: 401 }), says: /refused \(401\)/ },
  { what: 'a plan that no longer allows it', breaks: onPage(2, { kind: 'answer', status: 403 }), says: /403/ },
  { what: 'an endpoint that is gone in the middle', breaks: onPage(2, { kind: 'answer', status: 404 }), says: /404/ },
];

const states: readonly Fault[] = [
  {
    what: 'credentials at the HR system that die between two pages',
    breaks: between(
      (account) => account.needRelink(),
      (account) => {
        account.relinked();
        account.sync.run();
      },
    ),
    says: /RELINK_NEEDED/,
  },
  {
    what: 'a sync that starts between two pages',
    breaks: between(
      ({ sync }) => sync.start(),
      ({ sync }) => sync.finish(),
    ),
    says: /Employee: a sync is running/,
  },
  {
    what: 'a sync that comes and goes between two pages',
    breaks: between((account, { clock }) => {
      clock.advance(60_000);
      account.sync.run();
    }, synced),
    says: /changed while it was read/,
  },
  {
    what: 'a field that is switched off between two pages',
    breaks: between(
      ({ visibility }) => visibility.scope('employees.work_email', false),
      ({ visibility }) => visibility.scope('employees.work_email', true),
    ),
    says: /changed while it was read/,
  },
  {
    what: 'a filter that hides half of the company',
    breaks: atOnce(
      (account) => {
        account.visibility.selectOnly('employees', ({ remote_id: id }) => Number(String(id).slice(2)) % 2 === 0);
        account.sync.run();
      },
      (account) => {
        account.visibility.selectOnly('employees', undefined);
        account.sync.run();
      },
    ),
    says: /people where the last accepted reading had 24/,
  },
  {
    what: 'a credential that no longer sees two people',
    breaks: atOnce(
      (account) => {
        account.visibility.withhold('employees', { records: ['E-7', 'E-8'] });
        account.sync.run();
      },
      (account) => {
        account.visibility.withhold('employees', {});
        account.sync.run();
      },
    ),
    says: /Employee: the sync is PARTIALLY_SYNCED/,
  },
  {
    what: 'a model that is switched off',
    breaks: atOnce(
      ({ visibility }) => visibility.scope('groups', false),
      (account) => {
        account.visibility.scope('groups', true);
        account.sync.run();
      },
    ),
    says: /Group: the sync is DISABLED/,
  },
  {
    what: 'employees that are switched off',
    breaks: atOnce(
      ({ visibility }) => visibility.scope('employees', false),
      (account) => {
        account.visibility.scope('employees', true);
        account.sync.run();
      },
    ),
    says: /Employee: the sync is DISABLED|holds nobody/,
  },
  {
    what: 'a sync that failed',
    breaks: atOnce(({ sync }) => sync.run({ employees: 'FAILED' }), synced),
    says: /Employee: the sync is FAILED/,
  },
  {
    what: 'a sync that ended in part',
    breaks: atOnce(({ sync }) => sync.run({ employments: 'PARTIALLY_SYNCED' }), synced),
    says: /Employment: the sync is PARTIALLY_SYNCED/,
  },
  {
    what: 'a problem that goes on',
    breaks: atOnce(
      (account) => void account.raiseIssue('No permission to read employees'),
      (account) => {
        for (const { id } of account.issues()) account.resolveIssue(id);
      },
    ),
    says: /1 problems of the connection go on/,
  },
];

describe.each([...pages, ...states])('$what', ({ breaks, says }) => {
  test('takes nobody for gone, is reported, and leaves the truth behind when it is over', async () => {
    await using company = await startCompany({ people, lifecycle: { feed } });
    const { merge } = company;
    await company.sync();
    const everybody = company.on();
    expect(everybody).toHaveLength(people);
    const heal = breaks(company);
    const reasons = await company.sync();
    expect(reasons.join('; ')).toMatch(says);
    expect(company.on()).toEqual(everybody);
    heal();
    const { hr, sync } = merge.account;
    hr.terminate('E-3', '2026-11-20');
    hr.hire(worker(people + 1), worker(people + 1).job);
    merge.clock.advance(3_600_000);
    sync.run();
    expect(await company.sync()).toEqual([]);
    expect(company.on()).toEqual([...everybody.filter((email) => email !== emailOf(3)), emailOf(people + 1)]);
  });
});

test('an answer that never comes ends at the time limit, and nobody is gone by it', async () => {
  await using company = await startCompany({ people, lifecycle: { feed }, source: { http: { timeoutMs: 400, maxRetries: 0 } } });
  await company.sync();
  const everybody = company.on();
  const stalled = company.merge.fail({ path: employees, nth: 2, times: 5, effect: { kind: 'stall' } });
  expect((await company.sync()).join()).toMatch(/no answer within 400 ms/);
  stalled.remove();
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toEqual(everybody);
});

test('an account that Merge paused for want of use is not believed until it has synced again', async () => {
  await using company = await startCompany({ people: 12 });
  await company.sync();
  const { account, clock } = company.merge;
  account.hr.remove('employees', 'E-3');
  clock.advance(15 * 86_400_000);
  expect((await company.sync()).join()).toMatch(/IDLE|PAUSED/);
  expect(company.on()).toHaveLength(12);
  clock.advance(3_600_000);
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toHaveLength(11);
});

test('an address that Merge shuts out for the errors of others reads nothing until it is let in, and nobody is gone by it', async () => {
  const limits = { ...noMergeLimits, errorsInTenSeconds: 20, shutOutMs: 60_000 };
  await using company = await startCompany({ people, server: { limits }, lifecycle: { feed }, source: { http: { maxRetries: 0 } } });
  const { baseUrl, clock } = company.merge;
  await company.sync();
  for (let errors = 0; errors <= 20; errors += 1) await fetch(`${baseUrl}/hris/v1/employees`);
  const reasons = await company.sync();
  expect(reasons).toHaveLength(1);
  expect(reasons.join()).toMatch(/merge: .*\((403|429)\)/);
  expect(company.on()).toHaveLength(people);
  clock.advance(61_000);
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toHaveLength(people);
});

test('somebody whose record is emptied at their own request is not gone, and whoever terminated is', async () => {
  await using company = await startCompany({ people, lifecycle: { feed } });
  await company.sync();
  const { account, apiKey, baseUrl } = company.merge;
  const headers = { authorization: `Bearer ${apiKey}`, 'x-account-token': account.token };
  await fetch(`${baseUrl}/hris/v1/employees/ignore/${account.idOf('employees', 'E-7')}`, { method: 'POST', headers });
  account.hr.terminate('E-8', '2026-11-20');
  account.sync.run();
  await company.sync();
  expect(company.on()).toEqual(
    Array.from({ length: people }, (_, index) => index + 1)
      .filter((number) => number !== 8)
      .map(emailOf),
  );
});
