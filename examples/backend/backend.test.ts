// The example is what its page says: a customer's first morning, over HTTP, with real databases.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLifecycle, memoryStore } from '@tenure/core';
import { memoryIdentityProvider, memorySource } from '@tenure/core/testing';
import { afterEach, expect, test } from 'vitest';
import { createApp } from './app.ts';
import type { Customers } from './customers.ts';
import { playMorning } from './morning.ts';
import { startBackend } from './server.ts';
import { settingsFrom } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'tenure-backend-'));
const environment = {
  MERGE_API_KEY: 'k',
  MERGE_SIGNATURE_KEY: 's',
  OKTA_ORG_URL: 'https://acme.okta.com',
  OKTA_TOKEN: 't',
  CHAT_SCIM_URL: 'https://chat.example/scim',
  CHAT_SCIM_TOKEN: 't',
  ADMIN_TOKEN: 'a',
};
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
  const settings = settingsFrom({ ...environment, DATA_FOLDER: inner });
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

test('an administrator sees what is held, lets it go and answers a question, and nobody waits for a whole run', async () => {
  const { source, backend: hr } = memorySource({ id: 'hr', without: ['employees.get'] });
  const { provider, backend: users } = memoryIdentityProvider({ id: 'okta' });
  const people = Array.from({ length: 12 }, (_, index) => ({
    id: `W${index}`,
    firstName: 'Ada',
    lastName: `Berg${index}`,
    workEmail: `ada${index}@acme.example`,
    status: 'active' as const,
    startDate: '2020-01-06',
  }));
  hr.setEmployees(people);
  const lifecycle = createLifecycle({ timeZone: 'Europe/London', source, identityProvider: provider, store: memoryStore() });
  await lifecycle.sync();
  hr.setEmployees(people.slice(1).map((each, index) => (index < 5 ? { ...each, status: 'terminated' } : each)));
  await lifecycle.sync();
  const app = createApp(settingsFrom({ ...environment, DATA_FOLDER: folder }), { lifecycle: () => lifecycle } as unknown as Customers);
  const call = (path: string, body?: object) => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return app.request(`/customers/acme${path}`, { headers: { authorization: 'Bearer a' }, ...sent });
  };
  const [held] = await (await call('/held')).json();
  expect(held).toMatchObject({ target: 'okta', class: 'disable', people: 5 });
  expect((await call('/held/nothing-of-this-name/approve', { by: 'ana' })).status).toBe(409);
  expect((await call(`/held/${held.hash}/approve`, { by: 'ana' })).status).toBe(204);
  expect((await (await call('/held')).json())[0]).toMatchObject({ approved: { by: 'ana' } });
  expect([...users.users.values()].filter(({ state }) => state === 'disabled')).toEqual([]);
  const [asked] = await (await call('/questions')).json();
  expect(asked).toMatchObject({ person: 'W0', kind: 'absence' });
  expect((await call('/answers', { question: asked.id, choice: 'leve', by: 'ana' })).status).toBe(400);
  expect((await call('/answers', { question: asked.id, choice: 'leaver', by: 'ana' })).status).toBe(204);
  expect(await (await call('/questions')).json()).toEqual([]);
  await lifecycle.sync();
  expect([...users.users.values()].filter(({ state }) => state === 'disabled')).toHaveLength(5);
});

test('what is missing in the environment is named', () => {
  expect(() => settingsFrom({})).toThrow(/MERGE_API_KEY, MERGE_SIGNATURE_KEY, OKTA_ORG_URL/);
});
