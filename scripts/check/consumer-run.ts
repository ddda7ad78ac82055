// The built JavaScript, run by plain node in a consumer's project.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { consumer } from './consumer.ts';
import type { Finding } from './step.ts';
import { publishedPackages, specifiersOf } from './workspace.ts';

/** What the README promises by name. */
const promised: Readonly<Record<string, readonly string[]>> = {
  '@tenure/core': ['createLifecycle', 'everyone', 'inDepartment', 'definePolicy', 'memoryStore', 'isTenureError'],
  '@tenure/core/sqlite': ['sqliteStore'],
  '@tenure/core/connector': ['TenureError', 'parseOptions'],
  '@tenure/core/connector/http': ['createHttp'],
  '@tenure/core/testing': ['contractRules', 'storeRules', 'describeConnector'],
  '@tenure/connector-adp': ['adpSource', 'adpMarketplace'],
  '@tenure/connector-file': ['fileSource'],
  '@tenure/connector-merge': ['mergeSource', 'mergeConnect'],
  '@tenure/connector-okta': ['oktaProvider'],
  '@tenure/connector-apps': ['scimApp', 'googleWorkspace', 'microsoftEntra'],
  '@tenure/connector-apps/catalog': ['catalog'],
  '@tenure/simulators/adp': ['startAdpServer'],
  '@tenure/simulators/dialects': ['startDialectServer'],
  '@tenure/simulators/merge': ['startMergeServer'],
  '@tenure/simulators/native': ['startGoogleWorkspaceServer', 'startMicrosoftEntraServer'],
  '@tenure/simulators/okta': ['startOktaServer'],
  '@tenure/simulators/scim': ['startScimServer'],
};

/** Imports every subpath, looks for the promised names, and opens and closes a store in a file. */
export async function consumerRuns(): Promise<Finding> {
  const specifiers = publishedPackages().flatMap(specifiersOf);
  const program = `
    const promised = ${JSON.stringify(promised)};
    const missing = [];
    for (const specifier of ${JSON.stringify(specifiers)}) {
      const names = Object.keys(await import(specifier));
      missing.push(...(promised[specifier] ?? []).filter((name) => !names.includes(name)).map((name) => specifier + ' lacks ' + name));
    }
    const { sqliteStore } = await import('@tenure/core/sqlite');
    await (await sqliteStore('smoke.db')).close();
    if (missing.length > 0) throw new Error(missing.join('; '));
  `;
  const gone = Object.keys(promised).filter((specifier) => !specifiers.includes(specifier));
  const { ok, output } = await run('smoke.mjs', program);
  return {
    problems: [...gone.map((specifier) => `${specifier} is promised and no longer exported`), ...(ok ? [] : [output])],
    note: `${specifiers.length} subpaths`,
  };
}

/** `import '@tenure/core'` loads itself and its dependencies: no connector, no simulator, no SQLite, no test helper. */
export async function coreAlone(): Promise<Finding> {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({
      load(url, context, next) {
        loaded.push(url);
        return next(url, context);
      },
    });
    await import('@tenure/core');
    console.log(JSON.stringify({ loaded, builtin: process.moduleLoadList }));
  `;
  const { ok, output, stdout } = await run('alone.mjs', program);
  if (!ok) return { problems: [output] };
  const { loaded, builtin }: { loaded: string[]; builtin: string[] } = JSON.parse(stdout);
  const unwanted = loaded.filter((url) => /@tenure\/(?!core\/)|\/core\/dist\/(sqlite|testing)\.js|sqlite/.test(url));
  const problems = [
    ...(loaded.some((url) => url.endsWith('/core/dist/index.js')) ? [] : ['@tenure/core itself was not seen, so this step proves nothing']),
    ...unwanted.map((url) => `@tenure/core loads ${url}`),
    ...builtin.filter((name) => /sqlite/.test(name)).map((name) => `@tenure/core loads ${name}`),
  ];
  return { problems, note: `${loaded.length} modules` };
}

async function run(name: string, program: string): ReturnType<typeof command> {
  const { folder } = consumer();
  await writeFile(join(folder, name), program);
  return command('node', [name], { cwd: folder });
}
