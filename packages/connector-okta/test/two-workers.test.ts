// Two processes on one org at the same time, by mistake or by design: what Okta keeps unique is made once, and nothing is lost.
import { describe, expect, test } from 'vitest';
import { oktaProvider } from '../src/provider.ts';
import { openCompany, worker } from './company.ts';
import { startLoopback } from './loopback.ts';

const profile = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };

async function two() {
  const okta = await startLoopback();
  const other = oktaProvider({ orgUrl: okta.server.url, token: okta.server.token });
  return { okta, providers: [okta.provider, other] as const };
}

describe('two providers at once', () => {
  test('make one user of one login; the other is told who it is', async () => {
    const { okta, providers } = await two();
    await using _ = okta;
    const answers = await Promise.allSettled(
      providers.map(({ users }) => users.create({ profile, groups: [], state: 'active' }, okta.context)),
    );
    const made = okta.backend.userByLogin(profile.userName);
    expect(okta.backend.users()).toHaveLength(2);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'CONNECTOR_CONFLICT', details: { accountIds: [made?.id] } },
    });
  });

  test('let the same user in, put them into a group, take them out and turn them off: both are told the truth', async () => {
    const { okta, providers } = await two();
    await using _ = okta;
    const groupId = okta.backend.seedGroup({ name: 'Sales' }).id;
    const accountId = okta.backend.seedUser({ login: 'ada@example.com', status: 'SUSPENDED' }).id;
    const both = (verb: (provider: (typeof providers)[0]) => Promise<{ readonly outcome: string }>) =>
      Promise.all(providers.map(async (provider) => (await verb(provider)).outcome));
    const { context, backend } = okta;
    expect((await both(({ users }) => users.enable({ accountId, was: 'suspend' }, context))).sort()).toEqual(['changed', 'unchanged']);
    await both(({ groups }) => groups.add({ accountId, groupId }, context));
    expect(backend.membersOf(groupId)).toEqual([accountId]);
    await both(({ groups }) => groups.remove({ accountId, groupId }, context));
    expect(backend.membersOf(groupId)).toEqual([]);
    backend.signIn(accountId);
    expect((await both(({ users }) => users.disable({ accountId, mode: 'deactivate' }, context))).sort()).toEqual(['changed', 'unchanged']);
    expect(backend.user(accountId)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0 } });
    await both(async ({ users }) => (await users.delete?.({ accountId }, context)) ?? { outcome: 'none' });
    expect(backend.user(accountId)).toBeUndefined();
  });
});

test('two lifecycles with stores of their own, from one HR and on one org, make nobody twice and end in the same state', async () => {
  const names = ['ada', 'grace', 'edith', 'alan', 'barbara', 'donald'];
  await using one = await openCompany(
    names.map((name) => worker(name)),
    { okta: { signIn: 'federated' } },
  );
  const other = one.beside();
  const people = () => one.state().map((line) => line.split(' ').slice(0, 2).join(' '));
  await Promise.all([one.lifecycle.sync(), other.lifecycle.sync()]);
  // Each has made some; the rest it meets as people who are there.
  await Promise.all([one.lifecycle.sync(), other.lifecycle.sync()]);
  expect(people()).toEqual(names.map((name) => `${name}@example.com ACTIVE`).sort());
  one.hr.setEmployees([worker('ada', { status: 'terminated', endDate: '2026-11-20' }), ...names.slice(1).map((name) => worker(name))]);
  await Promise.all([one.lifecycle.sync(), other.lifecycle.sync()]);
  expect(people()).toContain('ada@example.com DEPROVISIONED');
  expect(people().filter((line) => line.endsWith(' ACTIVE'))).toHaveLength(names.length - 1);
  await other.lifecycle.close();
});
