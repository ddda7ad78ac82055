import { describe, expect, test } from 'vitest';
import { type AccountFacts, employeeSchema, type MergeSyncStatus } from './api/wire.ts';
import { settingsOf } from './options.ts';
import { seenRow, shownBy, sightOf } from './sight.ts';

const settings = settingsOf({ apiKey: 'k', accountToken: 't' });
const account = { id: 'la-1', integration_slug: 'bamboohr' };

const field = (name: string) => ({ field_name: name });
function scopes(off: Readonly<Record<string, readonly string[]>>, models: readonly string[] = []) {
  const names = [...new Set([...Object.keys(off), ...models])];
  return {
    common_models: names.map((name) => ({
      model_name: name,
      model_permissions: { READ: { is_enabled: !models.includes(name) } },
      field_permissions: { enabled_fields: [], disabled_fields: (off[name] ?? []).map(field) },
    })),
  };
}

const status = (model: string, change: Partial<MergeSyncStatus> = {}): MergeSyncStatus => ({
  model_id: `hris.${model}`,
  status: 'DONE',
  ...change,
});
const shown = (facts: Partial<AccountFacts>) => shownBy({ account, scopes: undefined, statuses: [], ...facts }, settings);

describe('what an account shows', () => {
  const everything = shown({});

  test.each<[string, Partial<AccountFacts>, readonly string[]]>([
    ['a field is switched off', { scopes: scopes({ Employee: ['work_email'] }) }, ['Employee.work_email']],
    ['a field of a joined record is', { scopes: scopes({ Location: ['city'] }) }, ['Location.city']],
    [
      'a whole model is',
      { scopes: scopes({}, ['Employment']) },
      ['Employment.job_title', 'Employment.employment_type', 'Employment.effective_date'],
    ],
    [
      'the sync of a model is disabled',
      { statuses: [status('Employment', { status: 'DISABLED' })] },
      ['Employment.job_title', 'Employment.employment_type', 'Employment.effective_date'],
    ],
    [
      'a selective sync leaves people out',
      { statuses: [status('Employee', { selective_sync_configurations_usage: 'IN_LAST_SYNC' })] },
      ['every Employee'],
    ],
    ['another account is linked', { account: { ...account, id: 'la-2' } }, ['the account la-1 of bamboohr']],
    ['another system is linked', { account: { ...account, integration_slug: 'workday' } }, ['the account la-1 of bamboohr']],
  ])('is less when %s', (_title, facts, gone) => {
    const now = shown(facts);
    expect(everything.filter((name) => !now.includes(name))).toEqual(gone);
  });

  test.each<[string, Partial<AccountFacts>]>([
    ['a field that is not read is switched off', { scopes: scopes({ Employee: ['ssn', 'gender'], PayrollRun: ['gross_pay'] }) }],
    ['a model that is not joined is disabled', { statuses: [status('PayrollRun', { status: 'DISABLED' })] }],
    ['a selective sync is only asked for', { statuses: [status('Employee', { selective_sync_configurations_usage: 'IN_NEXT_SYNC' })] }],
    ['scopes have a shape that is new', { scopes: { hris: [{ model: 'Employee' }] } }],
    ['the plan does not show scopes', { scopes: undefined }],
  ])('is the same when %s', (_title, facts) => expect(shown(facts)).toEqual(everything));
});

test('a model that is named in the options counts as shown, for nothing is read of it', () => {
  const facts = { account, scopes: scopes({}, ['Location']), statuses: [] };
  const named = settingsOf({ apiKey: 'k', accountToken: 't', without: ['Location'] });
  expect(shownBy(facts, named)).toEqual(shown({}));
  expect(shownBy(facts, settings)).not.toEqual(shown({}));
});

describe('a row', () => {
  const row = employeeSchema.parse({
    id: 'm1',
    work_email: null,
    mobile_phone_number: null,
    employment_status: 'ACTIVE',
    groups: [],
    home_location: null,
    employments: [{ id: 'j1', job_title: null, employment_type: 'FULL_TIME', effective_date: '2020-01-01' }],
  });
  const seen = (facts: Partial<Pick<AccountFacts, 'scopes' | 'statuses'>>) =>
    seenRow(row, sightOf({ scopes: undefined, statuses: [], ...facts }));

  test('says everything where everything is shown', () => expect(seen({})).toBe(row));

  test('says nothing of what is switched off, and keeps the rest, empty or not', () => {
    const found = seen({ scopes: scopes({ Employee: ['work_email'], Employment: ['job_title'] }) });
    expect(found).not.toHaveProperty('work_email');
    expect(found).toMatchObject({ mobile_phone_number: null, groups: [], employment_status: 'ACTIVE' });
    expect(found.employments).toEqual([{ id: 'j1', employment_type: 'FULL_TIME', effective_date: '2020-01-01' }]);
  });

  test('says nothing of a joined model that is switched off', () => {
    const found = seen({ scopes: scopes({}, ['Employment', 'Group', 'Location']) });
    for (const name of ['employments', 'groups', 'home_location']) expect(found).not.toHaveProperty(name);
  });

  test('is not empty where a sync missed something', () => {
    const partial = (model: string) => seen({ statuses: [status(model, { last_sync_result: 'PARTIALLY_SYNCED' })] });
    expect(partial('Employee')).not.toHaveProperty('work_email');
    expect(partial('Employee')).toMatchObject({ employment_status: 'ACTIVE' });
    expect(partial('Group')).not.toHaveProperty('groups');
    expect(partial('Group')).toHaveProperty('work_email', null);
    expect(partial('Employment').employments?.[0]).not.toHaveProperty('job_title');
  });

  test('has no empty field of HR’s own where a sync missed something', () => {
    const fields = { custom_fields: { badge: null, floor: 3 }, field_mappings: { linked_account_defined_targets: { cost_center: null } } };
    const sight = sightOf({ scopes: scopes({}), statuses: [status('Employee', { last_sync_result: 'PARTIALLY_SYNCED' })] });
    expect(seenRow({ ...row, ...fields }, sight)).toMatchObject({
      custom_fields: { floor: 3 },
      field_mappings: { linked_account_defined_targets: {} },
    });
    expect(seenRow({ ...row, ...fields }, sight).custom_fields).not.toHaveProperty('badge');
    expect(seenRow({ ...row, ...fields }, sight).field_mappings?.linked_account_defined_targets).toEqual({});
    expect(seenRow({ ...row, ...fields }, sightOf({ scopes: scopes({}), statuses: [] }))).toMatchObject(fields);
  });
});
