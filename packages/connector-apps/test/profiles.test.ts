// What holds for every profile as data. What all apps say of themselves is in catalogue.test.ts.
import { isTenureError } from '@tenure/core/connector';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { genericProfile, optionsSchemaOf, profiledApp, type ScimProfile } from '../src/index.ts';
import { testedApps } from './apps.ts';

const profiles = [genericProfile as ScimProfile, ...testedApps.map(({ profile }) => profile)];
const named = profiles.map((profile) => [profile.id, profile] as const);

test.each(named)('%s has a place for all that it needs and looks up', (_id, { required, lookups, places }) => {
  expect(required.filter((name) => places[name] === undefined)).toEqual([]);
  expect(lookups.filter(({ key }) => places[key] === undefined)).toEqual([]);
});

test.each(named)('%s is data but for its two escapes', (_id, profile) => {
  const { mapUser: _map, readUser: _read, ...data } = profile;
  expect(JSON.parse(JSON.stringify(data))).toEqual(Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)));
});

test.each(named)('%s fills its address from its parameters, and takes the example of each', (_id, profile) => {
  const inAddress = [...(profile.address ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(Object.keys(profile.parameters)).toEqual(expect.arrayContaining(inAddress));
  for (const { example, pattern } of Object.values(profile.parameters)) expect(example).toMatch(new RegExp(`^(?:${pattern})$`));
});

test.each(named)('%s has options that render to a form, with the token marked as a secret', (_id, profile) => {
  const form = z.toJSONSchema(optionsSchemaOf(profile), { unrepresentable: 'any' }) as {
    properties: Record<string, object>;
    required: string[];
  };
  expect(form.properties['token']).toMatchObject({ secret: true, description: profile.credential });
  expect(form.required).toEqual(expect.arrayContaining(['token', ...Object.keys(profile.parameters)]));
});

test.each(named)('%s refuses options that are not its own, by path and without values', (_id, profile) => {
  const wrong = { token: 'secret-token', baseUrl: 'http://app.example.com', tenant: 'x' };
  try {
    profiledApp(profile, wrong as never);
    expect.unreachable();
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'OPTIONS_INVALID') throw error;
    const paths = error.details.problems.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['tenant', 'baseUrl', ...Object.keys(profile.parameters)]));
    expect(error.message).not.toContain('secret-token');
  }
});

test('an app whose only way out cannot be undone wants to be told', () => {
  for (const { profile } of testedApps) {
    if (profile.disable !== undefined || profile.delete?.undone !== 'never') continue;
    const parameters = Object.fromEntries(Object.entries(profile.parameters).map(([name, { example }]) => [name, example]));
    expect(() => profiledApp(profile, { token: 't', ...parameters })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  }
});
