// A large company: as many calls as pages, memory for a page, and never more calls than Merge lets through.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { testContext } from '@tenure/core/testing';
import { launchLimits } from '@tenure/simulators/merge';
import { expect, test } from 'vitest';
import { mergeSource } from '../src/index.ts';
import { startCompany } from './company.ts';

/** Merge with so many employees that are made while they are sent, so that only what the source keeps counts. */
async function startGenerating(people: number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    asked.push(url.pathname);
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = Math.min(people, from + Number(url.searchParams.get('page_size')));
    const results = Array.from({ length: to - from }, (_, index) => rowOf(from + index));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ next: to < people ? String(to) : null, results }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function rowOf(number: number) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const employments = [0, 1].map((job) => ({ id: `${id}/${job}`, job_title: `Job ${job}`, effective_date: `202${job}-01-01T00:00:00Z` }));
  const groups = [{ id: `g${number % 500}`, name: `Department ${number % 500}`, type: 'DEPARTMENT', parent_group: null }];
  const work_location = { id: 'w1', name: 'HQ', city: 'Bristol', country: 'GB', location_type: 'WORK' };
  const names = { first_name: `First${number}`, last_name: `Last${number}`, work_email: `p${number}@example.com` };
  return {
    id,
    ...names,
    employee_number: String(number),
    employments,
    groups,
    work_location,
    employment_status: 'ACTIVE',
    start_date: '2020-01-06',
  };
}

test('100,000 employees are 1,000 calls and the memory of a page', { timeout: 180_000 }, async () => {
  await using merge = await startGenerating(100_000);
  const source = mergeSource({ apiKey: 'k', accountToken: 't', baseUrl: merge.url });
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  const heapMb = () => {
    collect();
    return process.memoryUsage().heapUsed / 1_048_576;
  };
  const context = testContext();
  let read = 0;
  let early = 0;
  let cursor: string | undefined;
  do {
    const page = await source.employees.list({ limit: 500, cursor }, context);
    read += page.items.length;
    cursor = page.next;
    if (read === 5_000) early = heapMb();
  } while (cursor !== undefined);
  expect(read).toBe(100_000);
  expect(merge.asked).toHaveLength(1_000);
  // One retained record in a hundred would be more.
  expect(heapMb() - early).toBeLessThan(4);
});

test('a reading above what a plan lets through in a minute waits for it, and is never refused', { timeout: 120_000 }, async () => {
  await using company = await startCompany({
    people: 10_000,
    server: { limits: launchLimits },
    source: { requestsPerMinute: 100 },
    lifecycle: { identityProvider: undefined, groups: undefined },
  });
  const before = company.merge.clock.now();
  const plan = await company.lifecycle.plan();
  expect(plan.header.feed).toMatchObject({ newPeople: 10_000, verdict: { reasons: [] } });
  const requests = company.merge.requests();
  expect(requests.filter(({ path }) => path.includes('/employees'))).toHaveLength(100);
  expect(requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(company.merge.clock.now() - before).toBeGreaterThanOrEqual(60_000);
});
