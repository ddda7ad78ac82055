// The contracts of what is written: one identity provider, and any number of applications.
import type { Account, AccountProfile, AccountState, ProfileAttribute } from '../model/account.ts';
import type { CheckReport, ConnectorContext, Page, PageRequest, WriteContext } from './context.ts';
import type { Connection, WebhookReceiver } from './hints.ts';
import type { RateLimits } from './limiter.ts';

/** What a person can be recognised by in a target, strongest first as the fields stand. */
export interface FindKeys {
  readonly externalId?: string | undefined;
  readonly employeeNumber?: string | undefined;
  readonly userName?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * What a look-up found. `found` holds every account that carries one of the keys, so that the engine can judge;
 * `cannot-tell` is an answer, not an error: the target has no way to look, and the engine must not take it for absent.
 */
export type FindAnswer =
  | { readonly kind: 'found'; readonly accounts: readonly Account[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot-tell' };

/**
 * What a write did. `changed`: the wanted state holds now and did not before. `unchanged`: it held already.
 * `pending`: the target has accepted it and a person or a queue there must finish (an invitation, a slow transition).
 */
export type WriteOutcome = 'changed' | 'unchanged' | 'pending';

export interface WriteAnswer {
  readonly outcome: WriteOutcome;
  /** The state the connector has read back after the write. Present: the engine does not read it again. */
  readonly seen?: AccountState | undefined;
  /** What was done less than asked and why, one clause each, without values: `attributes mastered elsewhere were left alone`. */
  readonly notes?: readonly string[] | undefined;
}

export interface AccountAnswer extends WriteAnswer {
  /** The account as the target shows it after the write. */
  readonly account: Account;
}

/** A request about one account. */
export interface AccountRequest {
  readonly accountId: string;
}

/** What creating, turning off and deleting really do in this target, in words for a plan and a receipt. */
export interface Effects {
  readonly create?: string | undefined;
  readonly disable?: string | undefined;
  readonly delete?: string | undefined;
  /** Verbs that cannot be undone there. */
  readonly irreversible?: readonly ('disable' | 'delete')[] | undefined;
  /** What a cut does not end or nobody can see from outside, one clause each: `sessions in the app until they expire`. */
  readonly unverified?: readonly string[] | undefined;
}

/** Verbs that may take more than one call to the target. */
export type CostedVerb =
  | 'find'
  | 'create'
  | 'update'
  | 'disable'
  | 'enable'
  | 'delete'
  | 'end-sessions'
  | 'add-to-group'
  | 'remove-from-group'
  | 'create-group';

/** A number of calls; or so many by each of the system's limits, where it counts kinds of calls apart: `{ users: 2 }`. */
export type CallCost = number | Readonly<Record<string, number>>;

export type CallCosts = Readonly<Partial<Record<CostedVerb, CallCost>>>;

/** Something that happened to an account, as the target's own log tells it. */
export interface Activity {
  readonly accountId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly what: 'created' | 'changed' | 'enabled' | 'disabled' | 'deleted' | 'group-added' | 'group-removed';
  readonly groupId?: string | undefined;
  /** True when it was done with our own credential. */
  readonly byUs: boolean;
}

/** One page of activity; the last one carries the mark to go on from the next time. */
export interface ActivityPage extends Page<Activity> {
  readonly mark?: string | undefined;
}

/** Which of all the orgs or workspaces of a vendor the options open. */
export interface TargetInstance {
  /** What tells it from every other one, as people know it: `acme.okta.com`. No secret: it stands in errors. */
  readonly name: string;
  /** Names under which the same one was known before. */
  readonly formerly?: readonly string[] | undefined;
}

interface TargetBase {
  /** Short stable name, `okta`, `slack`: it appears in plans, errors and the store. Unique within a lifecycle. */
  readonly id: string;
  readonly contract: 1;
  /** Attributes this target can be told. Others are never planned. Empty: creates only. */
  readonly attributes: readonly ProfileAttribute[];
  /**
   * Where the accounts are. Present: the engine remembers it with the first account, and asks nothing of another one under the
   * same id, in which every known account would look gone.
   */
  readonly instance?: TargetInstance | undefined;
  readonly limits?: RateLimits | undefined;
  readonly effects?: Effects | undefined;
  /** Calls a verb takes, for the estimate of a plan. Default 1 each. */
  readonly calls?: CallCosts | undefined;
  /** Whether the target can be reached and the credential may do its work. Reads only; safe to repeat. */
  check(context: ConnectorContext): Promise<CheckReport>;
  /**
   * What happened to accounts since a mark, by anyone. Without `since`: no items, only the mark of this moment. Reads only.
   * Hints for `drift`; nothing is decided from it alone.
   */
  activity?(request: PageRequest & { readonly since?: string | undefined }, context: ConnectorContext): Promise<ActivityPage>;
  /** Receives the target's event hooks. */
  readonly webhook?: WebhookReceiver | undefined;
  readonly connection?: Connection | undefined;
}

/** How a person's user is turned off. `suspend` keeps everything for a return; `deactivate` also ends app assignments. */
export type DisableMode = 'deactivate' | 'suspend';

export interface EnableRequest extends AccountRequest {
  /** How it was turned off, as far as the engine knows: what to try first, never what to believe. */
  readonly was?: DisableMode | undefined;
}

/** A group of the identity provider. */
export interface Group {
  /** Immutable id. */
  readonly id: string;
  readonly name: string;
  /** Why members may not be changed from outside (rule-managed, imported, built in). Absent: they may. */
  readonly readOnlyBecause?: string | undefined;
}

export interface GroupAnswer {
  readonly outcome: 'changed' | 'unchanged';
  readonly group: Group;
}

/**
 * The system that people sign in with. Every write states the wanted end state and is safe to repeat. Where a doc
 * comment says nothing else: if it throws, the state is what it was or what was wanted; the engine reads before more.
 */
export interface IdentityProvider extends TargetBase {
  readonly users: {
    /** Every user that carries one of the keys, disabled ones included. */
    find(request: FindKeys, context: ConnectorContext): Promise<FindAnswer>;
    /** One user by id with a read that sees our own last write; `undefined` when there is none. */
    get(request: AccountRequest, context: ConnectorContext): Promise<Account | undefined>;
    /** One page of all users, disabled ones included. */
    list(request: PageRequest, context: ConnectorContext): Promise<Page<Account>>;
    /**
     * Creates the user with its groups, in as few calls as the vendor allows. `staged` cannot sign in yet.
     * A taken user name is `CONNECTOR_CONFLICT` with the ids that hold it, never a silent take-over.
     */
    create(request: CreateUserRequest, context: WriteContext): Promise<AccountAnswer>;
    /**
     * Sets exactly the given attributes; the others stay. A rename is an update of `userName`. `unchanged` only where the
     * target tells that all was so already.
     */
    update(request: AccountRequest & { readonly attributes: AccountProfile }, context: WriteContext): Promise<WriteAnswer>;
    /** Ends sign-in and every session the provider can end. `unchanged` when the user is off or gone. */
    disable(request: AccountRequest & { readonly mode: DisableMode }, context: WriteContext): Promise<WriteAnswer>;
    /** Lets a staged, suspended or disabled user sign in. */
    enable(request: EnableRequest, context: WriteContext): Promise<WriteAnswer>;
    /** One page of the ids of the groups the user is in. */
    groups(request: AccountRequest & PageRequest, context: ConnectorContext): Promise<Page<string>>;
    endSessions?(request: AccountRequest, context: WriteContext): Promise<WriteAnswer>;
    /** Removes a user for good. `unchanged` when there is none. */
    delete?(request: AccountRequest, context: WriteContext): Promise<WriteAnswer>;
  };
  readonly groups: {
    /** One page of groups; with `name`, only the ones of exactly that name. */
    list(request: PageRequest & { readonly name?: string | undefined }, context: ConnectorContext): Promise<Page<Group>>;
    /**
     * Makes a group of this name, with nobody in it; only ever because a person asked for it. `unchanged` with the group that
     * has the name already. Nobody's access changes by it.
     */
    create?(request: { readonly name: string }, context: WriteContext): Promise<GroupAnswer>;
    /** One page of the ids of the users in a group. */
    members(request: PageRequest & { readonly groupId: string }, context: ConnectorContext): Promise<Page<string>>;
    /** `unchanged` only where the target tells, or the connector knows, that the user was in the group already. */
    add(request: AccountRequest & { readonly groupId: string }, context: WriteContext): Promise<WriteAnswer>;
    /** `unchanged` only where the target tells, or the connector knows, that the user was not in the group. */
    remove(request: AccountRequest & { readonly groupId: string }, context: WriteContext): Promise<WriteAnswer>;
  };
}

export interface CreateUserRequest {
  readonly profile: AccountProfile;
  /** Ids of groups the user must be in from the start. */
  readonly groups: readonly string[];
  readonly state: 'staged' | 'active';
}

/**
 * An application that people have accounts in. Accounts only: no roles, no permissions. At least one of
 * `accounts.disable` and `accounts.delete` is present.
 */
export interface AppProvisioner extends TargetBase {
  /** `identity`: accounts are created only after the identity provider's user exists. Default: independent. */
  readonly dependsOn?: 'identity' | undefined;
  /**
   * True where turning off ends sessions besides, which no look at the account shows: a cut whose answer was lost is asked for
   * again, not read back, and `accounts.disable` ends the sessions of an account that is off already too. Default false.
   */
  readonly endsSessions?: boolean | undefined;
  readonly accounts: {
    find(request: FindKeys, context: ConnectorContext): Promise<FindAnswer>;
    /** Creates the account. A taken name is `CONNECTOR_CONFLICT`, never a silent take-over. */
    create(request: { readonly profile: AccountProfile }, context: WriteContext): Promise<AccountAnswer>;
    /** One account by id; `undefined` when there is none. */
    get?(request: AccountRequest, context: ConnectorContext): Promise<Account | undefined>;
    /** One page of all accounts. */
    list?(request: PageRequest, context: ConnectorContext): Promise<Page<Account>>;
    /** Sets exactly the given attributes; the others stay. */
    update?(request: AccountRequest & { readonly attributes: AccountProfile }, context: WriteContext): Promise<WriteAnswer>;
    /** Turns the account off. `unchanged` when it is off or gone. */
    disable?(request: AccountRequest, context: WriteContext): Promise<WriteAnswer>;
    /** Turns the account on again. */
    enable?(request: AccountRequest, context: WriteContext): Promise<WriteAnswer>;
    /** Removes the account. `unchanged` when there is none. */
    delete?(request: AccountRequest, context: WriteContext): Promise<WriteAnswer>;
  };
}

/** Anything that is written. */
export type Target = IdentityProvider | AppProvisioner;
