import {
  type AccountProfile,
  attributesIn,
  type CheckItem,
  type CreateUserRequest,
  type DisableMode,
  type Effects,
  type Group,
  type IdentityProvider,
  type ProfileAttribute,
  profileAttributes,
  type RateLimits,
  type WriteAnswer,
  type WriteContext,
} from '../../connector/index.ts';
import { claimLogin, differingAttributes, findIn, type MemoryAccount, notThere, refusal, refuseProtected, shown } from './accounts.ts';
import { type Decision, type MemoryDesk, openDesk } from './faults.ts';

type OptionalIdentityVerb = 'users.endSessions' | 'users.delete' | 'groups.create';
export type MemoryIdentityVerb =
  | 'check'
  | `users.${'find' | 'get' | 'list' | 'create' | 'update' | 'disable' | 'enable' | 'groups'}`
  | `groups.${'list' | 'members' | 'add' | 'remove'}`
  | OptionalIdentityVerb;

export interface MemoryIdentityProviderOptions {
  /** Default `memory-identity`. */
  readonly id?: string | undefined;
  /** The most items a page may hold. Default 100. */
  readonly pageSize?: number | undefined;
  /** Optional verbs this provider lacks. Default: it has them all. */
  readonly without?: readonly OptionalIdentityVerb[] | undefined;
  /** Time each call takes on the context's clock. Default 0. */
  readonly latencyMs?: number | undefined;
  /** What an update may set; a create takes the whole profile. Default: every profile attribute. */
  readonly attributes?: readonly ProfileAttribute[] | undefined;
  readonly limits?: RateLimits | undefined;
  readonly effects?: Effects | undefined;
}

/** A user as the backend keeps it. Tests may change it in place. */
export interface MemoryUser extends MemoryAccount {
  /** How a disabled user was turned off. */
  disabledBy?: DisableMode | undefined;
  /** Ids of the groups the user is in. */
  readonly groups: Set<string>;
  /** Sessions open now; tests set it, `disable` and `endSessions` end them. */
  sessions: number;
}

/** The identity provider behind the memory connector: seeded and inspected directly. */
export interface MemoryIdentityBackend extends MemoryDesk<MemoryIdentityVerb> {
  readonly users: Map<string, MemoryUser>;
  readonly groups: Map<string, Group>;
  /** Adds a user as if an administrator had made it there; returns it. Default state `active`, in no group. */
  addUser(profile: AccountProfile, facts?: Partial<Omit<MemoryUser, 'profile' | 'groups'>> & { groups?: Iterable<string> }): MemoryUser;
  /** Adds a group; returns it. Two groups may have one name. */
  addGroup(name: string, facts?: Partial<Omit<Group, 'name'>>): Group;
  /** Ids of the users in a group, in no promised order. */
  membersOf(groupId: string): readonly string[];
  /** What `check` answers. Default: one line that is `ok`. */
  setCheck(items: readonly CheckItem[]): void;
}

