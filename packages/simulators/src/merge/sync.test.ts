import { expect, test } from 'vitest';
import { type Asking, startAsking } from './asking.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

async function statusOf(asking: Asking, model = 'Employee'): Promise<Readonly<Record<string, unknown>>> {
  return (await asking.ask('/sync-status')).rows.find((row) => row['model_name'] === model) ?? {};
}

const count = async (asking: Asking, query = ''): Promise<number> => (await asking.ask(`/employees?page_size=100${query}`)).rows.length;
const people = (number: number) => Array.from({ length: number }, (_, index) => ({ first_name: `P${index}` }));

test('the initial sync shows what it has copied so far, and says that it is not done', async () => {
  await using asking = await startAsking();
  const { hr, sync } = asking.server.account;
  for (const person of people(5)) hr.hire(person);
  expect(await statusOf(asking)).toMatchObject({
    status: 'SYNCING',
    is_initial_sync: true,
    last_sync_result: null,
    data_fresh_as_of: null,
  });
  sync.start();
  sync.copy(2);
  expect(await count(asking)).toBe(2);
  expect(await statusOf(asking)).toMatchObject({ status: 'SYNCING', is_initial_sync: true, last_sync_finished: null });
  sync.finish();
  expect(await count(asking)).toBe(5);
  expect(await statusOf(asking)).toMatchObject({ status: 'DONE', is_initial_sync: false, last_sync_result: 'DONE' });
});

test('by the clock a sync begins when it is due and copies as the time goes on', async () => {
  await using asking = await startAsking({ syncEveryMinutes: 60, syncTakesMinutes: 10 });
  const { clock, account } = asking.server;
  for (const person of people(10)) account.hr.hire(person);
  clock.advance(60 * minute);
  expect([await count(asking), (await statusOf(asking))['status']]).toEqual([0, 'SYNCING']);
  clock.advance(5 * minute);
  expect(await count(asking)).toBe(5);
  clock.advance(5 * minute);
  expect(await count(asking)).toBe(10);
  expect(await statusOf(asking)).toMatchObject({
    status: 'DONE',
    last_sync_start: '2026-08-03T09:00:00.000Z',
    last_sync_finished: '2026-08-03T09:10:00.000Z',
    next_sync_start: '2026-08-03T10:00:00.000Z',
    data_fresh_as_of: '2026-08-03T09:00:00.000Z',
  });
});

test('during a run the start is of that run, the end and the result of the one before', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  account.sync.run();
  clock.advance(minute);
  account.sync.start();
  expect(await statusOf(asking)).toMatchObject({
    status: 'SYNCING',
    last_sync_start: '2026-08-03T08:01:00.000Z',
    last_sync_finished: '2026-08-03T08:00:00.000Z',
    last_sync_result: 'DONE',
  });
});

test('a model that fails keeps its copy and its freshness; a partial one says so; reasons are shown', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  account.seed(people(2));
  clock.advance(day / 2);
  account.hr.hire({ first_name: 'Late' });
  account.sync.run({ employees: { result: 'FAILED', reason: 'RATE_LIMITED' }, groups: 'PARTIALLY_SYNCED' });
  expect(await count(asking)).toBe(2);
  expect(await statusOf(asking)).toMatchObject({
    status: 'FAILED',
    sync_status_reason: 'RATE_LIMITED',
    data_fresh_as_of: '2026-08-03T08:00:00.000Z',
  });
  expect(await statusOf(asking, 'Group')).toMatchObject({ status: 'PARTIALLY_SYNCED', data_fresh_as_of: '2026-08-03T08:00:00.000Z' });
  expect((await statusOf(asking, 'Team'))['data_fresh_as_of']).toBe('2026-08-03T20:00:00.000Z');
});

test('modified_at is the time of the copy, and of changed records only', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  const [first, second] = account.seed(people(2));
  clock.advance(minute);
  account.hr.change('E-1', { last_name: 'New' });
  clock.advance(minute);
  account.sync.run();
  expect((await asking.ask(`/employees/${first}`)).body['modified_at']).toBe('2026-08-03T08:02:00.000Z');
  expect((await asking.ask(`/employees/${second}`)).body['modified_at']).toBe('2026-08-03T08:00:00.000Z');
});

test('a new job leaves modified_at of the person, by switch it does not', async () => {
  for (const [childChangeTouchesEmployee, changed] of [
    [false, 0],
    [true, 1],
  ] as const) {
    await using asking = await startAsking({ switches: { childChangeTouchesEmployee } });
    const { clock, account } = asking.server;
    account.seed(people(2));
    clock.advance(minute);
    account.hr.changeJob('E-1', { job_title: 'Lead' });
    account.sync.run();
    expect(await count(asking, '&modified_after=2026-08-03T08:00:30Z')).toBe(changed);
    expect((await asking.ask('/employments?modified_after=2026-08-03T08:00:30Z')).rows.length).toBe(1);
  }
});

test('after two weeks without a call the account is idle and paused; a call wakes it', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  account.sync.run();
  clock.advance(15 * day);
  account.hr.hire({ first_name: 'Unseen' });
  clock.advance(day);
  expect(account.status).toBe('IDLE');
  expect((await statusOf(asking))['status']).toBe('PAUSED');
  expect(await count(asking)).toBe(0);
  clock.advance(minute);
  expect([account.status, await count(asking), (await statusOf(asking))['status']]).toEqual(['COMPLETE', 1, 'DONE']);
});

