// The modelled GitHub organization, held against GitHub's OpenAPI and the reference sheet.
import { createPrivateKey, sign } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { type Ask, asking } from '../testing.ts';
import { type GitHubServer, type GitHubServerOptions, startGitHubServer } from './index.ts';

let server: GitHubServer | undefined;
afterEach(() => server?.close());

async function started(options: GitHubServerOptions = {}): Promise<{ readonly github: GitHubServer; readonly ask: Ask }> {
  server = await startGitHubServer({ at: '2026-11-23T12:00:00Z', ...options });
  return { github: server, ask: asking(server.url, { authorization: `Bearer ${server.token}`, 'user-agent': 'test' }) };
}

const said = (message: string) => ({ errors: [expect.objectContaining({ message: expect.stringContaining(message) })] });

describe('invitations', () => {
  test('by e-mail show no login, and whoever accepts may be anybody', async () => {
    const { github, ask } = await started();
    const { status, body } = await ask('POST', '/orgs/acme/invitations', { email: 'ada@example.com' });
    expect([status, body]).toEqual([201, expect.objectContaining({ email: 'ada@example.com', login: null, role: 'direct_member' })]);
    const stranger = github.backend.person('octo', 'octo@private.test');
    github.backend.accept((body as { id: number }).id, stranger.id);
    expect((await ask('GET', '/orgs/acme/invitations')).body).toEqual([]);
    expect((await ask('GET', '/orgs/acme/memberships/octo')).body).toMatchObject({ state: 'active', role: 'member' });
  });

  test('by user id make a pending membership under the login', async () => {
    const { github, ask } = await started();
    const { id } = github.backend.person('ada', 'ada@private.test');
    expect((await ask('POST', '/orgs/acme/invitations', { invitee_id: id })).body).toMatchObject({ login: 'ada', email: null });
    expect((await ask('GET', '/orgs/acme/memberships/ada')).body).toMatchObject({ state: 'pending', user: { id } });
    expect((await ask('DELETE', '/orgs/acme/memberships/ada')).status).toBe(204);
    expect(github.backend.invitations()).toEqual([]);
  });

  test('are refused with words: already in, already invited, the day used up, no seat', async () => {
    const { github, ask } = await started({ invitationsPerDay: 1, seats: 2 });
    const { id } = github.backend.person('ada', 'ada@example.com');
    github.backend.join(id);
    const invite = (email: string) => ask('POST', '/orgs/acme/invitations', { email });
    expect(await invite('ada@example.com')).toMatchObject({ status: 422, body: said('already a part') });
    expect((await invite('eve@example.com')).status).toBe(201);
    expect(await invite('EVE@example.com')).toMatchObject({ status: 422, body: said('already been invited') });
    expect(await invite('joan@example.com')).toMatchObject({ status: 422, body: said('rate limit') });
    github.clock.advance(86_400_000);
    expect(await invite('joan@example.com')).toMatchObject({ status: 422, body: said('seat') });
  });

  test('that are cancelled are gone, that run out are among the failed', async () => {
    const { github, ask } = await started();
    const made = async (email: string) => ((await ask('POST', '/orgs/acme/invitations', { email })).body as { id: number }).id;
    const [first, second] = [await made('a@example.com'), await made('b@example.com')];
    expect((await ask('DELETE', `/orgs/acme/invitations/${first}`)).status).toBe(204);
    expect((await ask('DELETE', `/orgs/acme/invitations/${first}`)).status).toBe(404);
    github.backend.expire(second);
    expect((await ask('GET', '/orgs/acme/failed_invitations')).body).toMatchObject([{ id: second, failed_reason: expect.any(String) }]);
  });
});

