// Who counts as gone, and who does not, through the engine.
import { testContext } from '@tenure/core/testing';
import { expect, test } from 'vitest';
import { mergeConnect } from '../src/index.ts';
import { type Company, emailOf, startCompany, worker } from './company.ts';

const people = 12;

async function settled(options: Omit<Parameters<typeof startCompany>[0], 'people'> = {}): Promise<Company> {
  const company = await startCompany({ people, ...options });
  await company.sync();
  return company;
}

function without(...numbers: number[]): string[] {
  return Array.from({ length: people }, (_, index) => index + 1)
    .filter((number) => !numbers.includes(number))
    .map(emailOf);
}

test('a termination in the HR system ends access after the last day, and not before Merge has read it', async () => {
  await using company = await settled();
  const { hr, sync } = company.merge.account;
  hr.terminate('E-3', '2026-11-20');
  await company.sync();
  expect(company.on()).toEqual(without());
  sync.run();
  await company.sync();
  expect(company.on()).toEqual(without(3));
});

test('a last day to come leaves access until it is over', async () => {
  await using company = await settled();
  const { account, clock } = company.merge;
  account.hr.terminate('E-3', '2026-11-25');
  account.sync.run();
  await company.sync();
  expect(company.on()).toEqual(without());
  clock.moveTo('2026-11-26T08:00:00Z');
  await company.sync();
  expect(company.on()).toEqual(without(3));
});

test('a rehire under the same id is not cut by the date of before', async () => {
  await using company = await settled();
  const { hr, sync } = company.merge.account;
  hr.terminate('E-3', '2026-11-20');
  sync.run();
  await company.sync();
  hr.rehire('E-3', '2026-11-23', { keepsTerminationDate: true });
  sync.run();
  await company.sync();
  expect(company.on()).toEqual(without());
});

test('leave shows only with the HR system’s own words, and is no departure either way', async () => {
  await using plain = await settled();
  plain.merge.account.hr.leave('E-3');
  plain.merge.account.sync.run();
  await plain.sync();
  expect(plain.on()).toEqual(without());
  await using worded = await settled({ source: { statuses: { Active: 'active', 'Pre-Hire': 'pending' } } });
  worded.merge.account.hr.leave('E-3');
  worded.merge.account.sync.run();
  const { header } = await worded.lifecycle.plan();
  expect(header.events).toMatchObject({ 'leave-started': 1 });
});

test('somebody whom Merge shows as deleted has left', async () => {
  await using company = await settled();
  const { hr, sync } = company.merge.account;
  hr.remove('employees', 'E-3');
  sync.run();
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toEqual(without(3));
});

test.each([
  ['whom Merge no longer shows by id', { deletedById: 'never' as const }],
  ['whom Merge has not noticed as deleted', { noticesDeletions: false }],
])('somebody %s has not left by that', async (_title, switches) => {
  await using company = await settled({ server: { switches } });
  const { hr, sync } = company.merge.account;
  hr.remove('employees', 'E-3');
  sync.run();
  await company.sync();
  expect(company.on()).toEqual(without());
});

test('people whom a filter hides on purpose are asked for by id, and wait for a person to say what it means', async () => {
  await using company = await settled({ lifecycle: { feed: { narrowed: 'follow' } } });
  const { visibility, sync } = company.merge.account;
  visibility.selectOnly('employees', ({ remote_id: id }) => id !== 'E-3' && id !== 'E-4');
  sync.run();
  const plan = await company.lifecycle.plan();
  await company.lifecycle.apply(plan);
  expect(plan.header.feed.missing).toBe(2);
  expect(company.on()).toEqual(without());
});

