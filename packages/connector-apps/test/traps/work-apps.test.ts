// The traps that the sheets of Atlassian, 1Password, Notion and Figma list, one test each, scripted from the sheets.
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { atlassian, figma, notion, onePassword } from '../../src/index.ts';
import { ada, create, trapWorld } from './world.ts';

const world = trapWorld();

describe('Atlassian', () => {
  const app = (options: object = {}) => atlassian({ ...world.base, directoryId: '1c1a2b3c-0000', ...options });

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
    expect([world.sent('DELETE'), world.whole(account.id)['active'], app().accounts.delete]).toEqual([[], false, undefined]);
  });

  test('a directory of another tenant is a wrong address, not an empty one', async () => {
    world.stub.script(() => ({ status: 404, body: { code: 404, message: 'Directory not found' } }));
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
    expect(() => onePassword({ ...world.base, removal: 'delete', allowIrreversible: true })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID' }),
    );
  });

  test('a switch answered without a body is read back', async () => {
    const app = onePassword(world.base);
    const { account } = await create(app);
    world.stub.script(({ method }) => {
      if (method !== 'PATCH') return undefined;
      world.stub.users.set(account.id, { ...world.whole(account.id), id: account.id, active: false });
      return { status: 204 };
    });
    expect(await app.accounts.disable?.({ accountId: account.id }, testContext())).toEqual({ outcome: 'changed', seen: 'disabled' });
  });
});

describe('Notion', () => {
  test('people are looked up by `email`, and by nothing else', async () => {
    await notion(world.base).accounts.find({ externalId: 'P-1', userName: 'ada@example.com', email: 'Ada@example.com' }, testContext());
    expect(world.filters()).toEqual(['email eq "ada@example.com"', 'email eq "Ada@example.com"']);
  });

  test('somebody who is there already is a conflict before anything is sent: creating would take the account over', async () => {
    world.stub.users.set('n1', {
      id: 'n1',
      userName: 'ada@example.com',
      emails: [{ value: 'ada@example.com', primary: true }],
      active: true,
    });
    await expect(create(notion(world.base))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['n1'] } });
    expect(world.sent('POST')).toEqual([]);
  });

  test('dates that mean nothing make no stranger of a new account', async () => {
    const meta = { created: '2020-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' };
    world.stub.script(({ method, body }) => (method === 'POST' ? { status: 201, body: { ...body, id: 'n1', meta } } : undefined));
    expect((await create(notion(world.base))).account.id).toBe('n1');
  });

  test('the name goes as one text, and nothing goes that Notion does not name', async () => {
    await create(notion(world.base), { ...ada, title: 'Chief', department: 'Engines' });
    expect(world.sent('POST')[0]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      active: true,
      userName: 'ada@example.com',
      name: { formatted: 'Ada Lovelace' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
    });
  });

  test('removal is from the workspace, can be made good, and is no pause', async () => {
    const app = notion(world.base);
    const { account } = await create(app);
    await app.accounts.delete?.({ accountId: account.id }, testContext());
    expect([app.accounts.disable, app.effects?.irreversible]).toEqual([undefined, undefined]);
    expect((await create(app)).outcome).toBe('changed');
  });
});

describe('Figma', () => {
  const app = (options: object = {}) => figma({ ...world.base, tenantId: '1234', ...options });

  test('`emails` is one object with a `primary` of text, and the media type is plain JSON', async () => {
    await create(app());
    expect(world.sent('POST')[0]?.body).toMatchObject({
      emails: { value: 'ada@example.com', type: 'work', primary: 'true' },
      active: true,
    });
    expect(world.sent('POST')[0]?.headers['content-type']).toBe('application/json');
  });

  test.each(['externalId', 'externalID', 'external_id'])(
    'an external id spelled %s is read, and kept when the whole user is sent',
    async (spelling) => {
      world.stub.users.set('f1', {
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
      expect(world.sent('PUT')[0]?.body).toMatchObject({ externalId: 'P-1', active: false, userName: 'ada@example.com' });
      expect(world.sent('PATCH')).toEqual([]);
    },
  );

  test('a Figma user with the address is a conflict before anything is sent: creating would bind that user', async () => {
    world.stub.users.set('f1', { id: 'f1', userName: 'ada@example.com', active: true });
    await expect(create(app())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: ['f1'] } });
    expect(world.sent('POST')).toEqual([]);
  });

  test('deleting for good is not there unless it is allowed', () => {
    expect(app().accounts.delete).toBeUndefined();
    expect(() => app({ removal: 'delete' })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });

  test('the check asks whether the tenant exists', async () => {
    expect((await app().check(testContext())).items[0]).toEqual({ title: 'The tenant id is one of Figma’s', state: 'ok' });
    world.stub.script(({ path }) => (path === '/' ? { status: 400 } : undefined));
    expect((await app().check(testContext())).items[0]).toMatchObject({ state: 'problem' });
  });
});
