import { expect, test } from 'vitest';
import { workerSchema } from '../api/wire.ts';
import { departmentOf, directoryOf } from './department.ts';
import { spelledAlike, wordTable } from './words.ts';
import { employeeRecord } from './worker.ts';

const code = (codeValue: string, label?: string) => ({ codeValue, ...(label === undefined ? {} : { shortName: label }) });
const department = { typeCode: code('Department'), nameCode: code('001000', 'Engineering') };
const primary = {
  itemID: '1N',
  primaryIndicator: true,
  hireDate: '2024-01-08',
  actualStartDate: '2019-05-01',
  assignmentStatus: { statusCode: code('A', 'Active') },
  workerTypeCode: code('F', 'Full Time'),
  jobCode: code('ENG2', 'Engineer II'),
  jobTitle: 'Engineer II',
  positionID: '7ZQ001042',
  payrollGroupCode: '7ZQ',
  homeOrganizationalUnits: [{ typeCode: code('Business Unit'), nameCode: code('W', 'West') }, department],
  homeWorkLocation: { nameCode: code('PHX', 'Phoenix'), address: { cityName: 'Phoenix', countryCode: 'US' } },
  reportsTo: [{ associateOID: 'G9', positionID: '7ZQ000900' }],
  workerTimeProfile: { timeZoneCode: 'America/Phoenix' },
};
const person = {
  legalName: { givenName: 'Ines', middleName: 'M', familyName1: 'Okafor', nickName: 'Nes' },
  preferredName: {},
  birthDate: '0000-05-04',
  legalAddress: {
    lineOne: '1 Pier Way',
    cityName: 'Phoenix',
    countrySubdivisionLevel1: code('AZ'),
    countryCode: 'US',
    postalCode: '85001',
  },
  communication: {
    emails: [{ nameCode: code('Personal E-mail'), emailUri: 'ines@example.org' }],
    mobiles: [{ nameCode: code('Personal Cell'), countryDialing: '1', areaDialing: '602', dialNumber: '5550111' }],
  },
};
const plain = {
  associateOID: 'G1',
  workerID: { idValue: '7ZQ001042' },
  person,
  businessCommunication: {
    emails: [{ nameCode: code('Work E-mail'), emailUri: 'Ines.Okafor@acme.example' }],
    mobiles: [{ formattedNumber: '(602) 555-0113' }],
  },
  workerDates: { originalHireDate: '2024-01-08' },
  workerStatus: { statusCode: code('Active') },
  workAssignments: [primary],
};

interface Own {
  readonly types?: readonly string[];
  readonly statuses?: Readonly<Record<string, 'on-leave' | 'active'>>;
  readonly employmentTypes?: Readonly<Record<string, 'intern'>>;
}

function value(change: Record<string, unknown>, { types = ['Department'], statuses = {}, employmentTypes = {} }: Own = {}) {
  const directory = directoryOf([
    { id: '7ZQ|001000', name: 'E' },
    { id: ' |HR', name: 'People' },
  ]);
  const spelled = new Set(types.map(spelledAlike));
  const record = employeeRecord(workerSchema.parse({ ...plain, ...change }), {
    today: '2026-08-03',
    statuses: wordTable(statuses),
    employmentTypes: wordTable(employmentTypes),
    units: new Map(),
    department: (assignment) => departmentOf(assignment, spelled, 'table', directory),
  });
  if (record.kind !== 'record') throw new Error(record.reason);
  return record.value;
}

/** The primary assignment with changes. */
const job = (change: Record<string, unknown>) => ({ workAssignments: [{ ...primary, ...change }] });
const status = (word: string, assignment = 'A', change: Record<string, unknown> = {}) => ({
  workerStatus: { statusCode: code(word) },
  ...job({ assignmentStatus: { statusCode: code(assignment) } }),
  ...change,
});

