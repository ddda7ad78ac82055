// What the reference says of GitHub organizations that would bite, about people: each line of it against the modelled server.
import { startGitHubServer } from '@tenure/simulators/native';
import { afterEach, describe, expect, test } from 'vitest';
import { github } from '../../src/index.ts';
import { collected, company, worker, workers } from '../company.ts';
import { ada, githubWorld, knowing, writes } from './github-world.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function started(...parameters: Parameters<typeof githubWorld>) {
  const world = await githubWorld(...parameters);
  close = world.server.close;
  return world;
}

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
