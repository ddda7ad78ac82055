// Sessions and tokens of whoever leaves: as long as Okta does not end them, the person counts as open, and it is tried again.
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

const left = worker('ada', { status: 'terminated', endDate: '2026-11-20' });

test.each([
  [500, 'E0000009'],
  [403, 'E0000006'],
  [429, 'E0000047'],
  [409, 'E0000112'],
  [404, 'E0000008'],
  [400, 'E0000001'],
])('that Okta does not end (%i %s) leave a leaver open for as long, by the receipt too, and end once it does', async (status, code) => {
  await using company = await openCompany([worker('ada')], { okta: { signIn: 'federated' } });
  const { lifecycle, backend, server, hr } = company;
  const open = async () => {
    const people: string[] = [];
    for await (const { person } of lifecycle.openAccess()) people.push(person);
    return people;
  };
  await lifecycle.sync();
  const { id = '' } = backend.userByLogin('ada@example.com') ?? {};
  backend.signIn(id);
  hr.setEmployees([left]);
  const fault = server.fail({ method: 'DELETE', path: '/api/v1/users/*/sessions', times: 1e9, effect: { kind: 'status', status, code } });
  for (const _ of ['at first', 'and again']) {
    expect((await lifecycle.sync()).run.counts).toMatchObject({ unknown: 1, applied: 0 });
    expect(backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', sessions: { tokens: 1 } });
    expect([await open(), (await lifecycle.receipt('ada')).complete]).toEqual([['ada'], false]);
  }
  fault.remove();
  await lifecycle.sync();
  expect(backend.user(id)?.sessions).toMatchObject({ okta: 0, tokens: 0 });
  expect([await open(), (await lifecycle.receipt('ada')).complete]).toEqual([[], true]);
});

test('of somebody who leaves from a leave end as well, and the suspension becomes a deactivation', async () => {
  const okta = { signIn: 'federated' } as const;
  await using company = await openCompany([worker('ada')], { okta, lifecycle: { schedule: { onLeave: 'suspend' } } });
  const { lifecycle, backend, hr } = company;
  await lifecycle.sync();
  const { id = '' } = backend.userByLogin('ada@example.com') ?? {};
  hr.setEmployees([worker('ada', { status: 'on-leave' })]);
  await lifecycle.sync();
  expect(backend.user(id)?.status).toBe('SUSPENDED');
  backend.signIn(id);
  hr.setEmployees([left]);
  await lifecycle.sync();
  expect(backend.user(id)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0 } });
  expect((await lifecycle.plan()).isEmpty).toBe(true);
});

test('whose tokens Okta does not end once somebody is off are on the receipt as not verified', async () => {
  const org = { switches: { sessionsOfDeprovisioned: 404 } } as const;
  await using company = await openCompany([worker('ada')], { org, okta: { signIn: 'federated' } });
  await company.lifecycle.sync();
  company.hr.setEmployees([left]);
  await company.lifecycle.sync();
  const { lines } = await company.lifecycle.receipt('ada');
  expect(lines.find(({ change }) => change === 'user.disable')?.unverified).toContainEqual(
    expect.stringContaining('OAuth tokens may be good'),
  );
});
