// What holds for every profile as data: whole, honest, and exported under its own name.
import { readFileSync } from 'node:fs';
import { isTenureError } from '@tenure/core/connector';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { genericProfile, optionsSchemaOf, profiledApp, type ScimProfile } from '../src/index.ts';
import { testedApps } from './apps.ts';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { exports: Record<string, object> };
const profiles = [genericProfile as ScimProfile, ...testedApps.map(({ profile }) => profile)];
const named = profiles.map((profile) => [profile.id, profile] as const);

test('every app has an id and a subpath of its own', () => {
  expect(new Set(profiles.map(({ id }) => id)).size).toBe(profiles.length);
  expect(Object.keys(manifest.exports)).toEqual(expect.arrayContaining(testedApps.map(({ subpath }) => `./${subpath}`)));
});

/** What a profile lacks that a catalogue, a plan or a receipt would have to make up. */
function gapsOf(profile: ScimProfile): string[] {
  const { effects, disable, delete: removal } = profile;
  const words: Readonly<Record<string, string | undefined>> = {
    id: profile.id,
    name: profile.name,
    description: profile.description,
    plan: profile.plan,
    credential: profile.credential,
    'effects.create': effects.create,
    ...(disable === undefined ? {} : { 'effects.disable': effects.disable }),
    ...(removal === undefined ? {} : { 'effects.delete': effects.delete }),
    ...(disable === undefined || removal === undefined ? { 'effects.notOffered': effects.notOffered } : {}),
  };
  const empty = Object.entries(words).flatMap(([name, text]) => (text === undefined || text.trim() === '' ? [name] : []));
  return [
    ...empty,
    ...(disable === undefined && effects.disable !== undefined ? ['effects.disable without the verb'] : []),
    ...(removal === undefined && effects.delete !== undefined ? ['effects.delete without the verb'] : []),
    ...(disable === undefined && removal === undefined ? ['no way out'] : []),
    ...(effects.unverified.length === 0 ? ['effects.unverified'] : []),
    ...(profile.sources.length === 0 ? ['sources'] : []),
    ...(profile.id !== 'scim' && profile.traps.length === 0 ? ['traps'] : []),
    ...profile.required.filter((name) => profile.places[name] === undefined).map((name) => `${name} is required and has no place`),
    ...profile.lookups.filter(({ key }) => profile.places[key] === undefined).map(({ key }) => `${key} is looked up and has no place`),
  ];
}

test.each(named)('%s says in words and data all that a catalogue needs', (_id, profile) => {
  expect(gapsOf(profile)).toEqual([]);
});

test('a profile that lacks its words is noticed', () => {
  const { effects } = genericProfile;
  const without = (gap: Partial<ScimProfile['effects']>) => gapsOf({ ...genericProfile, effects: { ...effects, ...gap } });
  expect(without({ disable: undefined })).toEqual(['effects.disable']);
  expect(without({ delete: ' ' })).toEqual(['effects.delete']);
  expect(without({ create: '' })).toEqual(['effects.create']);
  expect(without({ unverified: [] })).toEqual(['effects.unverified']);
  expect(gapsOf({ ...genericProfile, delete: undefined })).toEqual(['effects.notOffered', 'effects.delete without the verb']);
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
