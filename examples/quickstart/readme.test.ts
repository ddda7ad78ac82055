import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from './run.ts';
import { type Systems, startSystems } from './servers.ts';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

/** The fenced blocks of a README of this language, in order. */
async function blocks(language: string, of = '../../README.md'): Promise<string[]> {
  const readme = await read(of);
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block ?? '');
}

async function simulated(): Promise<Systems> {
  const systems = await startSystems(Date.now);
  onTestFinished(() => systems.close());
  for (const name of ['Engineering-Core', 'Sales-App-Access']) systems.okta.backend.seedGroup({ name });
  systems.okta.backend.seedUser({ login: 'farid.nasser@example.com' });
  return systems;
}

/** Hashes are keyed with a secret of each store, so no two stores print the same. */
const withoutHashes = (text: string): string =>
  text
    .replace(/^Plan \S+:/gm, 'Plan …:')
    .replace(/approve \S+$/gm, 'approve …')
    .trim();

test('the program in the README is the one that runs here', async () => {
  expect((await blocks('ts'))[0]).toBe(await read('./program.ts'));
});

test('the program in the README of the core is the same', async () => {
  expect(await blocks('ts', '../../packages/core/README.md')).toEqual([await read('./program.ts')]);
});

test('the README of the core names every way to import it', async () => {
  const { exports } = JSON.parse(await read('../../packages/core/package.json')) as { exports: Record<string, unknown> };
  const readme = await read('../../packages/core/README.md');
  const named = [...readme.matchAll(/^\| `@tenure\/core(\S*)` \|/gm)].map(([, path]) => `.${path}`);
  expect(named.sort()).toEqual(Object.keys(exports).sort());
});

test('the package.json in the README has what the program imports', async () => {
  const { dependencies } = JSON.parse((await blocks('json'))[0] ?? '') as { dependencies: Record<string, string> };
  const imported = [...(await read('./program.ts')).matchAll(/from '(@tenure\/[\w-]+)/g)].map(([, name]) => name ?? '');
  expect(dependencies).toEqual(Object.fromEntries(imported.map((name) => [name, 'workspace:*'])));
});

test('the program prints what the README says, and the accounts are there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenure-readme-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  await cp(new URL('./data/team.csv', import.meta.url), join(folder, 'team.csv'));
  const { okta, chat, code } = await simulated();
  const environment = {
    OKTA_URL: okta.url,
    OKTA_TOKEN: okta.token,
    CHAT_URL: chat.server.url,
    CHAT_TOKEN: chat.token,
    CODE_URL: code.server.url,
    CODE_TOKEN: code.token,
  };
  const { output, errors } = await runProgram('./program.ts', [], { folder, environment });
  expect(errors).toBe('');
  expect(withoutHashes(output)).toBe(withoutHashes((await blocks('text'))[0] ?? ''));
  expect(chat.server.users()).toHaveLength(4);
  expect(code.server.users()).toHaveLength(2);
  const core = okta.backend.groups().find(({ name }) => name === 'Engineering-Core');
  expect(okta.backend.membersOf(core?.id ?? '')).toHaveLength(2);
  expect(okta.backend.userByLogin('farid.nasser@example.com')?.status).toBe('ACTIVE');
});