/** A complete identity provider that lives in memory, and its backend. No I/O. */
export function memoryIdentityProvider(options: MemoryIdentityProviderOptions = {}): {
  readonly provider: IdentityProvider;
  readonly backend: MemoryIdentityBackend;
} {
  const id = options.id ?? 'memory-identity';
  const desk = openDesk<MemoryIdentityVerb>(id, options.pageSize ?? 100, options.latencyMs ?? 0);
  const absent = new Set<string>(options.without);
  const attributes = options.attributes ?? profileAttributes;
  const users = new Map<string, MemoryUser>();
  const groups = new Map<string, Group>();
  let checkItems: readonly CheckItem[] = [{ title: 'reachable', state: 'ok' }];
  let made = 0;
  const nextId = (kind: 'user' | 'group') => {
    made += 1;
    return `${kind}-${made}`;
  };

  const refuseUnknown = (profile: AccountProfile, verb: string, userId: string) => {
    const refused = attributesIn(profile).filter((name) => !attributes.includes(name));
    if (refused.length > 0) throw refusal(id, verb, userId, refused);
  };
  const present = (verb: string, userId: string): MemoryUser => {
    const user = users.get(userId);
    if (user === undefined) throw notThere(id, verb, userId);
    return user;
  };
  const touchable = (verb: string, userId: string, context: WriteContext): MemoryUser => {
    const user = present(verb, userId);
    refuseProtected(id, verb, user, context);
    return user;
  };
  const openGroup = (verb: string, groupId: string): Group => {
    const group = groups.get(groupId);
    if (group === undefined) throw notThere(id, verb, groupId);
    if (group.readOnlyBecause !== undefined) throw refusal(id, verb, groupId, ['members']);
    return group;
  };

  const create = ({ profile, groups: wantedGroups, state }: CreateUserRequest) => {
    const verb = 'create user';
    const login = profile.userName;
    if (login == null || login === '') throw refusal(id, verb, undefined, ['userName']);
    for (const groupId of wantedGroups) openGroup(verb, groupId);
    claimLogin(users.values(), 'userName', login, { system: id, verb });
    const user: MemoryUser = {
      id: nextId('user'),
      state: state === 'staged' ? 'pending' : 'active',
      profile: { ...profile },
      groups: new Set(wantedGroups),
      sessions: 0,
    };
    return { answer: { outcome: 'changed' as const, account: shown(user) }, commit: () => void users.set(user.id, user) };
  };

  const update = (userId: string, wanted: AccountProfile, context: WriteContext): Decision<WriteAnswer> => {
    const verb = 'update user';
    const user = touchable(verb, userId, context);
    refuseUnknown(wanted, verb, userId);
    const names = differingAttributes(user.profile, wanted);
    if (wanted.userName === null || wanted.userName === '') throw refusal(id, verb, userId, ['userName']);
    if (wanted.userName !== undefined) claimLogin(users.values(), 'userName', wanted.userName, { system: id, verb, id: userId });
    return decision(names.length > 0, () => {
      user.profile = { ...user.profile, ...Object.fromEntries(names.map((name) => [name, wanted[name]])) };
    });
  };

  const disable = (userId: string, mode: DisableMode, context: WriteContext): Decision<WriteAnswer> => {
    if (!users.has(userId)) return nothingToDo;
    const user = touchable('disable user', userId, context);
    // A suspended user can still be deactivated; a deactivated one is off for good measure and is not suspended again.
    const off = user.state === 'disabled' && (user.disabledBy !== 'suspend' || mode === 'suspend');
    return decision(!off, () => {
      if (off) return;
      user.state = 'disabled';
      user.disabledBy = mode;
      user.sessions = 0;
    });
  };

  const enable = (userId: string, context: WriteContext): Decision<WriteAnswer> => {
    const user = touchable('enable user', userId, context);
    return decision(user.state !== 'active', () => {
      user.state = 'active';
      user.disabledBy = undefined;
    });
  };

  const optional: Required<Pick<IdentityProvider['users'], 'endSessions' | 'delete'>> = {
    endSessions: ({ accountId }, context) =>
      desk.write('users.endSessions', context, { id: accountId }, () => {
        const user = users.get(accountId);
        if (user === undefined) return nothingToDo;
        return decision(user.sessions > 0, () => {
          user.sessions = 0;
        });
      }),
    delete: ({ accountId }, context) =>
      desk.write('users.delete', context, { id: accountId }, () => {
        if (!users.has(accountId)) return nothingToDo;
        touchable('delete user', accountId, context);
        return decision(true, () => void users.delete(accountId));
      }),
  };

  const makeGroup: NonNullable<IdentityProvider['groups']['create']> = ({ name }, context) =>
    desk.write('groups.create', context, {}, () => {
      const known = [...groups.values()].find((group) => group.name === name);
      const group = known ?? { id: nextId('group'), name };
      return {
        answer: { outcome: known === undefined ? 'changed' : 'unchanged', group },
        commit: () => void groups.set(group.id, group),
      };
    });

  const membersOf = (groupId: string) => [...users.values()].filter((user) => user.groups.has(groupId)).map((user) => user.id);

  const provider: IdentityProvider = {
    id,
    contract: 1,
    attributes,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...(options.effects === undefined ? {} : { effects: options.effects }),
    check: (context) => desk.read('check', context, {}, () => ({ system: id, items: checkItems })),
    users: {
      find: (keys, context) => desk.read('users.find', context, {}, () => findIn(users.values(), keys)),
      get: ({ accountId }, context) =>
        desk.read('users.get', context, { id: accountId }, () => {
          const user = users.get(accountId);
          return user === undefined ? undefined : shown(user);
        }),
      list: (request, context) => desk.page('users.list', context, request, () => [...users.values()].map(shown)),
      create: (request, context) => desk.write('users.create', context, {}, () => create(request)),
      update: ({ accountId, attributes: wanted }, context) =>
        desk.write('users.update', context, { id: accountId }, () => update(accountId, wanted, context)),
      disable: ({ accountId, mode }, context) =>
        desk.write('users.disable', context, { id: accountId }, () => disable(accountId, mode, context)),
      enable: ({ accountId }, context) => desk.write('users.enable', context, { id: accountId }, () => enable(accountId, context)),
      groups: (request, context) =>
        desk.page('users.groups', context, request, () => [...present('list groups of user', request.accountId).groups], {
          id: request.accountId,
        }),
      ...Object.fromEntries(Object.entries(optional).filter(([name]) => !absent.has(`users.${name}`))),
    },
    groups: {
      list: (request, context) =>
        desk.page('groups.list', context, request, () =>
          [...groups.values()].filter((group) => request.name === undefined || group.name === request.name),
        ),
      members: (request, context) => {
        const { groupId } = request;
        const members = () => {
          if (!groups.has(groupId)) throw notThere(id, 'list members of group', groupId);
          return membersOf(groupId);
        };
        return desk.page('groups.members', context, request, members, { groupId });
      },
      add: ({ accountId, groupId }, context) =>
        desk.write('groups.add', context, { id: accountId, groupId }, () => {
          const user = touchable('add user to group', accountId, context);
          openGroup('add to group', groupId);
          return decision(!user.groups.has(groupId), () => void user.groups.add(groupId));
        }),
      remove: ({ accountId, groupId }, context) =>
        desk.write('groups.remove', context, { id: accountId, groupId }, () => {
          const user = users.get(accountId);
          if (user === undefined || !user.groups.has(groupId)) return nothingToDo;
          refuseProtected(id, 'remove user from group', user, context);
          openGroup('remove from group', groupId);
          return decision(true, () => void user.groups.delete(groupId));
        }),
      ...(absent.has('groups.create') ? {} : { create: makeGroup }),
    },
  };

  const backend: MemoryIdentityBackend = {
    calls: desk.calls,
    fail: desk.fail,
    heal: desk.heal,
    users,
    groups,
    addUser: (profile, facts = {}) => {
      const userId = facts.id ?? nextId('user');
      const user: MemoryUser = { state: 'active', sessions: 0, ...facts, id: userId, profile, groups: new Set(facts.groups) };
      users.set(userId, user);
      return user;
    },
    addGroup: (name, facts = {}) => {
      const group: Group = { ...facts, id: facts.id ?? nextId('group'), name };
      groups.set(group.id, group);
      return group;
    },
    membersOf,
    setCheck: (items) => {
      checkItems = items;
    },
  };
  return { provider, backend };
}

function decision(changes: boolean, commit: () => void): Decision<WriteAnswer> {
  return { answer: { outcome: changes ? 'changed' : 'unchanged' }, commit };
}

const nothingToDo: Decision<WriteAnswer> = decision(false, () => {});