test('a sync by hand wakes an idle account at once', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  clock.advance(30 * day);
  account.seed(people(1));
  expect([account.status, await count(asking), (await statusOf(asking))['status']]).toEqual(['COMPLETE', 1, 'DONE']);
});

test('with dead credentials the copy stays readable, and every sync fails', async () => {
  await using asking = await startAsking();
  const { account } = asking.server;
  account.seed(people(2));
  account.needRelink();
  account.hr.hire({ first_name: 'Unseen' });
  expect((await asking.ask('/sync-status/resync', { method: 'POST' })).text).toMatch(/^\[/);
  expect([await count(asking), (await statusOf(asking))['status']]).toEqual([2, 'FAILED']);
  expect((await asking.ask('/account-details')).body['status']).toBe('RELINK_NEEDED');
  account.relinked();
  account.sync.run();
  expect([await count(asking), (await statusOf(asking))['status']]).toEqual([3, 'DONE']);
});

test('lost permissions hide people and fields from the next sync on, with a partial result', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  account.seed([{ first_name: 'A', work_email: 'a@company.example' }, { first_name: 'B' }]);
  clock.advance(minute);
  account.visibility.withhold('employees', { records: ['E-2'], fields: ['work_email'] });
  expect(await count(asking)).toBe(2);
  account.sync.run();
  const { rows } = await asking.ask('/employees?modified_after=2026-08-03T08:00:30Z');
  expect(rows).toMatchObject([{ first_name: 'A', work_email: null }]);
  expect((await statusOf(asking))['status']).toBe('PARTIALLY_SYNCED');
  account.visibility.withhold('employees', {});
  account.sync.run();
  expect((await asking.ask('/employees')).rows).toMatchObject([{ work_email: 'a@company.example' }, { first_name: 'B' }]);
  expect((await statusOf(asking))['status']).toBe('DONE');
});

test('scopes take a field or a model away at once, and are shown', async () => {
  for (const [disabledModel, number] of [
    ['nothing', 0],
    ['shells', 1],
  ] as const) {
    await using asking = await startAsking({ switches: { disabledModel } });
    const { account } = asking.server;
    account.hr.put('groups', { remote_id: 'D-1', name: 'Sales', type: 'Department' });
    account.seed([{ first_name: 'A', work_email: 'a@company.example', groups: ['D-1'] }]);
    const before = (await asking.ask('/linked-account-scopes')).text;
    account.visibility.scope('employees.work_email', false);
    account.visibility.scope('groups', false);
    expect((await asking.ask('/employees')).rows).toMatchObject([{ work_email: null, groups: [null] }]);
    const groups = (await asking.ask('/groups')).rows;
    expect([groups.length, groups[0]?.['name'] ?? null]).toEqual([number, null]);
    expect((await statusOf(asking, 'Group'))['status']).toBe('DISABLED');
    expect((await asking.ask('/linked-account-scopes')).text).not.toBe(before);
  }
});

test('selective sync shows a part from the next sync on, and says when', async () => {
  await using asking = await startAsking();
  const { account } = asking.server;
  account.seed(people(3));
  account.visibility.selectOnly('employees', ({ first_name: name }) => name === 'P1');
  expect([await count(asking), (await statusOf(asking))['selective_sync_configurations_usage']]).toEqual([3, 'IN_NEXT_SYNC']);
  account.sync.run();
  expect([await count(asking), (await statusOf(asking))['selective_sync_configurations_usage']]).toEqual([1, 'IN_LAST_SYNC']);
});

test('a deletion is marked and hidden, by switch it is never noticed', async () => {
  for (const [noticesDeletions, shown, withDeleted] of [
    [true, 1, 2],
    [false, 2, 2],
  ] as const) {
    await using asking = await startAsking({ switches: { noticesDeletions } });
    const { account } = asking.server;
    account.seed(people(2));
    account.hr.remove('employees', 'E-1');
    account.sync.run();
    expect([await count(asking), await count(asking, '&include_deleted_data=true')]).toEqual([shown, withDeleted]);
  }
});

test('people leave today or later, come back with or without the old date, and go on leave as the provider words it', async () => {
  await using asking = await startAsking();
  const { clock, account } = asking.server;
  account.seed(people(2));
  account.hr.terminate('E-1');
  account.hr.terminate('E-2', '2026-08-10');
  account.sync.run();
  const states = async () => (await asking.ask('/employees')).rows.map((row) => [row['employment_status'], row['termination_date']]);
  expect(await states()).toEqual([
    ['INACTIVE', '2026-08-03T00:00:00Z'],
    ['ACTIVE', '2026-08-10T00:00:00Z'],
  ]);
  clock.moveTo('2026-08-10T12:00:00Z');
  account.hr.rehire('E-1', '2026-08-10', { keepsTerminationDate: true });
  account.sync.run();
  expect(await states()).toEqual([
    ['ACTIVE', '2026-08-03T00:00:00Z'],
    ['INACTIVE', '2026-08-10T00:00:00Z'],
  ]);
  account.hr.rehire('E-2');
  account.hr.leave('E-2');
  account.sync.run();
  expect(await states()).toEqual([
    ['ACTIVE', '2026-08-03T00:00:00Z'],
    ['ACTIVE', null],
  ]);
  const origins = (await asking.ask('/employees?show_enum_origins=employment_status')).rows;
  expect(origins.map((row) => row['employment_status'])).toEqual(['Active', 'On Leave']);
});
