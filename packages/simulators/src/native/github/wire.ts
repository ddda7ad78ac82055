// GitHub's records as it sends them.
import type { FailedInvitation, GitHubUser, Invitation, Organization } from './organization.ts';

const api = 'https://api.github.com';

export function shownUser({ id, login }: GitHubUser): object {
  const at = `${api}/users/${login}`;
  return {
    ...{ login, id, node_id: `U_${id}`, avatar_url: `https://avatars.githubusercontent.com/u/${id}`, gravatar_id: '', url: at },
    ...{ html_url: `https://github.com/${login}`, followers_url: `${at}/followers`, following_url: `${at}/following`, type: 'User' },
    ...{
      gists_url: `${at}/gists`,
      starred_url: `${at}/starred`,
      subscriptions_url: `${at}/subscriptions`,
      organizations_url: `${at}/orgs`,
    },
    ...{ repos_url: `${at}/repos`, events_url: `${at}/events`, received_events_url: `${at}/received_events`, site_admin: false },
  };
}

/** What anybody sees of a person; an address only where the person shows it, and nobody does here. */
export function shownProfile(user: GitHubUser): object {
  const nothing = { name: null, company: null, location: null, email: null, hireable: null, bio: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const times = { created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z' };
  return { ...shownUser(user), ...nothing, ...counts, ...times, blog: '' };
}

export function shownInvitation(organization: Organization, invitation: Invitation | FailedInvitation): object {
  const { id, email, inviteeId, role, createdAt } = invitation;
  const invitee = inviteeId === null ? undefined : organization.users.get(inviteeId);
  const failed =
    'failedAt' in invitation ? { failed_at: iso(invitation.failedAt), failed_reason: invitation.failedReason } : { failed_at: null };
  return {
    ...{ id, login: invitee?.login ?? null, email, role, created_at: iso(createdAt), ...failed, node_id: `I_${id}`, team_count: 0 },
    ...{ inviter: { login: 'owner', id: 1 }, invitation_teams_url: `${api}/organizations/1/invitations/${id}/teams` },
  };
}

export function shownMembership(organization: Organization, user: GitHubUser, state: 'active' | 'pending', role: string): object {
  const at = `${api}/orgs/${organization.login}`;
  return {
    ...{ url: `${at}/memberships/${user.login}`, state, role, organization_url: at, user: shownUser(user) },
    organization: { login: organization.login, id: 1, url: at },
  };
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
