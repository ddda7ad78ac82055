// The catalogue: every application of the package, whole and honest, with a form to connect it; and nobody loads it who wants one app.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import * as everything from '../src/index.ts';
import { type CatalogueEntry, catalog } from '../src/index.ts';
import { testedApps } from './apps.ts';
import { testedNativeApps } from './native/apps.ts';

type Exports = Readonly<Record<string, { readonly '@tenure/source': string }>>;
const { exports: exported } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { exports: Exports };
const entries = catalog();
const named = entries.map((entry) => [entry.subpath, entry] as const);

test('lists every app that has a subpath and a function, and every one of them is tested', () => {
  const subpaths = Object.keys(exported).filter((name) => name !== '.' && name !== './catalog');
  expect(entries.map(({ subpath }) => `./${subpath}`).toSorted()).toEqual(subpaths.toSorted());
  const tested = [...testedApps, ...testedNativeApps].map(({ subpath }) => subpath);
  expect(entries.map(({ subpath }) => subpath).toSorted()).toEqual(tested.toSorted());
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  for (const { factory } of entries) expect(everything).toHaveProperty(factory, expect.any(Function));
});

/** What an entry lacks that a plan, a receipt or a reader would have to make up. */
function gapsOf({ name, description, plan, credential, effects, deletion, removal, traps, sources, limits }: CatalogueEntry): string[] {
  const disables = removal === 'disable';
  const words: Readonly<Record<string, string | undefined>> = {
    ...{ name, description, plan, credential, 'effects.create': effects.create },
    ...(disables ? { 'effects.disable': effects.disable } : {}),
    ...(deletion === undefined ? {} : { 'effects.delete': effects.delete }),
    ...(!disables || deletion === undefined ? { 'effects.notOffered': effects.notOffered } : {}),
  };
  return [
    ...Object.entries(words).flatMap(([field, text]) => (text === undefined || text.trim() === '' ? [field] : [])),
    ...(effects.disable === undefined && effects.delete === undefined ? ['a way out'] : []),
    ...(disables || effects.disable === undefined ? [] : ['effects.disable without the verb']),
    ...(deletion !== undefined || effects.delete === undefined ? [] : ['effects.delete without the verb']),
    ...(effects.unverified.length === 0 ? ['effects.unverified'] : []),
    ...(traps.length === 0 ? ['traps'] : []),
    ...(sources.length === 0 ? ['sources'] : []),
    ...(Object.keys(limits).length === 0 ? ['limits'] : []),
  ];
}

test.each(named)('%s says what its verbs do there, and all else that one chooses by', (_subpath, entry) => {
  expect(gapsOf(entry)).toEqual([]);
});

test('an app that lacks its words is noticed', () => {
  const [whole] = entries;
  if (whole === undefined) return expect.unreachable();
  const without = (gap: Partial<CatalogueEntry['effects']>) => gapsOf({ ...whole, effects: { ...whole.effects, ...gap } });
  expect(without({ create: '' })).toEqual(['effects.create']);
  expect(without({ disable: ' ' })).toEqual(['effects.disable']);
  expect(without({ delete: undefined })).toEqual(['effects.delete']);
  expect(without({ unverified: [] })).toEqual(['effects.unverified']);
  expect(gapsOf({ ...whole, deletion: undefined })).toEqual(['effects.notOffered', 'effects.delete without the verb']);
});

test.each(named)('%s has a form to connect it: words for every field, and its credentials marked as secrets', (_subpath, entry) => {
  const form = z.toJSONSchema(entry.connection, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties: Readonly<Record<string, { readonly description?: string; readonly secret?: boolean }>>;
    readonly additionalProperties: boolean;
  };
  expect(form.additionalProperties).toBe(false);
  for (const [field, { description }] of Object.entries(form.properties)) expect([field, description]).toEqual([field, expect.any(String)]);
  expect(Object.values(form.properties).some(({ secret }) => secret === true)).toBe(true);
  const whole = z.toJSONSchema(entry.options, { io: 'input', unrepresentable: 'any' }) as { readonly properties: object };
  expect(Object.keys(whole.properties)).toEqual(expect.arrayContaining([...Object.keys(form.properties), 'removal', 'baseUrl']));
});

/** Every file of ours that is loaded with this one. */
function loadedWith(file: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)';/gms)) {
    loadedWith(new URL(path, file), seen);
  }
  return seen;
}

test('importing one app loads no other, and not the catalogue', () => {
  for (const { subpath } of entries) {
    const source = exported[`./${subpath}`]?.['@tenure/source'] ?? '';
    const loaded = [...loadedWith(new URL(`../${source}`, import.meta.url))];
    const apps = new Set(
      loaded.flatMap((file) => /\/src\/(?:profiles\/([\w-]+)\.ts|native\/([\w-]+)\/)/.exec(file)?.slice(1).find(Boolean) ?? []),
    );
    expect([subpath, [...apps].length, loaded.some((file) => file.endsWith('/catalog.ts'))]).toEqual([subpath, 1, false]);
  }
});
