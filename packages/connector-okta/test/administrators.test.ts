// Administrators who leave, from HR to what a person decides.
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

const left = worker('ada', { status: 'terminated', endDate: '2026-11-20' });

async function adminLeaves() {
  const company = await openCompany([worker('ada'), worker('grace')], { okta: { signIn: 'federated' } });
  await company.lifecycle.sync();
  const { id } = company.backend.userByLogin('ada@example.com') ?? { id: '' };
  company.backend.alterUser(id, { roles: ['USER_ADMIN'] });
  company.hr.setEmployees([left, worker('grace')]);
  const status = () => company.backend.user(id)?.status;
  return { company, id, status };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test('an administrator who leaves is a question and stands in the open accesses, until a person answers it', async () => {
  const { company, status } = await adminLeaves();
  await using _ = company;
  const { lifecycle } = company;
  await lifecycle.sync();
  await lifecycle.sync();
  expect(status()).toBe('ACTIVE');
  const [question, ...more] = await all(lifecycle.questions());
  expect([question?.person, more]).toEqual(['ada', []]);
  expect((await all(lifecycle.openAccess())).map(({ person }) => person)).toEqual(['ada']);
  await lifecycle.answer(question?.id ?? '', 'cut', { by: 'grace' });
  await lifecycle.sync();
  expect(status()).toBe('DEPROVISIONED');
  expect(await all(lifecycle.openAccess())).toEqual([]);
});

test('a run that allows administrators turns them off at once, and no other run does', async () => {
  const { company, status } = await adminLeaves();
  await using _ = company;
  await company.lifecycle.sync({ allowAdmins: true });
  expect(status()).toBe('DEPROVISIONED');
  expect(await all(company.lifecycle.questions())).toEqual([]);
});

test('whoever has a role by a group alone is an administrator too', async () => {
  const { company, id, status } = await adminLeaves();
  await using _ = company;
  company.backend.alterUser(id, { roles: [] });
  company.backend.addMember(company.backend.seedGroup({ name: 'Admins', roles: ['USER_ADMIN'] }).id, id);
  await company.lifecycle.sync();
  expect(status()).toBe('ACTIVE');
  expect(await all(company.lifecycle.questions())).toHaveLength(1);
});

test('the owner of the token is cut by no answer and no run: without them nobody could be', async () => {
  await using company = await openCompany([worker('ada')], { okta: { signIn: 'federated' } });
  await company.lifecycle.sync();
  const { id } = company.backend.userByLogin('ada@example.com') ?? { id: '' };
  company.backend.alterUser(id, { roles: ['SUPER_ADMIN'] });
  company.backend.seedToken('of-ada', id);
  company.hr.setEmployees([left]);
  const { lifecycle } = company.restart({ token: 'of-ada' });
  await lifecycle.sync({ allowAdmins: true });
  const [question] = await all(lifecycle.questions());
  expect(question).toMatchObject({ person: 'ada' });
  await lifecycle.answer(question?.id ?? '', 'cut', { by: 'grace' });
  await lifecycle.sync();
  expect(company.backend.user(id)?.status).toBe('ACTIVE');
  expect((await all(lifecycle.openAccess())).map(({ person }) => person)).toEqual(['ada']);
});
