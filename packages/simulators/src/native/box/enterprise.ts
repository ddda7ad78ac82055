// The enterprise behind the protocol: managed users, people from outside, and who owns content.

export type BoxStatus = 'active' | 'inactive' | 'cannot_delete_edit' | 'cannot_delete_edit_upload';

export interface BoxUser {
  readonly id: string;
  login: string;
  name: string;
  status: BoxStatus;
  role: 'user' | 'coadmin' | 'admin';
  jobTitle: string;
  phone: string;
  aliases: readonly string[];
  /** Whether the address was confirmed; without that the login cannot change. */
  isConfirmed: boolean;
  /** Files and folders in the user's account. */
  ownedItems: number;
  /** `outside`: collaborates here and belongs to nobody or to another enterprise. */
  kind: 'managed' | 'outside';
  /** From when on moved content no longer counts as the old owner's. */
  movedAt: number | undefined;
}

export interface Enterprise {
  readonly users: BoxUser[];
  seats: number;
  /** Any retention or legal hold policy stops deletions of whoever owns content. */
  hasRetention: boolean;
  byId(id: string): BoxUser | undefined;
  /** Who holds a login anywhere in Box; aliases count. */
  holder(login: string): BoxUser | undefined;
  put(user: Partial<BoxUser> & { readonly login: string }): BoxUser;
  remove(user: BoxUser): void;
  ownsContent(user: BoxUser): boolean;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export function createEnterprise(now: () => number): Enterprise {
  const users: BoxUser[] = [];
  let made = 0;
  return {
    users,
    seats: Number.POSITIVE_INFINITY,
    hasRetention: false,
    byId: (id) => users.find((user) => user.id === id && user.kind === 'managed'),
    holder: (login) => users.find((user) => same(user.login, login) || user.aliases.some((alias) => same(alias, login))),
    put({ login, ...facts }) {
      made += 1;
      const user: BoxUser = {
        ...{ id: String(20_000_000 + made), login, name: login, status: 'active', role: 'user', jobTitle: '', phone: '' },
        ...{ aliases: [], isConfirmed: true, ownedItems: 0, kind: 'managed', movedAt: undefined },
        ...facts,
      };
      users.push(user);
      return user;
    },
    remove(user) {
      users.splice(users.indexOf(user), 1);
    },
    ownsContent: ({ ownedItems, movedAt }) => ownedItems > 0 && (movedAt === undefined || now() < movedAt),
  };
}
