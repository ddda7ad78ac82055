// The state behind the protocol: to be prepared and looked at by tests, past the vendor's rules.
import { type Account, emailsOf, externalIdOf, userNameOf } from './accounts/account.ts';
import type { Tenant } from './accounts/tenant.ts';
import type { Standing } from './dialect.ts';
import type { Fields } from './json.ts';

export interface SeededAccount {
  readonly userName: string;
  readonly externalId?: string | undefined;
  /** Default: the user name, when it is an address. */
  readonly email?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  /** Default true. */
  readonly active?: boolean | undefined;
  /** Default true; false: invited, not come yet. */
  readonly accepted?: boolean | undefined;
  /** Who the account is to its vendor. Default: an ordinary member. */
  readonly standing?: Standing | undefined;
}

/** An account as it is, whatever the protocol shows of it. */
export interface DialectAccount {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string | undefined;
  readonly emails: readonly string[];
  readonly active: boolean;
  readonly accepted: boolean;
  readonly standing?: Standing | undefined;
  /** Everything that was written and kept. */
  readonly user: Fields;
}

export interface DialectBackend {
  /** Puts an account in. Answers it. */
  seed(account: SeededAccount): DialectAccount;
  /** A person with an account of the vendor's outside this tenant, whom no list shows. */
  seedElsewhere(address: string): void;
  /** Whether the vendor knows this person outside the tenant. */
  knowsElsewhere(address: string): boolean;
  /** A name that no account can have: a channel's, a former member's. */
  reserveName(name: string): void;
  /** Every account, in the order of creation. */
  accounts(): readonly DialectAccount[];
  account(id: string): DialectAccount | undefined;
  /** The person accepts the invitation. Throws for an unknown id. */
  accept(id: string): void;
  /** Turns an account off or on, as an administrator there would. Throws for an unknown id. */
  turn(id: string, active: boolean): void;
  /** Takes an account out, as an administrator there would. Throws for an unknown id. */
  remove(id: string): void;
  /** How many accounts can be on. Default: any number. */
  setSeats(seats: number): void;
  /** Leaves no seat. */
  useUpSeats(): void;
  /** The token is refused from now on. */
  endToken(): void;
  /** The customer's plan has no provisioning (any more). */
  shrinkPlan(): void;
}

export function createBackend(tenant: Tenant): DialectBackend {
  const existing = (id: string): Account => {
    const account = tenant.byId(id);
    if (account === undefined) throw new RangeError('No account has this id.');
    return account;
  };
  const touch = (account: Account, change: Partial<Account>): void => {
    Object.assign(account, change, { version: account.version + 1, changedAt: tenant.now() });
  };
  return {
    seed: ({ active = true, accepted = true, standing, ...seeded }) => viewed(tenant.add(userOf(seeded), { active, accepted, standing })),
    seedElsewhere: (address) => void tenant.elsewhere.set(address.toLowerCase(), { id: tenant.newId(), since: tenant.now() }),
    knowsElsewhere: (address) => tenant.elsewhere.has(address.toLowerCase()),
    reserveName: (name) => void tenant.reserved.add(name.toLowerCase()),
    accounts: () => [...tenant.accounts.values()].map(viewed),
    account(id) {
      const account = tenant.byId(id);
      return account && viewed(account);
    },
    accept: (id) => touch(existing(id), { accepted: true }),
    turn: (id, active) => touch(existing(id), { active }),
    remove: (id) => tenant.takeOut(existing(id), 'left-workspace'),
    setSeats: tenant.setSeats,
    useUpSeats: () => tenant.setSeats(0),
    endToken() {
      tenant.tokenIsDead = true;
    },
    shrinkPlan() {
      tenant.planIsTooSmall = true;
    },
  };
}

function viewed({ id, user, active, accepted, standing }: Account): DialectAccount {
  return { id, userName: userNameOf(user), externalId: externalIdOf(user), emails: emailsOf(user), active, accepted, standing, user };
}

function userOf({ userName, externalId, email, givenName, familyName }: SeededAccount): Fields {
  const address = email ?? (userName.includes('@') ? userName : undefined);
  const name = { ...(givenName === undefined ? {} : { givenName }), ...(familyName === undefined ? {} : { familyName }) };
  return {
    userName,
    ...(externalId === undefined ? {} : { externalId }),
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(address === undefined ? {} : { emails: [{ value: address, type: 'work', primary: true }] }),
  };
}
