// The traps that the vendors' sheets list, one test each, for the first apps. What a vendor answers is scripted from its sheet.
import { readFileSync } from 'node:fs';
import type { AccountProfile, AppProvisioner } from '@tenure/core/connector';
import { testContext } from '@tenure/core/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { atlassian, figma, githubEmu, githubOrganizationScim, notion, onePassword, slack } from '../src/index.ts';
import { type Answer, type Stub, startStub } from './stub.ts';

const ada: AccountProfile = {
  userName: 'ada@example.com',
  externalId: 'P-1',
  email: 'ada@example.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  displayName: 'Ada Lovelace',
};

let stub: Stub;
beforeEach(async () => {
  stub = await startStub();
});
afterEach(() => stub.close());

const base = () => ({ token: 'the-token', baseUrl: stub.url, http: { maxRetries: 0 } });
const told = ({ attributes }: AppProvisioner, person: AccountProfile = ada): AccountProfile =>
  Object.fromEntries(Object.entries(person).filter(([name]) => attributes.includes(name as keyof AccountProfile)));
const create = (app: AppProvisioner, person: AccountProfile = ada) => app.accounts.create({ profile: told(app, person) }, testContext());
const sent = (method: string) => stub.asked.filter((asked) => asked.method === method);
const filters = () => stub.asked.flatMap(({ query }) => query.get('filter') ?? []);
const whole = (id: string) => stub.users.get(id) ?? {};

