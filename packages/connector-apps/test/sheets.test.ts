// Two readings of the same vendors, by two people: the profiles that the connector goes by and the sheets that the servers go by. Where they
// differ, one is wrong.
import { certaintyOf, type Dialect, dialectOf, sheets } from '@tenure/simulators/dialects';
import { describe, expect, test } from 'vitest';
import type { ScimProfile } from '../src/index.ts';
import { testedApps } from './apps.ts';

const attributeOf: Readonly<Record<string, string>> = {
  emails: 'email',
  'name.givenName': 'givenName',
  'name.familyName': 'familyName',
  'name.formatted': 'displayName',
};

/** What the profile's address can become: each name by its pattern, or as the sheet leaves it open. */
function addressesOf({ address = '', parameters }: ScimProfile): RegExp {
  const escaped = address.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, (_whole, name: string) => `(?:\\{\\w+\\}|${parameters[name]?.pattern})`)}$`);
}

/** Sent with every new user, or made by the profile's own function. */
const always: ReadonlySet<string> = new Set(['schemas', 'active', 'name', 'entitlements']);
const bucketOf: Readonly<Record<string, string>> = {
  create: 'create',
  change: 'update',
  delete: 'delete',
  read: 'read',
  'read-one': 'read-one',
};

describe.each(testedApps.map((tested) => [tested.subpath, tested] as const))('%s', (_subpath, { profile, vendor }) => {
  const sheet: Dialect = dialectOf(sheets[vendor]);

  test('stands at the same address', () => {
    if (profile.address !== undefined) expect(sheet.address).toMatch(addressesOf(profile));
  });

  test('is looked up by what can be filtered there', () => {
    const filterable = Object.keys(sheet.filterable).map((name) => name.toLowerCase());
    for (const { filter } of profile.lookups) expect(filterable).toContain(filter.toLowerCase());
    expect(sheet.operators).toContain('eq');
    for (const { filter, exactCase } of profile.lookups) {
      if (certaintyOf(sheets[vendor], 'filterable') !== 'assumed')
        expect([filter, sheet.filterable[filter]]).toEqual([filter, exactCase ? 'exact' : 'any-case']);
    }
  });

  test('is given what it demands', () => {
    const made = (name: string) => always.has(name) || (name === 'userName' && profile.userName.from === 'handle');
    const demanded = sheet.required.filter((name) => !made(name)).map((name) => attributeOf[name] ?? name);
    expect(profile.required).toEqual(expect.arrayContaining(demanded));
    expect([profile.lists.shape, 'either']).toContain(sheet.emailsTaken);
    if (sheet.valuesKept === 1 && sheet.moreValues === 'refused') expect(profile.lists.single).toBe(true);
  });

  test('has handles of the same make', () => {
    const { userName: rule } = profile;
    expect(rule.from === 'handle').toBe(sheet.userName.kind === 'handle');
    if (rule.from === 'handle') expect([rule.longest, rule.alphabet]).toEqual([sheet.userName.maxLength, sheet.userName.alphabet]);
  });

  test('can be turned off and on where the account stays and comes back, and not where it is removed', () => {
    const pauses = sheet.inactiveShows === 'inactive' && sheet.reactivation === 'active-true';
    expect(profile.disable !== undefined).toBe(pauses);
    expect(profile.disable?.settlesMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(sheet.offShowsAfterMs);
  });

  test('deletes only where that removes, and calls it final where the identity is destroyed', () => {
    if (profile.delete === undefined) return;
    const means = profile.delete.form === 'delete' ? sheet.deletionMeans : sheet.inactiveMeans;
    expect(['left-workspace', 'identity-destroyed']).toContain(means);
    if (means === 'identity-destroyed') expect(profile.delete.undone).toBe('never');
  });

  test('is looked at before creating where a creation takes over', () => {
    if (sheet.elsewhere === 'joined') expect(profile.create.adopts).toBe(true);
    expect(profile.create.invites).toBe(sheet.invites);
  });

  test('is changed in a form that has an effect there', () => {
    const forms = [profile.update, profile.disable?.form].filter((form) => form !== undefined && form !== 'none');
    if (sheet.pathFilters === 'no-effect') expect(forms).not.toContain('patch-path');
    if (sheet.put === 'unsupported') expect(forms).not.toContain('put');
    for (const form of forms) {
      if (form === 'patch-path') expect(sheet.patchForms).toContain('path');
      if (form === 'patch-value') expect(sheet.patchForms).toContain('value');
    }
    const spelled = sheet.operations.map((one) => (sheet.operationCase === 'any' ? one.toLowerCase() : one));
    expect(spelled).toContain(sheet.operationCase === 'any' ? profile.operation.toLowerCase() : profile.operation);
    expect(sheet.accepts).toContain(profile.mediaType);
    if (sheet.patchable === 'active-false') expect(profile.update).toBe('none');
  });

  test('is paged as it pages', () => {
    expect(profile.paging.largestPage).toBeLessThanOrEqual(sheet.paging === 'none' ? Number.POSITIVE_INFINITY : sheet.maxCount);
    expect(profile.paging.mode === 'cursor').toBe(sheet.paging === 'cursor');
  });

  test('has errors where they stand', () => {
    expect(profile.errors.code === 'aws').toBe(sheet.errorBody === 'aws');
    if (profile.errors.code !== 'detail') return;
    const codes = Object.values(sheet.says).map(({ detail }) => detail);
    for (const code of codes) expect(Object.keys(profile.errors.meanings)).toContain(code);
  });

  test('is asked no faster than it lets through', () => {
    for (const { counts, requests, windowSeconds, burst } of sheet.limits) {
      const limits = profile.limits;
      const declared = counts === 'all' ? limits.requests : limits.buckets?.[bucketOf[counts] as 'read'];
      if (counts === 'write') continue;
      expect(declared, counts).toBeDefined();
      if (declared !== undefined) expect(declared.count / declared.perMs, counts).toBeLessThanOrEqual(requests / (windowSeconds * 1_000));
      if (declared !== undefined) expect(declared.count, counts).toBeLessThanOrEqual(burst ?? requests);
    }
    if (sheet.oneChangeAtOnce) expect(profile.serial).toBe(true);
  });
});
