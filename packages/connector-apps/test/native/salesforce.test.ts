// What the reference says of Salesforce that would bite: each line of it against the modelled server.
import { manualClock, testContext } from '@tenure/core/testing';
import { type SalesforceServer, type SalesforceServerOptions, startSalesforceServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type SalesforceOptions, salesforce } from '../../src/index.ts';
import { quoted } from '../../src/native/salesforce/soql.ts';
import { optionsFor } from './salesforce.ts';

let server: SalesforceServer | undefined;
afterEach(() => server?.close());

async function started(options: Partial<SalesforceOptions> = {}, serverOptions: SalesforceServerOptions = {}) {
  const clock = manualClock(Date.parse('2026-11-23T12:00:00Z'));
  server = await startSalesforceServer({ now: clock.now, ...serverOptions });
  const app = salesforce({ ...optionsFor(server), http: { maxRetries: 0 }, ...options });
  return { app, accounts: app.accounts, backend: server.backend, org: server, clock, context: () => testContext({ clock }) };
}

const ada = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };
const users = (backend: SalesforceServer['backend']) => backend.users();

describe('a new user', () => {
  test('has a Username of its own in the world, an Alias of eight, and all that Salesforce asks for', async () => {
    const { accounts, backend, context } = await started();
    await accounts.create({ profile: { ...ada, userName: 'ada.lovelace@example.com' } }, context());
    expect(users(backend)).toMatchObject([
      {
        ...{ Username: 'ada.lovelace@example.com.sf', Email: 'ada@example.com', Alias: 'adalovel', LastName: 'Lovelace', IsActive: true },
        ...{ TimeZoneSidKey: 'Europe/London', LocaleSidKey: 'en_GB', LanguageLocaleKey: 'en_US', EmailEncodingKey: 'UTF-8' },
      },
    ]);
  });

  test('without a last name is refused before anything is sent', async () => {
    const { accounts, context, org } = await started();
    const create = accounts.create({ profile: { userName: 'ada@example.com' } }, context());
    await expect(create).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['familyName'] } });
    expect(org.requests()).toEqual([]);
  });

  test.each(['profileId', 'timeZone', 'locale', 'language', 'runAs'] as const)('needs the option `%s`', async (name) => {
    const { org } = await started();
    const { [name]: _left, ...rest } = optionsFor(org);
    expect(() => salesforce(rest as SalesforceOptions)).toThrow(name);
  });

  test('that another organization has the Username of is for a person to solve', async () => {
    const { accounts, backend, context } = await started();
    backend.takeElsewhere('ada@example.com.sf');
    const create = accounts.create({ profile: ada }, context());
    await expect(create).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE', details: { vendorCode: 'DUPLICATE_USERNAME' } });
  });

  test('whose federation id somebody has names the holder', async () => {
    const { accounts, backend, context } = await started({ federationId: 'externalId' });
    const { Id } = backend.seed({ Username: 'other@example.com.sf', FederationIdentifier: 'P-1' });
    const create = accounts.create({ profile: { ...ada, externalId: 'P-1' } }, context());
    await expect(create).rejects.toMatchObject({
      code: 'CONNECTOR_CONFLICT',
      details: { accountIds: [Id], vendorCode: 'DUPLICATE_VALUE' },
    });
  });

  test('without a licence left is a seat limit; so is somebody who comes back', async () => {
    const { accounts, backend, context } = await started({}, { licences: 0 });
    await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT' });
    const { Id } = backend.seed({ Username: 'eve@example.com.sf', IsActive: false });
    await expect(accounts.enable?.({ accountId: Id }, context())).rejects.toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT' });
  });

  test('that Salesforce refuses for a field names the field, and no value', async () => {
    const { accounts, context } = await started();
    const create = accounts.create({ profile: { ...ada, givenName: 'A'.repeat(50) } }, context());
    const error = await create.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONNECTOR_REJECTED', details: { vendorCode: 'STRING_TOO_LONG', fields: ['FirstName'] } });
    expect(String(error)).not.toContain('AAAA');
  });
});

