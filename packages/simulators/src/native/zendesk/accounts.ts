// The users behind the protocol: agents on seats, end users, and whoever was deleted softly.

export interface ZendeskIdentity {
  readonly id: number;
  readonly value: string;
  primary: boolean;
  verified: boolean;
}

export interface ZendeskUser {
  readonly id: number;
  name: string;
  externalId: string | undefined;
  phone: string;
  role: 'end-user' | 'agent' | 'admin';
  suspended: boolean;
  /** `false`: deleted softly. */
  active: boolean;
  identities: ZendeskIdentity[];
  /** Whether a mail went out at creation. */
  wasMailed: boolean;
  isOwner: boolean;
  changedAt: number;
}

export interface SeededZendeskUser extends Partial<Omit<ZendeskUser, 'id' | 'identities'>> {
  readonly email: string;
  /** Further addresses of the user. */
  readonly otherEmails?: readonly string[] | undefined;
}

export interface Users {
  readonly users: ZendeskUser[];
  seats: number;
  /** Addresses that are refused, and that no user has. */
  readonly reserved: Set<string>;
  byId(id: number): ZendeskUser | undefined;
  /** Who holds an address, also as a secondary one. */
  holder(email: string): ZendeskUser | undefined;
  put(user: SeededZendeskUser): ZendeskUser;
  /** Adds an address to a user. */
  addIdentity(user: ZendeskUser, value: string, facts: { readonly primary: boolean; readonly verified: boolean }): ZendeskIdentity;
  touch(user: ZendeskUser): void;
  remove(user: ZendeskUser): void;
  seatsTaken(): number;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export function createUsers(now: () => number, freesAddress: boolean): Users {
  const users: ZendeskUser[] = [];
  let made = 0;
  const nextId = () => {
    made += 1;
    return 35_000_000 + made;
  };
  const addIdentity: Users['addIdentity'] = (user, value, { primary, verified }) => {
    const identity = { id: nextId(), value, primary, verified };
    if (primary) for (const other of user.identities) other.primary = false;
    user.identities.push(identity);
    return identity;
  };
  return {
    users,
    seats: Number.POSITIVE_INFINITY,
    reserved: new Set(),
    byId: (id) => users.find((user) => user.id === id),
    holder: (email) => users.find((user) => (user.active || !freesAddress) && user.identities.some(({ value }) => same(value, email))),
    put({ email, otherEmails = [], ...facts }) {
      const user: ZendeskUser = {
        ...{ id: nextId(), name: email, externalId: undefined, phone: '', role: 'agent', suspended: false, active: true },
        ...{ identities: [], wasMailed: false, isOwner: false, changedAt: now() },
        ...facts,
      };
      addIdentity(user, email, { primary: true, verified: true });
      for (const other of otherEmails) addIdentity(user, other, { primary: false, verified: true });
      users.push(user);
      return user;
    },
    addIdentity,
    touch: (user) => Object.assign(user, { changedAt: now() }),
    remove: (user) => void users.splice(users.indexOf(user), 1),
    seatsTaken: () => users.filter(({ role, active }) => active && role !== 'end-user').length,
  };
}

export const primaryEmail = ({ identities }: ZendeskUser): string => identities.find(({ primary }) => primary)?.value ?? '';