test('a worker with everything is read field by field as HR entered it', () => {
  expect(value({})).toEqual({
    id: 'G1',
    employeeNumber: '7ZQ001042',
    firstName: 'Ines',
    lastName: 'Okafor',
    preferredName: 'Nes',
    workEmail: 'Ines.Okafor@acme.example',
    personalEmail: 'ines@example.org',
    phone: '(602) 555-0113',
    homeAddress: { line1: '1 Pier Way', line2: null, city: 'Phoenix', region: 'AZ', postalCode: '85001', country: 'US' },
    departmentId: '7ZQ|001000',
    jobTitle: 'Engineer II',
    managerId: 'G9',
    location: { name: 'Phoenix', city: 'Phoenix', region: null, country: 'US' },
    employmentType: 'full-time',
    timeZone: 'America/Phoenix',
    status: 'active',
    startDate: '2024-01-08',
    endDate: null,
  });
});

const emails = (...list: object[]) => ({ businessCommunication: { emails: list } });

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['no address at work: the private one is not taken', { businessCommunication: undefined }, { workEmail: null }],
  ['a blank address at work', emails({ nameCode: code('Work E-mail'), emailUri: ' ' }), { workEmail: null }],
  ['an address at work that is null', emails({ nameCode: code('Work E-mail'), emailUri: null }), { workEmail: null }],
  ['RUN: an address without a name', emails({ emailUri: 'a@b.example' }), { workEmail: 'a@b.example' }],
  [
    'Vantage: the one named Business, in any place and case',
    emails({ nameCode: code('Fax'), emailUri: 'f@b.example' }, { nameCode: code('BUSINESS'), emailUri: 'w@b.example' }),
    { workEmail: 'w@b.example' },
  ],
  ['a private phone in parts, for want of one at work', { businessCommunication: {} }, { phone: '+1 602 5550111' }],
  ['a landline at work before a private phone', { businessCommunication: { landlines: [{ formattedNumber: '1' }] } }, { phone: '1' }],
  ['a preferred name before the nickname', { person: { ...person, preferredName: { givenName: 'Nessa' } } }, { preferredName: 'Nessa' }],
  ['no preferred name anywhere', { person: { ...person, legalName: { givenName: 'I', familyName1: 'O' } } }, { preferredName: null }],
  [
    'names outside ASCII as they are',
    { person: { ...person, legalName: { givenName: 'Zoë', familyName1: '김민준 Łuk', nickName: 'Ζωή' } } },
    { firstName: 'Zoë', lastName: '김민준 Łuk', preferredName: 'Ζωή' },
  ],
  ['a number that does not name its payroll group gets it', { workerID: { idValue: '21' } }, { employeeNumber: '7ZQ-21' }],
  ['a worker without a number', { workerID: {} }, { employeeNumber: null }],
  ['a job title that stands for none', job({ jobTitle: '**' }), { jobTitle: 'Engineer II' }],
  [
    'a long label before the code',
    job({ jobTitle: '', jobCode: { codeValue: 'X', longName: 'Head of Things' } }),
    { jobTitle: 'Head of Things' },
  ],
  ['no job title at all', job({ jobTitle: undefined, jobCode: code('**') }), { jobTitle: null }],
  ['no department', job({ homeOrganizationalUnits: [] }), { departmentId: null }],
  [
    'several departments: the smallest code, whatever the order',
    job({ homeOrganizationalUnits: [{ ...department, nameCode: code('002') }, department] }),
    { departmentId: '7ZQ|001000' },
  ],
  [
    'a department of all payroll groups',
    job({ homeOrganizationalUnits: [{ ...department, nameCode: code('HR') }] }),
    { departmentId: ' |HR' },
  ],
  [
    'a department that is not listed keeps its id',
    job({ homeOrganizationalUnits: [{ ...department, nameCode: code('999') }] }),
    { departmentId: '7ZQ|999' },
  ],
  ['somebody who reports to themselves', job({ reportsTo: [{ associateOID: 'G1' }] }), { managerId: null }],
  ['nobody to report to', job({ reportsTo: undefined }), { managerId: null }],
  [
    'Vantage: the manager among superiors',
    job({
      reportsTo: [
        { associateOID: 'S', reportsToRelationshipCode: code('SUPERVISOR') },
        { associateOID: 'M', reportsToRelationshipCode: code('MANAGER') },
      ],
    }),
    { managerId: 'M' },
  ],
  [
    'an assigned place for want of a home one, by its city',
    job({ homeWorkLocation: undefined, assignedWorkLocations: [{ address: { cityName: 'Bristol', countryCode: 'GB' } }] }),
    { location: { name: 'Bristol', city: 'Bristol', region: null, country: 'GB' } },
  ],
  ['no place', job({ homeWorkLocation: null }), { location: null }],
  [
    'the primary assignment, which stands second',
    { workAssignments: [{ ...primary, primaryIndicator: false, jobTitle: 'Other' }, primary] },
    { jobTitle: 'Engineer II' },
  ],
  [
    'without a primary one the active one',
    {
      workAssignments: [
        { ...primary, primaryIndicator: false, assignmentStatus: { statusCode: code('T') }, jobTitle: 'Old' },
        { ...primary, primaryIndicator: false, jobTitle: 'Now' },
      ],
    },
    { jobTitle: 'Now' },
  ],
  ['a date with an offset keeps its day', job({ hireDate: '2024-01-08T23:30:00-05:00' }), { startDate: '2024-01-08' }],
  ['a date-time in UTC keeps its day', job({ hireDate: '2024-01-08T00:00:00Z' }), { startDate: '2024-01-08' }],
  ['NextGen: no dates on the worker', { workerDates: null }, { startDate: '2024-01-08', endDate: null }],
  [
    'a rehire: never the old actual start, and not the old last day',
    { workerDates: { originalHireDate: '2019-05-01', rehireDate: '2026-01-12', terminationDate: '2023-06-30' } },
    { startDate: '2026-01-12', endDate: null, status: 'active' },
  ],
  [
    'a rehire to come',
    { workerDates: { originalHireDate: '2019-05-01', rehireDate: '2026-09-01', terminationDate: '2023-06-30' } },
    { startDate: '2026-09-01', status: 'pending' },
  ],
  [
    'a hire to come, shown as active',
    { workerDates: { originalHireDate: '2026-09-01' }, ...job({ hireDate: '2026-09-01' }) },
    { startDate: '2026-09-01', status: 'pending' },
  ],
  [
    'a transfer to come of somebody who works here takes nobody’s start away',
    { workerDates: { originalHireDate: '2019-05-01' }, ...job({ hireDate: '2026-09-01' }) },
    { startDate: '2019-05-01', status: 'active' },
  ],
  [
    'an end to come',
    { workerDates: { originalHireDate: '2024-01-08', terminationDate: '2026-12-31' } },
    { status: 'active', endDate: '2026-12-31' },
  ],
  [
    'a left worker with both dates',
    status('Terminated', 'T', { workerDates: { originalHireDate: '2024-01-08', terminationDate: '2026-07-31' } }),
    { status: 'terminated', endDate: '2026-07-31' },
  ],
])('%s', (_title, change, expected) => {
  expect(value(change)).toMatchObject(expected);
});