test('an account that is unlinked stops the reading, and a fresh link under other ids takes nobody’s access and makes no second account', async () => {
  await using company = await settled();
  const { merge, source } = company;
  const { hr } = merge.account;
  await source.connection?.disconnect?.(testContext());
  expect((await company.sync()).join()).toMatch(/401/);
  expect(await source.connection?.state(testContext())).toMatchObject({ state: 'disconnected' });
  const connect = mergeConnect({ apiKey: merge.apiKey, baseUrl: merge.baseUrl });
  const { linkToken } = await connect.createLinkToken({
    originId: 'acme',
    organisationName: 'Acme',
    emailAddress: 'it@acme.example',
    system: 'bamboohr',
  });
  const fresh = await connect.exchangePublicToken(merge.completeLink(linkToken, { hr }));
  company.accountToken = fresh.accountToken;
  merge
    .accounts()
    .find(({ id }) => id === fresh.linkedAccountId)
    ?.sync.run();
  for (let times = 0; times < 2; times += 1) {
    expect((await company.sync()).join()).toMatch(/^the source no longer shows the account .* of bamboohr/);
    expect(company.on()).toEqual(without());
  }
  expect(company.accounts()).toBe(people);
  const feed = { narrowed: 'follow', renumbered: 'follow', peopleFall: 1, renumberedShare: 1 } as const;
  await company.reopened({ feed }).sync();
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toEqual(without());
  expect(company.accounts()).toBe(people);
});

test('during the first sync people come as they are copied, and nobody is missing', async () => {
  await using company = await startCompany({ people: 0 });
  const { hr, sync } = company.merge.account;
  for (let number = 1; number <= people; number += 1) {
    const { job, ...person } = worker(number);
    hr.hire(person, job);
  }
  sync.start();
  sync.copy(8);
  expect((await company.sync()).join()).toMatch(/a sync is running|first sync/);
  sync.finish();
  expect(await company.sync()).toEqual([]);
  expect(company.on()).toEqual(without());
});

test('a company with every oddity of Merge’s data is read, and the odd ones take nobody with them', async () => {
  await using company = await settled();
  const { hr, sync } = company.merge.account;
  const odd = (id: string, facts: Record<string, unknown>) =>
    hr.put('employees', {
      remote_id: id,
      employment_status: 'Active',
      first_name: 'Odd',
      last_name: id,
      work_email: `${id}@example.com`,
      start_date: '2021-01-04',
      ...facts,
    });
  hr.put('groups', { remote_id: 'D-plat', name: 'Platform', type: 'DEPARTMENT', parent_group: 'D-eng' });
  hr.put('groups', { remote_id: 'D-ring-1', name: 'Ring one', type: 'Department', parent_group: 'D-ring-2' });
  hr.put('groups', { remote_id: 'D-ring-2', name: 'Ring two', type: 'Department', parent_group: 'D-ring-1' });
  hr.put('groups', { remote_id: 'G-none', name: 'Choir', type: null });
  odd('no-mail', { work_email: null });
  odd('null-group', { groups: [null, 'D-eng'] });
  odd('two-departments', { groups: ['D-eng', 'D-plat', 'G-none'] });
  odd('raw-status', { employment_status: 'Garden' });
  odd('future', { start_date: '2026-12-24' });
  odd('gone-manager', { manager: 'E-gone' });
  odd('own-manager', { manager: 'own-manager' });
  odd('boss-1', { manager: 'boss-2' });
  odd('boss-2', { manager: 'boss-1' });
  odd('ring', { groups: ['D-ring-2'] });
  odd('名前', { first_name: '李', last_name: 'Łukasz' });
  odd('past-end', { termination_date: '2026-01-31' });
  odd('twin-1', { employee_number: 'T1', employment_status: 'Terminated', work_email: 'twin@example.com' });
  odd('twin-2', { employee_number: 'T1', work_email: 'twin@example.com' });
  hr.changeJob('E-1', { job_title: 'Chief', effective_date: '2027-01-01' });
  sync.run();
  expect(await company.sync()).toEqual([]);
  const added = ['boss-1', 'boss-2', 'gone-manager', 'null-group', 'own-manager', 'raw-status', 'ring', 'twin', 'two-departments', '名前'];
  expect(company.on().filter((email) => !email.startsWith('person'))).toEqual(added.map((name) => `${name}@example.com`));
  const titles: unknown[] = [];
  for await (const { jobTitle } of company.lifecycle.employees()) titles.push(jobTitle);
  expect(titles).not.toContain('Chief');
});
