// Memberships by login: what they are, and how they end.
import type { Answer } from '../../serving/answering.ts';
import type { GitHubUser, Organization } from './organization.ts';
import { lastOwner, notFound, stillMember } from './problems.ts';
import { shownMembership } from './wire.ts';

export function membership(organization: Organization, user: GitHubUser): Answer {
  const role = organization.members.get(user.id);
  if (role !== undefined) return { status: 200, body: shownMembership(organization, user, 'active', role) };
  if (organization.byEnterpriseTeam.has(user.id)) return { status: 200, body: shownMembership(organization, user, 'active', 'member') };
  const invitation = organization.invitationOf(user.id);
  if (invitation === undefined) throw notFound();
  return { status: 200, body: shownMembership(organization, user, 'pending', invitation.role === 'admin' ? 'admin' : 'member') };
}

export function endMembership(organization: Organization, user: GitHubUser): Answer {
  const role = organization.members.get(user.id);
  const invitation = organization.invitationOf(user.id);
  if (role === undefined && invitation === undefined && !organization.byEnterpriseTeam.has(user.id)) throw notFound();
  const owners = [...organization.members.values()].filter((one) => one === 'admin').length;
  if (role === 'admin' && owners === 1) throw lastOwner();
  organization.members.delete(user.id);
  if (invitation !== undefined) organization.invitations.delete(invitation.id);
  organization.mails.push({ to: user.email, about: role === undefined ? 'cancelled' : 'removed' });
  return { status: 204 };
}

export function endCollaboration(organization: Organization, user: GitHubUser): Answer {
  if (organization.members.has(user.id) || organization.byEnterpriseTeam.has(user.id)) throw stillMember();
  if (!organization.collaborators.delete(user.id)) throw notFound();
  return { status: 204 };
}
