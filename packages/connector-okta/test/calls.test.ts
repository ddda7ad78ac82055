// What each event costs, counted at the simulated org from outside: the page of this package quotes these numbers. Questions
// for administrators, the token's owner and rules are counted apart.
import { expect, test } from 'vitest';
import { apart, openCompany, worker } from './company.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const look = 'GET /users/*';

async function settled(...parameters: Parameters<typeof openCompany>) {
  const company = await openCompany(...parameters);
  await company.lifecycle.sync();
  for (const { id, status } of company.backend.users())
    if (status === 'PROVISIONED') company.backend.alterUser(id, { status: 'ACTIVE', hasPassword: true });
  company.calls();
  return company;
}

test('a joiner with twenty groups is one call', async () => {
  const groups = { Sales: Array.from({ length: 20 }, (_, index) => `Sales-${index}`) };
  await using company = await settled([], { groups });
  company.hr.setEmployees([worker('ada')]);
  await company.lifecycle.sync();
  expect(apart(company.calls())).toEqual(['POST /users']);
  expect(company.state()[0]).toContain(groups.Sales.toSorted().join(' '));
});

test('a joiner who is there already costs no write', async () => {
  await using company = await openCompany([worker('ada')]);
  company.backend.seedUser({ login: 'ada@example.com', profile: { employeeNumber: 'N-ada', hrId: 'ada' } });
  const before = company.state();
  await company.lifecycle.sync();
  const done = company.server.requests().filter(({ method, status }) => method !== 'GET' && status < 300);
  expect(done).toEqual([]);
  expect(company.state()).toEqual(before);
});

test('a mover is one call for each group that changes, and one for all attributes', async () => {
  await using company = await settled([worker('ada')]);
  company.hr.setEmployees([worker('ada', { departmentId: 'finance' })]);
  await company.lifecycle.sync();
  expect([...apart(company.calls())].sort()).toEqual([
    'DELETE /groups/*/users/*',
    'DELETE /groups/*/users/*',
    'POST /users/*',
    'PUT /groups/*/users/*',
  ]);
  expect(company.state()).toEqual(['ada@example.com ACTIVE Clerk [Finance-App] sessions 0']);
});

test('a leaver is two calls and a look whether it is so', async () => {
  await using company = await settled([worker('ada')]);
  company.hr.setEmployees([worker('ada', { status: 'terminated', endDate: '2026-11-20' })]);
  await company.lifecycle.sync();
  const calls = company.calls();
  expect(apart(calls)).toEqual(['POST /users/*/lifecycle/deactivate', 'DELETE /users/*/sessions', look]);
  expect(calls.filter((call) => call === 'GET /users/*/roles')).toHaveLength(1);
});

test('a rehire is three calls, and one more for each group that changes', async () => {
  await using company = await settled([worker('ada')]);
  company.hr.setEmployees([worker('ada', { status: 'terminated', endDate: '2026-11-20' })]);
  await company.lifecycle.sync();
  company.calls();
  company.hr.setEmployees([worker('ada', { departmentId: 'finance', jobTitle: 'Chief', endDate: null })]);
  await company.lifecycle.sync();
  expect([...apart(company.calls())].sort()).toEqual([
    'DELETE /groups/*/users/*',
    'DELETE /groups/*/users/*',
    look,
    'POST /users/*',
    'POST /users/*/lifecycle/activate',
    'PUT /groups/*/users/*',
  ]);
  expect(company.state()).toEqual([expect.stringContaining('Chief [Finance-App]')]);
});

test('a return from leave is three calls: whether somebody else deactivated them meanwhile is looked at first', async () => {
  await using company = await settled([worker('ada')], { lifecycle: { schedule: { onLeave: 'suspend' } } });
  company.hr.setEmployees([worker('ada', { status: 'on-leave' })]);
  await company.lifecycle.sync();
  expect(company.state()).toEqual(['ada@example.com SUSPENDED Clerk [Sales-App Sales-Mail] sessions 0']);
  company.calls();
  company.hr.setEmployees([worker('ada')]);
  await company.lifecycle.sync();
  expect(apart(company.calls())).toEqual([look, 'POST /users/*/lifecycle/unsuspend', look]);
});

test('a run in which nothing changed is no call', async () => {
  await using company = await settled([worker('ada'), worker('grace')]);
  await company.lifecycle.sync();
  await company.restart().lifecycle.sync();
  expect(company.calls()).toEqual([]);
});

test('those who are there already are read by pages, not one by one', async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `person${index}`);
  await using company = await openCompany(names.map((name) => worker(name)));
  for (const name of names)
    company.backend.seedUser({ login: `${name}@example.com`, profile: { employeeNumber: `N-${name}`, hrId: name } });
  await company.lifecycle.plan();
  // 1,000 people and the token's owner are six pages of 200; three look-ups resolve the names of groups.
  expect(apart(company.calls())).toEqual([...Array(6).fill('GET /users'), ...Array(3).fill('GET /groups')]);
});

const profile = { userName: 'ada@example.com', email: 'ada@example.com', givenName: 'Ada', familyName: 'Lovelace' };
const seeded = ({ backend }: Loopback) => backend.seedUser({ login: profile.userName, profile: { employeeNumber: 'E1' } }).id;

test.each<[string, Parameters<typeof startLoopback>[0], (okta: Loopback) => Promise<unknown> | undefined, readonly string[]]>([
  [
    'a hire with 22 groups is three calls',
    {},
    ({ backend, provider, context }) => {
      const groups = Array.from({ length: 22 }, (_, index) => backend.seedGroup({ name: `Group ${index}` }).id);
      return provider.users.create({ profile, groups, state: 'active' }, context);
    },
    ['POST /users', 'PUT /groups/*/users/*', 'PUT /groups/*/users/*'],
  ],
  [
    'a hire without a mail is two calls',
    { activationMail: false },
    ({ provider, context }) => provider.users.create({ profile, groups: [], state: 'active' }, context),
    ['POST /users', 'POST /users/*/lifecycle/activate'],
  ],
  [
    'a look-up by login alone is one call',
    {},
    (okta) => {
      seeded(okta);
      return okta.provider.users.find({ userName: profile.userName }, okta.context);
    },
    ['GET /users/ada%40example.com'],
  ],
  [
    'a look-up by every key is two calls',
    {},
    (okta) => {
      seeded(okta);
      return okta.provider.users.find({ userName: profile.userName, employeeNumber: 'E1', email: profile.email }, okta.context);
    },
    ['GET /users/ada%40example.com', 'GET /users'],
  ],
  [
    'a delete is five calls with the question for roles',
    {},
    (okta) => okta.provider.users.delete?.({ accountId: seeded(okta) }, okta.context),
    ['GET /users/*/roles', 'DELETE /users/*', look, 'DELETE /users/*', look],
  ],
  [
    'a leaver who takes Okta three seconds is three looks more, and sessions once more',
    {},
    (okta) => {
      okta.backend.setPace({ deactivateMs: 3_000 });
      return okta.provider.users.disable({ accountId: seeded(okta), mode: 'deactivate' }, okta.context);
    },
    [
      'GET /users/*/roles',
      'POST /users/*/lifecycle/deactivate',
      'DELETE /users/*/sessions',
      ...Array(4).fill(look),
      'DELETE /users/*/sessions',
    ],
  ],
])('%s', async (_title, options, act, calls) => {
  await using okta = await startLoopback(options);
  await act(okta);
  expect(okta.calls().filter((call) => call !== 'GET /users/me')).toEqual(calls);
});