describe('a leaver', () => {
  test('is deactivated, and never deleted', async () => {
    const { app, accounts, backend, context, org } = await started();
    expect(accounts.delete).toBeUndefined();
    expect(() => salesforce({ ...optionsFor(org), removal: 'delete', allowIrreversible: true })).toThrow(/no way to delete/);
    const { Id } = backend.seed({ Username: 'ada@example.com.sf' });
    expect(await accounts.disable?.({ accountId: Id }, context())).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(users(backend)).toMatchObject([{ IsActive: false, frozen: false }]);
    expect(app.effects?.disable).toContain('frees the licence');
  });

  test.each(['FIELD_INTEGRITY_EXCEPTION', 'DEPENDENCY_EXISTS'])(
    'who is still needed (%s) is frozen instead, says so, and is not written again',
    async (refusalOfDeactivation) => {
      const { accounts, backend, context, org } = await started({}, { switches: { refusalOfDeactivation } });
      const { Id } = backend.seed({ Username: 'ada@example.com.sf' });
      backend.need(Id);
      const answer = await accounts.disable?.({ accountId: Id }, context());
      expect(answer).toMatchObject({ outcome: 'changed', seen: 'disabled', notes: [expect.stringContaining(refusalOfDeactivation)] });
      expect(users(backend)).toMatchObject([{ IsActive: true, frozen: true }]);
      const before = org.requests().length;
      expect(await accounts.disable?.({ accountId: Id }, context())).toEqual({ outcome: 'unchanged', seen: 'disabled' });
      expect(
        org
          .requests()
          .slice(before)
          .every(({ method }) => method === 'GET'),
      ).toBe(true);
    },
  );

  test('who was frozen is let in again, sign-in and all', async () => {
    const { accounts, backend, context } = await started();
    const { Id } = backend.seed({ Username: 'ada@example.com.sf' });
    backend.freeze(Id, true);
    expect(await accounts.get?.({ accountId: Id }, context())).toMatchObject({ state: 'disabled' });
    expect(await accounts.enable?.({ accountId: Id }, context())).toEqual({ outcome: 'changed', seen: 'active' });
    expect(users(backend)).toMatchObject([{ IsActive: true, frozen: false }]);
  });

  test('whom the connected app runs as, or whose profile is protected, or who is no own person, is refused before anything is sent', async () => {
    const { accounts, backend, context, org } = await started({ protectedProfiles: '00e000000000002AAA' });
    const ids = [
      backend.seed({ Username: 'run-as@example.com.sf' }),
      backend.seed({ Username: 'admin@example.com.sf', ProfileId: '00e000000000002' }),
      backend.seed({ Username: 'partner@example.com.sf', UserType: 'PowerPartner' }),
    ];
    for (const { Id } of ids) {
      await expect(accounts.disable?.({ accountId: Id }, context())).rejects.toMatchObject({ code: 'CONNECTOR_PROTECTED_ACCOUNT' });
    }
    expect(org.requests().filter(({ method }) => method === 'PATCH')).toEqual([]);
  });
});

