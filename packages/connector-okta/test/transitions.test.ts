// Changes of status that Okta finishes later, because it is slow or because it was asked to: waited for with a bound, never
// taken for done, and nobody keeps a session that was opened meanwhile.
import type { OktaStatus } from '@tenure/simulators/okta';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oktaProvider } from '../src/provider.ts';
import { openCompany, worker } from './company.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const tenMinutes = 600_000;

let okta: Loopback;
beforeAll(async () => {
  okta = await startLoopback();
});
afterAll(() => okta[Symbol.asyncDispose]());

const seeded = (more: { readonly status?: OktaStatus; readonly hasPassword?: boolean } = {}): string =>
  okta.backend.seedUser({ login: `person${crypto.randomUUID()}@example.com`, ...more }).id;

/** The provider with the option, and what it asked Okta to do afterwards; `during` runs whenever a user is read. */
function asking(respondAsync: boolean, during: () => void = () => {}) {
  const preferred: string[] = [];
  const { url: orgUrl, token } = okta.server;
  const watched: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (request.headers.get('prefer') === 'respond-async') preferred.push(`${request.method} ${pathname.replace(/00u\w{17}/, '*')}`);
    if (request.method === 'GET' && /users\/00u\w{17}$/.test(pathname)) during();
    return fetch(request);
  };
  return { preferred, provider: oktaProvider({ orgUrl, token, respondAsync, http: { fetch: watched } }) };
}

describe('Prefer: respond-async', () => {
  test('goes with deactivations and first deletes when the option says so, and with nothing else', async () => {
    const { preferred, provider } = asking(true);
    const [left, away, erased] = [seeded(), seeded(), seeded()];
    expect(await provider.users.disable({ accountId: left, mode: 'deactivate' }, okta.context)).toEqual({
      outcome: 'changed',
      seen: 'disabled',
    });
    await provider.users.disable({ accountId: away, mode: 'suspend' }, okta.context);
    await provider.users.enable({ accountId: away, was: 'suspend' }, okta.context);
    expect(await provider.users.delete?.({ accountId: erased }, okta.context)).toEqual({ outcome: 'changed' });
    expect(preferred).toEqual(['POST /api/v1/users/*/lifecycle/deactivate', 'DELETE /api/v1/users/*']);
    expect([left, away, erased].map((id) => okta.backend.user(id)?.status)).toEqual(['DEPROVISIONED', 'ACTIVE', undefined]);
  });

  test('is not asked for unless the option says so', async () => {
    const { preferred, provider } = asking(false);
    await provider.users.disable({ accountId: seeded(), mode: 'deactivate' }, okta.context);
    await provider.users.delete?.({ accountId: seeded() }, okta.context);
    expect(preferred).toEqual([]);
  });

  test('leaves no session that was opened while Okta was still at it', async () => {
    const accountId = seeded();
    const { provider } = asking(true, () => okta.backend.user(accountId)?.transitioningToStatus && okta.backend.signIn(accountId));
    await provider.users.disable({ accountId, mode: 'deactivate' }, okta.context);
    expect(okta.backend.user(accountId)).toMatchObject({ status: 'DEPROVISIONED', sessions: { okta: 0, tokens: 0 } });
  });
});

