import { describe, expect, test } from 'vitest';
import { employeeSchema, groupSchema, teamSchema } from '../api/wire.ts';
import { deepest, departmentIn, departmentRecords, directoryOfGroups, directoryOfTeams } from './department.ts';

function group(id: string, parent: unknown = null, more: Record<string, unknown> = {}) {
  return groupSchema.parse({ id, name: `Unit ${id}`, type: 'DEPARTMENT', parent_group: parent, ...more });
}

function departments(...groups: ReturnType<typeof group>[]) {
  return departmentRecords(directoryOfGroups(groups), ['DEPARTMENT']);
}

describe('the list', () => {
  test('a department has its group’s id, name and parent', () => {
    expect(departments(group('a'), group('b', 'a'))).toEqual([
      { kind: 'record', value: { id: 'a', name: 'Unit a', parentId: null } },
      { kind: 'record', value: { id: 'b', name: 'Unit b', parentId: 'a' } },
    ]);
  });

  test.each([
    ['a group of another type is left out', [group('a', null, { type: 'TEAM' })], []],
    ['a group of no type is left out', [group('a', null, { type: null })], []],
    ['a raw type in any case counts', [group('a', null, { type: 'department' })], [['a', null]]],
    ['a deleted group is left out', [group('a', null, { remote_was_deleted: true })], []],
    [
      'an expanded parent is its id',
      [group('a'), group('b', { id: 'a' })],
      [
        ['a', null],
        ['b', 'a'],
      ],
    ],
    [
      'a unit between two departments is passed over',
      [group('a'), group('t', 'a', { type: 'TEAM' }), group('b', 't')],
      [
        ['a', null],
        ['b', 'a'],
      ],
    ],
    ['a parent of another type with nothing above is none', [group('t', null, { type: 'TEAM' }), group('b', 't')], [['b', null]]],
    ['a parent that is not there is not said', [group('b', 'gone')], [['b', undefined]]],
    ['a deleted parent is not said', [group('a', null, { remote_was_deleted: true }), group('b', 'a')], [['b', undefined]]],
    ['a parent that was not sent is not said', [groupSchema.parse({ id: 'b', name: 'B', type: 'DEPARTMENT' })], [['b', undefined]]],
    ['its own parent is the top', [group('a', 'a')], [['a', null]]],
    [
      'a ring is opened at the smallest id',
      [group('a', 'c'), group('b', 'a'), group('c', 'b')],
      [
        ['a', null],
        ['b', 'a'],
        ['c', 'b'],
      ],
    ],
    [
      'below a ring the parent stays',
      [group('a', 'b'), group('b', 'a'), group('d', 'b')],
      [
        ['a', null],
        ['b', 'a'],
        ['d', 'b'],
      ],
    ],
  ])('%s', (_title, groups, expected) => {
    const read = departments(...groups).map((record) => (record.kind === 'record' ? [record.value.id, record.value.parentId] : record));
    expect(read).toEqual(expected);
  });

  test('a department without a name is unreadable and still there', () => {
    expect(departments(group('a', null, { name: ' ' }))).toMatchObject([{ kind: 'unreadable', id: 'a' }]);
  });

  test('several types can be departments', () => {
    const directory = directoryOfGroups([group('a'), group('c', 'a', { type: 'COST_CENTER' })]);
    expect(departmentRecords(directory, ['DEPARTMENT', 'COST_CENTER'])).toHaveLength(2);
  });

  test('teams are departments where the system has no groups', () => {
    const teams = [teamSchema.parse({ id: 'a', name: 'A', parent_team: null }), teamSchema.parse({ id: 'b', name: 'B', parent_team: 'a' })];
    expect(departmentRecords(directoryOfTeams(teams), undefined)).toEqual([
      { kind: 'record', value: { id: 'a', name: 'A', parentId: null } },
      { kind: 'record', value: { id: 'b', name: 'B', parentId: 'a' } },
    ]);
  });
});

describe('a person’s department', () => {
  const row = (groups: unknown, team: unknown = null) => employeeSchema.parse({ id: 'm', groups, team });

  test('the first type of which there is one decides', () => {
    const both = row([group('c', null, { type: 'COST_CENTER' }), group('a')]);
    expect(departmentIn(both, ['DEPARTMENT', 'COST_CENTER'])).toBe('a');
    expect(departmentIn(both, ['COST_CENTER', 'DEPARTMENT'])).toBe('c');
    expect(departmentIn(row([group('c', null, { type: 'COST_CENTER' })]), ['DEPARTMENT', 'COST_CENTER'])).toBe('c');
  });

  test('the same group twice is one', () => {
    expect(departmentIn(row([group('a'), group('a')]), ['DEPARTMENT'])).toBe('a');
  });

  test('of several the deepest, and of equals the smallest id', () => {
    const tree = directoryOfGroups([group('top'), group('z', 'top'), group('b', 'z'), group('a', 'z')]);
    expect(departmentIn(row([group('top'), group('b', 'z')]), ['DEPARTMENT'])).toEqual(['top', 'b']);
    expect(deepest(['top', 'z', 'b'], tree)).toBe('b');
    expect(deepest(['b', 'a'], tree)).toBe('a');
    expect(deepest(['unknown', 'top'], tree)).toBe('top');
  });

  test('in a ring of departments the choice is still the same one every time', () => {
    const ring = directoryOfGroups([group('b', 'a'), group('a', 'b')]);
    expect([deepest(['b', 'a'], ring), deepest(['a', 'b'], ring)]).toEqual(['a', 'a']);
  });

  test('the team, where departments are made of teams', () => {
    expect(departmentIn(row([group('a')], 't1'), undefined)).toBe('t1');
    expect(departmentIn(row([group('a')], { id: 't1' }), undefined)).toBe('t1');
    expect(departmentIn(row([group('a')]), undefined)).toBeNull();
  });
});
