// Options are checked once and strictly, before any request; every problem is named, no value is.
import { expect, test } from 'vitest';
import {
  createLifecycle,
  definePolicy,
  everyone,
  isTenureError,
  type LifecycleOptions,
  memoryStore,
  policyJsonSchema,
} from '../src/index.ts';
import { builtInRules } from '../src/policy/rules.ts';
import { memoryApp, memorySource } from '../src/testing/index.ts';
import { createWorld, targetState, type World, workers, writes } from './world.ts';

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

test.each([
  ['withEmploymentType', ['contracter'], /rule withEmploymentType: argument 1: expected one of full-time, .*contractor/],
  ['withEmploymentType', [], /rule withEmploymentType: argument 1 is missing: expected one of full-time/],
  ['inDepartment', undefined, /rule inDepartment: argument 1 is missing: expected text/],
  ['inDepartment', ['Sales', 'yes'], /rule inDepartment: argument 2: expected true or false/],
  ['withCustomField', ['costCenter'], /rule withCustomField: argument 2 is missing: expected text/],
  ['withId', [' '], /rule withId: argument 1: expected text/],
  ['inCountry', [true], /rule inCountry: argument 1: expected text/],
  ['allOf', undefined, /rule allOf: argument 1 is missing: expected a rule/],
  ['not', ['nobody'], /rule not: argument 1: expected a rule/],
  ['everyone', ['Sales'], /rule everyone: it takes no arguments/],
] as const)('a rule %s of %o in a document is refused, not left to fit nobody', (name, args, problem) => {
  const one = { rule: name, ...(args === undefined ? {} : { args }) };
  const refuse = (who: object) => expect(() => definePolicy({ version: 1, identity: { policy: 'both', for: who } })).toThrow(problem);
  refuse(one);
  refuse({ rule: 'anyOf', args: [{ rule: 'everyone' }, one] });
});

test('the form of a document says what each rule takes, and a rule of the host’s own may have any name', () => {
  expect(JSON.stringify(policyJsonSchema())).toContain(
    '{"if":{"properties":{"rule":{"const":"withEmploymentType"}}},"then":{"required":["args"],"properties":{"args":{"minItems":1,"items":{"enum":["full-time",',
  );
  for (const name of builtInRules) expect(JSON.stringify(policyJsonSchema())).toContain(`{"rule":{"const":"${name}"}}`);
  const document = { version: 1, identity: { policy: 'both', for: { rule: 'passedProbation' } } } as const;
  expect(definePolicy(document, { passedProbation: () => true }).identity.for).toMatchObject({ rule: 'passedProbation' });
});

/** The systems of a world, whose rules a whole policy says. */
const underPolicy = ({ options }: World): LifecycleOptions => ({
  ...options,
  groups: undefined,
  apps: (options.apps ?? []).map(({ app }) => ({ app })),
});

test('with a whole policy nothing is said of an app but what it is, and without one how far the engine may go there', () => {
  const world = createWorld(workers(1));
  const policy = definePolicy({ version: 1 });
  expect(problemsOf({ ...underPolicy(world), policy })).toEqual([]);
  expect(problemsOf({ ...world.options, policy, schedule: {} })).toEqual([
    ...['apps.0.policy', 'apps.0.for', 'apps.1.policy', 'apps.1.for'],
    ...['groups', 'schedule'],
  ]);
  expect(problemsOf(underPolicy(world))).toEqual(['apps.0.policy', 'apps.1.policy']);
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
  await createLifecycle({ ...underPolicy(byDocument), policy }).sync();
  expect(targetState(byDocument)).toEqual(targetState(byOptions));
});

test('an app the policy does not name is given to nobody', async () => {
  const world = createWorld(workers(2));
  const lifecycle = createLifecycle({ ...underPolicy(world), policy: definePolicy({ version: 1 }), store: memoryStore() });
  await lifecycle.sync();
  expect(targetState(world)).toMatchObject({ okta: { length: 2 }, chat: [], code: [] });
});