describe('questions', () => {
  test.each([String.raw`o'neil\@example.com`, "x' OR Username != '", 'line\nbreak@example.com', "ada@example.com' LIMIT 1 --"])(
    'quote the name %j, so that it is only a name',
    async (userName) => {
      const { accounts, backend, context } = await started();
      backend.seed({ Username: 'bystander@example.com.sf' });
      const { Id } = backend.seed({ Username: `${userName}.sf` });
      expect(await accounts.find({ userName }, context())).toMatchObject({ kind: 'found', accounts: [{ id: Id }] });
      expect(quoted(userName)).not.toContain('\n');
    },
  );

  test('find everybody who shares an address, for addresses are not unique', async () => {
    const { accounts, backend, context } = await started();
    const ids = ['a', 'b'].map((name) => backend.seed({ Username: `${name}@example.com.sf`, Email: 'team@example.com' }).Id);
    const answer = await accounts.find({ email: 'TEAM@example.com' }, context());
    expect(answer.kind === 'found' ? answer.accounts.map(({ id }) => id) : []).toEqual(ids);
  });

  test('go on with the link that Salesforce gives, and leave out who is no own person', async () => {
    const { accounts, backend, context } = await started({}, { batchSize: 2 });
    const ids = ['a', 'b', 'c', 'd', 'e'].map((name) => backend.seed({ Username: `${name}@example.com.sf` }).Id);
    backend.seed({ Username: 'robot@example.com.sf', UserType: 'AutomatedProcess' });
    backend.freeze(ids[4] ?? '', true);
    const listed: [string, string][] = [];
    let cursor: string | undefined;
    do {
      const page = await accounts.list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, context());
      for (const { id, state } of page?.items ?? []) listed.push([id, state]);
      cursor = page?.next;
    } while (cursor !== undefined);
    expect(listed.map(([id]) => id)).toEqual(ids);
    expect(listed.map(([, state]) => state)).toEqual(['active', 'active', 'active', 'active', 'disabled']);
  });

  test('that say there is more and not where are no whole list', async () => {
    const { accounts, backend, context, org } = await started();
    backend.seed({ Username: 'a@example.com.sf' });
    org.fail({ method: 'GET', effect: { kind: 'answer', status: 200, body: { totalSize: 9, done: false, records: [] } } });
    await expect(accounts.list?.({ limit: 9 }, context())).rejects.toMatchObject({ code: 'CONNECTOR_RESPONSE_UNREADABLE' });
  });
});

test('a change of the work e-mail changes Username, address and federation id together', async () => {
  const { accounts, backend, context } = await started({ federationId: 'email' });
  const { Id } = backend.seed({ Username: 'ada@example.com.sf', FederationIdentifier: 'ada@example.com' });
  const attributes = { userName: 'ada.king@example.com', email: 'ada.king@example.com', familyName: 'King' };
  await accounts.update?.({ accountId: Id, attributes }, context());
  expect(users(backend)).toMatchObject([
    { Username: 'ada.king@example.com.sf', Email: 'ada.king@example.com', FederationIdentifier: 'ada.king@example.com', LastName: 'King' },
  ]);
});

describe('the credential', () => {
  test('whose session has ended fetches another, once', async () => {
    const { accounts, backend, clock, context, org } = await started();
    const { Id } = backend.seed({ Username: 'ada@example.com.sf' });
    await accounts.get?.({ accountId: Id }, context());
    clock.advance(60_000);
    backend.endSessions();
    expect(await accounts.get?.({ accountId: Id }, context())).toMatchObject({ id: Id });
    expect(org.requests().filter(({ path }) => path.startsWith('/services/oauth2'))).toHaveLength(2);
  });

  test('of an app that is refused is said to be refused', async () => {
    const { accounts, backend, context } = await started();
    backend.refuseApp();
    await expect(accounts.list?.({ limit: 10 }, context())).rejects.toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED' });
  });

  test('that may only read is a missing permission, and nobody is frozen for it', async () => {
    const { accounts, backend, context } = await started();
    const { Id } = backend.seed({ Username: 'ada@example.com.sf' });
    backend.forbidWrites();
    await expect(accounts.disable?.({ accountId: Id }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
    expect(users(backend)).toMatchObject([{ IsActive: true, frozen: false }]);
  });
});

test('a day whose calls are used up is a limit for a later plan, and no missing permission', async () => {
  const { accounts, context } = await started({}, { callsPerDay: 0 });
  const found = accounts.find({ userName: 'ada@example.com' }, context());
  await expect(found).rejects.toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { status: 403, retryAfterMs: 3_600_000 } });
});
