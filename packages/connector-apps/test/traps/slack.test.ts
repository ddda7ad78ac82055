// The traps that Slack's sheet lists, one test each. What Slack answers is scripted from the sheet.
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import { slack } from '../../src/index.ts';
import type { Answer } from '../stub.ts';
import { ada, create, trapWorld } from './world.ts';

const world = trapWorld();

describe('Slack', () => {
  const coded = (detail: string, status = 400): Answer => ({
    status,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail, status },
  });

  test('a handle is made of the address: short, of its alphabet, and not told again when the address changes', async () => {
    const app = slack(world.base);
    const { account } = await create(app, { ...ada, email: 'Ädâ.O’Neil-of-the-very-long-name@example.com' });
    expect(world.sent('POST')[0]?.body).toMatchObject({ userName: 'ada.oneil-of-the-very', emails: [{ primary: true }] });
    expect(String(world.whole(account.id)['userName'])).toHaveLength(21);
    await app.accounts.update?.({ accountId: account.id, attributes: { email: 'ada@example.com' } }, testContext());
    expect(JSON.stringify(world.sent('PATCH'))).not.toContain('userName');
    expect(app.attributes).not.toContain('userName');
  });

  test('a handle that a stranger or a channel has is tried again with a number, never longer than allowed', async () => {
    const held = new Set(['ada', 'ada2']);
    world.stub.script(({ method, body }) =>
      method === 'POST' && held.has(String(body?.['userName'])) ? coded('username_taken') : undefined,
    );
    const { account } = await create(slack(world.base));
    expect(world.whole(account.id)['userName']).toBe('ada3');
    world.stub.script(({ method }) => (method === 'POST' ? coded('username_taken') : undefined));
    await expect(
      create(slack(world.base), { ...ada, email: 'a.name-of-21-characters-and-more@example.com', externalId: 'P-2' }),
    ).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT_NOT_VISIBLE',
    });
    expect(world.sent('POST').every(({ body }) => String(body?.['userName']).length <= 21)).toBe(true);
  });

  test('an address that is taken is a conflict with its holder, and no other handle is tried', async () => {
    const app = slack(world.base);
    const { account } = await create(app);
    world.stub.script(({ method }) => (method === 'POST' ? coded('email_taken') : undefined));
    await expect(create(app)).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT',
      details: { accountIds: [account.id], vendorCode: 'email_taken' },
    });
    expect(world.sent('POST')).toHaveLength(2);
  });

  test('an address is looked up by `email`; where that is refused, by the handle, and the address decides', async () => {
    const app = slack(world.base);
    const { account } = await create(app);
    await app.accounts.find({ userName: 'ada@example.com', email: 'ada@example.com' }, testContext());
    expect(world.filters()).toEqual(['email eq "ada@example.com"']);
    world.stub.script(({ query }) => (query.get('filter')?.startsWith('email') === true ? coded('invalid_filter') : undefined));
    expect(await app.accounts.find({ email: 'ada@example.com' }, testContext())).toMatchObject({
      kind: 'found',
      accounts: [{ id: account.id }],
    });
    expect(await app.accounts.find({ email: 'ada@another.example' }, testContext())).toEqual({ kind: 'cannot-tell' });
  });

  test('a switch that shows after some seconds is waited for, and not for ever', async () => {
    const app = slack(world.base);
    const { account } = await create(app);
    let looks = 0;
    world.stub.script(({ method }) =>
      method === 'GET' && looks++ < 4 ? { status: 200, body: { ...world.whole(account.id), active: true } } : undefined,
    );
    const context = testContext();
    const before = context.now();
    expect(await app.accounts.disable?.({ accountId: account.id }, context)).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(context.now() - before).toBe(7_000);
    world.stub.script(({ method }) =>
      method === 'GET' ? { status: 200, body: { ...world.whole(account.id), active: false } } : undefined,
    );
    await expect(app.accounts.enable?.({ accountId: account.id }, context)).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  });

  test('deleting is not offered: DELETE only turns off', () => {
    expect(slack(world.base).accounts.delete).toBeUndefined();
    for (const removal of ['delete', 'disable-and-delete'] as const) {
      expect(() => slack({ ...world.base, removal, allowIrreversible: true })).toThrow(
        expect.objectContaining({ code: 'OPTIONS_INVALID' }),
      );
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
    const app = slack(world.base);
    const { account } = await create(app);
    world.stub.script(({ method }) => (method === 'PATCH' ? coded(detail, status) : undefined));
    await expect(app.accounts.disable?.({ accountId: account.id }, testContext())).rejects.toMatchObject({
      code,
      details: { vendorCode: detail },
    });
  });

  test('errors of the older shape are read too', async () => {
    const old = (code: number, description: string): Answer => ({ status: code, body: { Errors: { code, description } } });
    world.stub.script(() => old(401, 'invalid_authentication'));
    await expect(slack(world.base).accounts.list?.({ limit: 9 }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_UNAUTHENTICATED',
    });
    world.stub.script(({ path }) => (path === '/Users' ? undefined : old(404, 'no_such_user')));
    expect(await slack(world.base).accounts.get?.({ accountId: 'W1' }, testContext())).toBeUndefined();
  });

  test('changes of one member go one after another', async () => {
    const app = slack(world.base);
    const { account } = await create(app);
    const request = { accountId: account.id };
    const start = world.stub.asked.length;
    await Promise.all([
      app.accounts.update?.({ ...request, attributes: { title: 'Chief' } }, testContext()),
      app.accounts.disable?.(request, testContext()),
    ]);
    expect(world.stub.asked.slice(start).map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH', 'GET']);
  });
});
