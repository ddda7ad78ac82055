// Parts of the protocol that no server at hand speaks: versions that are demanded, cursors, the first password, strange errors.
import { inspect } from 'node:util';
import { testContext } from '@tenure/core/testing';
import { describe, expect, test } from 'vitest';
import type { ScimAppOptions } from '../../src/index.ts';
import { genericProfile, scimApp } from '../../src/index.ts';
import type { Answer } from '../stub.ts';
import { ada, create, trapWorld } from './world.ts';

const world = trapWorld();
const app = (options: Partial<ScimAppOptions> = {}) =>
  scimApp({ id: 'design', ...world.base, removal: 'disable-and-delete', allowIrreversible: true, ...options });

describe('a server that wants to be told a version', () => {
  /** Versions as they are kept: each write makes another. */
  function versioned(missing: 412 | 428) {
    let version = 1;
    world.stub.script(({ method, path, headers }): Answer | undefined => {
      const id = path.slice('/Users/'.length);
      if (path === '/Users') return undefined;
      if (method === 'GET')
        return { status: world.stub.users.has(id) ? 200 : 404, headers: { etag: `W/"${version}"` }, body: world.whole(id) };
      if (headers['if-match'] === undefined && missing === 428) return { status: 428 };
      if (headers['if-match'] !== `W/"${version}"`) return { status: 412 };
      version += 1;
      return undefined;
    });
  }

  test.each([412, 428] as const)('is told one after it has asked (%i), over a fresh reading', async (status) => {
    const { account } = await create(app());
    versioned(status);
    expect(await app().accounts.disable?.({ accountId: account.id }, testContext())).toEqual({ outcome: 'changed', seen: 'disabled' });
    await app().accounts.update?.({ accountId: account.id, attributes: { title: 'Chief' } }, testContext());
    expect(world.whole(account.id)).toMatchObject({ active: false, title: 'Chief' });
    expect(world.sent('PATCH').map(({ headers }) => headers['if-match'])).toEqual([undefined, 'W/"1"', undefined, 'W/"2"']);
  });

  test('is told it with every change where the profile says so', async () => {
    const always = app({ profile: { ...genericProfile, versions: 'always' } });
    const { account } = await create(always);
    versioned(428);
    await always.accounts.disable?.({ accountId: account.id }, testContext());
    expect(world.sent('PATCH').map(({ headers }) => headers['if-match'])).toEqual(['W/"1"']);
  });

  test('and never agrees is left for later, with nothing done', async () => {
    const { account } = await create(app());
    world.stub.script(({ method }) => (method === 'PATCH' ? { status: 412 } : undefined));
    await expect(app().accounts.disable?.({ accountId: account.id }, testContext())).rejects.toMatchObject({
      code: 'CONNECTOR_UNAVAILABLE',
    });
    expect(world.whole(account.id)['active']).toBe(true);
  });
});

describe('the first password', () => {
  const first = () => {
    const handed: string[] = [];
    return { handed, options: { firstCredential: ({ password }: { readonly password: string }) => void handed.push(password) } };
  };

  test('is random, strong, different for everyone, and handed over once', async () => {
    const { handed, options } = first();
    await create(app(options));
    await create(app(options), { ...ada, userName: 'grace@example.com', email: 'grace@example.com', externalId: 'P-2' });
    expect(new Set(handed).size).toBe(2);
    for (const password of handed) {
      expect(password).toHaveLength(24);
      for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[-_.!*]/]) expect(password).toMatch(kind);
    }
  });

  test('is not made where nobody takes it', async () => {
    await create(app());
    expect(world.sent('POST')[0]?.body).not.toHaveProperty('password');
  });

  test('whose handler fails is said to be lost; the account stays, and neither error nor answer holds it', async () => {
    const failing = app({
      firstCredential: ({ password }) => {
        throw new Error(`cannot reach the vault with ${password}`);
      },
    });
    const context = testContext();
    const answer = await failing.accounts.create({ profile: ada }, context);
    expect(answer).toMatchObject({ outcome: 'changed', notes: ['the first password could not be handed over; reset it in the app'] });
    const password = String(world.sent('POST')[0]?.body?.['password']);
    expect(inspect([answer, context.logged], { depth: 9 })).not.toContain(password);
  });

  test('of a create that was refused, or whose answer was lost, goes to nobody', async () => {
    const { handed, options } = first();
    world.stub.lose('POST');
    await expect(create(app(options))).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    await expect(create(app(options))).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT' });
    expect(handed).toEqual([]);
  });

  test('is refused for an app that takes none', () => {
    const profile = { ...genericProfile, create: { ...genericProfile.create, password: false } };
    expect(() => app({ ...first().options, profile })).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  });
});

describe('an error', () => {
  test.each([
    ['a number for a status', { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: 409, scimType: 'uniqueness' }],
    ['no status', { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], scimType: 'uniqueness' }],
    ['a list of details', { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: ['taken'], scimType: 'uniqueness' }],
  ])('with %s is read all the same', async (_name, body) => {
    await create(app());
    world.stub.script(({ method }) => (method === 'POST' ? { status: 400, body } : undefined));
    await expect(create(app())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { vendorCode: 'uniqueness' } });
  });

  test('in words is not repeated: it quotes people', async () => {
    world.stub.script(({ method }) =>
      method === 'POST' ? { status: 400, body: { scimType: 'invalidValue', detail: 'ada@example.com is wrong' } } : undefined,
    );
    const error = await create(app()).catch((thrown: unknown) => thrown);
    expect(inspect(error, { depth: 9 })).not.toContain('ada@example.com');
  });
});
