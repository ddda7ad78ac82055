import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Employee, type EmployeeField, employeeFields } from '../model/employee.ts';
import { changedFields, mergeStatement, readStatement } from './statement.ts';

const none: ReadonlySet<EmployeeField> = new Set();

test.each([
  ['status', 'garden leave'],
  ['employmentType', 'zero hours'],
  ['timeZone', 'Mars/Base'],
  ['timeZone', '+02:00'],
])('an unknown word in %s is set aside and the rest stands', (field, value) => {
  expect(readStatement({ id: 'e1', lastName: 'King', [field]: value })).toEqual({
    kind: 'stated',
    employee: { id: 'e1', lastName: 'King' },
    withheld: [{ field, reason: 'a word we do not know' }],
  });
});

test.each([
  [{ id: '' }, 'id'],
  [{ id: 'e1', startDate: '2023-02-29' }, 'startDate'],
  [{ id: 'e1', startDate: '2023-2-9' }, 'startDate'],
  [{ id: 'e1', startDate: '2023-02-09T10:00:00Z' }, 'startDate'],
  [{ id: 'e1', endDate: 'soon' }, 'endDate'],
  [{ id: 'e1', lastName: { text: 'King' } }, 'lastName'],
  [{ id: 'e1', location: 'Leeds' }, 'location'],
  [{ id: 'e1', status: 'garden leave', lastName: 7 }, 'lastName'],
])('%o is unreadable because of %s, and no value is told', (draft, field) => {
  const statement = readStatement(draft as never);
  expect(statement).toMatchObject({ kind: 'unreadable', reason: expect.stringContaining(field) });
  expect(JSON.stringify(statement)).not.toContain('garden');
});

test('a source may say more than we use', () => {
  expect(readStatement({ id: 'e1', shoeSize: 43 } as never)).toEqual({ kind: 'stated', employee: { id: 'e1' }, withheld: [] });
});

const value = fc.constantFrom('a', 'b', '');
const said = fc.dictionary(
  fc.constantFrom<EmployeeField>('lastName', 'phone', 'jobTitle', 'departmentId'),
  fc.option(value, { nil: null }),
);
const fields = fc.subarray<EmployeeField>(['lastName', 'phone', 'jobTitle', 'departmentId']).map((list) => new Set(list));

test('absent keeps, covered and absent empties, null empties, a value sets, and a kept field keeps whatever is said', () => {
  fc.assert(
    fc.property(said, said, fields, fields, (before, now, covers, keep) => {
      const known = { id: 'e1', ...before } as Employee;
      const { employee } = mergeStatement(known, { id: 'e1', ...now } as Employee, covers, keep);
      for (const field of ['lastName', 'phone', 'jobTitle', 'departmentId'] as const) {
        const expected = keep.has(field) ? known[field] : field in now ? now[field] : covers.has(field) ? null : known[field];
        expect(employee[field]).toBe(expected);
      }
    }),
  );
});

test('a record is plain only when the roster holds exactly what it says', () => {
  const stated: Employee = { id: 'e1', lastName: 'King' };
  expect(mergeStatement(undefined, stated, none, none)).toEqual({ employee: stated, plain: true });
  expect(mergeStatement({ id: 'e1', phone: '1' }, stated, none, none).plain).toBe(false);
  expect(mergeStatement(undefined, stated, new Set(['phone']), none).plain).toBe(false);
  expect(mergeStatement(undefined, stated, none, new Set(['lastName']))).toEqual({ employee: { id: 'e1' }, plain: false });
});

test('of HR’s own fields each one keeps, empties or sets by itself', () => {
  const known: Employee = { id: 'e1', customFields: { costCenter: '4711', badge: 'blue', floor: 3 } };
  const stated: Employee = { id: 'e1', customFields: { badge: null, floor: 4 } };
  const merged = { customFields: { costCenter: '4711', badge: null, floor: 4 } };
  expect(mergeStatement(known, stated, new Set(['customFields']), none)).toEqual({ employee: { id: 'e1', ...merged }, plain: false });
  expect(mergeStatement(known, { id: 'e1', customFields: { costCenter: '1', badge: '2', floor: 3 } }, none, none).plain).toBe(true);
  expect(mergeStatement(known, { id: 'e1', customFields: null }, none, none).employee.customFields).toBeNull();
  expect(mergeStatement(known, stated, none, new Set(['customFields'])).employee.customFields).toEqual(known.customFields);
});

test('changed fields are told in one order, and the order of keys inside a field is no change', () => {
  const before: Employee = { id: 'e1', lastName: 'A', phone: '1', location: { city: 'X', country: 'GB' }, customFields: { a: 1 } };
  const after: Employee = { id: 'e1', phone: '2', lastName: 'B', location: { country: 'GB', city: 'X' }, customFields: { a: 1 } };
  expect(changedFields(before, after)).toEqual(['lastName', 'phone']);
  expect(changedFields(before, { ...before, customFields: { a: 2 } })).toEqual(['customFields']);
  expect(employeeFields.indexOf('lastName')).toBeLessThan(employeeFields.indexOf('phone'));
});
