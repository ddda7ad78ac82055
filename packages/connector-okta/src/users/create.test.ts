import { isTenureError } from '@tenure/core/connector';
import { describe, expect, test } from 'vitest';
import { startLoopback } from '../../test/loopback.ts';

const ada = {
  userName: 'ada@example.com',
  email: 'ada@example.com',
  givenName: 'Ada',
  familyName: 'Lovelace',
  employeeNumber: 'E1',
  externalId: 'P-1',
  country: 'GB',
};
const hire = { profile: ada, groups: [], state: 'active' } as const;

describe('a hire', () => {
  test('with twenty groups is one call', async () => {
    await using okta = await startLoopback();
    const groups = Array.from({ length: 20 }, (_, index) => okta.backend.seedGroup({ name: `Group ${index}` }).id);
    const { outcome, account } = await okta.provider.users.create({ ...hire, groups }, okta.context);
    expect(okta.calls()).toEqual(['POST /users']);
    expect({ outcome, state: account.state }).toMatchObject({ outcome: 'pending', state: 'pending' });
    expect(okta.backend.groupsOf(account.id)).toEqual(groups);
    expect(okta.backend.user(account.id)).toMatchObject({ mails: ['activation'], profile: { countryCode: 'GB', lastName: 'Lovelace' } });
  });

  test('with more groups costs one more call for each above twenty', async () => {
    await using okta = await startLoopback();
    const groups = Array.from({ length: 22 }, (_, index) => okta.backend.seedGroup({ name: `Group ${index}` }).id);
    const { account } = await okta.provider.users.create({ ...hire, groups }, okta.context);
    expect(okta.calls()).toHaveLength(3);
    expect(okta.backend.groupsOf(account.id)).toEqual(groups);
  });

  test('whose last group fails is of unknown outcome, because the user is there', async () => {
    await using okta = await startLoopback();
    const groups = Array.from({ length: 21 }, (_, index) => okta.backend.seedGroup({ name: `Group ${index}` }).id);
    okta.server.fail({ method: 'PUT', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    await expect(okta.provider.users.create({ ...hire, groups }, okta.context)).rejects.toMatchObject({
      code: 'CONNECTOR_OUTCOME_UNKNOWN',
    });
    expect(okta.backend.userByLogin('ada@example.com')?.status).toBe('PROVISIONED');
  });

  test('of someone who signs in elsewhere is active at once, without a mail', async () => {
    await using okta = await startLoopback({ signIn: 'federated' });
    const { outcome, account } = await okta.provider.users.create(hire, okta.context);
    expect({ outcome, state: account.state }).toMatchObject({ outcome: 'changed', state: 'active' });
    expect(okta.backend.user(account.id)).toMatchObject({ status: 'ACTIVE', mails: [] });
  });

  test('without the mail sends none', async () => {
    await using okta = await startLoopback({ activationMail: false });
    const { account } = await okta.provider.users.create(hire, okta.context);
    expect(okta.backend.user(account.id)).toMatchObject({ status: 'PROVISIONED', mails: [] });
    expect(okta.calls()).toEqual(['POST /users', 'POST /users/*/lifecycle/activate']);
  });

  test('ahead of the first day is staged, and let in later', async () => {
    await using okta = await startLoopback();
    const { outcome, account } = await okta.provider.users.create({ ...hire, state: 'staged' }, okta.context);
    expect(outcome).toBe('changed');
    expect(okta.backend.user(account.id)).toMatchObject({ status: 'STAGED', mails: [] });
    expect(await okta.provider.users.enable({ accountId: account.id }, okta.context)).toMatchObject({ outcome: 'pending' });
    expect(okta.backend.user(account.id)).toMatchObject({ status: 'PROVISIONED', mails: ['activation'] });
  });
});

describe('a taken value', () => {
  test.each(['found', 'not-found'] as const)(
    'of someone deprovisioned, whom Okta shows by login as %s, names the holder',
    async (shown) => {
      await using okta = await startLoopback({}, { switches: { loginOfDeprovisioned: shown } });
      const holder = okta.backend.seedUser({ login: 'ADA@example.com', status: 'DEPROVISIONED' });
      await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({
        code: 'CONNECTOR_CONFLICT',
        details: { accountIds: [holder.id] },
      });
      expect(okta.backend.user(holder.id)).toEqual(holder);
    },
  );

  test('that is the external id names its holder too', async () => {
    await using okta = await startLoopback({ attributes: { externalId: 'hrId' } });
    const holder = okta.backend.seedUser({ login: 'other@example.com', profile: { hrId: 'P-1' } });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ details: { accountIds: [holder.id] } });
  });

  test('that is the e-mail address, in an org where those are unique, names its holder too', async () => {
    await using okta = await startLoopback({}, { switches: { emailUnique: true } });
    const holder = okta.backend.seedUser({ login: 'other@example.com', profile: { email: 'ada@example.com' } });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ details: { accountIds: [holder.id] } });
  });

  test('that Okta shows nobody for is a conflict that cannot be seen', async () => {
    await using okta = await startLoopback({}, { switches: { index: 'held', loginOfDeprovisioned: 'not-found' } });
    const holder = okta.backend.seedUser({ login: 'ada@example.com', status: 'DEPROVISIONED' });
    okta.backend.alterUser(holder.id, { indexed: false });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });

  test('stays a conflict when its holder cannot be looked up', async () => {
    await using okta = await startLoopback();
    okta.backend.seedUser({ login: 'ada@example.com' });
    okta.server.fail({ method: 'GET', effect: { kind: 'status', status: 403, code: 'E0000006' } });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT' });
  });
});

