import { expect, test } from 'vitest';
import type { Employee } from '../model/employee.ts';
import { createCalendar } from '../roster/calendar.ts';
import { personOf } from '../roster/phase.ts';
import { departmentTree } from './departments.ts';
import {
  allOf,
  anyOf,
  compileRule,
  departmentsNamedIn,
  everyone,
  inCountry,
  inDepartment,
  nobody,
  not,
  type Rule,
  ruleLabel,
  where,
  withCustomField,
  withEmploymentType,
} from './rules.ts';

const tree = departmentTree([
  { id: 'd1', name: 'Engineering' },
  { id: 'd2', name: 'Platform', parentId: 'd1' },
  { id: 'd3', name: 'Twin' },
  { id: 'd4', name: 'twin ' },
  { id: 'Sales', name: 'Revenue' },
  { id: 'd5', name: 'Loop', parentId: 'd6' },
  { id: 'd6', name: 'Pool', parentId: 'd5' },
]);
const calendar = createCalendar({ now: 0, timeZone: 'UTC' });
const pinned: [string, string][] = [];
const resolution = {
  tree,
  pins: new Map([
    ['Old name', 'd2'],
    ['Gone', 'd99'],
  ]),
  pin: (name: string, id: string) => pinned.push([name, id]),
};

function holds(rule: Rule, facts: Partial<Employee>): boolean {
  const employee: Employee = { id: 'e1', ...facts };
  return compileRule(rule, resolution)({ person: personOf('e1', [employee], calendar, 'immediately'), employee, department: undefined });
}

test.each<[Rule, Partial<Employee>, boolean]>([
  [everyone(), {}, true],
  [nobody(), {}, false],
  [inDepartment('Engineering'), { departmentId: 'd1' }, true],
  [inDepartment(' engineering'), { departmentId: 'd2' }, true],
  [inDepartment('Engineering', { subDepartments: false }), { departmentId: 'd2' }, false],
  [inDepartment('Engineering'), { departmentId: null }, false],
  [inDepartment('Engineering'), {}, false],
  [inDepartment('Sales'), { departmentId: 'Sales' }, true],
  [inDepartment('Old name'), { departmentId: 'd2' }, true],
  [inDepartment('Loop'), { departmentId: 'd6' }, true],
  [withEmploymentType('contractor', 'intern'), { employmentType: 'intern' }, true],
  [withEmploymentType('contractor'), { employmentType: null }, false],
  [withCustomField('costCenter', '4711', '4712'), { customFields: { costCenter: '4712' } }, true],
  [withCustomField('floor', '3'), { customFields: { floor: 3 } }, true],
  [withCustomField('remote', 'true'), { customFields: { remote: true } }, true],
  [withCustomField('costCenter', '4711'), { customFields: { costCenter: '4712' } }, false],
  [withCustomField('costCenter', 'null'), { customFields: { costCenter: null } }, false],
  [withCustomField('costCenter', '4711'), { customFields: null }, false],
  [withCustomField('constructor', '4711'), { customFields: {} }, false],
  [inCountry('NZ'), { location: { country: 'NZ' } }, true],
  [inCountry('NZ'), { location: null }, false],
  [allOf(everyone(), inCountry('NZ')), {}, false],
  [anyOf(nobody(), everyone()), {}, true],
  [allOf(), {}, true],
  [anyOf(), {}, false],
  [not(inCountry('NZ')), {}, true],
  [where('has title', ({ employee }) => employee.jobTitle === 'Lead'), { jobTitle: 'Lead' }, true],
])('%o of %o: %s', (rule, facts, expected) => {
  expect(holds(rule, facts)).toBe(expected);
});

test.each<[Rule, string]>([
  [inDepartment('Nowhere'), 'rule inDepartment(Nowhere): no department has this id or name'],
  [inDepartment('Gone'), 'the department this name meant is gone; use the id of the one that is meant now'],
  [inDepartment('Twin'), '2 departments have this name; use an id'],
  [{ rule: 'inDepartment', args: [] }, 'a department id or name is missing'],
  [{ rule: 'inDepartmnt', args: ['d1'] }, 'no rule of this name is known'],
  [not({ rule: 'nope', args: [] }), 'no rule of this name is known'],
  [{ rule: 'not', args: [] }, 'the rule to negate is missing'],
  [{ rule: 'constructor', args: [] }, 'no rule of this name is known'],
])('%o is refused', (rule, reason) => {
  expect(() => compileRule(rule, resolution)).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining(reason) }),
  );
});

test('a name and an id are pinned when they are first resolved; what is pinned is not', () => {
  pinned.length = 0;
  for (const name of ['Engineering', 'd1', 'Old name']) compileRule(inDepartment(name), resolution);
  expect(pinned).toEqual([
    ['Engineering', 'd1'],
    ['d1', 'd1'],
  ]);
});

test('a pinned name holds on to a department that is not listed, but not beside another one of that name', () => {
  const pins = new Map([
    ['Old name', 'd2'],
    ['Twin', 'd3'],
  ]);
  const unlisted = new Set(['d2', 'd3']);
  expect(() => compileRule(inDepartment('Old name'), { ...resolution, pins, unlisted })).not.toThrow();
  expect(() => compileRule(inDepartment('Twin'), { ...resolution, pins, unlisted })).toThrow('the department this name meant is gone');
});

test('the departments a rule asks about are found wherever they are nested', () => {
  const rule = allOf(
    inDepartment('Sales'),
    not(anyOf(inDepartment('d1', { subDepartments: false }), everyone())),
    where('x', () => true),
  );
  expect(departmentsNamedIn(rule)).toEqual(['Sales', 'd1']);
});

test('a rule reads as words', () => {
  expect(ruleLabel(allOf(inDepartment('Sales'), not(withEmploymentType('intern'))))).toBe(
    'allOf(inDepartment(Sales), not(withEmploymentType(intern)))',
  );
  expect(ruleLabel(inDepartment('Sales', { subDepartments: false }))).toBe('inDepartment(Sales, false)');
});

test('departments that are their own parents are told, and every walk ends', () => {
  expect(tree.cycles).toEqual(['d5', 'd6']);
  expect([...tree.within('d5')].sort()).toEqual(['d5', 'd6']);
});
