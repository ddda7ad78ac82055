// What stops a run must stop it clearly: nobody is turned off by it, and nothing is lost by the time it is mended.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { type CompanyOptions, openCompany, worker } from './company.ts';

const people = [worker('ada'), worker('grace'), worker('edith')];
const gone = people.map((person) => ({ ...person, status: 'terminated', endDate: '2026-11-20' }));

/** Everybody works here, and is signed in; then all of them leave. */
async function leaving(options: CompanyOptions = {}) {
  const company = await openCompany(people, options);
  await company.lifecycle.sync();
  for (const { id } of company.backend.users()) company.backend.alterUser(id, { status: 'ACTIVE', hasPassword: true });
  company.hr.setEmployees(gone);
  return company;
}

const statuses = (company: Awaited<ReturnType<typeof leaving>>) => company.state().map((line) => line.split(' ')[1]);

describe('in the middle of a run', () => {
  test.each([
    ['a token that is revoked', { kind: 'status', status: 401, code: 'E0000011' }],
    ['a token whose owner has lost the role', { kind: 'status', status: 403, code: 'E0000006' }],
    ['a login page of a proxy', { kind: 'html', status: 200 }],
    ['a gateway that is down', { kind: 'html', status: 502 }],
    ['a redirect', { kind: 'redirect' }],
  ] as const)('%s turns nobody off, and afterwards everyone who left is', async (_title, effect) => {
    await using company = await leaving();
    const fault = company.server.fail({ effect, times: Number.POSITIVE_INFINITY });
    const { run } = await company.lifecycle.sync();
    expect(run?.counts.applied ?? 0).toBe(0);
    expect(fault.hits()).toBeGreaterThan(0);
    expect(statuses(company)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    fault.remove();
    const { lifecycle } = company.restart();
    await lifecycle.sync();
    await lifecycle.sync();
    await lifecycle.close();
    expect(statuses(company)).toEqual(['DEPROVISIONED', 'DEPROVISIONED', 'DEPROVISIONED']);
  });

  test('a revoked token is tried once and no more', async () => {
    await using company = await leaving();
    company.calls();
    company.backend.revokeToken(company.server.token);
    await company.lifecycle.sync();
    expect(company.calls().length).toBeLessThanOrEqual(8);
  });
});

describe('from the start', () => {
  test.each([
    ['a wrong token', { token: 'nonsense' }],
    ['no role', {}],
  ] as const)('%s plans nothing for this target, and says why', async (title, okta) => {
    await using company = await openCompany(people, { okta });
    if (title === 'no role') company.server.fail({ effect: { kind: 'status', status: 403, code: 'E0000006' }, times: 1e9 });
    const plan = await company.lifecycle.plan().catch((error: unknown) => error);
    expect(String(plan instanceof Error ? plan.message : (plan as { toMarkdown(): string }).toMarkdown())).toMatch(/okta/);
    expect(company.server.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('an address that is no org is told as such', async () => {
    const stranger = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Sign in</title>');
    });
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const orgUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    await using company = await openCompany(people, { okta: { orgUrl } });
    const { items } = await company.provider.check((await import('@tenure/core/testing')).testContext());
    expect(items.every(({ state }) => state !== 'ok')).toBe(true);
    expect(items[0]?.detail).toContain('the answer is an HTML page');
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  });
});
