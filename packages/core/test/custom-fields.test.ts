// HR's own fields: told to a target that names them, a reason for groups and apps, and absent, null or a value like every other.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CustomValue, type Draft, type Employee, type ProfileAttribute, profileAttributes } from '../src/connector/index.ts';
import { createLifecycle, definePolicy, everyone, type LifecycleOptions, memoryStore, withCustomField } from '../src/index.ts';
import { sqliteStore } from '../src/store/sqlite/index.ts';
import { collect, createWorld, noGuards, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

const told: readonly ProfileAttribute[] = [...profileAttributes, 'customFields.costCenter', 'customFields.remote', 'customFields.floor'];
const parts = { provider: { attributes: told } };

const withFields = (number: number, customFields: Record<string, CustomValue> | null): Draft<Employee> => worker(number, { customFields });

const ownFields = (world: World, number: number): Record<string, unknown> => {
  const user = [...world.okta.users.values()].find(({ profile }) => profile.userName === `person${number}@example.com`);
  return Object.fromEntries(Object.entries(user?.profile ?? {}).filter(([name]) => name.startsWith('customFields.')));
};

const withGroups: Partial<LifecycleOptions> = {
  groups: [
    { for: withCustomField('costCenter', '4711'), groups: ['Sales-Access'] },
    { for: everyone(), groups: ['Engineering-Core'] },
  ],
};

test('a new user is told the fields that the target names, numbers and truth values in words, and no others', async () => {
  const world = await settledWorld([withFields(1, { costCenter: '4711', remote: true, floor: 3, shoeSize: 43 })], {}, parts);
  expect(ownFields(world, 1)).toEqual({
    'customFields.costCenter': '4711',
    'customFields.remote': 'true',
    'customFields.floor': '3',
  });
  expect([...world.chat.accounts.values()].map(({ profile }) => Object.keys(profile).some((name) => name.includes('.')))).toEqual([false]);
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('absent keeps, null clears, a value sets: for each field by itself and for all of them', async () => {
  const world = await settledWorld([withFields(1, { costCenter: '4711', floor: 3 }), worker(2)], { guards: noGuards }, parts);
  const after = async (customFields: Record<string, CustomValue> | null | undefined) => {
    const { customFields: _none, ...silent } = worker(1);
    world.hr.setEmployees([customFields === undefined ? silent : withFields(1, customFields), worker(2)]);
    await world.lifecycle.sync();
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
    return ownFields(world, 1);
  };
  expect(await after(undefined)).toEqual({ 'customFields.costCenter': '4711', 'customFields.floor': '3' });
  expect(await after({ floor: 4 })).toEqual({ 'customFields.costCenter': '4711', 'customFields.floor': '4' });
  expect(await after({ costCenter: null })).toEqual({ 'customFields.costCenter': null, 'customFields.floor': '4' });
  expect(await after({ costCenter: '1' })).toEqual({ 'customFields.costCenter': '1', 'customFields.floor': '4' });
  expect(await after(null)).toEqual({ 'customFields.costCenter': null, 'customFields.floor': null });
});

test('a target that names a field later is told of everybody in the next plan', async () => {
  const world = await settledWorld([withFields(1, { costCenter: '4711' }), withFields(2, { costCenter: '4712' })], { guards: noGuards });
  expect(ownFields(world, 1)).toEqual({});
  const provider = { ...world.provider, attributes: told };
  const later = reopened(world, { identityProvider: provider });
  // The memory provider refuses what it was not made for: the plan alone tells.
  const plan = await later.lifecycle.plan();
  const parts = await collect(plan.people());
  expect(parts.flatMap(({ changes }) => changes.map(({ kind, attributes }) => [kind, attributes]))).toEqual([
    ['user.update', ['customFields.costCenter']],
    ['user.update', ['customFields.costCenter']],
  ]);
});

test('access follows a field: it comes with the value and goes when HR says another, never because HR is silent', async () => {
  const world = await settledWorld([withFields(1, { costCenter: '4711' }), withFields(2, { costCenter: '4712' })], {
    guards: noGuards,
    ...withGroups,
  });
  const groups = () => targetState(world).okta;
  expect(groups()).toEqual([
    'person1@example.com active g-Engineering-Core+g-Sales-Access',
    'person2@example.com active g-Engineering-Core',
  ]);
  world.hr.setEmployees([withFields(1, { badge: 'blue' }), worker(2)]);
  await world.lifecycle.sync();
  expect(groups()).toEqual([
    'person1@example.com active g-Engineering-Core+g-Sales-Access',
    'person2@example.com active g-Engineering-Core',
  ]);
  world.hr.setEmployees([withFields(1, { costCenter: '4712' }), withFields(2, { costCenter: '4711' })]);
  await world.lifecycle.sync();
  expect(groups()).toEqual([
    'person1@example.com active g-Engineering-Core',
    'person2@example.com active g-Engineering-Core+g-Sales-Access',
  ]);
});

test('a column that comes empty for most takes no access and clears nothing until somebody approves it', async () => {
  const people = workers(60).map((each) => ({ ...each, customFields: { costCenter: '4711' } }));
  const world = await settledWorld(people, { ...withGroups }, parts);
  world.hr.setEmployees(people.map((each) => ({ ...each, customFields: { costCenter: null } })));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map((part) => part.class).sort()).toEqual(['clear', 'group-removal']);
  expect(targetState(world).okta.filter((line) => line.includes('Sales-Access'))).toHaveLength(60);
  expect(ownFields(world, 1)).toEqual({ 'customFields.costCenter': '4711' });
});

test('a feed that is not whole empties no field of those it names', async () => {
  const people = workers(60).map((each) => ({ ...each, customFields: { costCenter: '4711' } }));
  const world = await settledWorld(people, { ...withGroups, guards: noGuards }, parts);
  world.hr.setEvidence({ complete: false, reasons: ['a sync is still running'] });
  world.hr.setEmployees([withFields(1, { costCenter: null }), ...people.slice(1)]);
  await world.lifecycle.sync();
  expect(ownFields(world, 1)).toEqual({ 'customFields.costCenter': '4711' });
  expect(targetState(world).okta.filter((line) => line.includes('Sales-Access'))).toHaveLength(60);
});

test('what others changed of a field is told by its name, and no value is kept or printed', async () => {
  const world = await settledWorld([withFields(1, { costCenter: 'xqmarkerqx' }), worker(2)], {}, parts);
  const [user] = world.okta.users.values();
  if (user === undefined) throw new Error('nobody was made');
  user.profile = { ...user.profile, 'customFields.costCenter': 'by hand' };
  const drift = await collect(world.lifecycle.drift());
  expect(drift).toMatchObject([{ what: ['attributes'], attributes: ['customFields.costCenter'] }]);
  world.hr.putEmployee(withFields(1, { costCenter: 'xqmarkerqx-2' }));
  const plan = await world.lifecycle.plan();
  const print = await plan.toMarkdown();
  expect(print).toContain('customFields.costCenter');
  expect(`${print}${JSON.stringify(drift)}${JSON.stringify(await collect(plan.people()))}`).not.toContain('xqmarkerqx');
});

test('a policy document names such a rule like any other', async () => {
  const policy = definePolicy({
    version: 1,
    groups: [{ for: { rule: 'withCustomField', args: ['costCenter', '4711'] }, groups: ['Sales-Access'] }],
  });
  const world = createWorld([withFields(1, { costCenter: '4711' }), withFields(2, { costCenter: '4712' })]);
  await createLifecycle({ ...world.options, groups: undefined, apps: [], policy }).sync();
  expect(targetState(world).okta).toEqual(['person1@example.com active g-Sales-Access', 'person2@example.com active ']);
});

const oddNames = ['constructor', 'hasOwnProperty', 'a.b.c', '0', ' ', 'é"', 'x'.repeat(4_000)] as const;
const oddly = {
  provider: { attributes: [...profileAttributes, ...['__proto__', ...oddNames].map((name) => `customFields.${name}` as const)] },
};
const all = (value: CustomValue) =>
  JSON.parse(JSON.stringify(Object.fromEntries(['__proto__', '', ...oddNames].map((name) => [name, value]))));

test.each([
  ['in memory', false],
  ['in memory, encrypted', true],
  ['in SQLite', false],
  ['in SQLite, encrypted', true],
])('a field may be called as it likes, but for the one name that no record keeps: %s', async (where, encrypted) => {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-fields-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const store = where.startsWith('in SQLite') ? sqliteStore(join(folder, 'tenure.db')) : memoryStore();
  const encryption = encrypted ? { encryption: { keys: [{ id: 'k1', key: '0123456789abcdef'.repeat(4) }] } } : {};
  const world = await settledWorld([withFields(1, all('1'))], { store, guards: noGuards, ...encryption }, oddly);
  const after = async (customFields: Record<string, CustomValue>) => {
    world.hr.setEmployees([withFields(1, customFields)]);
    await world.lifecycle.sync();
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
    return ownFields(world, 1);
  };
  const told = (value: CustomValue) => Object.fromEntries(oddNames.map((name) => [`customFields.${name}`, value]));
  expect(await after(all('1'))).toEqual(told('1'));
  expect(await after(all(2))).toEqual(told('2'));
  expect(await after({ ['constructor']: null, other: 'x' })).toEqual({ ...told('2'), 'customFields.constructor': null });
  await world.lifecycle.close();
});

test.each(['', '__proto__'])('a rule about a field that no record can have is refused: %j', async (field) => {
  const world = createWorld([withFields(1, { remote: true })], {
    groups: [{ for: withCustomField(field, 'x'), groups: ['Sales-Access'] }],
  });
  await expect(world.lifecycle.plan()).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});
