import { describe, expect, test } from 'vitest';
import { employeeSchema } from '../api/wire.ts';
import { departmentIn } from './department.ts';
import { employeeRecord } from './employee.ts';
import { wordTable } from './words.ts';

const employment = {
  id: 'e1',
  job_title: 'Engineer',
  employment_type: 'FULL_TIME',
  effective_date: '2024-01-01T00:00:00Z',
  modified_at: '2024-01-01T00:00:00Z',
};
const group = { id: 'g1', name: 'Engineering', type: 'DEPARTMENT', parent_group: null };

/** A row as Merge sends it: every property is there. */
const plain = {
  id: 'm1',
  remote_id: 'E-1',
  employee_number: '1042',
  first_name: 'Ines',
  last_name: 'Okafor',
  preferred_name: 'Nes',
  display_full_name: 'Ines Okafor',
  username: 'iokafor',
  work_email: 'Ines.Okafor@acme.example',
  personal_email: 'ines@example.org',
  mobile_phone_number: '+14155550111',
  groups: [group],
  employments: [employment],
  home_location: {
    id: 'h1',
    street_1: '1 Pier Way',
    street_2: null,
    city: 'Phoenix',
    state: 'AZ',
    zip_code: '85001',
    country: 'US',
    location_type: 'HOME',
  },
  work_location: { id: 'w1', name: 'HQ', city: 'Phoenix', state: 'AZ', country: 'US', location_type: 'WORK' },
  manager: 'm9',
  team: 't1',
  hire_date: '2023-12-01T00:00:00Z',
  start_date: '2024-01-01T00:00:00Z',
  employment_status: 'ACTIVE',
  termination_date: null,
  remote_was_deleted: false,
  custom_fields: null,
  avatar: 'https://img.example/1',
};

function read(change: Record<string, unknown>, own = {}, types: string[] | undefined = ['DEPARTMENT']) {
  const row = employeeSchema.parse({ ...plain, ...change });
  return employeeRecord(row, {
    today: '2026-08-03',
    statuses: wordTable(own),
    employmentTypes: wordTable({ Volunteer: 'freelance' }),
    customFields: new Map([
      ['costCenter', 'cost_center'],
      ['remote', 'is_remote'],
    ]),
    department: (one) => departmentIn(one, types) as string | null | undefined,
  });
}

function value(change: Record<string, unknown>, own = {}) {
  const record = read(change, own);
  if (record.kind !== 'record') throw new Error(record.reason);
  return record.value;
}

test('a row with everything is read field by field as HR entered it', () => {
  expect(value({})).toEqual({
    id: 'm1',
    employeeNumber: '1042',
    firstName: 'Ines',
    lastName: 'Okafor',
    preferredName: 'Nes',
    workEmail: 'Ines.Okafor@acme.example',
    personalEmail: 'ines@example.org',
    phone: '+14155550111',
    homeAddress: { line1: '1 Pier Way', line2: null, city: 'Phoenix', region: 'AZ', postalCode: '85001', country: 'US' },
    departmentId: 'g1',
    jobTitle: 'Engineer',
    employmentType: 'full-time',
    managerId: 'm9',
    location: { name: 'HQ', city: 'Phoenix', region: 'AZ', country: 'US' },
    status: 'active',
    startDate: '2024-01-01',
    endDate: null,
  });
});

test('a row of nothing but an id and a status states nothing else', () => {
  const row = employeeSchema.parse({ id: 'm1', employment_status: 'ACTIVE' });
  const record = employeeRecord(row, {
    today: '2026-08-03',
    statuses: new Map(),
    employmentTypes: new Map(),
    department: () => undefined,
    customFields: new Map(),
  });
  expect(record).toEqual({ kind: 'record', value: { id: 'm1', status: 'active' } });
});

