// 100,000 users as an org lists them: by pages, and by nothing else.
import { testContext } from '@tenure/core/testing';
import { expect, test } from 'vitest';
import { oktaProvider } from '../src/index.ts';
import { openCompany, worker } from './company.ts';

const people = 100_000;
const perPage = 200;
const orgUrl = 'https://acme.okta.com';

const userAt = (index: number) => ({
  id: `00u${String(index).padStart(17, '0')}`,
  status: index % 50 === 0 ? 'DEPROVISIONED' : 'ACTIVE',
  profile: {
    login: `person${index}@example.com`,
    email: `person${index}@example.com`,
    firstName: 'Ada',
    lastName: 'Lovelace',
    employeeNumber: `N-${index}`,
  },
});

test('everybody is read with one call for 200 of them, and once for the owner of the token', async () => {
  let calls = 0;
  const org: typeof fetch = async (input) => {
    calls += 1;
    const url = new URL(new Request(input).url);
    if (url.pathname.endsWith('/me')) return Response.json(userAt(0));
    const from = Number(url.searchParams.get('after') ?? 0);
    const until = Math.min(from + perPage, people);
    const headers = new Headers({ link: `<${orgUrl}/api/v1/users?search=status%20pr&limit=200>; rel="self"` });
    if (until < people) headers.append('link', `<${orgUrl}/api/v1/users?search=status%20pr&limit=200&after=${until}>; rel="next"`);
    return Response.json(
      Array.from({ length: until - from }, (_, index) => userAt(from + index)),
      { headers },
    );
  };
  const { users } = oktaProvider({ orgUrl, token: 't', http: { fetch: org } });
  const context = testContext();
  const count = { all: 0, off: 0, owner: 0 };
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const page = await users.list({ limit: perPage, cursor }, context);
    count.all += page.items.length;
    count.off += page.items.filter(({ state }) => state === 'disabled').length;
    count.owner += page.items.filter(({ protectedBecause }) => protectedBecause !== undefined).length;
    cursor = page.next;
  }
  expect(count).toEqual({ all: people, off: people / 50, owner: 1 });
  expect(calls).toBe(people / perPage + 1);
}, 60_000);

test('who is made, erased or shown twice between two pages is matched or hired all the same, and nobody has two users', async () => {
  const names = Array.from({ length: 210 }, (_, index) => `person${index}`);
  const factsOf = (name: string) => ({ employeeNumber: `N-${name}`, hrId: name, firstName: name, lastName: 'Lovelace' });
  const shown: unknown[] = [];
  const others = { work: (): void => undefined };
  const watched: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const answer = await fetch(request);
    if (request.method !== 'GET' || new URL(request.url).pathname !== '/api/v1/users' || shown.length > 0) return answer;
    const users = (await answer.clone().json()) as unknown[];
    shown.push(users.at(-1));
    others.work();
    return answer;
  };
  const repeating: typeof fetch = async (input, init) => {
    const [last] = shown;
    const answer = await watched(input, init);
    if (last === undefined || !answer.url.includes('after=')) return answer;
    const { status, headers } = answer;
    shown.push(last);
    return new Response(JSON.stringify([last, ...((await answer.json()) as unknown[])]), { status, headers });
  };
  const okta = { signIn: 'federated', http: { fetch: repeating } } as const;
  await using company = await openCompany(
    [...names, 'late'].map((name) => worker(name)),
    { okta, groups: { Sales: ['Sales'] } },
  );
  const { backend } = company;
  for (const name of names) backend.seedUser({ login: `${name}@example.com`, profile: factsOf(name) });
  const idOf = (name: string) => backend.userByLogin(`${name}@example.com`)?.id ?? '';
  const [erased, kept] = [idOf('person3'), idOf('person198')];
  others.work = () => {
    for (const _ of ['deactivates', 'erases']) backend.removeUser(erased);
    backend.seedUser({ login: 'late@example.com', profile: factsOf('late') });
  };
  for (const _ of ['adopts', 'puts into groups', 'hires whom it had met']) await company.lifecycle.sync();
  expect(shown).toHaveLength(2);
  expect(backend.users()).toHaveLength(names.length + 2);
  expect(backend.membersOf(backend.groups().find(({ name }) => name === 'Sales')?.id ?? '')).toHaveLength(names.length + 1);
  expect([idOf('person3') === erased, idOf('person198') === kept]).toEqual([false, true]);
  expect((await company.lifecycle.plan()).isEmpty).toBe(true);
}, 60_000);
