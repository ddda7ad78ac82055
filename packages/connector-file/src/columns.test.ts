import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { departmentHeaders, employeeHeaders, normalHeader, planColumns } from './columns.ts';

function planned(header: string[], explicit: Record<string, string> = {}) {
  const { positions, problems, ignored } = planColumns(header, employeeHeaders, explicit, 'columns');
  const chosen = Object.fromEntries([...positions].map(([target, position]) => [target, header[position]]));
  return { chosen, problems, ignored };
}

test('a Workday export is understood without being told', () => {
  const header = ['Worker ID', 'Legal First Name', 'Legal Last Name', 'Primary Work Email', 'Business Title', 'Worker Status', 'Hire Date'];
  expect(planned(header).chosen).toEqual({
    id: 'Worker ID',
    firstName: 'Legal First Name',
    lastName: 'Legal Last Name',
    workEmail: 'Primary Work Email',
    jobTitle: 'Business Title',
    status: 'Worker Status',
    startDate: 'Hire Date',
  });
});

test('a BambooHR export is understood without being told', () => {
  const header = ['ID', 'Employee #', 'First Name', 'Last Name', 'Preferred Name', 'Job Title', 'Reporting to', 'Reports To', 'Work Email'];
  expect(planned(header).chosen).toMatchObject({
    id: 'ID',
    employeeNumber: 'Employee #',
    managerName: 'Reports To',
    workEmail: 'Work Email',
  });
});

test('an ADP export is understood without being told', () => {
  const header = [
    'Associate ID',
    'File Number',
    'First Name',
    'Last Name',
    'Home Department Code',
    'Position Status',
    'Reports To Associate ID',
  ];
  expect(planned(header).chosen).toMatchObject({
    id: 'Associate ID',
    employeeNumber: 'File Number',
    departmentId: 'Home Department Code',
    status: 'Position Status',
    managerId: 'Reports To Associate ID',
  });
});

test('the better of two headers for one field wins wherever it stands', () => {
  expect(planned(['id', 'Mobile', 'Work Phone']).chosen).toMatchObject({ phone: 'Work Phone' });
  expect(planned(['id', 'Work Phone', 'Mobile']).chosen).toMatchObject({ phone: 'Work Phone' });
});

test('two columns that may be the id are refused by their names', () => {
  const { problems } = planned(['Worker ID', 'Employee ID', 'Last Name']);
  expect(problems).toEqual([{ path: 'columns.id', reason: 'both "Worker ID" and "Employee ID" may be the id; say which' }]);
});

test('naming the id column settles which of two it is', () => {
  expect(planned(['Worker ID', 'Employee ID'], { id: 'Employee ID' })).toMatchObject({ chosen: { id: 'Employee ID' }, problems: [] });
});

test('a header that is used and there twice is refused, one that is not used does no harm', () => {
  expect(planned(['id', 'Last Name', 'Last Name']).problems).toEqual([
    { path: 'columns.lastName', reason: 'the file has 2 columns "Last Name"' },
  ]);
  expect(planned(['id', 'Note', 'Note'])).toMatchObject({ problems: [], ignored: ['Note', 'Note'] });
});

test('a named column that the file lacks is refused by its name', () => {
  expect(planned(['id'], { phone: 'Fon' }).problems).toEqual([{ path: 'columns.phone', reason: 'the file has no column "Fon"' }]);
});

test.each([
  ['E-mail (Work)', 'email'],
  ['Employee #', 'employeenumber'],
  ['Beschäftigungs-Status', 'beschaftigungsstatus'],
  ['Worker Status', 'workerstatus'],
])('%s reads %s', (header, normal) => {
  expect(normalHeader(header)).toBe(normal);
});

test.each([
  ['employees', employeeHeaders],
  ['departments', departmentHeaders],
])('every header in the table of %s is in normal form and stands once', (_, table) => {
  const headers = Object.values(table).flat();
  expect(headers.map(normalHeader)).toEqual(headers);
  expect(new Set(headers).size).toBe(headers.length);
});

test('the README lists every header of the tables', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  for (const table of [employeeHeaders, departmentHeaders]) {
    for (const [target, headers] of Object.entries(table)) expect(readme).toContain(`| \`${target}\` | ${headers.join(', ')} |`);
  }
});
