import { describe, expect, test } from 'vitest';
import { operationsFor } from './patch.ts';
import { rfcProfile } from './profile.ts';
import { accountOf, resourceFor } from './resource.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const work = { value: 'ada@x.test', type: 'work', primary: true };
const home = { value: 'ada@home.test', type: 'home' };
const current = {
  id: 'u1',
  userName: 'ada',
  title: 'Clerk',
  name: { givenName: 'Ada' },
  emails: [home, work],
  [enterprise]: { department: 'Sales' },
};
const operations = (wanted: Parameters<typeof operationsFor>[1]) => operationsFor(current, wanted, rfcProfile);

describe('the operations of an update', () => {
  test('are none when everything holds already', () => {
    expect(operations({ userName: 'ada', title: 'Clerk', email: 'ada@x.test', department: 'Sales', city: null, phone: '' })).toEqual([]);
  });

  test('name each attribute by its path, and clear with remove', () => {
    expect(operations({ title: null, givenName: 'Augusta', department: 'Finance', timeZone: 'Europe/Rome' })).toEqual([
      { op: 'replace', path: 'name.givenName', value: 'Augusta' },
      { op: 'remove', path: 'title' },
      { op: 'replace', path: `${enterprise}:department`, value: 'Finance' },
      { op: 'replace', path: 'timezone', value: 'Europe/Rome' },
    ]);
  });

  test('keep every other entry of a list', () => {
    expect(operations({ email: 'new@x.test' })).toEqual([
      { op: 'replace', path: 'emails', value: [{ ...work, value: 'new@x.test' }, home] },
    ]);
    expect(operations({ email: null })).toEqual([{ op: 'replace', path: 'emails', value: [home] }]);
  });

  test('set two fields of one entry in one operation', () => {
    expect(operations({ city: 'Rome', country: 'IT' })).toEqual([
      { op: 'replace', path: 'addresses', value: [{ type: 'work', primary: true, locality: 'Rome', country: 'IT' }] },
    ]);
  });

  test('change a lone entry of no stated kind, and never a private one', () => {
    const lone = (entry: object) => operationsFor({ id: 'u1', emails: [entry] }, { email: 'new@x.test' }, rfcProfile)[0]?.value;
    expect(lone({ value: 'ada@x.test' })).toEqual([{ value: 'new@x.test' }]);
    expect(lone(home)).toEqual([{ type: 'work', primary: true, value: 'new@x.test' }, home]);
  });

  test('add a work entry beside private ones, and leave those alone', () => {
    const privately = { ...current, emails: [home, { value: 'other@home.test' }] };
    expect(operationsFor(privately, { email: 'ada@x.test' }, rfcProfile)).toEqual([
      { op: 'replace', path: 'emails', value: [{ type: 'work', primary: true, value: 'ada@x.test' }, ...privately.emails] },
    ]);
  });
});

describe('a resource', () => {
  test('is made of what the profile states, in its places', () => {
    const profile = {
      userName: 'ada',
      email: 'ada@x.test',
      givenName: 'Ada',
      department: 'Sales',
      title: null,
      city: 'Rome',
      country: 'IT',
    };
    expect(resourceFor(profile, rfcProfile)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
      active: true,
      userName: 'ada',
      emails: [work],
      name: { givenName: 'Ada' },
      addresses: [{ type: 'work', primary: true, locality: 'Rome', country: 'IT' }],
      [enterprise]: { department: 'Sales' },
    });
  });

  test.each([
    [true, 'active'],
    [false, 'disabled'],
    ['False', 'disabled'],
    ['true', 'active'],
    [undefined, 'unknown'],
    [null, 'unknown'],
    ['no', 'unknown'],
  ])('with active %j is %s', (active, state) => {
    expect(accountOf({ id: 'u1', active }, rfcProfile).state).toBe(state);
  });
});