test.each<[string, string, string, string]>([
  ['Workforce Now', 'Active', 'A', 'active'],
  ['Workforce Now, on leave', 'Inactive', 'L', 'on-leave'],
  ['Workforce Now, inactive with an ended job', 'Inactive', 'T', 'terminated'],
  ['Workforce Now, left', 'Terminated', 'T', 'terminated'],
  ['Workforce Now, deceased', 'Terminated', 'D', 'terminated'],
  ['active with the primary job on leave', 'Active', 'L', 'on-leave'],
  ['active with an ended job, as between two jobs', 'Active', 'T', 'active'],
  ['RUN', 'A', 'A', 'active'],
  ['RUN, left', 'T', 'T', 'terminated'],
  ['Vantage, on leave', 'L', 'L', 'on-leave'],
  ['Vantage, retired', 'R', 'R', 'terminated'],
  ['Vantage, deceased', 'D', 'D', 'terminated'],
  ['NextGen', 'active', 'A', 'active'],
  ['NextGen, on leave', 'leave', 'L', 'on-leave'],
  ['international', 'ACTIVE', 'A', 'active'],
  ['international, on leave', 'INACTIVE', 'L', 'on-leave'],
  ['international, left', 'TERMINATED', 'T', 'terminated'],
  ['spelled in another way', ' on_LEAVE ', 'A', 'on-leave'],
])('status, %s: %s with %s is %s', (_title, word, assignment, expected) => {
  expect(value(status(word, assignment)).status).toBe(expected);
});