describe('removal', () => {
  test('of the last owner is refused, of others done', async () => {
    const { github, ask } = await started();
    const [owner, ada] = [github.backend.person('owner', 'o@private.test'), github.backend.person('ada', 'a@private.test')];
    github.backend.join(owner.id, 'admin');
    github.backend.join(ada.id);
    expect((await ask('DELETE', '/orgs/acme/memberships/owner')).status).toBe(403);
    expect((await ask('DELETE', '/orgs/acme/memberships/ada')).status).toBe(204);
    expect((await ask('DELETE', '/orgs/acme/memberships/ada')).status).toBe(404);
  });

  test('leaves who is in by an enterprise team, and outside collaborators until they are removed too', async () => {
    const { github, ask } = await started();
    const [team, guest] = [github.backend.person('team', 't@private.test'), github.backend.person('guest', 'g@private.test')];
    github.backend.joinByEnterpriseTeam(team.id);
    github.backend.collaborate(guest.id);
    expect((await ask('DELETE', '/orgs/acme/memberships/team')).status).toBe(204);
    expect((await ask('GET', '/orgs/acme/memberships/team')).status).toBe(200);
    expect((await ask('DELETE', '/orgs/acme/outside_collaborators/team')).status).toBe(422);
    expect((await ask('DELETE', '/orgs/acme/memberships/guest')).status).toBe(404);
    expect((await ask('DELETE', '/orgs/acme/outside_collaborators/guest')).status).toBe(204);
    expect(github.backend.collaborators()).toEqual([]);
  });
});

test('lists in pages that a link goes on with, by role', async () => {
  const { github, ask } = await started();
  for (const name of ['a', 'b', 'c']) github.backend.join(github.backend.person(name, `${name}@private.test`).id);
  github.backend.join(github.backend.person('boss', 'boss@private.test').id, 'admin');
  const first = await ask('GET', '/orgs/acme/members?role=member&per_page=2');
  expect([(first.body as unknown[]).length, first.headers.get('link')]).toEqual([2, expect.stringContaining('page=2>; rel="next"')]);
  expect((await ask('GET', '/orgs/acme/members?role=member&per_page=2&page=2')).body).toMatchObject([{ login: 'c' }]);
  expect((await ask('GET', '/orgs/acme/members?role=admin')).body).toMatchObject([{ login: 'boss' }]);
});

test('a person keeps the id when the login changes', async () => {
  const { github, ask } = await started();
  const { id } = github.backend.person('ada', 'ada@private.test');
  github.backend.rename(id, 'ada-king');
  expect((await ask('GET', `/user/${id}`)).body).toMatchObject({ login: 'ada-king' });
  expect((await ask('GET', '/users/ada')).status).toBe(404);
});

test.each([403, 429] as const)('the hour is counted, and %i with the instant of the next one when it is used up', async (hourUsedUp) => {
  const { ask } = await started({ callsPerHour: 1, switches: { hourUsedUp } });
  expect((await ask('GET', '/orgs/acme')).headers.get('x-ratelimit-remaining')).toBe('0');
  const { status, headers } = await ask('GET', '/orgs/acme');
  const resets = new Date(Number(headers.get('x-ratelimit-reset')) * 1_000).toISOString();
  expect([status, resets]).toEqual([hourUsedUp, '2026-11-23T13:00:00.000Z']);
});

test('an app signs a text of ten minutes at most, and gets a token of an hour', async () => {
  const { github } = await started();
  const { appId, installationId, privateKey } = github.app;
  const signed = (exp: number): string => {
    const parts = [
      { alg: 'RS256', typ: 'JWT' },
      { iss: appId, iat: Date.parse('2026-11-23T11:59:00Z') / 1_000, exp },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), createPrivateKey(privateKey)).toString('base64url')}`;
  };
  const exchange = (text: string) =>
    asking(github.url)('POST', `/app/installations/${installationId}/access_tokens`, undefined, {
      authorization: `Bearer ${text}`,
      'user-agent': 't',
    });
  const noon = Date.parse('2026-11-23T12:00:00Z') / 1_000;
  expect((await exchange(signed(noon + 601))).status).toBe(401);
  const { status, body } = await exchange(signed(noon + 540));
  expect([status, body]).toEqual([
    201,
    expect.objectContaining({ expires_at: '2026-11-23T13:00:00Z', permissions: expect.objectContaining({ members: 'write' }) }),
  ]);
  const ask = asking(github.url, { authorization: `Bearer ${(body as { token: string }).token}`, 'user-agent': 't' });
  expect((await ask('GET', '/orgs/acme/members')).status).toBe(200);
  github.clock.advance(3_600_000);
  expect((await ask('GET', '/orgs/acme/members')).status).toBe(401);
});

test('whoever owns nothing may not invite, and another organization is not there', async () => {
  const { github, ask } = await started();
  github.backend.demote();
  expect((await ask('POST', '/orgs/acme/invitations', { email: 'ada@example.com' })).status).toBe(403);
  expect((await ask('GET', '/orgs/other')).status).toBe(404);
});
