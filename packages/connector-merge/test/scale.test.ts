// A company larger than a minute's requests: as many calls as pages, and never more than Merge lets through. A hundred thousand
// people, and the memory they take: `pnpm bench hr`.
import { noMergeLimits } from '@tenure/simulators/merge';
import { expect, test } from 'vitest';
import { startCompany } from './company.ts';

const perMinute = 20;

test('a reading above what a plan lets through in a minute waits for it, is as many calls as pages, and is never refused', async () => {
  await using company = await startCompany({
    people: 300,
    server: { limits: { ...noMergeLimits, perMinute } },
    source: { requestsPerMinute: perMinute },
    lifecycle: { identityProvider: undefined, groups: undefined, feed: { pageSize: 10 } },
  });
  const before = company.merge.clock.now();
  const plan = await company.lifecycle.plan();
  expect(plan.header.feed).toMatchObject({ newPeople: 300, verdict: { reasons: [] } });
  const requests = company.merge.requests();
  expect(requests.filter(({ path }) => path.includes('/employees'))).toHaveLength(30);
  expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(company.merge.clock.now() - before).toBeGreaterThanOrEqual(60_000);
});
