// What others do in the org meanwhile: an administrator at the console, an import from a profile source. It is in the System Log.
import { type Actor, type EventType, systemActor, userTarget } from './log/events.ts';
import type { Org } from './org.ts';
import type { OktaProfile, OktaUser } from './records.ts';
import type { LifecycleOperation } from './users/lifecycle.ts';

/** Changes by hands other than the client's. */
export interface Administering {
  /** Changes a user without any rule; the log has what it amounts to. */
  alterUser(id: string, changes: Partial<Omit<OktaUser, 'id'>>): OktaUser;
  /** Turns a user as the status machine allows it. */
  turnUser(operation: LifecycleOperation, id: string): OktaUser;
  /** Deactivates, or erases whoever is DEPROVISIONED. */
  removeUser(id: string): void;
  /** Puts a user in a group of any type. */
  addMember(groupId: string, userId: string): void;
  /** Takes a user out of a group; rules that put them in exclude them from then on. */
  removeMember(groupId: string, userId: string): void;
  /** A run of the profile source: overwrites attributes, and activates a DEPROVISIONED user again when told to. */
  importUser(id: string, profile: OktaProfile, reactivates?: boolean): OktaUser;
}

/** The administrator at the console is nobody whose token a client has. */
export const consoleActor: Actor = {
  id: '00u-console',
  type: 'User',
  alternateId: 'console@example.com',
  displayName: 'Console Administrator',
};

const eventOfStatus: Readonly<Record<OktaUser['status'], EventType | undefined>> = {
  STAGED: undefined,
  PROVISIONED: 'user.lifecycle.activate',
  ACTIVE: 'user.lifecycle.activate',
  RECOVERY: 'user.account.reset_password',
  LOCKED_OUT: 'user.account.lock',
  PASSWORD_EXPIRED: 'user.account.expire_password',
  SUSPENDED: 'user.lifecycle.suspend',
  DEPROVISIONED: 'user.lifecycle.deactivate',
};

function eventsBetween(before: OktaUser, after: OktaUser): EventType[] {
  const events: (EventType | undefined)[] = [];
  if (before.status !== after.status) {
    const returns = before.status === 'SUSPENDED' && after.status === 'ACTIVE';
    events.push(returns ? 'user.lifecycle.unsuspend' : eventOfStatus[after.status]);
  }
  if (before.profile !== after.profile) events.push('user.account.update_profile');
  if (before.profile['email'] !== after.profile['email']) events.push('user.account.update_primary_email');
  if (after.roles.length > before.roles.length) events.push('user.account.privilege.grant');
  if (after.roles.length < before.roles.length) events.push('user.account.privilege.revoke');
  return events.filter((event) => event !== undefined);
}

export function createAdministering({ users, groups, rules, log, agenda }: Org): Administering {
  const byConsole = <Result>(work: () => Result): Result => {
    agenda.settle();
    return log.as(consoleActor, work);
  };
  const alter = (id: string, changes: Partial<Omit<OktaUser, 'id'>>): OktaUser => {
    const before = users.get(id);
    const after = users.alter(id, changes);
    for (const event of eventsBetween(before, after)) log.emit(event, [userTarget(after)]);
    return after;
  };
  return {
    alterUser: (id, changes) => byConsole(() => alter(id, changes)),
    turnUser: (operation, id) => byConsole(() => users.apply(operation, id)),
    removeUser: (id) => byConsole(() => void users.remove(id)),
    addMember: (groupId, userId) => byConsole(() => void groups.put(groupId, userId)),
    removeMember: (groupId, userId) => byConsole(() => rules.exclude(groupId, userId, () => void groups.take(groupId, userId))),
    importUser(id, profile, reactivates = false) {
      agenda.settle();
      return log.as(systemActor, () => {
        const before = users.get(id);
        const returns = reactivates && before.status === 'DEPROVISIONED';
        return alter(id, { profile: { ...before.profile, ...profile }, ...(returns ? { status: 'ACTIVE' } : {}) });
      });
    },
  };
}
