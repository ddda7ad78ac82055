// Groups of the map that are not there: said at once and all together, made only because a person asks for it.
import { expect, test } from 'vitest';
import { createLifecycle, memoryStore } from '../src/index.ts';
import { manualClock, memoryIdentityProvider, memorySource } from '../src/testing/index.ts';
import { collect, departments, monday, noGuards, workers } from './world.ts';

function company(without: readonly 'groups.create'[] = []) {
  const { source, backend: hr } = memorySource({ id: 'hr' });
  const { provider, backend: okta } = memoryIdentityProvider({ id: 'okta', without });
  hr.setDepartments(departments);
  hr.setEmployees(workers(2));
  okta.addGroup('Staff');
  okta.addGroup('Imported', { readOnlyBecause: 'it is imported' });
  const { now } = manualClock(monday);
  const clock = { now, sleep: async () => {} };
  const open = (groups: Readonly<Record<string, readonly string[]>>) =>
    createLifecycle({ timeZone: 'UTC', source, identityProvider: provider, groups, store, clock, guards: noGuards });
  const store = memoryStore();
  return { okta, open };
}

const map = { Engineering: ['Staff', 'Code'], Sales: ['Staff', 'Leads'] };

test('a plan names every group that is missing, and makes none', async () => {
  const { okta, open } = company();
  await expect(open(map).plan()).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    details: { problems: [{ path: 'groups: Code' }, { path: 'groups: Leads' }] },
  });
  expect([...okta.groups.values()].map(({ name }) => name)).toEqual(['Staff', 'Imported']);
});

test('a check has a line for each group of the map that cannot be used, and one when all can', async () => {
  const { okta, open } = company();
  const linesOf = async (groups: typeof map) => (await open(groups).check()).find(({ system }) => system === 'okta')?.items.slice(1);
  expect(await linesOf({ ...map, Sales: ['Imported'] })).toEqual([
    { title: 'the group Code can be used', state: 'problem', detail: 'the identity provider has no group of this name or id' },
    { title: 'the group Imported can be used', state: 'problem', detail: 'its members may not be changed: it is imported' },
  ]);
  const [code, leads] = [okta.addGroup('Code'), okta.addGroup('Leads')];
  expect(await linesOf(map)).toEqual([{ title: 'the groups of the map can be used', state: 'ok', detail: '3 groups' }]);
  await open(map).plan();
  okta.groups.set(leads.id, { ...leads, name: 'Prospects' });
  okta.groups.delete(code.id);
  expect(await linesOf(map)).toMatchObject([{ title: 'the group Code can be used', state: 'problem' }]);
});

test('groups that are missing are made once somebody asks, each under their name in the trail, and then the plan goes on', async () => {
  const { okta, open } = company();
  const lifecycle = open(map);
  expect((await lifecycle.createGroups({ by: 'ada' })).map(({ name }) => name)).toEqual(['Code', 'Leads']);
  expect(await lifecycle.createGroups({ by: 'ada' })).toEqual([]);
  expect([...okta.groups.values()].map(({ name }) => name)).toEqual(['Staff', 'Imported', 'Code', 'Leads']);
  const made = await collect(lifecycle.audit());
  expect(made.map(({ facts }) => [facts['change'], facts['by']])).toEqual([
    ['group.create', 'ada'],
    ['group.create', 'ada'],
  ]);
  await lifecycle.sync();
  expect([...okta.users.values()].flatMap(({ groups }) => [...groups])).not.toEqual([]);
});

test('a provider that can make no groups says so, and nothing is made', async () => {
  const { open } = company(['groups.create']);
  await expect(open(map).createGroups({ by: 'ada' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});
