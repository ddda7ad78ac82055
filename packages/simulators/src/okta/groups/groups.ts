// The groups of the org and the rules about changing them and their members.
import type { createIds } from '../ids.ts';
import { type Emit, groupTarget, userTarget } from '../log/events.ts';
import { createOrdered, type Ordered } from '../ordered.ts';
import type { OktaPace } from '../pace.ts';
import { missing, problem } from '../problems.ts';
import { createLaggingIndex, type LaggingIndex } from '../query/lagging.ts';
import type { OktaGroup, OktaGroupType, OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';
import type { UserStore } from '../users/store.ts';
import { createMemberships } from './memberships.ts';

export interface GroupsOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly newId: ReturnType<typeof createIds>;
  readonly users: UserStore;
  readonly pace: () => OktaPace;
  readonly emit: Emit;
}

interface NewGroup {
  readonly name: string;
  readonly type?: OktaGroupType | undefined;
  readonly description?: string | undefined;
  readonly roles?: readonly string[] | undefined;
}

export interface OktaGroups {
  readonly all: Ordered<OktaGroup>;
  /** What queries of groups see. */
  readonly index: LaggingIndex<OktaGroup>;
  readonly everyone: OktaGroup;
  /** @throws {OktaProblem} E0000007 */
  get(id: string): OktaGroup;
  /** @throws {OktaProblem} E0000001 when the name is taken or blank. */
  create(group: NewGroup): OktaGroup;
  update(id: string, name: string, description: string | undefined): OktaGroup;
  remove(id: string): void;
  /** The groups a user is in, oldest first. */
  of(userId: string): OktaGroup[];
  isIn(groupId: string, userId: string): boolean;
  /** The members that sort after `after`, oldest first. */
  members(groupId: string, after?: string): Iterable<OktaUser>;
  countMembers(groupId: string): number;
  /** Puts a user in, whatever the type of the group. Answers whether that changed anything. */
  put(groupId: string, userId: string): boolean;
  take(groupId: string, userId: string): boolean;
  /** As the API does it: with the rules for read-only groups and repeated calls. */
  add(groupId: string, userId: string): void;
  expel(groupId: string, userId: string): void;
  /** The ids that may be given on create; the others are refused or dropped. */
  usable(groupIds: readonly string[]): string[];
}

export function createGroups({ now, switches, newId, users, pace, emit }: GroupsOptions): OktaGroups {
  const all = createOrdered<OktaGroup>();
  const index = createLaggingIndex(all, now, () => pace().groupLag);
  const names = new Map<string, string>();
  const memberships = createMemberships();

  const keep = (group: OktaGroup): OktaGroup => {
    const before = all.get(group.id);
    if (group.type !== 'APP_GROUP') {
      if (before !== undefined) names.delete(before.name);
      names.set(group.name, group.id);
    }
    all.put(group);
    index.note(before, group);
    return group;
  };

  const make = ({ name, type = 'OKTA_GROUP', description, roles = [] }: NewGroup): OktaGroup => {
    const at = now();
    return keep({ id: newId('00g'), type, name, description, roles, created: at, lastUpdated: at, lastMembershipUpdated: at });
  };
  const everyone = make({ name: 'Everyone', type: 'BUILT_IN', description: 'All users in the organization' });

  const get = (id: string): OktaGroup => {
    const group = all.get(id);
    if (group === undefined) throw missing('UserGroup', id);
    return group;
  };

  const change = (groupId: string, userId: string, how: 'put' | 'take'): boolean => {
    const [group, user] = [get(groupId), users.get(userId)];
    if (!memberships[how](groupId, userId)) return false;
    keep({ ...group, lastMembershipUpdated: now() });
    emit(how === 'put' ? 'group.user_membership.add' : 'group.user_membership.remove', [userTarget(user), groupTarget(group)]);
    return true;
  };

  const writable = (groupId: string): OktaGroup => {
    const group = get(groupId);
    if (group.type !== 'OKTA_GROUP') throw problem(switches.readOnlyGroup === 501 ? 'E0000060' : 'E0000006');
    return group;
  };

  const refuseName = (name: string, own?: string): void => {
    if (name.trim() === '') throw problem('E0000001', ['name: The field cannot be left blank'], 'name');
    const holder = names.get(name);
    if (holder === undefined || holder === own) return;
    throw problem('E0000001', ['name: An object with this field already exists in the current organization'], 'name');
  };

  users.watch((before, after) => {
    if (after === undefined && before !== undefined) memberships.forgetUser(before.id);
  });

  return {
    all,
    index,
    everyone,
    get,
    create(group) {
      // What is imported is named elsewhere.
      if (group.type !== 'APP_GROUP') refuseName(group.name);
      const made = make(group);
      emit('group.lifecycle.create', [groupTarget(made)]);
      return made;
    },
    update(id, name, description) {
      const before = writable(id);
      refuseName(name, id);
      const after = keep({ ...before, name, description, lastUpdated: now() });
      emit('group.profile.update', [groupTarget(after)]);
      return after;
    },
    remove(id) {
      const group = writable(id);
      names.delete(group.name);
      memberships.forgetGroup(id);
      all.remove(id);
      index.note(group, undefined);
      emit('group.lifecycle.delete', [groupTarget(group)]);
    },
    of: (userId) => [everyone.id, ...memberships.groups(userId)].map(get),
    isIn: (groupId, userId) => groupId === everyone.id || memberships.has(groupId, userId),
    *members(groupId, after) {
      if (get(groupId).id === everyone.id) {
        yield* users.all.after(after);
        return;
      }
      for (const id of memberships.members(groupId, after)) yield users.get(id);
    },
    countMembers: (groupId) => (groupId === everyone.id ? users.all.size : memberships.count(groupId)),
    put: (groupId, userId) => change(groupId, userId, 'put'),
    take: (groupId, userId) => change(groupId, userId, 'take'),
    add(groupId, userId) {
      const group = writable(groupId);
      const user = users.get(userId);
      if (user.status === 'DEPROVISIONED' && switches.addDeprovisionedMember === 403) throw problem('E0000038');
      const changed = change(group.id, user.id, 'put');
      if (!changed && switches.addMemberTwice === 400) throw problem('E0000001', ['The user is a member already'], 'membership');
    },
    expel(groupId, userId) {
      const group = writable(groupId);
      const changed = change(group.id, users.get(userId).id, 'take');
      if (!changed && switches.removeMemberTwice === 404) throw missing('User', userId);
    },
    usable(groupIds) {
      const isUsable = (id: string) => all.get(id)?.type === 'OKTA_GROUP';
      if (switches.unusableGroupIds === 'reject') {
        for (const id of groupIds) if (!isUsable(id)) throw problem('E0000001', ['groupIds: A group cannot be used'], 'groupIds');
      }
      return groupIds.filter(isUsable);
    },
  };
}