describe('a deactivation that takes', () => {
  test.each([
    [3_000, { outcome: 'changed', seen: 'disabled' }],
    [tenMinutes, { outcome: 'pending', notes: [expect.stringContaining('has not finished')] }],
  ])('%i ms is waited for, for 7.5 seconds at most', async (deactivateMs, answer) => {
    okta.backend.setPace({ deactivateMs });
    const accountId = seeded();
    okta.backend.signIn(accountId);
    const before = okta.context.now();
    expect(await okta.provider.users.disable({ accountId, mode: 'deactivate' }, okta.context)).toMatchObject(answer);
    expect(okta.context.now() - before).toBeLessThanOrEqual(7_500);
    expect(okta.backend.user(accountId)?.sessions).toMatchObject({ okta: 0, tokens: 0 });
    okta.backend.setPace({ deactivateMs: 0 });
  });

  test('ten minutes and whose answer was lost has its sessions ended at once all the same', async () => {
    okta.backend.setPace({ deactivateMs: tenMinutes });
    const accountId = seeded();
    okta.backend.signIn(accountId);
    const disable = () => okta.provider.users.disable({ accountId, mode: 'deactivate' }, okta.context);
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/deactivate', effect: { kind: 'reset-after' } });
    await expect(disable()).rejects.toMatchObject({ code: 'CONNECTOR_OUTCOME_UNKNOWN' });
    const before = okta.context.now();
    expect(await disable()).toMatchObject({ outcome: 'pending' });
    expect(okta.context.now() - before).toBeLessThanOrEqual(7_500);
    expect(okta.backend.user(accountId)?.sessions.tokens).toBe(0);
    okta.backend.setPace({ deactivateMs: 0 });
  });

  test.each([
    ['that it is busy', 409, 'E0000112', 90_000],
    ['that the user is active, as they are shown until it is over,', 403, 'E0000016', 60_000],
    ['that the status does not allow it', 403, 'E0000038', 60_000],
  ] as const)('ten minutes lets nobody in meanwhile, also where Okta says %s', async (_title, status, code, retryAfterMs) => {
    okta.backend.setPace({ deactivateMs: tenMinutes });
    const accountId = seeded();
    await okta.provider.users.disable({ accountId, mode: 'deactivate' }, okta.context);
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/*', effect: { kind: 'status', status, code } });
    await expect(okta.provider.users.enable({ accountId }, okta.context)).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { retryAfterMs },
    });
    okta.backend.setPace({ deactivateMs: 0 });
  });
});

describe('somebody who leaves while they are still being let in', () => {
  const leave = async (activateMs: number, mode: 'deactivate' | 'suspend') => {
    okta.backend.setPace({ activateMs });
    const accountId = seeded({ status: 'STAGED', hasPassword: true });
    okta.server.fail({ path: '/api/v1/users/*/lifecycle/activate', effect: { kind: 'reset-after' } });
    await okta.provider.users.enable({ accountId }, okta.context).catch(() => undefined);
    okta.backend.setPace({ activateMs: 0 });
    return { accountId, answer: await okta.provider.users.disable({ accountId, mode }, okta.context).catch((error: unknown) => error) };
  };

  test.each(['deactivate', 'suspend'] as const)('is turned off (%s) as soon as that is over', async (mode) => {
    const { accountId, answer } = await leave(3_000, mode);
    expect(answer).toEqual({ outcome: 'changed', seen: 'disabled' });
    expect(okta.backend.user(accountId)?.status).toBe(mode === 'suspend' ? 'SUSPENDED' : 'DEPROVISIONED');
  });

  test('for ten minutes comes again later, without a place being held for them', async () => {
    const before = okta.context.now();
    const { answer } = await leave(tenMinutes, 'deactivate');
    expect(answer).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', retry: 'after-delay' });
    expect(okta.context.now() - before).toBeLessThanOrEqual(7_500);
  });
});

test('a deletion that Okta has not finished is never called done, and the same again finishes it', async () => {
  okta.backend.setPace({ deactivateMs: tenMinutes });
  const accountId = seeded();
  const erase = () => okta.provider.users.delete?.({ accountId }, okta.context);
  await expect(erase()).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  await expect(erase()).rejects.toMatchObject({ code: 'CONNECTOR_RATE_LIMITED' });
  okta.backend.setPace({ deactivateMs: 0 });
  okta.context.clock.advance(tenMinutes);
  expect(await erase()).toEqual({ outcome: 'changed' });
  expect(okta.backend.user(accountId)).toBeUndefined();
});

test('a leaver whom Okta takes ten minutes to deactivate counts as open until a later plan has seen the end', async () => {
  await using company = await openCompany([worker('ada')], { okta: { signIn: 'federated', respondAsync: true } });
  const open = async () => {
    const people: string[] = [];
    for await (const { person } of company.lifecycle.openAccess()) people.push(person);
    return people;
  };
  await company.lifecycle.sync();
  company.backend.setPace({ respondAsyncMs: tenMinutes });
  company.hr.setEmployees([worker('ada', { status: 'terminated', endDate: '2026-11-20' })]);
  const { run } = await company.lifecycle.sync();
  expect(run?.counts).toMatchObject({ pending: 1, failed: 0 });
  expect(await open()).toEqual(['ada']);
  company.advance(tenMinutes);
  expect((await company.lifecycle.plan()).isEmpty).toBe(true);
  expect(await open()).toEqual([]);
  expect(company.state()).toEqual([expect.stringContaining('DEPROVISIONED')]);
});
