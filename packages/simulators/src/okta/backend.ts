// Direct access to the simulated org, past the API: for seeding a test and for looking at what a client really did.
import type { Org } from './org.ts';
import { foldLogin } from './profile.ts';
import type { OktaGroup, OktaProfile, OktaUser } from './records.ts';

/** A user to start with. What is not given is made up from the login. */
export interface SeedUser {
  readonly login: string;
  readonly profile?: OktaProfile | undefined;
  /** Default `ACTIVE`. */
  readonly status?: OktaUser['status'] | undefined;
  /** Ids of groups of any type. */
  readonly groupIds?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Default: true when the status is one that has signed in. */
  readonly hasPassword?: boolean | undefined;
}

export interface SeedGroup {
  readonly name: string;
  /** Default `OKTA_GROUP`. */
  readonly type?: OktaGroup['type'] | undefined;
}

/** The state of the org. What it answers is a picture of now, never changed afterwards. */
export interface OktaBackend {
  /** Every user of any status, the token's owner included, oldest first. */
  users(): readonly OktaUser[];
  user(id: string): OktaUser | undefined;
  userByLogin(login: string): OktaUser | undefined;
  /** The administrator whose token the server accepts. */
  readonly ownerId: string;
  groups(): readonly OktaGroup[];
  /** Ids of the members, oldest first; for Everyone: of all users. */
  membersOf(groupId: string): readonly string[];
  /** Ids of a user's groups, Everyone left out. */
  groupsOf(userId: string): readonly string[];
  seedUser(user: SeedUser): OktaUser;
  seedGroup(group: SeedGroup): OktaGroup;
  /** Changes a user without any rule: what an administrator, an import or a rule did meanwhile. */
  alterUser(id: string, changes: Partial<Omit<OktaUser, 'id'>>): OktaUser;
  addMember(groupId: string, userId: string): void;
  removeMember(groupId: string, userId: string): void;
  /** Signs a user in: one Okta session, one OAuth token, one session inside an application. */
  signIn(userId: string): void;
  /** Lets search, filter, q and lists show everyone, where `switches.index` holds them back. */
  catchUp(): void;
}

const neverSignedIn: ReadonlySet<OktaUser['status']> = new Set(['STAGED', 'PROVISIONED']);

export function createBackend(org: Org): OktaBackend {
  const { users, groups } = org;
  return {
    users: () => [...users.all.after()],
    user: (id) => users.all.get(id),
    userByLogin: (login) => [...users.all.after()].find((user) => foldLogin(String(user.profile['login'])) === foldLogin(login)),
    ownerId: org.ownerId,
    groups: () => [...groups.all.after()],
    membersOf: (groupId) => [...groups.members(groupId)].map(({ id }) => id),
    groupsOf: (userId) => groups.of(userId).flatMap(({ id }) => (id === groups.everyone.id ? [] : [id])),
    seedUser({ login, profile = {}, status = 'ACTIVE', groupIds = [], roles = [], hasPassword = !neverSignedIn.has(status) }) {
      const [name = login] = login.split('@');
      const made = users.create({
        profile: { login, email: login, firstName: name, lastName: 'Seeded', ...profile },
        activate: false,
        hasPassword,
      });
      for (const groupId of groupIds) groups.put(groupId, made.id);
      const activated = status === 'STAGED' ? {} : { activated: made.created, statusChanged: made.created };
      return users.alter(made.id, { status, roles, indexed: true, ...activated });
    },
    seedGroup: (group) => groups.create(group),
    alterUser: users.alter,
    addMember: (groupId, userId) => void groups.put(groupId, userId),
    removeMember: (groupId, userId) => void groups.take(groupId, userId),
    signIn(userId) {
      const { okta, tokens, apps } = users.get(userId).sessions;
      users.alter(userId, { sessions: { okta: okta + 1, tokens: tokens + 1, apps: apps + 1 } });
    },
    catchUp() {
      for (const user of [...users.all.after()]) if (!user.indexed) users.alter(user.id, { indexed: true });
    },
  };
}
