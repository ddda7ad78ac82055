// The users of one Zoom account, and what becomes of people who leave it.
import { createHash } from 'node:crypto';

export type ZoomStatus = 'active' | 'inactive' | 'pending';

export interface ZoomUser {
  readonly id: string;
  email: string;
  firstName: string;
  lastName: string;
  displayName: string;
  /** 1 basic, 2 licensed, 4 without meetings, 99 none. */
  type: number;
  status: ZoomStatus;
  /** `0` the owner, `1` an administrator, `2` a member. */
  readonly roleId: string;
  readonly createdAt: number;
  /** Sessions that single sign-on opened. */
  sessions: number;
  /** Other addresses under which the user is found, as Zoom keeps former ones. */
  readonly aliases: readonly string[];
}

export interface NewZoomUser {
  readonly email: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly type?: number | undefined;
  readonly status?: ZoomStatus | undefined;
  readonly roleId?: string | undefined;
  readonly sessions?: number | undefined;
  readonly aliases?: readonly string[] | undefined;
}

export interface Tenant {
  readonly users: Map<string, ZoomUser>;
  /** Addresses of personal accounts outside: made by people themselves, or left behind by `disassociate`. */
  readonly outside: Set<string>;
  /** Addresses that are refused as taken and shown by nothing. */
  readonly hidden: Set<string>;
  /** What was handed over when somebody was removed, by the address of who got it. */
  readonly handedOver: { readonly to: string; readonly what: readonly string[] }[];
  licences: number;
  add(user: NewZoomUser): ZoomUser;
  /** By id, or by any address that leads to the user. */
  find(key: string): ZoomUser | undefined;
  licencesLeft(): number;
}

export function createTenant(now: () => number): Tenant {
  const users = new Map<string, ZoomUser>();
  let made = 0;
  const tenant: Tenant = {
    users,
    outside: new Set(),
    hidden: new Set(),
    handedOver: [],
    licences: Number.POSITIVE_INFINITY,
    add({ email, firstName = '', lastName = '', displayName, type = 1, status = 'active', roleId = '2', sessions = 0, aliases = [] }) {
      made += 1;
      const id = createHash('sha256').update(`zoom ${made}`).digest('base64url').slice(0, 22);
      const shown = displayName ?? `${firstName} ${lastName}`.trim();
      const user = { id, email, firstName, lastName, displayName: shown, type, status, roleId, createdAt: now(), sessions, aliases };
      users.set(id, user);
      return user;
    },
    find(key) {
      const address = key.toLowerCase();
      return (
        users.get(key) ?? [...users.values()].find(({ email, aliases }) => [email, ...aliases].some((one) => one.toLowerCase() === address))
      );
    },
    licencesLeft: () => tenant.licences - [...users.values()].filter(({ type, status }) => type === 2 && status !== 'inactive').length,
  };
  return tenant;
}
