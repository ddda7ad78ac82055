// The traps that the sheets of the other apps list, one test each, scripted from the sheets.
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import {
  airtable,
  asana,
  cloudflare,
  databricks,
  databricksProfile,
  datadog,
  linear,
  miro,
  salesforceScim,
  sentry,
  snowflake,
} from '../../src/index.ts';
import { uniqueness } from '../stub.ts';
import { create, trapWorld } from './world.ts';

const world = trapWorld();
const refused = expect.objectContaining({ code: 'OPTIONS_INVALID' });

describe('Sentry', () => {
  const app = () => sentry({ ...world.base, organization: 'acme', allowIrreversible: true });

  test('a member is an address and nothing else, and nothing of one changes', async () => {
    await create(app());
    expect(world.sent('POST')[0]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      active: true,
      userName: 'ada@example.com',
    });
    expect([app().accounts.update, app().accounts.disable, app().effects?.irreversible]).toEqual([undefined, undefined, ['delete']]);
  });

  test('a name that is not available is no name', async () => {
    world.stub.users.set('7', { id: '7', userName: 'ada@example.com', name: { givenName: 'N/A', familyName: 'N/A' }, active: true });
    expect((await app().accounts.get?.({ accountId: '7' }, testContext()))?.profile).toEqual({ userName: 'ada@example.com' });
  });
});

describe('Miro', () => {
  const app = () => miro({ ...world.base, removal: 'disable-and-delete', allowIrreversible: true });

  test('operations are written with a capital', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    expect(world.sent('PATCH')[0]?.body).toMatchObject({ Operations: [{ op: 'Replace', path: 'active', value: false }] });
  });

  test('a deletion that is refused (a last administrator, a guest) is an error, and the account stays', async () => {
    const { account } = await create(app());
    world.stub.script(({ method }) => (method === 'DELETE' ? { status: 400, body: { detail: 'the last administrator' } } : undefined));
    await expect(app().accounts.delete?.({ accountId: account.id }, testContext())).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED' });
    expect(world.stub.users.size).toBe(1);
  });

  test('deleting is not there unless it is allowed, and turning off is the default', () => {
    expect(miro(world.base).accounts.delete).toBeUndefined();
    expect(() => miro({ ...world.base, removal: 'delete' })).toThrow(refused);
  });
});

describe('Asana', () => {
  test('the name goes as one text', async () => {
    await create(asana(world.base));
    expect(world.sent('POST')[0]?.body).toMatchObject({ name: { formatted: 'Ada Lovelace' } });
    expect(JSON.stringify(world.sent('POST')[0]?.body)).not.toContain('givenName');
  });

  test('somebody who is there already is a conflict before anything is sent', async () => {
    world.stub.users.set('1', { id: '1', userName: 'ada@example.com', active: true });
    await expect(create(asana(world.base))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['1'] } });
    expect(world.sent('POST')).toEqual([]);
  });

  test('a list that comes whole, whatever was asked for, is a whole list', async () => {
    for (let index = 0; index < 30; index += 1)
      world.stub.users.set(`${index}`, { id: `${index}`, userName: `p${index}@example.com`, active: true });
    const page = await asana(world.base).accounts.list?.({ limit: 10 }, testContext());
    expect([page?.items.length, page?.next]).toEqual([30, undefined]);
  });

  test('deleting is not offered: DELETE does what turning off does', () => {
    expect(() => asana({ ...world.base, removal: 'delete', allowIrreversible: true })).toThrow(refused);
  });

  test('a guest, whom nobody shows, is a conflict that a person looks into', async () => {
    world.stub.script(({ method }) => (method === 'POST' ? uniqueness : undefined));
    await expect(create(asana(world.base))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });
});

describe('Airtable', () => {
  test('a person outside the enterprise, whom no list shows, is a conflict of its own', async () => {
    world.stub.script(({ method }) => (method === 'POST' ? { status: 409, body: { detail: 'exists' } } : undefined));
    await expect(create(airtable(world.base))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });

  test('an address outside the enterprise’s domains is refused as data, and nobody is made', async () => {
    world.stub.script(({ method }) => (method === 'POST' ? { status: 400, body: { scimType: 'invalidValue' } } : undefined));
    await expect(create(airtable(world.base))).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { vendorCode: 'invalidValue' },
    });
  });

  test('open sessions are named as not ended', () => {
    expect(airtable(world.base).effects?.unverified?.join()).toContain('sessions');
  });
});

describe('Datadog', () => {
  test.each([
    'datadoghq.com',
    'us3.datadoghq.com',
    'us5.datadoghq.com',
    'ap1.datadoghq.com',
    'ap2.datadoghq.com',
    'datadoghq.eu',
    'ddog-gov.com',
  ])('the site %s is taken', (site) => {
    expect(datadog({ token: 't', site }).id).toBe('datadog');
  });

  test.each(['datadoghq.com.evil.test', 'api.datadoghq.com', 'us9.datadoghq.com', ''])('the site %j is none', (site) => {
    expect(() => datadog({ token: 't', site })).toThrow(refused);
  });

  test('deleting is not offered', () => {
    expect(() => datadog({ ...world.base, site: 'datadoghq.eu', removal: 'delete', allowIrreversible: true })).toThrow(refused);
  });
});

