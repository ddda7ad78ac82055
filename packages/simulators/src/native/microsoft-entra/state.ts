// The users of a modelled Entra tenant.
import { randomUUID } from 'node:crypto';

export type Fields = Readonly<Record<string, unknown>>;

export interface TenantUser {
  readonly id: string;
  fields: Fields;
  /** Holds an administrator role. */
  readonly isAdmin: boolean;
  deletedAt?: number | undefined;
  /** Until when reads and changes do not find it. */
  hiddenUntil: number;
  revocations: number;
}

export interface Tenant {
  readonly users: Map<string, TenantUser>;
  readonly now: () => number;
  readonly domains: readonly string[];
  /** How many objects there may be. */
  seats: number;
  /** After a creation reads and changes answer 404 for so many milliseconds. */
  showsAfterMs: number;
  /** Names that are refused and that nobody shows. */
  readonly reserved: Set<string>;
  /** Whether the app registration holds a directory role. */
  holdsRole: boolean;
  /** Whether the app registration has been granted User.ReadWrite.All. */
  isGranted: boolean;
  /** Unconfirmed: what a change of a synchronized user is answered with. */
  readonly syncedAnswer: 400 | 403;
  add(fields: Fields, fresh: boolean): TenantUser;
  /** By id or principal name; who is hidden or deleted is not shown. */
  byKey(key: string): TenantUser | undefined;
  /** Whether a principal name is taken by somebody who is not deleted. */
  isTaken(name: string): boolean;
}

export const nameOf = ({ fields }: TenantUser): string => String(fields['userPrincipalName']);
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export function createTenant(
  now: () => number,
  { domains, syncedAnswer }: { readonly domains: readonly string[]; readonly syncedAnswer: 400 | 403 },
): Tenant {
  const users = new Map<string, TenantUser>();
  const tenant: Tenant = {
    ...{ users, now, domains, syncedAnswer, seats: Number.POSITIVE_INFINITY, showsAfterMs: 0 },
    ...{ reserved: new Set<string>(), holdsRole: false, isGranted: true },
    add({ isAdmin, ...fields }, fresh) {
      const id = randomUUID();
      const user: TenantUser = {
        id,
        fields: { businessPhones: [], ...fields, id },
        isAdmin: isAdmin === true,
        hiddenUntil: now() + (fresh ? tenant.showsAfterMs : 0),
        revocations: 0,
      };
      users.set(id, user);
      return user;
    },
    byKey(key) {
      const found = [...users.values()].find((user) => user.deletedAt === undefined && (user.id === key || same(nameOf(user), key)));
      return found === undefined || now() < found.hiddenUntil ? undefined : found;
    },
    isTaken: (name) =>
      tenant.reserved.has(name.toLowerCase()) ||
      [...users.values()].some((user) => user.deletedAt === undefined && same(nameOf(user), name)),
  };
  return tenant;
}

/** What Graph shows when nothing is selected: not whether the user is on. */
const usual = [
  ...['id', 'businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail'],
  ...['mobilePhone', 'officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'],
];

/** A user with the selected fields, or the usual ones. */
export function shown({ fields }: TenantUser, select: string | null): Fields {
  const names = select === null ? usual : select.split(',');
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}
