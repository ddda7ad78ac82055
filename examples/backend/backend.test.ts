// The example is what its page says: a customer's first morning, over HTTP, with real databases.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { playMorning } from './morning.ts';
import { startBackend } from './server.ts';
import { settingsFrom } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-backend-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a customer connects, gets accounts, and a termination reaches both targets by a webhook', { timeout: 240_000 }, async () => {
  const said: string[] = [];
  await playMorning(folder, (line) => said.push(line));
  expect(said).toEqual([
    'The page shows BambooHR, Workday first.',
    'BambooHR is connected.',
    '3 people have their accounts.',
    'Ben is let go; a moment later his accounts are off.',
    'Still on of people who have left: 0.',
    'merge: connected, okta: connected, chat: connected',
  ]);
  expect(
    readdirSync(folder)
      .filter((name) => name.endsWith('.db'))
      .sort(),
  ).toEqual(['acme.db', 'customers.db']);
});

test('pages are for administrators, and hooks of customers nobody knows are not found', async () => {
  const inner = mkdtempSync(join(tmpdir(), 'tenure-backend-'));
  const settings = settingsFrom({
    DATA_FOLDER: inner,
    MERGE_API_KEY: 'k',
    MERGE_SIGNATURE_KEY: 's',
    OKTA_ORG_URL: 'https://acme.okta.com',
    OKTA_TOKEN: 't',
    CHAT_SCIM_URL: 'https://chat.example/scim',
    CHAT_SCIM_TOKEN: 't',
    ADMIN_TOKEN: 'a',
  });
  const backend = await startBackend(settings);
  try {
    expect((await fetch(`${backend.url}/customers/acme/plan`)).status).toBe(401);
    expect((await fetch(`${backend.url}/customers/acme/plan`, { headers: { authorization: 'Bearer a' } })).status).toBe(404);
    expect((await fetch(`${backend.url}/hooks/acme/merge`, { method: 'POST', body: '{}' })).status).toBe(404);
  } finally {
    await backend.close();
    rmSync(inner, { recursive: true, force: true });
  }
});

test('what is missing in the environment is named', () => {
  expect(() => settingsFrom({})).toThrow(/MERGE_API_KEY, MERGE_SIGNATURE_KEY, OKTA_ORG_URL/);
});
