// GitHub's published paths, as far as people of one organization go.
import type { Answer } from '../../serving/answering.ts';
import type { Call, Route } from '../model.ts';
import { cancel, invite } from './inviting.ts';
import { endCollaboration, endMembership, membership } from './membership.ts';
import type { GitHubUser, Organization } from './organization.ts';
import { notFound, notOwner } from './problems.ts';
import { shownInvitation, shownProfile, shownUser } from './wire.ts';

export interface RouteParts {
  readonly organization: Organization;
  /** False: the credential belongs to somebody who owns nothing here. */
  owns(): boolean;
  readonly invitationsPerDay: number;
  readonly now: () => number;
}

export function routesOf({ organization, owns, invitationsPerDay, now }: RouteParts): readonly Route[] {
  const by = (user: GitHubUser | undefined): GitHubUser => {
    if (user === undefined) throw notFound();
    return user;
  };
  /** `*` first is the organization; whoever may not see one is told that it is not there. */
  const route = (method: string, path: string, needs: 'owner' | 'nobody', work: (call: Call, key: string) => Answer): Route => ({
    method,
    path: `/orgs/*${path}`,
    answer(call) {
      const [name = '', key = ''] = call.params;
      if (name.toLowerCase() !== organization.login.toLowerCase()) throw notFound();
      if (needs === 'owner' && !owns()) throw notOwner();
      return work(call, key);
    },
  });
  const user = (login: string): GitHubUser => by(organization.userBy(login));
  const invited = ({ url }: Call) =>
    paged(
      [...organization.invitations.values()].map((one) => shownInvitation(organization, one)),
      url,
    );
  const failed = ({ url }: Call) =>
    paged(
      organization.failed.map((one) => shownInvitation(organization, one)),
      url,
    );
  const members = ({ url, query }: Call) => paged(membersOf(organization, query.get('role') ?? 'all').map(shownUser), url);
  const outside = ({ url }: Call) =>
    paged(
      [...organization.collaborators].map((id) => shownUser(by(organization.users.get(id)))),
      url,
    );
  return [
    {
      method: 'GET',
      path: '/user/*',
      answer: ({ params: [id] }) => ({ status: 200, body: shownProfile(by(organization.users.get(Number(id)))) }),
    },
    { method: 'GET', path: '/users/*', answer: ({ params: [login = ''] }) => ({ status: 200, body: shownProfile(user(login)) }) },
    route('GET', '', 'nobody', () => ({ status: 200, body: shownOrganization(organization, owns()) })),
    route('GET', '/invitations', 'owner', invited),
    route('POST', '/invitations', 'owner', ({ json }) => invite(organization, json, invitationsPerDay, now())),
    route('DELETE', '/invitations/*', 'owner', (_call, id) => cancel(organization, Number(id))),
    route('GET', '/failed_invitations', 'owner', failed),
    route('GET', '/members', 'nobody', members),
    route('GET', '/memberships/*', 'nobody', (_call, login) => membership(organization, user(login))),
    route('DELETE', '/memberships/*', 'owner', (_call, login) => endMembership(organization, user(login))),
    route('GET', '/outside_collaborators', 'nobody', outside),
    route('DELETE', '/outside_collaborators/*', 'owner', (_call, login) => endCollaboration(organization, user(login))),
  ];
}

function membersOf(organization: Organization, role: string): GitHubUser[] {
  const roleOf = (id: number): string | undefined =>
    organization.members.get(id) ?? (organization.byEnterpriseTeam.has(id) ? 'member' : undefined);
  return [...organization.users.values()].filter(({ id }) => (role === 'all' ? roleOf(id) !== undefined : roleOf(id) === role));
}

function shownOrganization({ login, members, seats }: Organization, owns: boolean): object {
  const plan = { name: 'team', space: 1, private_repos: 1, filled_seats: members.size, seats: Number.isFinite(seats) ? seats : 999 };
  return { login, id: 1, url: `https://api.github.com/orgs/${login}`, type: 'Organization', ...(owns ? { plan } : {}) };
}

/** One page, and where the next one is, with whatever else was asked. */
function paged(items: readonly object[], url: URL): Answer {
  const size = Math.min(100, Math.max(1, Number(url.searchParams.get('per_page') ?? 30)));
  const page = Math.max(1, Number(url.searchParams.get('page') ?? 1));
  const from = (page - 1) * size;
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  const headers: Readonly<Record<string, string>> = from + size < items.length ? { Link: `<${next.href}>; rel="next"` } : {};
  return { status: 200, body: items.slice(from, from + size), headers };
}
