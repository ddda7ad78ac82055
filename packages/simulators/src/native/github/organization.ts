// GitHub as far as one organization goes: people with accounts of their own, members, invitations, outside collaborators.

export interface GitHubUser {
  readonly id: number;
  /** May be changed by the person, and then be taken by another. */
  login: string;
  /** Known to nobody but GitHub and the person. */
  readonly email: string;
}

export interface Invitation {
  readonly id: number;
  readonly email: string | null;
  readonly inviteeId: number | null;
  readonly role: string;
  readonly createdAt: number;
}

export interface FailedInvitation extends Invitation {
  readonly failedAt: number;
  readonly failedReason: string;
}

export interface Organization {
  readonly login: string;
  readonly users: Map<number, GitHubUser>;
  /** Roles by user. */
  readonly members: Map<number, 'admin' | 'member'>;
  /** Members by way of an enterprise team: removing the membership leaves them in. */
  readonly byEnterpriseTeam: Set<number>;
  readonly collaborators: Set<number>;
  readonly invitations: Map<number, Invitation>;
  readonly failed: FailedInvitation[];
  /** When invitations were sent, accepted or not. */
  readonly sent: number[];
  /** What people were written about. */
  readonly mails: { readonly to: string; readonly about: 'invited' | 'cancelled' | 'removed' }[];
  seats: number;
  newUser(login: string, email: string): GitHubUser;
  userBy(login: string): GitHubUser | undefined;
  invitationOf(userId: number): Invitation | undefined;
}

export function createOrganization(login: string): Organization {
  const users = new Map<number, GitHubUser>();
  const invitations = new Map<number, Invitation>();
  let made = 0;
  return {
    ...{ login, users, invitations, seats: Number.POSITIVE_INFINITY },
    ...{ members: new Map(), byEnterpriseTeam: new Set(), collaborators: new Set(), failed: [], sent: [], mails: [] },
    newUser(name, email) {
      made += 1;
      const user = { id: 583_230 + made * 1_009, login: name, email };
      users.set(user.id, user);
      return user;
    },
    userBy: (name) => [...users.values()].find((user) => user.login.toLowerCase() === name.toLowerCase()),
    invitationOf: (userId) => [...invitations.values()].find(({ inviteeId }) => inviteeId === userId),
  };
}
