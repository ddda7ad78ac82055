// What others changed of a user shows in the lists that are read anyway.
import { expect, test } from 'vitest';
import { openCompany, worker } from './company.ts';

async function found(lifecycle: Awaited<ReturnType<typeof openCompany>>['lifecycle'], repair = false) {
  const seen = [];
  for await (const each of lifecycle.drift({ repair })) seen.push(each);
  return seen;
}

test('an attribute that somebody changed in Okta is found by its name, and put back only when asked to', async () => {
  await using company = await openCompany([worker('ada'), worker('grace')], { okta: { signIn: 'federated' } });
  const { lifecycle, backend } = company;
  await lifecycle.sync();
  expect(await found(lifecycle)).toEqual([]);
  const { id } = backend.userByLogin('ada@example.com') ?? { id: '' };
  const profile = backend.user(id)?.profile ?? {};
  backend.alterUser(id, { profile: { ...profile, title: 'Chief', department: undefined } });
  expect(await found(lifecycle)).toMatchObject([{ person: 'ada', what: ['attributes'], attributes: ['title', 'department'] }]);
  expect((await lifecycle.plan()).isEmpty).toBe(true);
  await found(lifecycle, true);
  await lifecycle.sync();
  expect(backend.user(id)?.profile).toMatchObject({ title: 'Clerk', department: 'Sales' });
  expect(await found(lifecycle)).toEqual([]);
});

test('somebody with the address of a joiner and another name is asked about, and not taken for them', async () => {
  await using company = await openCompany([worker('ada')]);
  const { id } = company.backend.seedUser({
    login: 'ada@example.com',
    profile: { email: 'ada@example.com', firstName: 'Bertrand', lastName: 'Russell' },
  });
  await company.lifecycle.sync();
  const questions = [];
  for await (const question of company.lifecycle.questions()) questions.push(question);
  expect(questions).toHaveLength(1);
  expect(company.backend.users().map((user) => user.id)).toContain(id);
  expect(company.backend.groupsOf(id)).toEqual([]);
});
