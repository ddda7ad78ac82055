// One violation of each wall. The linter must refuse every one of them where it stands, and nothing else in it.

export interface Planted {
  /** The wall, as a sentence. */
  readonly wall: string;
  /** The folder it would stand in, or a file by name. */
  readonly path: string;
  readonly text: string;
  /** The rule that must refuse it; absent for text that must be let through. */
  readonly refusedBy?:
    | 'noRestrictedImports'
    | 'noRestrictedGlobals'
    | 'noImportCycles'
    | 'noExplicitAny'
    | 'noNonNullAssertion'
    | 'noConsole';
}

const imports = (module: string): string => `import { thing } from '${module}';\n\nexport const used = thing;\n`;
const uses = (expression: string): string => `export const used = (): unknown => ${expression};\n`;

const core = 'packages/core/src';
const pure = ['model', 'roster', 'policy', 'plan'];
const connectors = ['connector-file', 'connector-okta', 'connector-apps', 'connector-merge', 'connector-adp'];

function refusedImport(wall: string, path: string, module: string): Planted {
  return { wall, path, text: imports(module), refusedBy: 'noRestrictedImports' };
}

function refusedGlobal(wall: string, path: string, expression: string): Planted {
  return { wall, path, text: uses(expression), refusedBy: 'noRestrictedGlobals' };
}

const pureWalls = pure.flatMap((folder) => [
  ...['node:fs', 'node:crypto'].map((module) => refusedImport('pure folders import no runtime module', `${core}/${folder}`, module)),
  ...[
    '../read/pages.ts',
    '../apply/run.ts',
    '../store/port.ts',
    '../lifecycle.ts',
    '../engine.ts',
    '../ask/desk.ts',
    '../audit/record.ts',
    '../watch/watch.ts',
    '../connector/http/index.ts',
    '../testing/index.ts',
  ].map((module) => refusedImport('pure folders import no shell folder', `${core}/${folder}`, module)),
  ...['ky', 'p-retry', 'p-limit'].map((module) => refusedImport('pure folders do no I/O', `${core}/${folder}`, module)),
  refusedImport('core imports no connector', `${core}/${folder}`, '@tenure/connector-okta'),
  ...[
    'new Date()',
    'Date.now()',
    "fetch('http://127.0.0.1')",
    'process.env',
    'crypto.randomUUID()',
    'setTimeout(String, 1)',
    'globalThis',
  ].map((expression) => refusedGlobal('pure folders read no clock, network or environment', `${core}/${folder}`, expression)),
]);

const coreWalls = ['read', 'apply', 'store', 'connector', 'connector/http', 'testing', ''].flatMap((folder) =>
  ['@tenure/connector-file', '@tenure/connector-okta', '@tenure/simulators/okta'].map((module) =>
    refusedImport('core imports no connector and no simulator', join(core, folder), module),
  ),
);

const contractWalls = [
  '../roster/gate.ts',
  '../policy/rules.ts',
  '../plan/plan.ts',
  '../read/pages.ts',
  '../apply/run.ts',
  '../store/port.ts',
  '../lifecycle.ts',
  '../engine.ts',
  '../ask/desk.ts',
  '../watch/watch.ts',
].map((module) => refusedImport('the contract imports the model only', `${core}/connector`, module));

const helperWalls = [
  ...['read', 'apply', 'store', 'connector', ''].map((folder) =>
    refusedImport(
      'nothing published imports a test helper',
      join(core, folder),
      folder === '' ? './testing/index.ts' : '../testing/index.ts',
    ),
  ),
  ...['vitest', 'msw', 'fast-check', 'node:test'].flatMap((module) =>
    [
      `${core}/read`,
      `${core}/connector`,
      `${core}/plan`,
      `${core}/testing`,
      'packages/connector-okta/src',
      'packages/simulators/src/okta',
    ].map((folder) => refusedImport('nothing published imports a test runner or a fake', folder, module)),
  ),
];

const connectorWalls = connectors.flatMap((name) => [
  ...['@tenure/core', '@tenure/core/sqlite'].map((module) =>
    refusedImport('connectors import the contract, not the engine', `packages/${name}/src`, module),
  ),
  refusedImport('nothing published imports a test helper', `packages/${name}/src`, '@tenure/core/testing'),
  ...['@tenure/simulators/okta', '@tenure/connector-other'].map((module) =>
    refusedImport('connectors import no simulator and no other connector', `packages/${name}/src`, module),
  ),
  refusedImport('packages meet at their exports only', `packages/${name}/src`, '../../core/src/index.ts'),
]);

const habits: readonly Planted[] = [
  { wall: 'no any', path: core, text: 'export const used = (value: any): unknown => value;\n', refusedBy: 'noExplicitAny' },
  { wall: 'no console in a library', path: core, text: "export const used = (): void => console.log('');\n", refusedBy: 'noConsole' },
  {
    wall: 'no promise that a value is there',
    path: core,
    text: 'export const used = (value: string | undefined): string => value!;\n',
    refusedBy: 'noNonNullAssertion',
  },
];

/** Types count as well: a file is read after all that it names. */
const circle = [
  ['one', 'other'],
  ['other', 'one'],
].map(
  ([name, next]): Planted => ({
    wall: 'no two files import each other',
    path: `${core}/plan/planted-${name}.ts`,
    text: `import type { Named } from './planted-${next}.ts';\n\nexport type Thing = readonly Named[];\nexport type { Thing as Named };\n`,
    refusedBy: 'noImportCycles',
  }),
);

/** Ordinary code: it proves that the linter does not refuse everything. */
const welcome: readonly Planted[] = [
  { wall: 'pure folders import each other and the contract', path: `${core}/plan`, text: imports('../connector/errors.ts') },
  { wall: 'the shell imports node', path: `${core}/store`, text: imports('node:sqlite') },
  { wall: 'connectors import the contract', path: 'packages/connector-okta/src', text: imports('@tenure/core/connector') },
  { wall: 'connectors import the HTTP kit', path: 'packages/connector-okta/src', text: imports('@tenure/core/connector/http') },
  { wall: 'tests import test helpers', path: 'packages/connector-okta/test', text: imports('@tenure/core/testing') },
];

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

/** All of them, each with a file name of its own. */
export const planted: readonly Planted[] = [
  ...pureWalls,
  ...coreWalls,
  ...contractWalls,
  ...helperWalls,
  ...connectorWalls,
  ...habits,
  ...circle,
  ...welcome,
].map((one, index) => (one.path.endsWith('.ts') ? one : { ...one, path: `${one.path}/planted-${index}.ts` }));
