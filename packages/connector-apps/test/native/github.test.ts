// What the reference says of GitHub organizations that would bite: each line of it against the modelled server.
import { manualClock, testContext } from '@tenure/core/testing';
import { type GitHubServer, type GitHubServerOptions, startGitHubServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { type GithubOptions, github } from '../../src/index.ts';
import { collected, company, worker, workers } from '../company.ts';
import { loginOf } from './github.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const noon = Date.parse('2026-11-23T12:00:00Z');
type Overrides = Partial<GithubOptions>;

async function started(options: Overrides | ((server: GitHubServer) => Overrides) = {}, serverOptions: GitHubServerOptions = {}) {
  const clock = manualClock(noon);
  const server = await startGitHubServer({ now: clock.now, ...serverOptions });
  close = server.close;
  const given = typeof options === 'function' ? options(server) : options;
  const credential = given.appId === undefined ? { token: server.token } : {};
  const app = github({ ...credential, organization: 'acme', baseUrl: server.url, http: { maxRetries: 0 }, ...given });
  return { app, accounts: app.accounts, backend: server.backend, server, clock, context: () => testContext({ clock }) };
}

const ada = { userName: 'ada@example.com', email: 'ada@example.com' };
const knowing = (server: GitHubServer): Overrides => ({ loginOf: loginOf(server) });
const writes = (server: GitHubServer) => server.requests().filter(({ method }) => method !== 'GET');

describe('somebody whose login nobody knows', () => {
  test('is invited by e-mail, as a plain member, and waits as an account of the invitation', async () => {
    const { accounts, context, server } = await started();
    const { outcome, account } = await accounts.create({ profile: ada }, context());
    expect([outcome, account]).toEqual(['pending', { id: 'invitation-1001', state: 'pending', userName: ada.email, email: ada.email }]);
    expect(writes(server)).toMatchObject([{ path: '/orgs/acme/invitations', body: { email: 'ada@example.com', role: 'direct_member' } }]);
    expect(await accounts.get?.({ accountId: account.id }, context())).toMatchObject({ state: 'pending' });
    expect(await accounts.find({ email: 'ADA@example.com' }, context())).toMatchObject({ kind: 'found', accounts: [{ id: account.id }] });
  });

  test('and has no invitation is not said to be absent: GitHub shows no work e-mail of a member', async () => {
    const { accounts, backend, context } = await started();
    backend.join(backend.person('octo', 'ada@example.com').id);
    expect(await accounts.find({ email: 'ada@example.com' }, context())).toEqual({ kind: 'cannot-tell' });
    await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT_NOT_VISIBLE' });
  });

  test('has the invitation taken back, once, and it stays gone', async () => {
    const { accounts, backend, context, server } = await started();
    const { account } = await accounts.create({ profile: ada }, context());
    const request = { accountId: account.id };
    expect(await accounts.delete?.(request, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(await accounts.delete?.(request, context())).toEqual({ outcome: 'unchanged', seen: 'gone' });
    expect([backend.invitations(), writes(server).length]).toEqual([[], 2]);
  });

  test('has the invitation taken back although the answer was lost', async () => {
    const { accounts, backend, context, server } = await started();
    const { account } = await accounts.create({ profile: ada }, context());
    server.fail({ method: 'DELETE', effect: { kind: 'reset-after' } });
    expect(await accounts.delete?.({ accountId: account.id }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(backend.invitations()).toEqual([]);
  });

  test('is gone when the invitation has run out', async () => {
    const { accounts, backend, context } = await started();
    const { account } = await accounts.create({ profile: ada }, context());
    backend.expire(1_001);
    expect(await accounts.get?.({ accountId: account.id }, context())).toBeUndefined();
    expect(await accounts.delete?.({ accountId: account.id }, context())).toEqual({ outcome: 'unchanged', seen: 'gone' });
  });

  test('and has accepted with whatever account is never read as gone, and is for a person to remove', async () => {
    const { accounts, backend, context } = await started();
    const { account } = await accounts.create({ profile: ada }, context());
    backend.accept(1_001, backend.person('octo', 'private@home.test').id);
    expect(await accounts.get?.({ accountId: account.id }, context())).toEqual({ id: account.id, state: 'unknown' });
    const removal = accounts.delete?.({ accountId: account.id }, context());
    await expect(removal).rejects.toMatchObject({
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
      details: { because: expect.stringContaining('by hand') },
    });
    expect(backend.members()).toHaveLength(1);
  });
});

describe('somebody whose login the host knows', () => {
  test('is invited by their own account, and has the same id before and after accepting', async () => {
    const { accounts, backend, context, server } = await started(knowing);
    const { id } = backend.person('ada', 'ada@example.com');
    const { outcome, account } = await accounts.create({ profile: ada }, context());
    expect([outcome, account.id, account.state]).toEqual(['pending', String(id), 'pending']);
    expect(writes(server)).toMatchObject([{ body: { invitee_id: id, role: 'direct_member' } }]);
    backend.accept(1_001, id);
    expect(await accounts.get?.({ accountId: account.id }, context())).toMatchObject({ id: String(id), state: 'active', userName: 'ada' });
  });

  test('is removed by that id, also when the login is another by then and the old one somebody else’s', async () => {
    const { accounts, backend, context } = await started(knowing);
    const own = backend.person('ada', 'ada@example.com');
    backend.join(own.id);
    backend.rename(own.id, 'ada-king');
    const other = backend.person('ada', 'other@example.com');
    backend.join(other.id);
    expect(await accounts.delete?.({ accountId: String(own.id) }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(backend.members().map(({ user }) => user.id)).toEqual([other.id]);
  });

  test('has a membership that waits taken back', async () => {
    const { accounts, backend, context } = await started(knowing);
    backend.person('ada', 'ada@example.com');
    const { account } = await accounts.create({ profile: ada }, context());
    expect(await accounts.delete?.({ accountId: account.id }, context())).toEqual({ outcome: 'changed', seen: 'gone' });
    expect(backend.invitations()).toEqual([]);
  });

  test('and is a member already is a conflict that names them', async () => {
    const { accounts, backend, context, server } = await started(knowing);
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    const create = accounts.create({ profile: ada }, context());
    await expect(create).rejects.toMatchObject({ code: 'CONNECTOR_CONFLICT', details: { accountIds: [String(id)] } });
    expect(writes(server)).toEqual([]);
  });

  test('under a login that GitHub does not have is refused before anybody is invited', async () => {
    const { accounts, context, server } = await started({ loginOf: () => 'nobody-there' });
    await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({ code: 'CONNECTOR_REJECTED' });
    expect(writes(server)).toEqual([]);
  });

  test('is not invited by e-mail because the host’s function failed, and nothing of what it threw is told', async () => {
    const loginOfFailing = () => {
      throw new Error('no row for ada@example.com');
    };
    const { accounts, context, server } = await started({ loginOf: loginOfFailing });
    const error = await accounts.create({ profile: ada }, context()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONNECTOR_UNAVAILABLE' });
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('ada@');
    expect(writes(server)).toEqual([]);
  });
});

describe('removal', () => {
  test('also ends what the person was given as an outside collaborator', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    backend.collaborate(id);
    await accounts.delete?.({ accountId: String(id) }, context());
    expect([backend.members(), backend.collaborators()]).toEqual([[], []]);
  });

  test('that cannot see collaborators holds, and says so', async () => {
    const { accounts, backend, context, server } = await started();
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    server.fail({ path: '/orgs/acme/outside_collaborators/*', effect: { kind: 'answer', status: 403, body: { message: 'no' } } });
    const answer = await accounts.delete?.({ accountId: String(id) }, context());
    expect(answer).toMatchObject({ outcome: 'changed', seen: 'gone', notes: [expect.stringContaining('outside collaborator')] });
  });

  test('of somebody who stays in by an enterprise team is not effective', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    backend.joinByEnterpriseTeam(id);
    await expect(accounts.delete?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_NOT_EFFECTIVE' });
  });

  test('of an owner is refused before anything is sent; of the last one also when it was allowed', async () => {
    const { accounts, backend, context, server } = await started();
    const { id } = backend.person('boss', 'boss@example.com');
    backend.join(id, 'admin');
    const request = { accountId: String(id) };
    await expect(accounts.delete?.(request, context())).rejects.toMatchObject({ code: 'CONNECTOR_PROTECTED_ACCOUNT' });
    expect(writes(server)).toEqual([]);
    await expect(accounts.delete?.(request, { ...context(), allowAdmins: true })).rejects.toMatchObject({
      code: 'CONNECTOR_PROTECTED_ACCOUNT',
    });
    expect(backend.members()).toHaveLength(1);
  });
});

describe('invitations of a day', () => {
  test('that are used up are an error of their own, for a later plan', async () => {
    const { accounts, context } = await started({}, { invitationsPerDay: 0 });
    const error = await accounts.create({ profile: ada }, context()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { status: 422, retryAfterMs: 3_600_000 } });
    expect(String(error)).toContain('invitations of 24 hours');
  });

  test('are kept to by the engine, and stop no removal', async () => {
    const employer = company(workers(60));
    const server = await startGitHubServer({ now: employer.clock.now });
    close = server.close;
    const app = github({ token: server.token, organization: 'acme', baseUrl: server.url, http: { maxRetries: 0 } });
    const { run } = await employer.lifecycle(app).sync();
    const sent = server.backend.invitations().length;
    expect([sent > 40, sent <= 50, (run?.counts.failed ?? 0) + sent]).toEqual([true, true, 60]);
    const [first] = server.backend.invitations();
    const number = Number(/\d+/.exec(first?.email ?? '')?.[0]);
    employer.hr.putEmployee(worker(number, { endDate: '2026-11-20', status: 'terminated' }));
    await employer.lifecycle(app).sync();
    expect(server.backend.invitations().map(({ id }) => id)).not.toContain(first?.id);
    employer.clock.advance(25 * 3_600_000);
    await employer.lifecycle(app).sync();
    expect(server.backend.invitations()).toHaveLength(59);
  });

  test('are 500 where the organization is said to have so many', async () => {
    const { app } = await started({ invitationsPerDay: '500' });
    expect(app.limits?.buckets).toEqual({ invitations: { count: 500, perMs: 86_400_000 } });
  });
});

test('no seat left is said so', async () => {
  const { accounts, context } = await started({}, { seats: 0 });
  await expect(accounts.create({ profile: ada }, context())).rejects.toMatchObject({ code: 'CONNECTOR_SEAT_LIMIT' });
});

describe('limits of the hour', () => {
  test.each([403, 429] as const)('are waited for when they are told as %i, until the instant that GitHub names', async (hourUsedUp) => {
    const { accounts, clock, context } = await started({}, { callsPerHour: 1, switches: { hourUsedUp } });
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(600_000);
    const listed = accounts.list?.({ limit: 10 }, context());
    await expect(listed).rejects.toMatchObject({
      code: 'CONNECTOR_RATE_LIMITED',
      details: { status: hourUsedUp, retryAfterMs: 3_000_000 },
    });
  });

  test.each([
    ['with', { 'Retry-After': '90' }, 90_000],
    ['without', {}, 60_000],
  ])('of too much at once are no missing permission (%s a wait)', async (_how, headers, retryAfterMs) => {
    const { accounts, context, server } = await started();
    const body = { message: 'You have exceeded a secondary rate limit.', documentation_url: 'https://docs.github.com' };
    server.fail({ effect: { kind: 'answer', status: 403, body, headers } });
    const listed = accounts.list?.({ limit: 10 }, context());
    await expect(listed).rejects.toMatchObject({ code: 'CONNECTOR_RATE_LIMITED', details: { retryAfterMs } });
  });
});

describe('the credential', () => {
  const asApp = ({ app }: GitHubServer): Overrides => ({ ...app });

  test('of an app signs for an hour’s token, takes another when that is over or refused, and shows what it may do', async () => {
    const { app, accounts, backend, clock, context, server } = await started(asApp);
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(60_000);
    backend.endTokens();
    await accounts.list?.({ limit: 10 }, context());
    clock.advance(3_600_000);
    await accounts.list?.({ limit: 10 }, context());
    expect(server.requests().filter(({ path }) => path.startsWith('/app/'))).toHaveLength(3);
    expect((await app.check(context())).items.at(-1)).toMatchObject({ title: 'Members can be invited and removed', state: 'ok' });
  });

  test('of an app without the permission for members is a problem of the check', async () => {
    const { app, backend, context } = await started(asApp);
    backend.setPermission('read');
    expect((await app.check(context())).items.at(-1)).toMatchObject({ state: 'problem', detail: expect.stringContaining('read') });
  });

  test.each<[string, Overrides]>([
    ['neither', {}],
    ['both', { token: 't', appId: '1', installationId: '2', privateKey: 'k' }],
    ['half an app', { appId: '1', privateKey: 'k' }],
    ['a token and half an app', { token: 't', appId: '1' }],
  ])('is refused before any request when there is %s', (_what, credential) => {
    expect(() => github({ organization: 'acme', ...credential })).toThrow(/token, privateKey|together/);
  });

  test('of somebody who owns nothing is a missing permission, and nobody is gone', async () => {
    const { accounts, backend, context } = await started();
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    backend.demote();
    await expect(accounts.delete?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
    expect(backend.members()).toHaveLength(1);
  });

  test('for another organization finds nobody gone', async () => {
    const { accounts, backend, context } = await started({ organization: 'other' });
    const { id } = backend.person('ada', 'ada@example.com');
    backend.join(id);
    await expect(accounts.get?.({ accountId: String(id) }, context())).rejects.toMatchObject({ code: 'CONNECTOR_FORBIDDEN' });
  });
});

test('everybody is listed by pages that GitHub links: owners, members, the invited by login and by e-mail', async () => {
  const { accounts, backend, context } = await started(knowing);
  backend.join(backend.person('boss', 'boss@example.com').id, 'admin');
  for (const name of ['a', 'b', 'c']) backend.join(backend.person(name, `${name}@example.com`).id);
  const { id } = backend.person('eve', 'eve@example.com');
  await accounts.create({ profile: { email: 'eve@example.com' } }, context());
  await accounts.create({ profile: { email: 'new@example.com' } }, context());
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await accounts.list?.({ limit: 2, ...(cursor === undefined ? {} : { cursor }) }, context());
    seen.push(...(page?.items ?? []).map((account) => `${account.state} ${account.userName} ${account.protectedBecause === undefined}`));
    cursor = page?.next;
  } while (cursor !== undefined);
  expect(seen).toEqual([
    'active boss false',
    'active a true',
    'active b true',
    'active c true',
    'pending eve true',
    'pending new@example.com true',
  ]);
  expect(id).toBeGreaterThan(0);
});

test('a leaver whose invitation was accepted unseen stays in sight until a person has removed them', async () => {
  const employer = company([worker(1)]);
  const server = await startGitHubServer({ now: employer.clock.now });
  close = server.close;
  const app = github({ token: server.token, organization: 'acme', baseUrl: server.url, http: { maxRetries: 0 } });
  const lifecycle = employer.lifecycle(app);
  await lifecycle.sync();
  server.backend.accept(1_001, server.backend.person('octo', 'private@home.test').id);
  employer.hr.putEmployee(worker(1, { endDate: '2026-11-20', status: 'terminated' }));
  await lifecycle.sync();
  expect(await collected(lifecycle.openAccess())).toMatchObject([{ target: 'github' }]);
});
