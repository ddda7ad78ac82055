// Direct access to the simulated org, past the API: for seeding a test and for looking at what a client really did.

import { type Administering, createAdministering } from './administering.ts';
import type { OktaApp } from './apps.ts';
import type { RuleContent } from './groups/rules.ts';
import type { LogEvent } from './log/events.ts';
import type { Org } from './org.ts';
import type { OktaPace } from './pace.ts';
import type { OktaServiceApp } from './principals/principals.ts';
import type { OktaGroup, OktaGroupRule, OktaProfile, OktaSource, OktaUser } from './records.ts';

/** A user to start with. What is not given is made up from the login. */
export interface SeedUser {
  readonly login: string;
  readonly profile?: OktaProfile | undefined;
  /** Default `ACTIVE`. */
  readonly status?: OktaUser['status'] | undefined;
  /** Ids of groups of any type. */
  readonly groupIds?: readonly string[] | undefined;
  /** Standard role types, or single permissions of a custom role. */
  readonly roles?: readonly string[] | undefined;
  /** Default: true when the status is one that has signed in. */
  readonly hasPassword?: boolean | undefined;
  /** Where the profile comes from, when not from Okta. */
  readonly source?: OktaSource | undefined;
  /** Default: Okta. */
  readonly provider?: OktaUser['provider'] | undefined;
}

export interface SeedGroup {
  readonly name: string;
  /** Default `OKTA_GROUP`. */
  readonly type?: OktaGroup['type'] | undefined;
  /** Administrator roles that every member gets by it. */
  readonly roles?: readonly string[] | undefined;
}

/** The state of the org. What it answers is a picture of now, never changed afterwards. Seeding leaves no trace in the System Log. */
export interface OktaBackend extends Administering {
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
  rules(): readonly OktaGroupRule[];
  /** Ids of the applications that a user has. */
  appsOf(userId: string): readonly string[];
  /** What has arrived in the System Log, in the order of arrival; of a bulk run the newest. */
  log(): readonly LogEvent[];
  seedUser(user: SeedUser): OktaUser;
  seedGroup(group: SeedGroup): OktaGroup;
  /** A rule that is ACTIVE at once. */
  seedRule(rule: RuleContent): OktaGroupRule;
  seedApp(app: { readonly label: string; readonly groupIds?: readonly string[]; readonly userIds?: readonly string[] }): OktaApp;
  /** Lets an administrator call the API by another token. */
  seedToken(token: string, ownerId: string): void;
  /** An OAuth client. Default: no role, tokens bound by DPoP. */
  seedServiceApp(app: Pick<OktaServiceApp, 'clientId' | 'keys' | 'scopes'> & Partial<OktaServiceApp>): void;
  /** Takes an API token or an access token away in mid-run. */
  revokeToken(token: string): void;
  /** Signs a user in: one Okta session, one consent and one OAuth token by it, one session inside an application. */
  signIn(userId: string): void;
  /** Changes how long the org takes, from now on. */
  setPace(changes: Partial<OktaPace>): void;
  /** Lets every query and the System Log show everything and group rules look at everybody, whatever holds it back. */
  catchUp(): void;
}

const neverSignedIn: ReadonlySet<OktaUser['status']> = new Set(['STAGED', 'PROVISIONED']);

export function createBackend(org: Org): OktaBackend {
  const { users, groups, rules, log, agenda } = org;
  const settled = (): void => agenda.settle();
  return {
    ...createAdministering(org),
    users() {
      settled();
      return [...users.all.after()];
    },
    user(id) {
      settled();
      return users.all.get(id);
    },
    userByLogin(login) {
      settled();
      return users.byLogin(login);
    },
    ownerId: org.ownerId,
    groups() {
      settled();
      return [...groups.all.after()];
    },
    membersOf(groupId) {
      settled();
      return [...groups.members(groupId)].map(({ id }) => id);
    },
    groupsOf(userId) {
      settled();
      return groups.of(userId).flatMap(({ id }) => (id === groups.everyone.id ? [] : [id]));
    },
    rules: () => [...rules.all.after()],
    appsOf(userId) {
      settled();
      return [...org.apps.all.after()].flatMap(({ id }) => (org.apps.hasUser(id, userId) ? [id] : []));
    },
    log() {
      settled();
      const [start, end] = [log.start(), log.end()];
      return Array.from({ length: end - start }, (_, index) => log.at(start + index)).filter((event) => event !== undefined);
    },
    seedUser({ login, profile = {}, status = 'ACTIVE', groupIds = [], roles = [], source, provider, ...more }) {
      const { hasPassword = !neverSignedIn.has(status) } = more;
      const [name = login] = login.split('@');
      return log.silently(() => {
        const made = users.create({
          profile: { login, email: login, firstName: name, lastName: 'Seeded', ...profile },
          ...{ activate: false, hasPassword, source, provider },
        });
        for (const groupId of groupIds) groups.put(groupId, made.id);
        const activated = status === 'STAGED' ? {} : { activated: made.created, statusChanged: made.created };
        return users.alter(made.id, { status, roles, indexed: true, ...activated });
      });
    },
    seedGroup: (group) => log.silently(() => groups.create(group)),
    seedRule: (rule) =>
      log.silently(() => {
        const { id } = rules.create(rule);
        rules.turn(id, 'ACTIVE');
        return rules.get(id);
      }),
    seedApp: ({ label, groupIds = [], userIds = [] }) => org.apps.create(label, groupIds, userIds),
    seedToken: org.principals.addToken,
    seedServiceApp: (app) => org.principals.addApp({ roles: [], dpop: true, ...app }),
    revokeToken: org.principals.revoke,
    signIn(userId) {
      const { sessions, consents } = users.get(userId);
      const { okta, tokens, apps } = sessions;
      users.alter(userId, { sessions: { okta: okta + 1, tokens: tokens + 1, apps: apps + 1 }, consents: consents + 1 });
    },
    setPace: org.setPace,
    catchUp() {
      settled();
      for (const index of [org.searchIndex, org.listIndex, groups.index]) index.catchUp();
      org.rules.catchUp();
      log.catchUp();
      if (org.switches.index === 'current') return;
      for (const user of [...users.all.after()]) if (!user.indexed) users.alter(user.id, { indexed: true });
    },
  };
}
