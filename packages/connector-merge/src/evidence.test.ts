import { describe, expect, test } from 'vitest';
import type { AccountFacts, MergeAccount, MergeSyncStatus } from './api/wire.ts';
import { evidenceOf, fingerprintOf } from './evidence.ts';
import { settingsOf } from './options.ts';

const settings = settingsOf({ apiKey: 'k', accountToken: 't' });
const now = Date.parse('2026-08-03T12:00:00Z');

function sync(model: string, change: Partial<MergeSyncStatus> = {}): MergeSyncStatus {
  return {
    model_id: `hris.${model}`,
    status: 'DONE',
    last_sync_result: 'DONE',
    last_sync_start: '2026-08-03T02:10:00Z',
    last_sync_finished: '2026-08-03T02:15:00Z',
    next_sync_start: '2026-08-04T02:10:00Z',
    is_initial_sync: false,
    data_fresh_as_of: '2026-08-03T02:10:00Z',
    ...change,
  };
}

const models = ['Employee', 'Employment', 'Group', 'Location', 'Company'];

function facts(
  change: { account?: Partial<MergeAccount>; employee?: Partial<MergeSyncStatus>; group?: Partial<MergeSyncStatus> } & Partial<
    Omit<AccountFacts, 'account'>
  > = {},
): AccountFacts {
  const { account, employee, group, ...rest } = change;
  const statuses = models.map((model) => sync(model, model === 'Employee' ? employee : model === 'Group' ? group : {}));
  return {
    account: { id: 'la-1', integration: 'BambooHR', integration_slug: 'bamboohr', status: 'COMPLETE', is_duplicate: false, ...account },
    statuses,
    scopes: { hris: [{ model_name: 'Employee' }] },
    issues: [],
    ...rest,
  };
}

const evidence = (change?: Parameters<typeof facts>[0]) => evidenceOf(facts(change), settings, now);

test('an account whose models are all synced is complete, as fresh as the stalest of them', () => {
  const found = evidence({ group: { data_fresh_as_of: '2026-08-02T00:00:00Z' } });
  expect(found).toMatchObject({ complete: true, freshAt: Date.parse('2026-08-02T00:00:00Z') });
  expect(found.reasons).toBeUndefined();
});

describe('a reading is not complete', () => {
  test.each([
    ['when the credentials at the HR system are dead', { account: { status: 'RELINK_NEEDED' } }, 'the linked account is RELINK_NEEDED'],
    ['when the link was not finished', { account: { status: 'INCOMPLETE' } }, 'the linked account is INCOMPLETE'],
    ['when the account is idle', { account: { status: 'IDLE' } }, 'the linked account is IDLE'],
    ['when the account does not say how it stands', { account: { status: null } }, 'the linked account is in a state we do not know'],
    ['when the same system is linked twice', { account: { is_duplicate: true } }, 'the same HR system is linked a second time'],
    ['during the first sync', { employee: { is_initial_sync: true, status: 'SYNCING' } }, 'Employee: the first sync is not finished'],
    ['while a sync runs', { employee: { status: 'SYNCING' } }, 'Employee: a sync is running'],
    ['when a model it joins is syncing', { group: { status: 'SYNCING' } }, 'Group: a sync is running'],
    ['when part of a model failed', { group: { status: 'PARTIALLY_SYNCED' } }, 'Group: the sync is PARTIALLY_SYNCED'],
    ['when a sync failed', { employee: { status: 'FAILED', last_sync_result: 'FAILED' } }, 'Employee: the sync is FAILED'],
    ['when Merge paused it', { employee: { status: 'PAUSED' } }, 'Employee: the sync is PAUSED'],
    ['when a model is switched off', { group: { status: 'DISABLED' } }, 'Group: the sync is DISABLED'],
    ['in a state that is new to us', { group: { status: 'Ada Lovelace' } }, 'Group: the sync is in a state we do not know'],
    [
      'when the last finished run was partial',
      { employee: { last_sync_result: 'PARTIALLY_SYNCED' } },
      'Employee: the last sync ended PARTIALLY_SYNCED',
    ],
    [
      'when the last run has no result',
      { employee: { last_sync_result: null } },
      'Employee: the last sync ended in a state we do not know',
    ],
    [
      'when no sync was finished for long',
      {
        employee: {
          last_sync_start: '2026-07-01T00:00:00Z',
          last_sync_finished: '2026-07-01T01:00:00Z',
          next_sync_start: '2026-07-02T00:00:00Z',
        },
      },
      'Employee: no sync was finished for 3 intervals',
    ],
    ['when problems go on', { issues: [{ id: 'i1', status: 'ONGOING', is_muted: false }] }, '1 problems of the connection go on in Merge'],
    ['when Merge states no sync of employees', { statuses: [sync('Group')] }, 'Merge states no sync of Employee'],
    ['when Merge states no sync at all', { statuses: [] }, 'Merge states no sync of Employee'],
  ])('%s', (_title, change, reason) => {
    const found = evidence(change);
    expect(found).toMatchObject({ complete: false });
    expect(found.reasons).toContain(reason);
  });
});

