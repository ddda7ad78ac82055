// An account that shows less than before, through the engine with all guards off: nobody is gone and nothing is empty by it.
import { withCustomField } from '@tenure/core';
import { expect, test } from 'vitest';
import { mergeSource } from '../src/index.ts';
import { type Company, emailOf, startCompany, worker } from './company.ts';

const people = 24;
const byCostCenter = [{ for: withCustomField('costCenter', '4711'), groups: ['Sales-Access'] }];

async function phones({ lifecycle }: Company): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { phone } of lifecycle.employees()) found.push(phone);
  return found;
}

async function settled(): Promise<Company> {
  const company = await startCompany({ people });
  const { hr, sync } = company.merge.account;
  for (let number = 1; number <= people; number += 1) hr.change(`E-${number}`, { mobile_phone_number: `+44 ${number}` });
  sync.run();
  expect(await company.sync()).toEqual([]);
  return company;
}

test('a field that is switched off in the scopes empties nobody’s, in a full reading, asked for one by one, and switched on again', async () => {
  await using company = await settled();
  const { account, clock } = company.merge;
  const before = await phones(company);
  account.visibility.scope('employees.mobile_phone_number', false);
  account.hr.change('E-2', { last_name: 'Newname' });
  clock.advance(3_600_000);
  account.sync.run();
  await company.lifecycle.sync({ people: [account.idOf('employees', 'E-2')] });
  expect(await phones(company)).toEqual(before);
  expect(await company.sync()).toEqual(['the source no longer shows Employee.mobile_phone_number']);
  expect(await phones(company)).toEqual(before);
  account.visibility.scope('employees.mobile_phone_number', true);
  account.hr.change('E-3', { mobile_phone_number: null });
  clock.advance(3_600_000);
  account.sync.run();
  expect(await company.sync()).toEqual([]);
  expect((await phones(company)).filter((phone) => phone === null || phone === undefined)).toHaveLength(1);
});

test('whoever is read alone right after a scope was switched off keeps groups, last day and phone', async () => {
  await using company = await startCompany({ people: 4 });
  const { account, clock } = company.merge;
  account.hr.change('E-2', { mobile_phone_number: '+44 2', termination_date: '2026-11-30' });
  account.sync.run();
  expect(await company.sync()).toEqual([]);
  const before = await phones(company);
  expect(company.memberships()).toBe(4);
  const asked = [account.idOf('employees', 'E-2')];
  for (const what of ['groups.type', 'employees.termination_date', 'employees.mobile_phone_number']) {
    account.visibility.scope(what, false);
    clock.advance(5_000);
    await company.lifecycle.sync({ people: asked });
  }
  expect(company.memberships()).toBe(4);
  expect(await phones(company)).toEqual(before);
  clock.advance(9 * 24 * 3_600_000);
  await company.lifecycle.sync({ people: asked });
  expect(company.on()).toEqual([1, 3, 4].map(emailOf));
});

test('a model that is switched off for good and then named in the options holds nobody else’s changes', async () => {
  await using company = await settled();
  const { account, clock } = company.merge;
  account.visibility.scope('locations', false);
  clock.advance(3_600_000);
  account.sync.run();
  expect((await company.sync()).join()).toMatch(/^the source no longer shows Location\.name, .* more,/);
  const { merge, accountToken } = company;
  const source = mergeSource({ apiKey: merge.apiKey, baseUrl: merge.baseUrl, accountToken, without: ['Location'] });
  const meant = company.reopened({ source });
  expect((await meant.plan()).header.feed.verdict).toMatchObject({
    may: { clear: true, move: true, remove: true },
    reasons: [expect.stringMatching(/^location is filled in 0 of 24/)],
  });
});

test('a permission that is taken away at the HR system empties nobody’s field', async () => {
  await using company = await settled();
  const { account, clock } = company.merge;
  const before = await phones(company);
  account.visibility.withhold('employees', { fields: ['mobile_phone_number'] });
  clock.advance(3_600_000);
  account.sync.run();
  await company.lifecycle.sync({ people: [account.idOf('employees', 'E-2')] });
  expect((await company.sync()).join()).toMatch(/Employee: the sync is PARTIALLY_SYNCED/);
  expect(await phones(company)).toEqual(before);
});

test('HR’s own fields are read where they are named, and stay where a sync, a scope or a mapping no longer shows them', async () => {
  const customFields = { costCenter: 'cost_center', badge: 'badge' };
  await using company = await startCompany({ people: 4, source: { customFields }, lifecycle: { groups: byCostCenter } });
  const { account, clock } = company.merge;
  account.hr.change('E-1', { custom_fields: { cost_center: '4711', pay: 1 } });
  account.hr.change('E-2', { mapped_fields: { cost_center: 4711 } });
  account.sync.run();
  await company.sync();
  expect(company.memberships()).toBe(2);
  const stays = async () => {
    clock.advance(3_600_000);
    account.sync.run();
    await company.sync();
    expect(company.memberships()).toBe(2);
  };
  account.hr.change('E-2', { mapped_fields: {} });
  await stays();
  account.visibility.withhold('employees', { fields: ['custom_fields'] });
  await stays();
});

test('a field of HR’s own that is emptied is empty', async () => {
  await using company = await startCompany({
    people: 4,
    source: { customFields: { costCenter: 'cost_center' } },
    lifecycle: { groups: byCostCenter },
  });
  const { account } = company.merge;
  account.hr.change('E-1', { custom_fields: { cost_center: '4711' } });
  account.sync.run();
  await company.sync();
  expect(company.memberships()).toBe(1);
  account.hr.change('E-1', { custom_fields: { cost_center: null } });
  account.sync.run();
  await company.sync();
  expect(company.memberships()).toBe(0);
});

test('a selective sync that leaves out a few people makes nobody missing, until a person says that it is meant', async () => {
  await using company = await settled();
  const { account } = company.merge;
  account.visibility.selectOnly('employees', ({ remote_id: id }) => id !== 'E-3' && id !== 'E-4');
  account.sync.run();
  for (let times = 0; times < 2; times += 1) {
    const { header } = await company.lifecycle.plan();
    expect(header.feed).toMatchObject({
      missing: 0,
      verdict: { complete: false, reasons: [expect.stringMatching(/^the source no longer shows every Employee,/)] },
    });
  }
  account.hr.terminate('E-5', '2026-11-20');
  account.sync.run();
  await company.sync();
  expect(company.on()).toHaveLength(people - 1);
  const meant = company.reopened({ feed: { narrowed: 'follow' } });
  expect((await meant.plan()).header.feed).toMatchObject({ missing: 2, verdict: { complete: true, reasons: [] } });
});

test('whoever is stored anew while the list is read, and comes twice, is as they are now', async () => {
  await using company = await startCompany({
    people,
    server: { switches: { changedRecordsMove: true } },
    lifecycle: { feed: { pageSize: 10 } },
  });
  await company.sync();
  const { account } = company.merge;
  company.merge.fail({
    path: '/api/hris/v1/employees',
    nth: 2,
    effect: {
      kind: 'meanwhile',
      does: () => {
        account.hr.change('E-1', { last_name: 'Twice' });
        account.sync.run();
      },
    },
  });
  const { header } = await company.lifecycle.plan();
  expect(header.feed.quarantined).toEqual([]);
  expect(header.feed.figures.employees).toBe(people);
  const names: unknown[] = [];
  for await (const { lastName } of company.lifecycle.employees()) names.push(lastName);
  expect(names).toContain('Twice');
  expect(company.on()).toContain(emailOf(1));
  expect(worker(1).last_name).toBe('Last1');
});