test.each([
  ['a work e-mail that is null stays null, and no personal one takes its place', { work_email: null }, { workEmail: null }],
  ['a work e-mail keeps its case', { work_email: 'A.B@X.example' }, { workEmail: 'A.B@X.example' }],
  ['a blank field is empty', { work_email: '  ', employee_number: '' }, { workEmail: null, employeeNumber: null }],
  ['names outside ASCII stay as they are', { first_name: 'Zoë', last_name: 'Łuk-李' }, { firstName: 'Zoë', lastName: 'Łuk-李' }],
  [
    'without both names the whole name is split',
    { first_name: null, last_name: null, display_full_name: 'María del Mar Ruiz' },
    { firstName: 'María del Mar', lastName: 'Ruiz' },
  ],
  [
    'a whole name of one word is a first name',
    { first_name: null, last_name: null, display_full_name: 'Cher' },
    { firstName: 'Cher', lastName: null },
  ],
  ['one name is enough not to split', { first_name: null, display_full_name: 'X Y' }, { firstName: null, lastName: 'Okafor' }],
  ['no name at all is none', { first_name: null, last_name: null, display_full_name: null }, { firstName: null, lastName: null }],
  ['an expanded manager is its id', { manager: { id: 'm7' } }, { managerId: 'm7' }],
  ['no manager is null', { manager: null }, { managerId: null }],
  ['a person who is their own manager is handed on', { manager: 'm1' }, { managerId: 'm1' }],
  ['no home is null', { home_location: null }, { homeAddress: null }],
  ['no work place is null', { work_location: null }, { location: null }],
  ['without a start the hire counts', { start_date: null }, { startDate: '2023-12-01' }],
  ['without either there is no start', { start_date: null, hire_date: null }, { startDate: null }],
  ['a date with an offset keeps its day', { start_date: '2026-07-01T00:00:00+13:00' }, { startDate: '2026-07-01' }],
  ['a date-time late in the day keeps its day', { start_date: '2026-07-01T23:59:59-11:00' }, { startDate: '2026-07-01' }],
  ['a date alone is one', { termination_date: '2026-09-30' }, { endDate: '2026-09-30' }],
  ['a last day on the first is one', { termination_date: '2024-01-01T00:00:00Z' }, { endDate: '2024-01-01' }],
  ['the old last day of somebody who came back is none', { termination_date: '2023-06-30T00:00:00Z' }, { endDate: null }],
  ['text that is no date is handed on for the engine to refuse', { start_date: 'soon' }, { startDate: 'soon' }],
  ['no employment says nothing about the job', { employments: [] }, { jobTitle: undefined, employmentType: undefined }],
  [
    'an employment without a title clears it',
    { employments: [{ ...employment, job_title: null, employment_type: null }] },
    { jobTitle: null, employmentType: null },
  ],
  ['employments as bare ids say nothing', { employments: ['e1'] }, { jobTitle: undefined, employmentType: undefined }],
  ['employments that are partly hidden say nothing', { employments: [employment, null] }, { jobTitle: undefined }],
  ['employments that are null say nothing', { employments: null }, { jobTitle: undefined }],
  ['locations as bare ids say nothing', { home_location: 'h1', work_location: 'w1' }, { homeAddress: undefined, location: undefined }],
  ['a home that is a work place says nothing', { home_location: { id: 'w1', location_type: 'WORK' } }, { homeAddress: undefined }],
  ['a deleted place says nothing', { work_location: { id: 'w1', remote_was_deleted: true } }, { location: undefined }],
  ['no group is no department', { groups: [] }, { departmentId: null }],
  ['groups that are null say nothing', { groups: null }, { departmentId: undefined }],
  ['a hidden group says nothing', { groups: [null] }, { departmentId: undefined }],
  ['groups as bare ids say nothing', { groups: ['g1'] }, { departmentId: undefined }],
  ['a department beside a hidden group counts', { groups: [null, group] }, { departmentId: 'g1' }],
  ['a group of no type is no department', { groups: [{ ...group, type: null }] }, { departmentId: null }],
  ['a type in any case counts', { groups: [{ ...group, type: 'Department' }] }, { departmentId: 'g1' }],
  ['a deleted group is none', { groups: [{ ...group, remote_was_deleted: true }] }, { departmentId: null }],
])('%s', (_title, change, expected) => {
  const found = value(change);
  const stated = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key as keyof typeof found]]));
  expect(stated).toEqual(expected);
});