describe('a lost answer', () => {
  test.each([
    ['reset-after', { kind: 'reset-after' }],
    ['error after the work', { kind: 'status-after', status: 500, code: 'E0000009' }],
    ['half a document', { kind: 'truncated' }],
  ] as const)('(%s) is an unknown outcome; the user is found afterwards and not made twice', async (_title, effect) => {
    await using okta = await startLoopback();
    const fault = okta.server.fail({ method: 'POST', path: '/api/v1/users', effect });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(fault.hits()).toBe(1);
    const found = await okta.provider.users.find({ userName: 'ada@example.com' }, okta.context);
    const made = okta.backend.userByLogin('ada@example.com');
    expect(found).toMatchObject({ kind: 'found', accounts: [{ id: made?.id }] });
    expect(okta.backend.users()).toHaveLength(2);
  });

  test('before the work is made good by nobody: it stays unknown, and nobody was made', async () => {
    await using okta = await startLoopback();
    okta.server.fail({ method: 'POST', effect: { kind: 'reset-before' } });
    await expect(okta.provider.users.create(hire, okta.context)).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    expect(okta.backend.users()).toHaveLength(1);
  });
});

test('values that Okta cannot store are refused before anything is sent, by name', async () => {
  await using okta = await startLoopback();
  const error = await okta.provider.users
    .create({ ...hire, profile: { ...ada, familyName: '𠮷野' } }, okta.context)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['familyName'] } });
  expect(isTenureError(error) && error.message).not.toContain('𠮷');
  expect(okta.calls()).toEqual([]);
});

test('what is longer than Okta stores it is refused before anything is sent', async () => {
  await using okta = await startLoopback();
  const refused = okta.provider.users.create({ ...hire, profile: { ...ada, country: 'Germany', givenName: 'A'.repeat(51) } }, okta.context);
  await expect(refused).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['givenName', 'country'] } });
  expect(okta.calls()).toEqual([]);
});

test('values that Okta refuses are named by our words', async () => {
  await using okta = await startLoopback();
  const refused = okta.provider.users.create({ ...hire, profile: { ...ada, userName: 'nobody' } }, okta.context);
  await expect(refused).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED', details: { fields: ['userName'] } });
});
