// The groups of the org and who is in them. Everyone belongs to the built-in group without being listed.
import type { createIds } from './ids.ts';
import { createOrdered, type Ordered } from './ordered.ts';
import { missing, problem } from './problems.ts';
import type { OktaGroup, OktaGroupType, OktaUser } from './records.ts';
import type { OktaSwitches } from './switches.ts';
import type { OktaUsers } from './users.ts';

export interface GroupsOptions {
  readonly now: () => number;
  readonly switches: OktaSwitches;
  readonly newId: ReturnType<typeof createIds>;
  readonly users: OktaUsers;
}

interface NewGroup {
  readonly name: string;
  readonly type?: OktaGroupType | undefined;
  readonly description?: string | undefined;
}

export interface OktaGroups {
  readonly all: Ordered<OktaGroup>;
  readonly everyone: OktaGroup;
  /** @throws {OktaProblem} E0000007 */
  get(id: string): OktaGroup;
  /** @throws {OktaProblem} E0000001 when the name is taken or blank. */
  create(group: NewGroup): OktaGroup;
  /** The groups a user is in, oldest first. */
  of(userId: string): OktaGroup[];
  /** The members that sort after `after`, oldest first. */
  members(groupId: string, after?: string): Iterable<OktaUser>;
  /** Puts a user in, whatever the type of the group: for seeding and for imports. Answers whether that changed anything. */
  put(groupId: string, userId: string): boolean;
  take(groupId: string, userId: string): boolean;
  /** As the API does it: with the rules for read-only groups and repeated calls. */
  add(groupId: string, userId: string): void;
  remove(groupId: string, userId: string): void;
  /** The ids that may be given on create; the others are refused or dropped. */
  usable(groupIds: readonly string[]): string[];
  /** Takes an erased user out of every group. */
  forget(userId: string): void;
}

export function createGroups({ now, switches, newId, users }: GroupsOptions): OktaGroups {
  const all = createOrdered<OktaGroup>();
  const membersOf = new Map<string, Set<string>>();

  const keep = ({ name, type = 'OKTA_GROUP', description }: NewGroup): OktaGroup => {
    const at = now();
    const group = { id: newId('00g'), type, name, description, created: at, lastUpdated: at, lastMembershipUpdated: at };
    all.put(group);
    membersOf.set(group.id, new Set());
    return group;
  };
  const everyone = keep({ name: 'Everyone', type: 'BUILT_IN', description: 'All users in the organization' });

  const get = (id: string): OktaGroup => {
    const group = all.get(id);
    if (group === undefined) throw missing('UserGroup', id);
    return group;
  };

  const change = (groupId: string, userId: string, how: 'add' | 'delete'): boolean => {
    const group = get(groupId);
    const members = membersOf.get(groupId) ?? new Set<string>();
    if (members.has(userId) === (how === 'add')) return false;
    members[how](userId);
    all.put({ ...group, lastMembershipUpdated: now() });
    return true;
  };

  const writable = (groupId: string): OktaGroup => {
    const group = get(groupId);
    if (group.type !== 'OKTA_GROUP') throw problem(switches.readOnlyGroup === 501 ? 'E0000060' : 'E0000006');
    return group;
  };

  return {
    all,
    everyone,
    get,
    create(group) {
      if (group.name.trim() === '') throw problem('E0000001', ['name: The field cannot be left blank'], 'name');
      for (const other of all.after()) {
        if (other.name !== group.name) continue;
        throw problem('E0000001', ['name: An object with this field already exists in the current organization'], 'name');
      }
      return keep(group);
    },
    of: (userId) => [...all.after()].filter(({ id }) => id === everyone.id || membersOf.get(id)?.has(userId) === true),
    *members(groupId, after) {
      if (get(groupId).id === everyone.id) {
        yield* users.all.after(after);
        return;
      }
      for (const id of [...(membersOf.get(groupId) ?? [])].sort()) {
        const user = after === undefined || id > after ? users.all.get(id) : undefined;
        if (user !== undefined) yield user;
      }
    },
    put: (groupId, userId) => change(groupId, userId, 'add'),
    take: (groupId, userId) => change(groupId, userId, 'delete'),
    add(groupId, userId) {
      const group = writable(groupId);
      const user = users.get(userId);
      if (user.status === 'DEPROVISIONED' && switches.addDeprovisionedMember === 403) throw problem('E0000038');
      const changed = change(group.id, user.id, 'add');
      if (!changed && switches.addMemberTwice === 400) throw problem('E0000001', ['The user is a member already'], 'membership');
    },
    remove(groupId, userId) {
      const group = writable(groupId);
      const changed = change(group.id, users.get(userId).id, 'delete');
      if (!changed && switches.removeMemberTwice === 404) throw missing('User', userId);
    },
    usable(groupIds) {
      const isUsable = (id: string) => all.get(id)?.type === 'OKTA_GROUP';
      if (switches.unusableGroupIds === 'reject') {
        for (const id of groupIds) if (!isUsable(id)) throw problem('E0000001', ['groupIds: A group cannot be used'], 'groupIds');
      }
      return groupIds.filter(isUsable);
    },
    forget(userId) {
      for (const members of membersOf.values()) members.delete(userId);
    },
  };
}