test.each([
  ['muted problems', { issues: [{ id: 'i1', status: 'ONGOING', is_muted: true }] }],
  ['problems that are over', { issues: [{ id: 'i1', status: 'RESOLVED', is_muted: false }] }],
  ['models that are not joined', { statuses: [...models.map((model) => sync(model)), sync('PayrollRun', { status: 'FAILED' })] }],
  ['models that the system does not have', { statuses: [sync('Employee')] }],
  [
    'a sync that is started by hand',
    { employee: { last_sync_start: '2026-01-01T00:00:00Z', last_sync_finished: '2026-01-01T01:00:00Z', next_sync_start: null } },
  ],
])('%s take nothing from a reading', (_title, change) => expect(evidence(change).complete).toBe(true));

test('a model left out by option is neither waited for nor judged', () => {
  const without = settingsOf({ apiKey: 'k', accountToken: 't', without: ['Group'] });
  expect(evidenceOf(facts({ group: { status: 'DISABLED' } }), without, now).complete).toBe(true);
});

test('without a first finished sync it is not fresh as of anything', () => {
  expect(evidence({ employee: { data_fresh_as_of: null, last_sync_result: null } }).freshAt).toBeUndefined();
});

describe('the revision', () => {
  test('stays while nothing happens, whatever the order of keys', () => {
    const [one, other] = [evidence({ scopes: { a: 1, b: 2 } }), evidence({ scopes: { b: 2, a: 1 } })];
    expect(one.revision).toBe(other.revision);
  });

  test.each([
    ['a sync begins', { employee: { status: 'SYNCING', last_sync_start: '2026-08-03T12:00:00Z' } }],
    ['a sync has come and gone', { group: { last_sync_finished: '2026-08-03T12:00:00Z' } }],
    ['the account needs to be linked again', { account: { status: 'RELINK_NEEDED' } }],
    ['another system is linked', { account: { integration_slug: 'workday' } }],
    ['the scopes change', { scopes: { hris: [] } }],
  ])('changes when %s', (_title, change) => expect(evidence(change).revision).not.toBe(evidence().revision));
});

test('the fingerprint stays over syncs and changes with scopes, the account and our own filters', () => {
  const same = fingerprintOf(facts(), settings);
  expect(fingerprintOf(facts({ employee: { last_sync_finished: '2026-08-04T00:00:00Z', status: 'SYNCING' } }), settings)).toBe(same);
  expect(fingerprintOf(facts({ account: { id: 'la-2' } }), settings)).not.toBe(same);
  expect(fingerprintOf(facts({ group: { status: 'DISABLED' } }), settings)).not.toBe(same);
  expect(fingerprintOf(facts(), settingsOf({ apiKey: 'k', accountToken: 't', departmentsFrom: ['TEAM'] }))).not.toBe(same);
});
