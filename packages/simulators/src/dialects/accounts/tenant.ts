// The customer's accounts at the vendor, and the people whom the vendor knows elsewhere.
import { createHash } from 'node:crypto';
import type { Dialect, Standing } from '../dialect.ts';
import type { Fields } from '../json.ts';
import { type Account, addressOf, emailsOf, externalIdOf, sameText, userNameOf } from './account.ts';

export interface Elsewhere {
  readonly id: string;
  readonly since: number;
}

export interface Adding {
  readonly active: boolean;
  readonly accepted?: boolean | undefined;
  readonly standing?: Standing | undefined;
  /** Who the person was at the vendor before. */
  readonly joined?: Elsewhere | undefined;
}

export interface Tenant {
  readonly dialect: Dialect;
  now(): number;
  readonly domains: ReadonlySet<string>;
  /** Every account, in the order of creation. */
  readonly accounts: Map<string, Account>;
  /** People with an account of the vendor's outside this tenant, by address in lower case. */
  readonly elsewhere: Map<string, Elsewhere>;
  /** Names that nobody can have: channels, tombstones. */
  readonly reserved: Set<string>;
  seatsLeft(): number;
  setSeats(seats: number): void;
  tokenIsDead: boolean;
  planIsTooSmall: boolean;
  add(user: Fields, how: Adding): Account;
  newId(): string;
  /** Takes an account out. Its person lives on at the vendor, is gone, or is a tombstone, as `how` says. */
  takeOut(account: Account, how: 'left-workspace' | 'identity-destroyed'): void;
  byId(id: string): Account | undefined;
  byUserName(userName: string): Account | undefined;
  byExternalId(externalId: string): Account | undefined;
  byEmail(email: string): Account | undefined;
}

export function createTenant(dialect: Dialect, now: () => number, domains: readonly string[]): Tenant {
  const accounts = new Map<string, Account>();
  const elsewhere = new Map<string, Elsewhere>();
  const reserved = new Set<string>();
  /** Ids of people who left, by address: whoever comes back may get the old one. */
  const former = new Map<string, string>();
  let made = 0;
  let seats = Number.POSITIVE_INFINITY;
  const find = (wanted: (account: Account) => boolean): Account | undefined => [...accounts.values()].find(wanted);
  const newId = (): string => {
    made += 1;
    return createHash('sha256').update(`${dialect.address} ${made}`).digest('hex').slice(0, 24);
  };
  const keyOf = (user: Fields): string => (addressOf(user) ?? userNameOf(user)).toLowerCase();
  const tenant: Tenant = {
    dialect,
    now,
    domains: new Set(domains.map((domain) => domain.toLowerCase())),
    accounts,
    elsewhere,
    reserved,
    tokenIsDead: false,
    planIsTooSmall: false,
    seatsLeft: () => seats - [...accounts.values()].filter(({ active }) => active).length,
    setSeats(count) {
      seats = count;
    },
    newId,
    add(user, { active, accepted = true, standing, joined }) {
      const own = dialect.id === 'externalId' ? externalIdOf(user) : undefined;
      const account: Account = {
        id: joined?.id ?? own ?? former.get(keyOf(user)) ?? newId(),
        ...{ user, active, standing, accepted, version: 1, offShownFrom: 0 },
        ...{ createdAt: joined?.since ?? now(), changedAt: now(), shownFrom: now() + dialect.createdShowsAfterMs },
      };
      accounts.set(account.id, account);
      return account;
    },
    takeOut(account, how) {
      accounts.delete(account.id);
      const address = keyOf(account.user);
      if (how === 'left-workspace') elsewhere.set(address, { id: account.id, since: account.createdAt });
      if (dialect.createdAgain === 'same-id') former.set(address, account.id);
      if (dialect.createdAgain === 'conflict') reserved.add(userNameOf(account.user).toLowerCase());
      if (account.standing === 'token-owner' && dialect.tokenDiesWithOwner) tenant.tokenIsDead = true;
    },
    byId: (id) => accounts.get(id),
    byUserName: (userName) => find(({ user }) => sameText(userNameOf(user), userName)),
    byExternalId: (externalId) => find(({ user }) => externalIdOf(user) === externalId),
    byEmail: (email) => find(({ user }) => emailsOf(user).some((one) => sameText(one, email))),
  };
  return tenant;
}