describe('Cloudflare', () => {
  const app = (options: object = {}) => cloudflare({ ...world.base, accountId: '0123456789abcdef0123456789abcdef', ...options });

  test('the only way out is `active: false`', async () => {
    const { account } = await create(app());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    expect([world.sent('DELETE'), world.whole(account.id)['active']]).toEqual([[], false]);
    expect(() => app({ removal: 'delete', allowIrreversible: true })).toThrow(refused);
  });

  test('a last Super Administrator who stays on although the app says yes is a failure', async () => {
    const { account } = await create(app());
    world.stub.script(({ method }) => (method === 'PATCH' ? { status: 200, body: world.whole(account.id) } : undefined));
    await expect(app().accounts.disable?.({ accountId: account.id }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_NOT_EFFECTIVE',
    });
  });

  test('1,200 requests in five minutes are kept to', () => {
    expect(app().limits?.requests).toEqual({ count: 1_200, perMs: 300_000 });
  });
});

describe('Snowflake', () => {
  test('an account with an underscore is refused: addresses have hyphens', () => {
    expect(() => snowflake({ token: 't', account: 'acme_production' })).toThrow(refused);
    expect(() => snowflake({ token: 't', account: 'acme.evil.test/x' })).toThrow(refused);
  });

  test('dropping a user is not there unless it is allowed', () => {
    expect(() => snowflake({ ...world.base, account: 'acme-production', removal: 'delete' })).toThrow(refused);
  });

  test('few calls go at once', () => {
    expect(snowflake({ ...world.base, account: 'acme-production' }).limits?.concurrency).toBe(2);
  });

  test('a first password goes with the new user and to its handler, and nowhere else', async () => {
    const handed: { readonly accountId: string; readonly password: string }[] = [];
    const app = snowflake({ ...world.base, account: 'acme-production', firstCredential: (first) => void handed.push(first) });
    const answer = await create(app);
    expect(world.sent('POST')[0]?.body?.['password']).toBe(handed[0]?.password);
    expect(handed).toMatchObject([{ accountId: answer.account.id }]);
    expect(JSON.stringify(answer)).not.toContain(handed[0]?.password ?? 'none');
  });
});

describe('Databricks', () => {
  test('users are the account’s, and each cloud is an address', () => {
    expect(databricksProfile.address).toBe('https://accounts.cloud.databricks.com/api/2.0/accounts/{accountId}/scim/v2');
    const accountId = '0d26daa6-5e44-4c97-a497-ef015f91254a';
    expect(
      databricks({ token: 't', accountId, baseUrl: `https://accounts.azuredatabricks.net/api/2.0/accounts/${accountId}/scim/v2` }).id,
    ).toBe('databricks');
  });

  test('a token that is fetched is fetched for each request', async () => {
    let fetched = 0;
    const token = async () => {
      fetched += 1;
      return `token-${fetched}`;
    };
    const app = databricks({ ...world.base, token, accountId: '0d26daa6-5e44-4c97-a497-ef015f91254a' });
    for (let round = 0; round < 2; round += 1) await app.accounts.list?.({ limit: 1 }, testContext());
    expect(world.stub.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });
});

describe('Linear', () => {
  test('the address is the workspace’s own, and has to be said; deleting is not offered', () => {
    expect(() => linear({ token: 't' } as never)).toThrow(refused);
    expect(() => linear({ ...world.base, removal: 'delete', allowIrreversible: true })).toThrow(refused);
  });
});

describe('Salesforce by SCIM', () => {
  const app = (options: object = {}) =>
    salesforceScim({ ...world.base, myDomain: 'acme.my.salesforce.com', profileId: '00e000000000001AAA', ...options });

  test('a new user carries the profile as an entitlement', async () => {
    await create(app());
    expect(world.sent('POST')[0]?.body).toMatchObject({ entitlements: [{ value: '00e000000000001AAA' }] });
    expect(() => app({ profileId: 'Standard User' })).toThrow(refused);
    expect(() => app({ myDomain: 'salesforce.com.evil.test' })).toThrow(refused);
  });

  test('changes carry a value without a path, with a capital', async () => {
    const { account } = await create(app());
    await app().accounts.update?.({ accountId: account.id, attributes: { familyName: 'King' } }, testContext());
    await app().accounts.disable?.({ accountId: account.id }, testContext());
    expect(world.sent('PATCH').map(({ body }) => body?.['Operations'])).toEqual([
      [{ op: 'Replace', value: { name: { givenName: 'Ada', familyName: 'King' } } }],
      [{ op: 'Replace', value: { active: false } }],
    ]);
  });

  test('no user is deleted, and a user name that another org has is a conflict nobody shows', async () => {
    expect(() => app({ removal: 'delete', allowIrreversible: true })).toThrow(refused);
    world.stub.script(({ method }) => (method === 'POST' ? uniqueness : undefined));
    await expect(create(app())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });
});
