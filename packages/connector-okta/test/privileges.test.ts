// The rights that the page of this package names for a custom role: a life with an employer takes each of them, and no other one.
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

const rights = [
  ...['okta.users.read', 'okta.users.create', 'okta.users.userprofile.manage'],
  ...['activate', 'deactivate', 'suspend', 'unsuspend', 'clearSessions'].map((what) => `okta.users.lifecycle.${what}`),
  ...['okta.users.groupMembership.manage', 'okta.groups.read', 'okta.groups.members.manage', 'okta.roles.read'],
];

const days = [
  {},
  { departmentId: 'finance', jobTitle: 'Chief' },
  { departmentId: 'finance', status: 'on-leave' },
  { departmentId: 'finance' },
  { status: 'terminated', endDate: '2026-11-20' },
  { endDate: null },
] as const;

/** What is seen of the person after each day, and how many changes went wrong. */
async function life(roles: readonly string[]) {
  const groups = { Sales: Array.from({ length: 21 }, (_, index) => `Sales-${index}`), Finance: ['Finance-App'] };
  const okta = { signIn: 'federated', token: 'least' } as const;
  await using company = await openCompany([], { groups, okta, lifecycle: { schedule: { onLeave: 'suspend' } } });
  company.backend.seedToken('least', company.backend.seedUser({ login: 'tenure@example.com', roles }).id);
  const seen: unknown[] = [];
  for (const facts of days) {
    company.hr.setEmployees([worker('ada', facts)]);
    const wrong = await company.lifecycle.sync().then(
      ({ run }) => run.counts.failed + run.counts.unknown,
      () => 1,
    );
    const { id = '', status } = company.backend.userByLogin('ada@example.com') ?? {};
    seen.push([status, company.backend.groupsOf(id).length, wrong]);
  }
  return seen;
}

const whole = [
  ['ACTIVE', 21, 0],
  ['ACTIVE', 1, 0],
  ['SUSPENDED', 1, 0],
  ['ACTIVE', 1, 0],
  ['DEPROVISIONED', 1, 0],
  ['ACTIVE', 21, 0],
];

test('all of them together are enough', async () => {
  expect(await life(rights)).toEqual(whole);
});

test.each(rights)('without %s something fails', async (right) => {
  expect(await life(rights.filter((one) => one !== right))).not.toEqual(whole);
});
