// Options are checked once and strictly, before any request; every problem is named, no value is.
import { expect, test } from 'vitest';
import { createLifecycle, definePolicy, everyone, isTenureError, memoryStore } from '../src/index.ts';
import { memoryApp, memorySource } from '../src/testing/index.ts';
import { createWorld, targetState, workers, writes } from './world.ts';

const good = createWorld([]).options;

/** The paths of the problems that options with these changes have. */
function problemsOf(changes: object): string[] {
  try {
    createLifecycle({ ...good, ...changes });
  } catch (error) {
    if (isTenureError(error) && error.code === 'OPTIONS_INVALID') return error.details.problems.map(({ path }) => path);
    throw error;
  }
  return [];
}

const rule = { rule: 'everyone', args: [] };

test.each([
  [{ timezone: 'Europe/Paris' }, ['timezone']],
  [{ timeZone: 'Mars/Base' }, ['timeZone']],
  [{ timeZone: '+02:00' }, ['timeZone']],
  [{ zones: { NZ: 'Nowhere' } }, ['zones.NZ']],
  [{ schedule: { deleteAfter: 3 } }, ['schedule.deleteAfter']],
  [{ schedule: { createDaysBeforeStart: -1, deleteAfterDays: 1.5 } }, ['schedule.createDaysBeforeStart', 'schedule.deleteAfterDays']],
  [{ feed: { absense: 'ignore', pageSize: 0 } }, ['feed.pageSize', 'feed.absense']],
  [{ guards: { disable: { floor: 1, share: 2 } } }, ['guards.disable.share']],
  [{ guards: { disable: { floor: 1, share: 0.1, percent: 3 } } }, ['guards.disable.percent']],
  [{ identity: { mode: 'both' } }, ['identity.mode']],
  [{ apps: [{ app: memoryApp().app, policy: 'everything' }] }, ['apps.0.policy']],
  [{ apps: [{ app: memoryApp().app, policy: 'both', whom: rule }] }, ['apps.0.whom']],
  [{ apps: [{ app: memoryApp().app, policy: 'both', for: 'everyone' }] }, ['apps.0.for']],
  [{ planValidHours: 0 }, ['planValidHours']],
  [{ tenant: '' }, ['tenant']],
  [{ store: undefined, source: undefined }, ['source', 'store']],
])('%o is refused by name', (changes, paths) => {
  expect(problemsOf(changes).sort()).toEqual([...paths].sort());
});

test('an unknown class of guard is refused by name', () => {
  expect(() => createLifecycle({ ...good, guards: { disabel: { floor: 1, share: 1 } } as never })).toThrow(/disabel/);
});

test('two targets with one id are refused', () => {
  const apps = [memoryApp({ id: 'okta' }).app].map((app) => ({ app, policy: 'both' as const }));
  expect(() => createLifecycle({ ...good, apps })).toThrow(/two targets are called okta/);
});

test('a connector of another contract is refused', () => {
  const { source } = memorySource();
  expect(() => createLifecycle({ ...good, source: { ...source, contract: 2 as never } })).toThrow(
    expect.objectContaining({ code: 'CONTRACT_VERSION_UNSUPPORTED', details: { found: 2, supported: [1] } }),
  );
});

test('a group map without an identity provider is refused', () => {
  expect(problemsOf({ identityProvider: undefined })).toEqual(['groups']);
});

test('an app that can neither disable nor delete is refused', () => {
  const { app } = memoryApp({ without: ['accounts.disable', 'accounts.delete'] });
  expect(problemsOf({ apps: [{ app, policy: 'both', for: everyone() }] })).toEqual(['apps.memory-app']);
});

test('a removal the app cannot do is refused before anything is written', async () => {
  const world = createWorld(workers(2));
  const apps = [{ app: world.apps.code, policy: 'both' as const, removal: 'disable' as const }];
  const lifecycle = createLifecycle({ ...world.options, apps });
  await expect(lifecycle.plan()).rejects.toMatchObject({ code: 'OPTIONS_INVALID', message: expect.stringContaining('code.removal') });
  expect(writes(world)).toBe(0);
});

test('problems name paths and never values', () => {
  try {
    createLifecycle({ ...good, tenant: 7 as never, timeZone: 'secret-zone' });
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain('secret-zone');
  }
});

test.each([
  [{ version: 2 }, 'version'],
  [{ version: 1, scedule: {} }, 'scedule'],
  [{ version: 1, apps: { chat: { policy: 'both', fro: rule } } }, 'fro'],
  [{ version: 1, groups: [{ for: { rule: 'inDepartmnt', args: ['x'] }, groups: ['g'] }] }, 'inDepartmnt'],
])('a policy document like %o is refused by name', (document, name) => {
  expect(() => definePolicy(document)).toThrow(new RegExp(name));
});

test('a policy document does what the same options do', async () => {
  const [byOptions, byDocument] = [createWorld(workers(4)), createWorld(workers(4))];
  const policy = definePolicy({
    version: 1,
    apps: { chat: { policy: 'both' }, code: { policy: 'create-only', for: { rule: 'inDepartment', args: ['Engineering'] } } },
    groups: [
      { for: { rule: 'inDepartment', args: ['Sales'] }, groups: ['Sales-Access'] },
      { for: { rule: 'inDepartment', args: ['Engineering'] }, groups: ['Engineering-Core'] },
    ],
  });
  await byOptions.lifecycle.sync();
  await createLifecycle({ ...byDocument.options, groups: undefined, policy }).sync();
  expect(targetState(byDocument)).toEqual(targetState(byOptions));
});

test('an app the policy does not name is given to nobody', async () => {
  const world = createWorld(workers(2));
  const lifecycle = createLifecycle({ ...world.options, groups: undefined, policy: definePolicy({ version: 1 }), store: memoryStore() });
  await lifecycle.sync();
  expect(targetState(world)).toMatchObject({ okta: { length: 2 }, chat: [], code: [] });
});
