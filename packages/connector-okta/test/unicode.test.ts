// Logins beyond ASCII: found however they are spelt, one to Okta where it says so, and never taken for somebody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';
import { type Loopback, startLoopback } from './loopback.ts';

let okta: Loopback;
beforeAll(async () => {
  okta = await startLoopback({}, { switches: { loginOfDeprovisioned: 'not-found' } });
});
afterAll(() => okta[Symbol.asyncDispose]());

const profileOf = (userName: string) => ({ userName, email: userName, givenName: 'Ada', familyName: 'Lovelace' });
const create = (userName: string) =>
  okta.provider.users.create({ profile: profileOf(userName), groups: [], state: 'active' }, okta.context);

describe('a login', () => {
  test.each([
    'jürgen.müßig@exämple.com',
    'άννα@παράδειγμα.gr',
    'анна@пример.рф',
    '田中@例え.jp',
    "o'neil+hr%20@example.com",
    'نور@مثال.eg',
  ])('%s is stored as HR entered it, and found by either case and either normal form', async (login) => {
    const { account } = await create(login);
    expect(okta.backend.user(account.id)?.profile['login']).toBe(login);
    for (const userName of [
      login,
      login.toUpperCase().replace('ẞ', 'ß').replace('SS', 'ß'),
      login.normalize('NFD'),
      login.normalize('NFC'),
    ]) {
      const found = await okta.provider.users.find({ userName }, okta.context);
      expect(found, userName).toMatchObject({ kind: 'found', accounts: [{ id: account.id }] });
    }
  });

  test.each([
    ['ACTIVE', 'isáàc.bröck@example.com', 'isaac.brock@example.com'],
    ['ACTIVE', 'zoe.brock@example.com', 'Zoë.Bröck@example.com'],
    ['DEPROVISIONED', 'rené.brock@example.com', 'rene.brock@example.com'],
  ] as const)('that differs by diacritics alone from the one of an %s user (%s) names its holder', async (status, wanted, held) => {
    const holder = okta.backend.seedUser({ login: held, status });
    await expect(create(wanted)).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [holder.id] } });
    expect(okta.backend.user(holder.id)).toEqual(holder);
  });

  test('of somebody deprovisioned is found by its plain form where a look-up by login hides them', async () => {
    const { id } = okta.backend.seedUser({ login: 'jose.garcia@example.com', status: 'DEPROVISIONED' });
    const found = await okta.provider.users.find({ userName: 'José.García@example.com' }, okta.context);
    expect(found).toMatchObject({ kind: 'found', accounts: [{ id }] });
  });

  test('with characters of four bytes is refused before anything is sent, in any of its attributes', async () => {
    okta.calls();
    await expect(create('𠮷野@example.com')).rejects.toMatchObject({
      code: 'CONNECTOR_REJECTED',
      details: { fields: ['userName', 'email'] },
    });
    expect(okta.calls()).toEqual([]);
  });
});

test('a joiner whose login is one with somebody else’s but for diacritics is asked about, and nobody is taken over', async () => {
  await using company = await openCompany([worker('zoë')]);
  const { id } = company.backend.seedUser({ login: 'zoe@example.com', profile: { firstName: 'Zoe', lastName: 'Other' } });
  const before = company.backend.user(id);
  const { run } = await company.lifecycle.sync();
  expect(run.counts).toMatchObject({ applied: 0, failed: 1 });
  const again = await company.lifecycle.sync();
  expect(again.plan.header.waiting.map(({ kind }) => kind)).toEqual(['name-refused']);
  expect(company.backend.user(id)).toEqual(before);
  expect(company.backend.groupsOf(id)).toEqual([]);
});