describe('the status', () => {
  test.each([
    ['ACTIVE', 'active'],
    ['PENDING', 'pending'],
    ['INACTIVE', 'terminated'],
    ['active', 'active'],
    ['Terminated', 'terminated'],
    ['Terminated - voluntary', 'terminated'],
    ['Former employee', 'terminated'],
    ['Left the company', 'terminated'],
    ['On Leave', 'on-leave'],
    ['Parental_leave', 'on-leave'],
    ['LOA', 'on-leave'],
    ['Furloughed', 'on-leave'],
    ['Suspended', 'on-leave'],
  ])('%s is %s', (word, status) => expect(value({ employment_status: word }).status).toBe(status));

  test.each([
    'Terminated, pending',
    'Termination scheduled',
    'Inactive - on leave',
    'Not terminated',
    'Active, leaving',
    'Garden',
    'constructor',
  ])('%s is handed on as it is, for nobody is gone by a guess', (word) => expect(value({ employment_status: word }).status).toBe(word));

  test.each([[null], [undefined], [''], ['  ']])('%j is not said', (word) =>
    expect(value({ employment_status: word })).not.toHaveProperty('status'),
  );

  test('the caller’s own words come first, in any spelling', () => {
    const own = { 'garden leave': 'terminated', Active: 'on-leave' } as const;
    expect(value({ employment_status: 'Garden-Leave' }, own).status).toBe('terminated');
    expect(value({ employment_status: 'ACTIVE' }, own).status).toBe('on-leave');
  });

  test('a record deleted at the source has ended, whatever its status', () => {
    expect(value({ remote_was_deleted: true, employment_status: 'ACTIVE' }).status).toBe('terminated');
    expect(value({ remote_was_deleted: true, employment_status: null }).status).toBe('terminated');
  });

  test('a future start and a past end are left to the engine, which knows what day it is for this person', () => {
    expect(value({ start_date: '2027-01-01T00:00:00Z' })).toMatchObject({ status: 'active', startDate: '2027-01-01' });
    expect(value({ termination_date: '2026-01-31T00:00:00Z' })).toMatchObject({ status: 'active', endDate: '2026-01-31' });
  });
});

describe('the kind of employment', () => {
  test.each([
    ['FULL_TIME', 'full-time'],
    ['PART_TIME', 'part-time'],
    ['INTERN', 'intern'],
    ['CONTRACTOR', 'contractor'],
    ['FREELANCE', 'freelance'],
    ['Regular Full-Time', 'full-time'],
    ['Seasonal', 'temporary'],
    ['1099', 'contractor'],
    ['volunteer', 'freelance'],
    ['Apprentice of the guild', 'other'],
  ])('%s is %s', (word, type) => expect(value({ employments: [{ ...employment, employment_type: word }] }).employmentType).toBe(type));
});

test('an emptied record is unreadable and still somebody', () => {
  const emptied = Object.fromEntries(Object.keys(plain).map((key) => [key, null]));
  expect(read({ ...emptied, id: 'm1', groups: [], employments: [] })).toMatchObject({ kind: 'unreadable', id: 'm1' });
});

test('two rows for one person stay two records', () => {
  expect([value({ id: 'm1' }).id, value({ id: 'm2' }).id]).toEqual(['m1', 'm2']);
});

test('fields that are sensitive or unknown are not handed on', () => {
  const found = value({ ssn: '123', date_of_birth: '1990-01-01', custom_fields: { pay: 1 }, remote_data: [{ path: '/x', data: 1 }] });
  expect(JSON.stringify(found)).not.toMatch(/123|1990|pay|img\.example/);
});

test.each([
  ['Field Mapping of this customer', { field_mappings: mapped({ cost_center: '4711' }, {}) }, { costCenter: '4711' }],
  ['Field Mapping of all customers', { field_mappings: mapped({}, { cost_center: '4711' }) }, { costCenter: '4711' }],
  ['the customer’s own first', { field_mappings: mapped({ cost_center: '1' }, { cost_center: '2' }) }, { costCenter: '1' }],
  ['custom_fields', { custom_fields: { cost_center: '4711', pay: 1 } }, { costCenter: '4711' }],
  ['null and blank as empty', { custom_fields: { cost_center: ' ', is_remote: null } }, { costCenter: null, remote: null }],
  ['truth values and numbers', { custom_fields: { cost_center: 4711, is_remote: false } }, { costCenter: 4711, remote: false }],
  ['nothing of a list', { custom_fields: { cost_center: ['4711'] } }, undefined],
  ['nothing where nothing is said', { custom_fields: null, field_mappings: mapped({}, {}) }, undefined],
  ['nothing of a shape that is new', { custom_fields: 'none', field_mappings: [] }, undefined],
])('HR’s own fields come from %s', (_title, change, expected) => {
  expect((value(change) as { readonly customFields?: unknown }).customFields).toEqual(expected);
});

function mapped(own: Record<string, unknown>, all: Record<string, unknown>) {
  return { linked_account_defined_targets: own, organization_defined_targets: all };
}
