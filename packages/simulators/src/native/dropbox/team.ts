// The team behind the protocol: members, licences, who was removed and until when they can be brought back.

export type MemberStatus = 'active' | 'invited' | 'suspended' | 'removed';

export interface DropboxMember {
  readonly id: string;
  email: string;
  externalId: string | undefined;
  givenName: string;
  surname: string;
  status: MemberStatus;
  isAdmin: boolean;
  /** Whether the person has ever accepted; an invitation that was withdrawn leaves nothing to recover. */
  hasJoined: boolean;
  removedAt: number | undefined;
  /** The account went on as a personal one. */
  accountKept: boolean;
  /** What linked devices held was deleted at their next connection. */
  devicesWiped: boolean;
}

export interface NewMember {
  readonly email: string;
  readonly givenName: string;
  readonly surname: string;
  readonly externalId: string | undefined;
}

/** What the vendor says instead of doing it: a tag of its own unions. */
export interface Tag {
  readonly tag: string;
}

export interface Removal {
  readonly wipeData: boolean;
  readonly keepAccount: boolean;
}

export const recoverableMs = 7 * 86_400_000;

export interface Team {
  readonly members: readonly DropboxMember[];
  /** Addresses that belong to another team. */
  readonly elsewhere: Set<string>;
  seats: number;
  byId(id: string): DropboxMember | undefined;
  /** Whoever answers to an address or external id. */
  by(key: 'email' | 'externalId', value: string): DropboxMember | undefined;
  put(member: Partial<DropboxMember> & { readonly email: string }): DropboxMember;
  add(member: NewMember, status: 'active' | 'invited'): DropboxMember | Tag;
  suspend(member: DropboxMember, wipeData: boolean): Tag | undefined;
  unsuspend(member: DropboxMember): Tag | undefined;
  /** Why this member cannot be removed in this way; `undefined`: they can. */
  refusesRemoval(member: DropboxMember, how: Removal): Tag | undefined;
  remove(member: DropboxMember, how: Removal): void;
  recover(member: DropboxMember): Tag | undefined;
  isRecoverable(member: DropboxMember): boolean;
}

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

export function createTeam(now: () => number): Team {
  const members: DropboxMember[] = [];
  const elsewhere = new Set<string>();
  const isOn = ({ status }: DropboxMember) => status === 'active' || status === 'invited';
  const isLastAdmin = (member: DropboxMember) =>
    member.isAdmin && !members.some((other) => other !== member && other.isAdmin && other.status === 'active');
  const isRecoverable = ({ status, hasJoined, accountKept, removedAt }: DropboxMember) =>
    status === 'removed' && hasJoined && !accountKept && now() < (removedAt ?? 0) + recoverableMs;
  /** A name stays with whoever can come back. */
  const holds = (member: DropboxMember) => member.status !== 'removed' || isRecoverable(member);
  const team: Team = {
    members,
    elsewhere,
    seats: Number.POSITIVE_INFINITY,
    byId: (id) => members.find((member) => member.id === id),
    by: (key, value) =>
      members.find((member) => holds(member) && (key === 'email' ? same(member.email, value) : member.externalId === value)),
    put({ email, ...facts }) {
      const member: DropboxMember = {
        ...{ id: `dbmid:AAD${String(members.length + 1).padStart(6, '0')}xY`, email, externalId: undefined, givenName: '', surname: '' },
        ...{ status: 'active', isAdmin: false, hasJoined: facts.status !== 'invited', removedAt: undefined },
        ...{ accountKept: false, devicesWiped: false },
        ...facts,
      };
      members.push(member);
      return member;
    },
    add(member, status) {
      if (elsewhere.has(member.email.toLowerCase())) return { tag: 'user_on_another_team' };
      if (team.by('email', member.email) !== undefined) return { tag: 'user_already_on_team' };
      if (member.externalId !== undefined && team.by('externalId', member.externalId)) return { tag: 'duplicate_external_member_id' };
      if (members.filter(isOn).length >= team.seats) return { tag: 'team_license_limit' };
      return team.put({ ...member, status });
    },
    suspend(member, wipeData) {
      if (member.status === 'removed') return { tag: 'user_not_in_team' };
      if (member.status !== 'active') return { tag: 'suspend_inactive_user' };
      if (isLastAdmin(member)) return { tag: 'suspend_last_admin' };
      Object.assign(member, { status: 'suspended', devicesWiped: member.devicesWiped || wipeData });
      return undefined;
    },
    unsuspend(member) {
      if (member.status === 'removed') return { tag: 'user_not_in_team' };
      if (member.status !== 'suspended') return { tag: 'unsuspend_non_suspended_member' };
      if (members.filter(isOn).length >= team.seats) return { tag: 'team_license_limit' };
      member.status = 'active';
      return undefined;
    },
    refusesRemoval(member, { wipeData, keepAccount }) {
      if (member.status === 'removed') return { tag: 'user_not_in_team' };
      if (isLastAdmin(member)) return { tag: 'remove_last_admin' };
      if (keepAccount && wipeData) return { tag: 'cannot_keep_account_and_delete_data' };
      if (keepAccount && member.status === 'invited') return { tag: 'cannot_keep_invited_user_account' };
      return undefined;
    },
    remove(member, { wipeData, keepAccount }) {
      const devicesWiped = member.devicesWiped || wipeData;
      Object.assign(member, { status: 'removed', removedAt: now(), accountKept: keepAccount, devicesWiped, isAdmin: false });
    },
    recover(member) {
      if (member.status !== 'removed') return { tag: 'user_unrecoverable' };
      if (!isRecoverable(member)) return { tag: 'user_unrecoverable' };
      if (members.filter(isOn).length >= team.seats) return { tag: 'team_license_limit' };
      Object.assign(member, { status: 'active', removedAt: undefined });
      return undefined;
    },
    isRecoverable,
  };
  return team;
}

export const isTag = (value: DropboxMember | Tag): value is Tag => 'tag' in value;
