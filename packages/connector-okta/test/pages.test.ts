// 100,000 users as an org lists them: by pages, and by nothing else.
import { testContext } from '@tenure/core/testing';
import { expect, test } from 'vitest';
import { oktaProvider } from '../src/index.ts';

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
