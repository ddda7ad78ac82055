// Real processes, killed for real: whatever was under way, the accounts are in the end what they would have been.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { type ScimServer, startScimServer } from '@tenure/simulators/scim';
import { afterAll, beforeAll, expect, test } from 'vitest';

const people = 40;
const leavers = 5;
const child = join(import.meta.dirname, 'child.ts');

let folder: string;
let okta: OktaServer;
let chat: ScimServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tenure-crash-'));
  okta = await startOktaServer({ limits: noLimits });
  okta.backend.seedGroup({ name: 'Engineering-Core' });
  chat = await startScimServer({ token: 'chat-token' });
});

afterAll(async () => {
  await Promise.all([okta.close(), chat.close()]);
  rmSync(folder, { recursive: true });
});

function writePeople(leaving: number): void {
  const lines = Array.from({ length: people }, (_, index) => {
    const status = index < leaving ? 'terminated' : 'active';
    return `E${index},First${index},Last${index},person${index}@example.com,Engineering,${status},2020-01-06`;
  });
  const header = 'Employee ID,First Name,Last Name,Work Email,Department,Status,Start Date';
  writeFileSync(join(folder, 'people.csv'), `${[header, ...lines].join('\n')}\n`);
}

const requests = (): number => okta.requests().length + chat.requests().length;

/** Runs the child to its end, or kills it once this many further requests were answered. */
async function runChild(killAfter = Number.POSITIVE_INFINITY): Promise<string> {
  const from = requests();
  const environment = {
    STORE: join(folder, 'tenure.db'),
    EMPLOYEES: join(folder, 'people.csv'),
    OKTA_URL: okta.url,
    OKTA_TOKEN: okta.token,
    CHAT_URL: chat.url,
    CHAT_TOKEN: 'chat-token',
  };
  const process_ = spawn(process.execPath, ['--conditions=@tenure/source', child], { env: { ...process.env, ...environment } });
  let said = '';
  process_.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => process_.once('close', () => resolve()));
  const watch = setInterval(() => {
    if (requests() - from >= killAfter) process_.kill('SIGKILL');
  }, 1);
  await ended;
  clearInterval(watch);
  return said;
}

const employees = () => okta.backend.users().filter(({ profile }) => String(profile['login']).startsWith('person'));

test('killed at five points of an import and of a day of leavers, it ends with every account once and as it should be', async () => {
  writePeople(0);
  for (const kill of [3, 15, 30]) expect(await runChild(kill)).toBe('');
  expect(JSON.parse(await runChild())).toMatchObject({ left: 0 });
  expect(employees()).toHaveLength(people);
  expect(
    chat
      .users()
      .map(({ userName }) => userName)
      .sort(),
  ).toEqual(
    employees()
      .map(({ profile }) => profile['login'])
      .sort(),
  );
  writePeople(leavers);
  for (const kill of [2, 9]) await runChild(kill);
  expect(JSON.parse(await runChild())).toMatchObject({ left: 0 });
  expect(employees().filter(({ status }) => status === 'DEPROVISIONED')).toHaveLength(leavers);
  expect(chat.users().filter(({ active }) => active === false)).toHaveLength(leavers);
  expect([employees().length, chat.users().length]).toEqual([people, people]);
}, 120_000);