test('a second job that has ended or rests changes nothing', () => {
  for (const other of ['T', 'L']) {
    const second = { ...primary, primaryIndicator: false, assignmentStatus: { statusCode: code(other) } };
    expect(value({ workAssignments: [second, primary] }).status).toBe('active');
  }
});

test('a status nobody knows is handed on for the engine to report, and none at all says nothing; own words come first', () => {
  expect(value(status('Garden leave')).status).toBe('Garden leave');
  expect(value(status('Garden leave'), { statuses: { 'garden-leave': 'on-leave' } }).status).toBe('on-leave');
  expect(value(status('Terminated', 'T'), { statuses: { terminated: 'active' } }).status).toBe('active');
  for (const workerStatus of [null, {}, { statusCode: { codeValue: '' } }]) expect(value({ workerStatus })).not.toHaveProperty('status');
});

test.each<[string, object | undefined, object | undefined, string | null]>([
  ['F', code('F'), undefined, 'full-time'],
  ['FT', code('FT'), undefined, 'full-time'],
  ['P', code('P', 'Part Time'), undefined, 'part-time'],
  ['PT', code('PT'), undefined, 'part-time'],
  ['1099', code('1099'), undefined, 'contractor'],
  ['CONT', code('CONT', 'Contract'), undefined, 'contractor'],
  ['INT', code('INT', 'Intern'), undefined, 'intern'],
  ['TEMP', code('TEMP'), undefined, 'temporary'],
  ['CAS', code('CAS', 'Casual'), undefined, 'temporary'],
  ['a label alone', { shortName: 'Full Time' }, undefined, 'full-time'],
  ['RUN: W2, and the time in another code', code('W2'), code('X', 'Part time'), 'part-time'],
  ['RUN: 1099 whatever the time', code('1099'), code('X', 'Full time'), 'contractor'],
  ['NextGen: WORKER', code('WORKER'), undefined, 'other'],
  ['the customer’s own', code('X7'), undefined, 'intern'],
  ['none', undefined, undefined, null],
])('kind of employment: %s', (_title, workerTypeCode, workLevelCode, expected) => {
  const own = { employmentTypes: { x7: 'intern' } } as const;
  expect(value(job({ workerTypeCode, workLevelCode }), own).employmentType).toBe(expected);
});

test('the type of unit that is a department is the product’s or the customer’s', () => {
  const unit = (type: object) => job({ homeOrganizationalUnits: [{ typeCode: type, nameCode: code('001000') }] });
  for (const type of [code('DEPARTMENT'), { codeValue: 'CMPY-DEPT', longName: 'Department' }])
    expect(value(unit(type)).departmentId).toBe('7ZQ|001000');
  expect(value(unit(code('costing'))).departmentId).toBe(null);
  expect(value(unit(code('costing')), { types: ['Costing'] }).departmentId).toBe('7ZQ|001000');
});

test('what a permission hides is not said: without assignments nothing of the job is stated, without a person no name', () => {
  const read = value({ workAssignments: undefined, person: undefined });
  for (const field of ['departmentId', 'jobTitle', 'managerId', 'firstName', 'lastName', 'personalEmail', 'homeAddress'])
    expect(read).not.toHaveProperty(field);
});
