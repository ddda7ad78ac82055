// The users of a modelled Google Workspace account, and how long Google takes to show and to take what was done.
import { isObject } from '../model.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface DirectoryUser {
  readonly id: string;
  primaryEmail: string;
  aliases: string[];
  /** Everything else that was written and kept. */
  fields: Fields;
  suspended: boolean;
  isAdmin: boolean;
  /** Since when the user is deleted; absent: it is not. */
  deletedAt?: number | undefined;
  /** Until when reads by key do not find it. */
  hiddenUntil: number;
  /** Until when changes are refused with 412: the creation is not complete. */
  incompleteUntil: number;
  /** Until when changes are refused with 409: the address was changed. */
  renamedUntil: number;
  signOuts: number;
}

/** How long, in milliseconds. Default all 0. */
export interface GooglePace {
  /** After insert a read by id or address answers 404. */
  readonly showsAfter?: number | undefined;
  /** After insert a change answers 412. */
  readonly completesAfter?: number | undefined;
  /** After a change of the address other changes answer 409. */
  readonly renamesFor?: number | undefined;
}

export interface Directory {
  readonly users: Map<string, DirectoryUser>;
  readonly now: () => number;
  pace: GooglePace;
  /** How many users there may be. */
  seats: number;
  /** Addresses of consumer accounts and other things that nobody shows. */
  readonly reserved: Set<string>;
  readonly domains: readonly string[];
  /** Whether a deleted user's address is refused to a new one; nobody could confirm either. */
  readonly deletedHoldsAddress: boolean;
  add(fields: Fields, fresh: boolean): DirectoryUser;
  /** By id, address or alias; who is hidden or deleted is not shown. */
  byKey(key: string): DirectoryUser | undefined;
  holderOf(address: string): boolean;
}

const apart = new Set(['id', 'primaryEmail', 'aliases', 'suspended', 'password', 'hashFunction', 'changePasswordAtNextLogin']);

export const keptOf = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => !apart.has(name)));

export function createDirectory(
  now: () => number,
  { domains, deletedHoldsAddress }: { readonly domains: readonly string[]; readonly deletedHoldsAddress: boolean },
): Directory {
  const users = new Map<string, DirectoryUser>();
  const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
  const directory: Directory = {
    ...{ users, now, domains, deletedHoldsAddress, seats: Number.POSITIVE_INFINITY, pace: {}, reserved: new Set<string>() },
    add(fields, fresh) {
      const { showsAfter = 0, completesAfter = 0 } = fresh ? directory.pace : {};
      const aliases = Array.isArray(fields['aliases']) ? fields['aliases'].map(String) : [];
      const user: DirectoryUser = {
        id: String(100_000_000_000_000_000_000n + BigInt(users.size + 1)),
        primaryEmail: String(fields['primaryEmail']).toLowerCase(),
        aliases,
        fields: keptOf(fields),
        suspended: fields['suspended'] === true,
        isAdmin: fields['isAdmin'] === true,
        hiddenUntil: now() + showsAfter,
        incompleteUntil: now() + completesAfter,
        renamedUntil: Number.NEGATIVE_INFINITY,
        signOuts: 0,
      };
      users.set(user.id, user);
      return user;
    },
    byKey(key) {
      const found = [...users.values()].find(
        (user) => user.id === key || [user.primaryEmail, ...user.aliases].some((one) => same(one, key)),
      );
      return found === undefined || found.deletedAt !== undefined || now() < found.hiddenUntil ? undefined : found;
    },
    holderOf: (address) =>
      directory.reserved.has(address.toLowerCase()) ||
      [...users.values()].some(
        (user) =>
          (user.deletedAt === undefined || deletedHoldsAddress) && [user.primaryEmail, ...user.aliases].some((one) => same(one, address)),
      ),
  };
  return directory;
}

/** A user as the Directory API shows it. */
export function shown({ id, primaryEmail, aliases, fields, suspended, isAdmin, deletedAt }: DirectoryUser): Fields {
  const name = isObject(fields['name']) ? fields['name'] : {};
  return {
    kind: 'admin#directory#user',
    id,
    primaryEmail,
    ...(aliases.length === 0 ? {} : { aliases }),
    ...fields,
    name: { ...name, fullName: `${name['givenName'] ?? ''} ${name['familyName'] ?? ''}` },
    suspended,
    ...(suspended ? { suspensionReason: 'ADMIN' } : {}),
    isAdmin,
    isDelegatedAdmin: false,
    archived: false,
    ...(deletedAt === undefined ? {} : { deletionTime: new Date(deletedAt).toISOString() }),
  };
}
