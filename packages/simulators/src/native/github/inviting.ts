// Invitations: who may be invited, how many in a day, and what becomes of them.
import type { Answer } from '../../serving/answering.ts';
import type { Invitation, Organization } from './organization.ts';
import { alreadyIn, alreadyInvited, dayUsedUp, noInvitee, noSeat, notFound } from './problems.ts';
import { shownInvitation } from './wire.ts';

type Fields = Readonly<Record<string, unknown>>;

const day = 86_400_000;

export function invite(organization: Organization, body: Fields, perDay: number, now: number): Answer {
  const email = typeof body['email'] === 'string' ? body['email'] : null;
  const inviteeId = typeof body['invitee_id'] === 'number' ? body['invitee_id'] : null;
  if (email === null && inviteeId === null) throw noInvitee();
  if (inviteeId !== null && !organization.users.has(inviteeId)) throw notFound();
  const invitee = inviteeId ?? [...organization.users.values()].find((user) => sameText(user.email, email))?.id;
  if (invitee !== undefined && organization.members.has(invitee)) throw alreadyIn();
  const pending = [...organization.invitations.values()].some(
    (one) => (email !== null && sameText(one.email, email)) || (inviteeId !== null && one.inviteeId === inviteeId),
  );
  if (pending) throw alreadyInvited();
  if (organization.sent.filter((at) => at > now - day).length >= perDay) throw dayUsedUp();
  if (organization.members.size + organization.invitations.size >= organization.seats) throw noSeat();
  const role = typeof body['role'] === 'string' ? body['role'] : 'direct_member';
  const id = 1_000 + organization.sent.length + 1;
  const invitation: Invitation = { id, email: inviteeId === null ? email : null, inviteeId, role, createdAt: now };
  organization.invitations.set(id, invitation);
  organization.sent.push(now);
  organization.mails.push({ to: email ?? organization.users.get(inviteeId ?? 0)?.email ?? '', about: 'invited' });
  return { status: 201, body: shownInvitation(organization, invitation) };
}

export function cancel(organization: Organization, id: number): Answer {
  const invitation = organization.invitations.get(id);
  if (invitation === undefined) throw notFound();
  organization.invitations.delete(id);
  organization.mails.push({ to: invitation.email ?? '', about: 'cancelled' });
  return { status: 204 };
}

const sameText = (one: string | null, other: string | null): boolean => one !== null && one.toLowerCase() === other?.toLowerCase();
