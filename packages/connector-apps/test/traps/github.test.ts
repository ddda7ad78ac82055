// The traps that GitHub's two SCIM APIs list, one test each, and their own OpenAPI over every body.
import { readFileSync } from 'node:fs';
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { githubEmu, githubOrganizationScim } from '../../src/index.ts';
import { ada, create, trapWorld } from './world.ts';

const world = trapWorld();

const github = JSON.parse(readFileSync(new URL('../rfc/github-openapi.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, object>
>;
const asGithubHasIt = (part: 'enterprise' | 'organization', method: string) =>
  z.fromJSONSchema(github[part]?.[method] as Parameters<typeof z.fromJSONSchema>[0]);

describe('GitHub organization', () => {
  const app = () => githubOrganizationScim({ ...world.base, organization: 'acme', allowIrreversible: true });

  test('a created member is pending, and what the app shows as active proves no membership', async () => {
    const { outcome, account } = await create(app());
    expect([outcome, account.state]).toEqual(['pending', 'pending']);
    expect((await app().accounts.get?.({ accountId: account.id }, testContext()))?.state).toBe('unknown');
  });

  test('bodies are as GitHub’s own OpenAPI has them, and changes are whole users', async () => {
    const { account } = await create(app());
    await app().accounts.update?.({ accountId: account.id, attributes: { familyName: 'King' } }, testContext());
    for (const { body } of world.sent('POST')) asGithubHasIt('organization', 'POST').parse(body);
    for (const { body } of world.sent('PUT')) asGithubHasIt('organization', 'PUT').parse(body);
    expect([world.sent('PATCH'), world.sent('PUT').length]).toEqual([[], 1]);
  });

  test('removing is one DELETE, once, and there is no pause', async () => {
    const { account } = await create(app());
    expect(app().accounts.disable).toBeUndefined();
    await app().accounts.delete?.({ accountId: account.id }, testContext());
    await app().accounts.delete?.({ accountId: account.id }, testContext());
    expect([world.sent('DELETE').length, world.sent('PATCH')]).toEqual([1, []]);
  });

  test('a used-up quota is a 403 that says until when', async () => {
    const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse(date) / 1_000 + 90), date };
    world.stub.script(() => ({ status: 403, headers }));
    await expect(app().accounts.list?.({ limit: 9 }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { retryAfterMs: 90_000 },
    });
  });
});

describe('GitHub Enterprise Managed Users', () => {
  const app = (options: object = {}) => githubEmu({ ...world.base, enterprise: 'acme', ...options });

  test('deleting for good is not there unless it is allowed', () => {
    expect(app().accounts.delete).toBeUndefined();
    expect(() => app({ removal: 'disable-and-delete' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    expect(app({ removal: 'disable-and-delete', allowIrreversible: true }).effects?.irreversible).toEqual(['delete']);
  });

  test('somebody who is off is found by the external id, although handle and address are hidden', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    world.stub.users.set(account.id, {
      id: account.id,
      externalId: 'P-1',
      userName: '3f2a_hidden',
      emails: [{ value: '3f2a@hidden' }],
      active: false,
    });
    const keys = { externalId: 'P-1', userName: 'ada@example.com', email: 'ada@example.com' };
    expect(await app().accounts.find(keys, testContext())).toMatchObject({
      kind: 'found',
      accounts: [{ id: account.id, state: 'disabled' }],
    });
  });

  test('switches are values without a path, and every filter is one comparison', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    await app().accounts.enable?.({ accountId: account.id }, testContext());
    await app().accounts.find({ externalId: 'P-2', userName: 'x@example.com', email: 'x@example.com' }, testContext());
    expect(world.sent('PATCH').map(({ body }) => body?.['Operations'])).toEqual([
      [{ op: 'replace', value: { active: false } }],
      [{ op: 'replace', value: { active: true } }],
    ]);
    expect(world.filters()).toEqual(['externalId eq "P-2"', 'userName eq "x@example.com"']);
  });

  test('bodies are as GitHub’s own OpenAPI has them', async () => {
    const { account } = await create(app());
    await app().accounts.update?.({ accountId: account.id, attributes: { familyName: 'King' } }, testContext());
    for (const { body } of world.sent('POST')) asGithubHasIt('enterprise', 'POST').parse(body);
    for (const { body } of world.sent('PUT')) asGithubHasIt('enterprise', 'PUT').parse(body);
    expect([world.sent('POST').length, world.sent('PUT').length]).toEqual([1, 1]);
  });

  test('somebody without a name to display is refused before anything is sent', async () => {
    await expect(create(app(), { ...ada, displayName: null })).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { fields: ['displayName'] },
    });
    expect(world.stub.asked).toEqual([]);
  });
});
