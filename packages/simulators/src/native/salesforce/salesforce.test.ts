// The modelled Salesforce organization, held against the reference sheet.
import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { type SalesforceServer, type SalesforceServerOptions, standardProfile, startSalesforceServer } from './index.ts';

let server: SalesforceServer | undefined;
afterEach(() => server?.close());

const data = '/services/data/v62.0';
const form = (secret = 'salesforce-secret') =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: 'salesforce-client', client_secret: secret });

async function started(options: SalesforceServerOptions = {}): Promise<{ readonly org: SalesforceServer; readonly ask: Ask }> {
  server = await startSalesforceServer({ at: '2026-11-23T12:00:00Z', ...options });
  const { body } = await asking(server.url)('POST', '/services/oauth2/token', form());
  return { org: server, ask: asking(server.url, { authorization: `Bearer ${(body as { access_token: string }).access_token}` }) };
}

const newcomer = (name: string, more: object = {}) => ({
  ...{ Username: `${name}@example.com.sf`, Email: `${name}@example.com`, LastName: name, Alias: name, ProfileId: standardProfile },
  ...{ TimeZoneSidKey: 'Europe/London', LocaleSidKey: 'en_GB', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US' },
  ...more,
});

const query = (soql: string) => `${data}/query?q=${encodeURIComponent(soql)}`;
const errorCode = (code: string) => [expect.objectContaining({ errorCode: code })];

describe('signing in', () => {
  test('gives a session without an end, and names the user it runs as', async () => {
    const { org, ask } = await started();
    const { body } = await asking(org.url)('POST', '/services/oauth2/token', form());
    expect(body).not.toHaveProperty('expires_in');
    expect((body as { id: string }).id.endsWith(org.ownId)).toBe(true);
    org.backend.endSessions();
    expect(await ask('GET', query('SELECT Id FROM User'))).toMatchObject({ status: 401, body: errorCode('INVALID_SESSION_ID') });
  });

  test('is refused as an error of the token endpoint', async () => {
    const { org } = await started();
    expect(await asking(org.url)('POST', '/services/oauth2/token', form('wrong'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_client' },
    });
  });
});

describe('making a user', () => {
  test('wants all that is required, and says what is missing', async () => {
    const { ask } = await started();
    const { status, body } = await ask('POST', `${data}/sobjects/User`, { Username: 'ada@example.com' });
    expect([status, body]).toEqual([400, [expect.objectContaining({ errorCode: 'REQUIRED_FIELD_MISSING' })]]);
    expect((body as { fields: string[] }[])[0]?.fields).toContain('ProfileId');
    expect(await ask('POST', `${data}/sobjects/User`, newcomer('ada'))).toMatchObject({ status: 201, body: { success: true, errors: [] } });
  });

  test('refuses a username that any organization has, a federation id that is taken, and a missing licence', async () => {
    const { org, ask } = await started({ licences: 1 });
    org.backend.takeElsewhere('eve@example.com.sf');
    org.backend.seed({ Username: 'ada@example.com.sf', FederationIdentifier: 'P-1' });
    const make = (body: object) => ask('POST', `${data}/sobjects/User`, body);
    expect((await make(newcomer('eve'))).body).toEqual(errorCode('DUPLICATE_USERNAME'));
    expect((await make(newcomer('ADA'))).body).toEqual(errorCode('DUPLICATE_USERNAME'));
    expect((await make(newcomer('joan', { FederationIdentifier: 'P-1' }))).body).toEqual(errorCode('DUPLICATE_VALUE'));
    expect((await make(newcomer('joan', { Alias: 'ninechars' }))).body).toEqual(errorCode('STRING_TOO_LONG'));
    expect((await make(newcomer('joan'))).body).toEqual(errorCode('LICENSE_LIMIT_EXCEEDED'));
  });
});

describe('taking access away', () => {
  test('is deactivating; nobody is ever deleted', async () => {
    const { org, ask } = await started();
    const { Id } = org.backend.seed({ Username: 'ada@example.com' });
    expect((await ask('DELETE', `${data}/sobjects/User/${Id}`)).body).toEqual(errorCode('METHOD_NOT_ALLOWED'));
    expect((await ask('PATCH', `${data}/sobjects/User/${Id}`, { IsActive: false })).status).toBe(204);
    expect(org.backend.users().at(-1)).toMatchObject({ Id, IsActive: false });
  });

  test('is refused while somebody is needed, and freezing works all the same', async () => {
    const { org, ask } = await started();
    const { Id } = org.backend.seed({ Username: 'ada@example.com' });
    org.backend.need(Id);
    expect((await ask('PATCH', `${data}/sobjects/User/${Id}`, { IsActive: false })).body).toEqual(errorCode('FIELD_INTEGRITY_EXCEPTION'));
    const { body } = await ask('GET', query(`SELECT Id, IsFrozen FROM UserLogin WHERE UserId = '${Id}'`));
    const [login] = (body as { records: { Id: string }[] }).records;
    expect((await ask('PATCH', `${data}/sobjects/UserLogin/${login?.Id}`, { IsFrozen: true })).status).toBe(204);
    expect(org.backend.users().at(-1)).toMatchObject({ IsActive: true, frozen: true });
  });
});

describe('queries', () => {
  test('read quoted texts with their escapes, compare without case, and refuse a quote that is not escaped', async () => {
    const { org, ask } = await started();
    org.backend.seed({ Username: "o'neil\\x@example.com" });
    const found = await ask('GET', query(String.raw`SELECT Id FROM User WHERE Username = 'O\'NEIL\\x@example.com' OR Email = 'none'`));
    expect(found.body).toMatchObject({ totalSize: 1, done: true });
    expect((await ask('GET', query("SELECT Id FROM User WHERE Username = 'o'neil'"))).body).toEqual(errorCode('MALFORMED_QUERY'));
    expect((await ask('GET', query('SELECT Nothing FROM User'))).body).toEqual(errorCode('INVALID_FIELD'));
  });

  test('answer in batches that a locator goes on with', async () => {
    const { org, ask } = await started({ batchSize: 2 });
    for (const name of ['a', 'b', 'c']) org.backend.seed({ Username: `${name}@example.com` });
    const first = (await ask('GET', query('SELECT Id FROM User ORDER BY Id'))).body as { nextRecordsUrl: string };
    expect(first).toMatchObject({ done: false, totalSize: 3 });
    expect((await ask('GET', first.nextRecordsUrl)).body).toMatchObject({ done: true, records: [{ Id: expect.any(String) }] });
    expect((await ask('GET', `${data}/query/none-2`)).body).toEqual(errorCode('INVALID_QUERY_LOCATOR'));
  });
});

test('the day is counted, shown, and refused with 403 when it is used up', async () => {
  const { ask } = await started({ callsPerDay: 1 });
  expect((await ask('GET', query('SELECT Id FROM User'))).headers.get('sforce-limit-info')).toBe('api-usage=1/1');
  expect(await ask('GET', query('SELECT Id FROM User'))).toMatchObject({ status: 403, body: errorCode('REQUEST_LIMIT_EXCEEDED') });
});
