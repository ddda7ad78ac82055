// Another org than the one that the accounts are in, with a credential that is good there: a sandbox, most often. No id of ours
// means anything there: whoever is not found is not gone, and nobody is hired.
import { noLimits, type OktaServer, startOktaServer } from '@tenure/simulators/okta';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Company } from './company.ts';
import { openCompany, worker } from './company.ts';

const people = [worker('ada'), worker('grace'), worker('edith')];
const nextDay = [worker('ada', { status: 'terminated', endDate: '2026-11-20' }), worker('grace'), worker('edith'), worker('new')];
const statuses = (company: Company) => company.state().map((line) => line.split(' ').slice(0, 2).join(' '));
const before = ['ada@example.com ACTIVE', 'edith@example.com ACTIVE', 'grace@example.com ACTIVE'];
const after = ['ada@example.com DEPROVISIONED', ...before.slice(1), 'new@example.com ACTIVE'];

let sandbox: OktaServer;
let company: Company;
beforeAll(async () => {
  sandbox = await startOktaServer({ limits: noLimits, uniqueAttributes: ['hrId'] });
  for (const name of ['Sales-App', 'Sales-Mail', 'Finance-App']) sandbox.backend.seedGroup({ name });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  company = await openCompany(people, { okta: { signIn: 'federated' } });
  await company.lifecycle.sync();
  company.hr.setEmployees(nextDay);
  return () => company[Symbol.asyncDispose]();
});
const inSandbox = () => company.restart({ orgUrl: sandbox.url, token: sandbox.token });

describe('with options for another org', () => {
  test('a plan leaves it out and says why, nothing is asked there, and nobody is lost for the right one', async () => {
    const { lifecycle } = inSandbox();
    const { plan, run } = await lifecycle.sync();
    expect(plan.header.total).toBe(0);
    expect(plan.toMarkdown()).toMatch(/okta is LEFT OUT: the accounts known here are in 127\.0\.0\.1:\d+, and it is set up for/);
    expect(run.counts).toMatchObject({ applied: 0, unchanged: 0 });
    await lifecycle.sync({ people: ['ada', 'new'] });
    const drift = [];
    for await (const each of lifecycle.drift()) drift.push(each);
    expect(drift).toMatchObject([{ target: 'okta', because: expect.stringContaining('set up for') }]);
    expect(sandbox.requests()).toEqual([]);
    await company.restart().lifecycle.sync();
    expect(statuses(company)).toEqual(after);
  });

  test('a plan that was made for the right one is not applied there', async () => {
    const plan = await company.lifecycle.plan();
    const run = await inSandbox().lifecycle.apply(plan);
    expect(run.counts).toMatchObject({ applied: 0, unchanged: 0 });
    expect(sandbox.requests()).toEqual([]);
    expect(statuses(company)).toEqual(before);
  });
});

test('the same org under another address is told as such, and is known by it from then on', async () => {
  const { server } = company;
  const renamed = server.url.replace('127.0.0.1', 'localhost');
  const moved = company.restart({ orgUrl: renamed, formerOrgUrls: [server.url] });
  await moved.lifecycle.sync();
  expect(statuses(company)).toEqual(after);
  expect((await company.restart({ orgUrl: renamed }).lifecycle.plan()).toMarkdown()).not.toContain('left out');
});

test('as long as nobody is known there, an address that was wrong is simply mended', async () => {
  await using fresh = await openCompany(people, { okta: { orgUrl: 'http://127.0.0.1:1', signIn: 'federated', http: { maxRetries: 0 } } });
  await fresh.lifecycle.plan().catch(() => undefined);
  await fresh.restart({ orgUrl: fresh.server.url }).lifecycle.sync();
  expect(statuses(fresh)).toEqual(before);
});