describe('Slack', () => {
  const coded = (detail: string, status = 400): Answer => ({
    status,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status },
  });

  test('a handle is made of the address: short, of its alphabet, and not told again when the address changes', async () => {
    const app = slack(base());
    const { account } = await create(app, { ...ada, email: 'Ädâ.O’Neil-of-the-very-long-name@example.com' });
    expect(sent('POST')[0]?.body).toMatchObject({ userName: 'ada.oneil-of-the-very', emails: [{ primary: true }] });
    expect(String(whole(account.id)['userName'])).toHaveLength(21);
    await app.accounts.update?.({ accountId: account.id, attributes: { email: 'ada@example.com' } }, testContext());
    expect(JSON.stringify(sent('PATCH'))).not.toContain('userName');
    expect(app.attributes).not.toContain('userName');
  });

  test('a handle that a stranger or a channel has is tried again with a number, never longer than allowed', async () => {
    const held = new Set(['ada', 'ada2']);
    stub.script(({ method, body }) => (method === 'POST' && held.has(String(body?.['userName'])) ? coded('username_taken') : undefined));
    const { account } = await create(slack(base()));
    expect(whole(account.id)['userName']).toBe('ada3');
    stub.script(({ method }) => (method === 'POST' ? coded('username_taken') : undefined));
    await expect(
      create(slack(base()), { ...ada, email: 'a.name-of-21-characters-and-more@example.com', externalId: 'P-2' }),
    ).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT_NOT_VISIBLE',
    });
    expect(sent('POST').every(({ body }) => String(body?.['userName']).length <= 21)).toBe(true);
  });

  test('an address that is taken is a conflict with its holder, and no other handle is tried', async () => {
    const app = slack(base());
    const { account } = await create(app);
    stub.script(({ method }) => (method === 'POST' ? coded('email_taken') : undefined));
    await expect(create(app)).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT',
      details: { accountIds: [account.id], vendorCode: 'email_taken' },
    });
    expect(sent('POST')).toHaveLength(2);
  });

  test('an address is looked up by `email`; where that is refused, by the handle, and the address decides', async () => {
    const app = slack(base());
    const { account } = await create(app);
    await app.accounts.find({ userName: 'ada@example.com', email: 'ada@example.com' }, testContext());
    expect(filters()).toEqual(['email eq "ada@example.com"']);
    stub.script(({ query }) => (query.get('filter')?.startsWith('email') === true ? coded('invalid_filter') : undefined));
    expect(await app.accounts.find({ email: 'ada@example.com' }, testContext())).toMatchObject({
      kind: 'found',
      accounts: [{ id: account.id }],
    });
    expect(await app.accounts.find({ email: 'ada@another.example' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test('a switch that shows after some seconds is waited for, and not for ever', async () => {
    const app = slack(base());
    const { account } = await create(app);
    let looks = 0;
    stub.script(({ method }) =>
      method === 'GET' && looks++ < 4 ? { status: 200, body: { ...whole(account.id), active: true } } : undefined,
    );
    const context = testContext();
    const before = context.now();
    expect(await app.accounts.disable?.({ accountId: account.id }, context)).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(context.now() - before).toBe(3_000);
    stub.script(({ method }) => (method === 'GET' ? { status: 200, body: { ...whole(account.id), active: false } } : undefined));
    await expect(app.accounts.enable?.({ accountId: account.id }, context)).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  });

  test('deleting is not offered: DELETE only turns off', () => {
    expect(slack(base()).accounts.delete).toBeUndefined();
    for (const removal of ['delete', 'disable-and-delete'] as const) {
      expect(() => slack({ ...base(), removal, allowIrreversible: true })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    }
  });

  test.each([
    [400, 'cannot_disable_primary_owner', 'CONNECTOR_PROTECTED_ACCOUNT'],
    [400, 'cannot_modify_owner', 'CONNECTOR_PROTECTED_ACCOUNT'],
    [400, 'plus_teams_only', 'CONNECTOR_FORBIDDEN'],
    [400, 'non_org_teams_only', 'CONNECTOR_FORBIDDEN'],
    [400, 'too_many_requests', 'CONNECTOR_RATE_LIMITED'],
    [400, 'username_too_long', 'CONNECTOR_REJECTED'],
  ])('the code %s %s in `detail` is %s', async (status, detail, code) => {
    const app = slack(base());
    const { account } = await create(app);
    stub.script(({ method }) => (method === 'PATCH' ? coded(detail, status) : undefined));
    await expect(app.accounts.disable?.({ accountId: account.id }, testContext())).rejects.toMatchObject({
      code,
      details: { vendorCode: detail },
    });
  });

  test('errors of the older shape are read too', async () => {
    const old = (code: number, description: string): Answer => ({ status: code, body: { Errors: { code, description } } });
    stub.script(() => old(401, 'invalid_authentication'));
    await expect(slack(base()).accounts.list?.({ limit: 9 }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
    stub.script(({ path }) => (path === '/Users' ? undefined : old(404, 'no_such_user')));
    expect(await slack(base()).accounts.get?.({ accountId: 'W1' }, testContext())).toBeUndefined();
  });

  test('changes of one member go one after another', async () => {
    const app = slack(base());
    const { account } = await create(app);
    const request = { accountId: account.id };
    const start = stub.asked.length;
    await Promise.all([
      app.accounts.update?.({ ...request, attributes: { title: 'Chief' } }, testContext()),
      app.accounts.disable?.(request, testContext()),
    ]);
    expect(stub.asked.slice(start).map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH', 'GET']);
  });
});

const github = JSON.parse(readFileSync(new URL('./rfc/github-openapi.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, object>
>;
const asGithubHasIt = (part: 'enterprise' | 'organization', method: string) =>
  z.fromJSONSchema(github[part]?.[method] as Parameters<typeof z.fromJSONSchema>[0]);

describe('GitHub organization', () => {
  const app = () => githubOrganizationScim({ ...base(), organization: 'acme', allowIrreversible: true });

  test('a created member is pending, and what the app shows as active proves no membership', async () => {
    const { outcome, account } = await create(app());
    expect([outcome, account.state]).toEqual(['pending', 'pending']);
    expect((await app().accounts.get?.({ accountId: account.id }, testContext()))?.state).toBe('unknown');
  });

  test('bodies are as GitHub’s own OpenAPI has them, and changes are whole users', async () => {
    const { account } = await create(app());
    await app().accounts.update?.({ accountId: account.id, attributes: { familyName: 'King' } }, testContext());
    for (const { body } of sent('POST')) asGithubHasIt('organization', 'POST').parse(body);
    for (const { body } of sent('PUT')) asGithubHasIt('organization', 'PUT').parse(body);
    expect([sent('PATCH'), sent('PUT').length]).toEqual([[], 1]);
  });

  test('removing is one DELETE, once, and there is no pause', async () => {
    const { account } = await create(app());
    expect(app().accounts.disable).toBeUndefined();
    await app().accounts.delete?.({ accountId: account.id }, testContext());
    await app().accounts.delete?.({ accountId: account.id }, testContext());
    expect([sent('DELETE').length, sent('PATCH')]).toEqual([1, []]);
  });

  test('a used-up quota is a 403 that says until when', async () => {
    const date = 'Mon, 23 Nov 2026 12:00:00 GMT';
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse(date) / 1_000 + 90), date };
    stub.script(() => ({ status: 403, headers }));
    await expect(app().accounts.list?.({ limit: 9 }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { retryAfterMs: 90_000 },
    });
  });
});

describe('GitHub Enterprise Managed Users', () => {
  const app = (options: object = {}) => githubEmu({ ...base(), enterprise: 'acme', ...options });

  test('deleting for good is not there unless it is allowed', () => {
    expect(app().accounts.delete).toBeUndefined();
    expect(() => app({ removal: 'disable-and-delete' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
    expect(app({ removal: 'disable-and-delete', allowIrreversible: true }).effects?.irreversible).toEqual(['delete']);
  });

  test('somebody who is off is found by the external id, although handle and address are hidden', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    stub.users.set(account.id, {
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
    expect(sent('PATCH').map(({ body }) => body?.['Operations'])).toEqual([
      [{ op: 'replace', value: { active: false } }],
      [{ op: 'replace', value: { active: true } }],
    ]);
    expect(filters()).toEqual(['externalId eq "P-2"', 'userName eq "x@example.com"']);
  });

  test('bodies are as GitHub’s own OpenAPI has them', async () => {
    const { account } = await create(app());
    await app().accounts.update?.({ accountId: account.id, attributes: { familyName: 'King' } }, testContext());
    for (const { body } of sent('POST')) asGithubHasIt('enterprise', 'POST').parse(body);
    for (const { body } of sent('PUT')) asGithubHasIt('enterprise', 'PUT').parse(body);
    expect([sent('POST').length, sent('PUT').length]).toEqual([1, 1]);
  });

  test('somebody without a name to display is refused before anything is sent', async () => {
    await expect(create(app(), { ...ada, displayName: null })).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { fields: ['displayName'] },
    });
    expect(stub.asked).toEqual([]);
  });
});

describe('Atlassian', () => {
  const app = (options: object = {}) => atlassian({ ...base(), directoryId: '1c1a2b3c-0000', ...options });

  test('whoever comes back after a deletion gets a new account with an id of its own', async () => {
    const deleting = app({ removal: 'disable-and-delete', allowIrreversible: true });
    const { account } = await create(deleting);
    await deleting.accounts.delete?.({ accountId: account.id }, testContext());
    expect(await deleting.accounts.find({ externalId: 'P-1' }, testContext())).toEqual({ kind: 'absent' });
    expect((await create(deleting)).account.id).not.toBe(account.id);
  });

  test('turning off is a PATCH that keeps the record, and the default', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    expect([sent('DELETE'), whole(account.id)['active'], app().accounts.delete]).toEqual([[], false, undefined]);
  });

  test('a directory of another tenant is a wrong address, not an empty one', async () => {
    stub.script(() => ({ status: 404, body: { code: 404, message: 'Directory not found' } }));
    const [reached] = (await app().check(testContext())).items;
    expect(reached).toMatchObject({ state: 'problem', detail: expect.stringContaining('base URL') });
  });

  test('what the plan and the receipt cannot promise is said', () => {
    expect(app().effects?.unverified?.join()).toContain('verified domains');
  });
});

describe('1Password', () => {
  test('the address is the customer’s own, and has to be said', () => {
    expect(() => onePassword({ token: 't' } as never)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });

  test('deleting is not offered: what DELETE does is a setting there', () => {
    expect(() => onePassword({ ...base(), removal: 'delete', allowIrreversible: true })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID' }),
    );
  });

  test('a switch answered without a body is read back', async () => {
    const app = onePassword(base());
    const { account } = await create(app);
    stub.script(({ method }) => {
      if (method !== 'PATCH') return undefined;
      stub.users.set(account.id, { ...whole(account.id), id: account.id, active: false });
      return { status: 204 };
    });
    expect(await app.accounts.disable?.({ accountId: account.id }, testContext())).toEqual({ outcome: 'changed', seen: 'disabled' });
  });
});

describe('Notion', () => {
  test('people are looked up by `email`, and by nothing else', async () => {
    await notion(base()).accounts.find({ externalId: 'P-1', userName: 'ada@example.com', email: 'Ada@example.com' }, testContext());
    expect(filters()).toEqual(['email eq "ada@example.com"', 'email eq "Ada@example.com"']);
  });

  test('somebody who is there already is a conflict before anything is sent: creating would take the account over', async () => {
    stub.users.set('n1', { id: 'n1', userName: 'ada@example.com', emails: [{ value: 'ada@example.com', primary: true }], active: true });
    await expect(create(notion(base()))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['n1'] } });
    expect(sent('POST')).toEqual([]);
  });

  test('dates that mean nothing make no stranger of a new account', async () => {
    const meta = { created: '2020-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' };
    stub.script(({ method, body }) => (method === 'POST' ? { status: 201, body: { ...body, id: 'n1', meta } } : undefined));
    expect((await create(notion(base()))).account.id).toBe('n1');
  });

  test('the name goes as one text, and nothing goes that Notion does not name', async () => {
    await create(notion(base()), { ...ada, title: 'Chief', department: 'Engines' });
    expect(sent('POST')[0]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      active: true,
      userName: 'ada@example.com',
      name: { formatted: 'Ada Lovelace' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
    });
  });

  test('removal is from the workspace, can be made good, and is no pause', async () => {
    const app = notion(base());
    const { account } = await create(app);
    await app.accounts.delete?.({ accountId: account.id }, testContext());
    expect([app.accounts.disable, app.effects?.irreversible]).toEqual([undefined, undefined]);
    expect((await create(app)).outcome).toBe('changed');
  });
});

describe('Figma', () => {
  const app = (options: object = {}) => figma({ ...base(), tenantId: '1234', ...options });

  test('`emails` is one object with a `primary` of text, and the media type is plain JSON', async () => {
    await create(app());
    expect(sent('POST')[0]?.body).toMatchObject({ emails: { value: 'ada@example.com', type: 'work', primary: 'true' }, active: true });
    expect(sent('POST')[0]?.headers['content-type']).toBe('application/json');
  });

  test.each(['externalId', 'externalID', 'external_id'])(
    'an external id spelled %s is read, and kept when the whole user is sent',
    async (spelling) => {
      stub.users.set('f1', {
        id: 'f1',
        userName: 'ada@example.com',
        [spelling]: 'P-1',
        emails: { value: 'ada@example.com', primary: 'true' },
        active: true,
      });
      const keys = { externalId: 'P-1', userName: 'ada@example.com' };
      const shown = { id: 'f1', externalId: 'P-1', email: 'ada@example.com' };
      expect(await app().accounts.find(keys, testContext())).toMatchObject({ kind: 'found', accounts: [shown] });
      await app().accounts.disable?.({ accountId: 'f1' }, testContext());
      expect(sent('PUT')[0]?.body).toMatchObject({ externalId: 'P-1', active: false, userName: 'ada@example.com' });
      expect(sent('PATCH')).toEqual([]);
    },
  );

  test('a Figma user with the address is a conflict before anything is sent: creating would bind that user', async () => {
    stub.users.set('f1', { id: 'f1', userName: 'ada@example.com', active: true });
    await expect(create(app())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['f1'] } });
    expect(sent('POST')).toEqual([]);
  });

  test('deleting for good is not there unless it is allowed', () => {
    expect(app().accounts.delete).toBeUndefined();
    expect(() => app({ removal: 'delete' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });

  test('the check asks whether the tenant exists', async () => {
    expect((await app().check(testContext())).items[0]).toEqual({ title: 'The tenant id is one of Figma’s', state: 'ok' });
    stub.script(({ path }) => (path === '/' ? { status: 400 } : undefined));
    expect((await app().check(testContext())).items[0]).toMatchObject({ state: 'problem' });
  });
});
