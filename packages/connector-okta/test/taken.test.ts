// Values that must be unique and are somebody's whom Okta does not show yet, or hides: a question, and nobody has two users by it.
import { expect, test } from 'vitest';
import { type Company, openCompany, worker } from './company.ts';

async function asked({ lifecycle }: Company): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { kind } of lifecycle.questions()) kinds.push(kind);
  return kinds;
}

test('a joiner whose key a user has that the index does not show yet is asked about, and taken on once it does', async () => {
  await using company = await openCompany([worker('ada')], { okta: { signIn: 'federated' }, org: { switches: { index: 'held' } } });
  const { backend, lifecycle } = company;
  const profile = { hrId: 'ada', employeeNumber: 'N-ada', firstName: 'ada', lastName: 'Lovelace' };
  const { id } = backend.seedUser({ login: 'other@example.com', profile });
  backend.alterUser(id, { indexed: false });
  for (const _ of ['tries', 'waits']) await lifecycle.sync();
  expect([backend.users().length, await asked(company)]).toEqual([2, ['conflict']]);
  backend.catchUp();
  await lifecycle.answer('conflict/okta/ada', 'retry', { by: 'grace' });
  for (const _ of ['meets', 'adopts', 'puts into groups']) await lifecycle.sync();
  expect(company.state()).toEqual(['other@example.com ACTIVE - [Sales-App Sales-Mail] sessions 0']);
  expect([backend.users().length, await asked(company)]).toEqual([2, []]);
});

test('somebody whose new login a user has whom Okta hides keeps the old one, and is asked about', async () => {
  await using company = await openCompany([worker('ada')], {
    okta: { signIn: 'federated' },
    org: { switches: { loginOfDeprovisioned: 'not-found' } },
  });
  const { backend, lifecycle, hr } = company;
  await lifecycle.sync();
  const holder = backend.seedUser({ login: 'king@example.com', status: 'DEPROVISIONED' });
  backend.alterUser(holder.id, { indexed: false });
  hr.setEmployees([worker('ada', { workEmail: 'king@example.com' })]);
  for (const _ of ['tries', 'waits']) await lifecycle.sync();
  expect(company.state()).toEqual([
    'ada@example.com ACTIVE Clerk [Sales-App Sales-Mail] sessions 0',
    'king@example.com DEPROVISIONED - [] sessions 0',
  ]);
  expect(await asked(company)).toEqual(['conflict']);
  expect((await lifecycle.plan()).header.total).toBe(0);
});
