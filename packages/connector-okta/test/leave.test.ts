// Whoever is away is suspended; what other hands do to them meanwhile is not undone without asking.
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

const onLeave = { lifecycle: { schedule: { onLeave: 'suspend' }, guards: {} } } as const;

test('whom somebody deactivated during their leave is not let in by their return, until a person approves it', async () => {
  await using company = await openCompany([worker('ada'), worker('ben')], onLeave);
  await company.lifecycle.sync();
  for (const { id, status } of company.backend.users())
    if (status === 'PROVISIONED') company.backend.alterUser(id, { status: 'ACTIVE', hasPassword: true });
  company.hr.setEmployees([worker('ada', { status: 'on-leave' }), worker('ben', { status: 'on-leave' })]);
  await company.lifecycle.sync();
  const ada = company.backend.users().find(({ profile }) => profile['login'] === 'ada@example.com');
  company.backend.turnUser('deactivate', ada?.id ?? '');
  company.hr.setEmployees([worker('ada'), worker('ben')]);
  const status = (name: string) => company.backend.users().find(({ profile }) => profile['login'] === `${name}@example.com`)?.status;
  await company.lifecycle.sync();
  expect([status('ada'), status('ben')]).toEqual(['DEPROVISIONED', 'ACTIVE']);
  const { plan } = await company.lifecycle.sync();
  const part = plan.header.held.find((each) => each.class === 'reactivate');
  expect(status('ada')).toBe('DEPROVISIONED');
  await company.lifecycle.approve(part?.hash ?? '', { by: 'ana' });
  await company.lifecycle.sync();
  // Who was deactivated chooses a password anew.
  expect(status('ada')).toBe('PROVISIONED');
});

test('whom we had deactivated ourselves, though they had not left, is let in again without asking: a revocation taken back, a first day that has come', async () => {
  await using company = await openCompany([worker('ada'), worker('ben'), worker('eve')], onLeave);
  await company.lifecycle.sync();
  for (const { id } of company.backend.users()) company.backend.alterUser(id, { status: 'ACTIVE', hasPassword: true });
  const statuses = () =>
    ['ada', 'ben', 'eve'].map((name) => company.backend.users().find(({ profile }) => profile['login'] === `${name}@example.com`)?.status);
  await company.lifecycle.revoke('ada', 'okta', { by: 'ana', reason: 'a lost laptop' });
  company.hr.setEmployees([worker('ada'), worker('ben', { startDate: '2026-11-25' }), worker('eve')]);
  await company.lifecycle.sync();
  expect(statuses()).toEqual(['DEPROVISIONED', 'DEPROVISIONED', 'ACTIVE']);
  await company.lifecycle.withdraw('ada', 'okta', { by: 'ana' });
  company.advance(3 * 86_400_000);
  const { run } = await company.lifecycle.sync();
  expect(statuses()).toEqual(['PROVISIONED', 'PROVISIONED', 'ACTIVE']);
  expect(run.counts).toMatchObject({ applied: 0, pending: 2, skipped: 0 });
});
