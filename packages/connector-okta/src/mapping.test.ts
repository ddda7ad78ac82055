import { expect, test } from 'vitest';
import { differing, groupOf, oktaProfileOf, quoted, stateOf, unstorableIn } from './mapping.ts';

test.each([
  ['STAGED', 'pending'],
  ['PROVISIONED', 'pending'],
  ['ACTIVE', 'active'],
  ['RECOVERY', 'active'],
  ['PASSWORD_EXPIRED', 'active'],
  ['LOCKED_OUT', 'active'],
  ['SUSPENDED', 'disabled'],
  ['DEPROVISIONED', 'disabled'],
  ['ACTIVATING', 'unknown'],
  ['constructor', 'unknown'],
])('status %s is %s', (status, state) => {
  expect(stateOf(status)).toBe(state);
});

test('absent attributes are not sent, null clears, and what Okta is not told is left out', () => {
  const names = new Map([['title', 'title'] as const, ['city', 'city'] as const]);
  expect(oktaProfileOf({ title: null, department: 'Research' }, names)).toEqual({ title: null });
});

test('only what differs is sent; an empty text is the same as nothing', () => {
  const user = { id: '1', status: 'ACTIVE', profile: { title: 'Clerk', city: null } };
  expect(differing(user, { title: 'Clerk', city: null, department: '' })).toEqual({});
  expect(differing(user, { title: null, city: 'Oslo' })).toEqual({ title: null, city: 'Oslo' });
});

test('characters of four bytes are found wherever they stand', () => {
  expect(unstorableIn({ givenName: 'Zoë', familyName: '𠮷野', displayName: 'Zoë 😀', title: '吉' })).toEqual(['familyName', 'displayName']);
});

test('quotes and backslashes cannot leave a search literal', () => {
  expect(quoted('a" or status pr or "\\')).toBe('"a\\" or status pr or \\"\\\\"');
});

test('groups that are imported, built in or of a kind to come are read-only', () => {
  const type = (name: string) => groupOf({ id: '1', type: name, profile: { name: 'x' } }).readOnlyBecause;
  expect(type('OKTA_GROUP')).toBeUndefined();
  for (const name of ['APP_GROUP', 'BUILT_IN', 'SOMETHING_NEW']) expect(type(name)).toBeTypeOf('string');
});
