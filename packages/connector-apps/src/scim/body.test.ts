import type { AccountProfile } from '@tenure/core/connector';
import { describe, expect, test } from 'vitest';
import { differing, newUser, toldOf } from './body.ts';
import { genericProfile } from './generic.ts';
import { changeOf, switchOf } from './patch.ts';
import type { ScimProfile } from './profile.ts';
import { accountOf, type Resource } from './resource.ts';

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

function operationsFor(
  user: Resource,
  wanted: AccountProfile,
  profile: ScimProfile = genericProfile,
  form: 'patch-path' | 'patch-value' = 'patch-path',
) {
  const write = changeOf(user, differing(user, toldOf(wanted, profile)), form, profile);
  return write.method === 'PATCH' ? write.operations : [];
}
const operations = (wanted: AccountProfile) => operationsFor(current, wanted);

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
    const lone = (entry: object) => operationsFor({ id: 'u1', emails: [entry] }, { email: 'new@x.test' })[0]?.value;
    expect(lone({ value: 'ada@x.test' })).toEqual([{ value: 'new@x.test' }]);
    expect(lone(home)).toEqual([{ type: 'work', primary: true, value: 'new@x.test' }, home]);
  });

  test('add a work entry beside private ones, and leave those alone', () => {
    const privately = { ...current, emails: [home, { value: 'other@home.test' }] };
    expect(operationsFor(privately, { email: 'ada@x.test' })).toEqual([
      { op: 'replace', path: 'emails', value: [{ type: 'work', primary: true, value: 'ada@x.test' }, ...privately.emails] },
    ]);
  });
});

describe('other forms of a change', () => {
  const put = { ...genericProfile, update: 'put' } as const satisfies ScimProfile;
  const whole: Resource = {
    ...current,
    externalId: 'P-1',
    displayName: 'Ada',
    meta: { version: 'W/"1"' },
    groups: [{ value: 'g1' }],
    password: 'never',
    'urn:vendor:2.0:User': { seat: 'full' },
  };

  test('the whole resource keeps what we do not know of and leaves out what servers refuse', () => {
    const { meta: _meta, groups: _groups, password: _password, ...kept } = whole;
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise, 'urn:vendor:2.0:User'];
    expect(changeOf(whole, toldOf({ title: 'Chief', department: null }, put), 'put', put)).toEqual({
      method: 'PUT',
      resource: { ...kept, title: 'Chief', [enterprise]: {}, schemas },
    });
    expect(switchOf(whole, false, 'put', put)).toEqual({ method: 'PUT', resource: { ...kept, active: false, schemas } });
  });

  test('one value object holds every attribute that changes, with its other parts', () => {
    expect(operationsFor(current, { givenName: 'Augusta', email: 'new@x.test', title: null }, genericProfile, 'patch-value')).toEqual([
      { op: 'replace', value: { emails: [{ ...work, value: 'new@x.test' }, home], name: { givenName: 'Augusta' } } },
      { op: 'remove', path: 'title' },
    ]);
    expect(switchOf(current, true, 'patch-value', { ...genericProfile, operation: 'Replace' })).toEqual({
      method: 'PATCH',
      operations: [{ op: 'Replace', value: { active: true } }],
    });
  });

  test('a server that takes one entry gets one, and one that wants an object gets an object', () => {
    const single: ScimProfile = { ...genericProfile, lists: { shape: 'array', single: true } };
    expect(operationsFor(current, { email: 'new@x.test' }, single)).toEqual([
      { op: 'replace', path: 'emails', value: [{ ...work, value: 'new@x.test' }] },
    ]);
    const object: ScimProfile = { ...genericProfile, lists: { shape: 'object', single: false } };
    expect(newUser({ email: 'ada@x.test' }, object)['emails']).toEqual({ value: 'ada@x.test', type: 'work', primary: 'true' });
    expect(accountOf({ id: 'u1', emails: { value: 'ada@x.test', primary: 'true' } }, object).email).toBe('ada@x.test');
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
    expect(newUser(profile, genericProfile)).toEqual({
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
    expect(accountOf({ id: 'u1', active }, genericProfile).state).toBe(state);
  });
});
