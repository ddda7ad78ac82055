// Members and invitations as accounts. Pure. A member's id is GitHub's own of the user; an invitation by e-mail has one of its
// own, for nobody knows whose account it becomes.
import type { Account } from '@tenure/core/connector';
import type { Invitation, Membership } from './organization.ts';

const prefix = 'invitation-';

/** The id of the invitation that an account stands for; `undefined` for a member's. */
export const invitationIdOf = (accountId: string): string | undefined =>
  accountId.startsWith(prefix) ? accountId.slice(prefix.length) : undefined;

export const isAddressedTo = ({ email }: Invitation, address: string): boolean => email?.toLowerCase() === address.toLowerCase();

/** `email`: the work e-mail that the host says is this member's; GitHub does not show it. */
export function accountOfMember({ user, state, role }: Membership, email?: string): Account {
  return {
    id: String(user.id),
    state: state === 'active' ? 'active' : state === 'pending' ? 'pending' : 'unknown',
    userName: user.login,
    ...(email === undefined ? {} : { email }),
    ...(role === 'admin' ? { protectedBecause: 'an owner of the organization' } : {}),
  };
}

export function accountOfInvitation({ id, email, role }: Invitation): Account {
  return {
    ...{ id: `${prefix}${id}`, state: 'pending' },
    ...(email == null ? {} : { userName: email, email }),
    ...(role === 'admin' ? { protectedBecause: 'invited as an owner of the organization' } : {}),
  };
}

/** Accepted with an account that nobody can look up, or taken back by somebody else: never read as gone. */
export const unknownAccount = (invitationId: string): Account => ({ id: `${prefix}${invitationId}`, state: 'unknown' });
