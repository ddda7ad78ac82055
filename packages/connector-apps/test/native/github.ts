// A GitHub organization over its model. Whoever was seeded is known to the host by their login; whoever is new is not.
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { type GitHubServer, startGitHubServer } from '@tenure/simulators/native';
import { github, githubDescription } from '../../src/native/github/index.ts';
import type { TestedNativeApp } from './world.ts';

/** Everybody who is in or invited, seen past the interface. */
export function heldIn({ backend }: GitHubServer, hidden: ReadonlySet<string> = new Set()): readonly HeldAccount[] {
  const users = new Map(backend.users().map((user) => [user.id, user]));
  const members = backend.members().map(({ user }): HeldAccount => ({ id: String(user.id), state: 'active', profile: profileOf(user) }));
  const invited = backend.invitations().map(({ id, email, inviteeId }): HeldAccount => {
    const user = users.get(inviteeId ?? 0);
    return user === undefined
      ? { id: `invitation-${id}`, state: 'pending', profile: { userName: email, email } }
      : { id: String(user.id), state: 'pending', profile: profileOf(user) };
  });
  return [...members, ...invited].filter(({ profile }) => !hidden.has(profile.email ?? ''));
}

const profileOf = ({ login, email }: { readonly login: string; readonly email: string }) => ({ userName: login, email });

/** What the host knows: who at GitHub has this work e-mail. */
export const loginOf =
  ({ backend }: GitHubServer, hidden: ReadonlySet<string> = new Set()) =>
  (email: string): string | undefined =>
    hidden.has(email) ? undefined : backend.users().find((user) => user.email.toLowerCase() === email.toLowerCase())?.login;

export const testedGithub: TestedNativeApp = {
  subpath: 'github',
  description: githubDescription,
  start: async (now) => {
    const token = 'github-token-never-shown';
    const model = await startGitHubServer({ now, token });
    const { backend } = model;
    const hidden = new Set<string>();
    return {
      model,
      app: (options) => github({ token, organization: 'acme', baseUrl: model.url, loginOf: loginOf(model, hidden), ...options }),
      seed: ({ profile }: SeedAccount) => {
        const email = String(profile.email);
        const { id } = backend.person(email.replace(/[^a-z0-9]/gi, '-'), email);
        backend.join(id);
        return String(id);
      },
      held: () => heldIn(model, hidden),
      kindOf: ({ method, path }) => {
        if (path.startsWith('/app/')) return 'token';
        if (method === 'GET') return /^\/orgs\/acme\/(?:members|invitations|failed_invitations)\?/.test(path) ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' } },
      forbidden: { status: 403, body: { message: 'You must be an admin to do this.', documentation_url: 'https://docs.github.com/rest' } },
      ignoring: [{ method: 'DELETE', effect: { kind: 'answer', status: 204 } }],
      creation: { method: 'POST', path: '/orgs/acme/invitations' },
      // A member whose login the host does not know.
      reserve: (address) => {
        hidden.add(address);
        backend.join(backend.person('somebody', address).id);
      },
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) => {
        const body = [{ id: 9, login: null, email: address, role: 'direct_member' }];
        model.fail({
          method: 'GET',
          path: '/orgs/acme/invitations',
          times: Number.POSITIVE_INFINITY,
          effect: { kind: 'answer', status: 200, body },
        });
      },
      secrets: [token],
    };
  },
};
