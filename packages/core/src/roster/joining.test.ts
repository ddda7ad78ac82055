import { expect, test } from 'vitest';
import type { Employee } from '../model/employee.ts';
import type { Phase } from '../model/person.ts';
import { joinTo, normalizeKey } from './joining.ts';

const ada: Employee = { id: 'e1', employeeNumber: 'N1', workEmail: 'ada@example.com', firstName: 'Ada', lastName: 'King' };
const known = (facts: Partial<Employee>, phase: Phase = 'left', person = 'e1') => ({ person, phase, employee: { ...ada, ...facts } });

const rows: readonly [string, Partial<Employee>, Phase, ReturnType<typeof known>[], string | undefined][] = [
  ['the same number after leaving', { workEmail: 'new@example.com', lastName: 'Byron' }, 'active', [known({})], 'e1'],
  [
    'a leaver’s number and no word of their name',
    { firstName: 'Bob', lastName: 'Ross', workEmail: null },
    'active',
    [known({})],
    undefined,
  ],
  ['the same number, and a name whose words changed places', { firstName: 'King', lastName: 'Ross' }, 'active', [known({})], 'e1'],
  ['the same number, and the name that is used', { firstName: 'Bob', lastName: 'Ross', preferredName: 'ÁDA' }, 'active', [known({})], 'e1'],
  ['the same number and no name', { firstName: null, lastName: '' }, 'active', [known({})], 'e1'],
  ['the same number written otherwise', { employeeNumber: ' n1 ', workEmail: null }, 'active', [known({})], 'e1'],
  ['the same address and both names', { employeeNumber: 'N9' }, 'active', [known({})], 'e1'],
  ['the same address and first name only', { employeeNumber: 'N9', lastName: 'Byron' }, 'active', [known({})], undefined],
  ['the same address and last name only', { employeeNumber: null, firstName: 'Augusta' }, 'active', [known({})], undefined],
  ['the same address and nothing else', { employeeNumber: 'N9', firstName: 'Bob', lastName: 'Ross' }, 'active', [known({})], undefined],
  [
    'the same address and no names',
    { employeeNumber: 'N9', firstName: null, lastName: '' },
    'active',
    [known({ firstName: null, lastName: '' })],
    undefined,
  ],
  ['the same name alone', { employeeNumber: 'N9', workEmail: 'other@example.com' }, 'active', [known({})], undefined],
  ['no keys at all', { employeeNumber: '', workEmail: '' }, 'active', [known({ employeeNumber: '', workEmail: '' })], undefined],
  ['the same number and names while the other goes on: two contracts at once', {}, 'active', [known({}, 'active')], 'e1'],
  ['the same address and names while the other goes on', { employeeNumber: 'N9' }, 'upcoming', [known({}, 'active')], 'e1'],
  ['the same number and another name while the other goes on', { lastName: 'Byron' }, 'active', [known({}, 'active')], undefined],
  ['an ended record beside one that works', {}, 'left', [known({}, 'active')], 'e1'],
  ['two people that fit', {}, 'active', [known({}), known({ id: 'e2' }, 'left', 'e2')], undefined],
  ['two ended records of one person', {}, 'active', [known({}), known({ id: 'e2' })], 'e1'],
  ['two records of one person, one of them working', {}, 'active', [known({}), known({ id: 'e2' }, 'on-leave')], 'e1'],
  [
    'the number of somebody at work, under another name',
    { firstName: 'Bob' },
    'active',
    [known({}), known({ id: 'e2' }, 'on-leave')],
    undefined,
  ],
];

test.each(rows)('%s', (_what, facts, phase, others, person) => {
  expect(joinTo({ ...ada, id: 'e9', ...facts }, phase, others)).toBe(person);
});

test('a record never joins itself', () => {
  expect(joinTo(ada, 'active', [known({}, 'active')])).toBeUndefined();
});

test('keys are compared trimmed, composed and without case; blank ones are none', () => {
  expect(normalizeKey('  ZOE\u0308@Example.COM ')).toBe('zoë@example.com');
  for (const text of ['', ' ', null, undefined]) expect(normalizeKey(text)).toBeUndefined();
});
