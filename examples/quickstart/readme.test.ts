import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from './run.ts';
import { type Systems, startSystems } from './servers.ts';

const read = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

/** The fenced blocks of the README of this language, in order. */
async function blocks(language: string): Promise<string[]> {
  const readme = await read('../../README.md');
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
