// What a contract rule is given: a connector, and the system behind it as seen without the connector.
import type { AccountProfile, AccountState, AppProvisioner, HrisSource, IdentityProvider } from '../../connector/index.ts';

/** How the system behind a connector can be made to go wrong. */
export const injectableFaults = [
  'unauthenticated',
  'forbidden',
  'rate-limited',
  'rate-limited-no-header',
  'server-error',
  'lost-answer-before',
  'lost-answer-after',
  'truncated',
  'html',
  'redirect',
  'unknown-fields',
] as const;

/**
 * `unauthenticated` 401, `forbidden` 403, `rate-limited` 429 with and `-no-header` without a wait, `server-error` 500:
 * each answered before anything is done. `lost-answer-before` and `-after`: the connection breaks before or after the
 * system acted. `truncated`: half an answer under status 200; `html`: a login page under 200; `redirect`: a 302 to
 * one. `unknown-fields`: right answers with fields nobody documented.
 */
export type InjectableFault = (typeof injectableFaults)[number];

type Now<Value> = Value | Promise<Value>;

interface WorldBase {
  /** The faults that {@link WorldBase.inject} can bring about. Default none; rules that need one are then reported. */
  readonly faults?: readonly InjectableFault[] | undefined;
  /** From now on every request goes wrong in this way; `undefined` heals the system. */
  inject?(fault: InjectableFault | undefined): Now<void>;
  /** Credentials in use: rules look for them in every error and log line. */
  readonly secrets?: readonly string[] | undefined;
  /** Called when the rule is done, also after a failure. */
  close?(): Now<void>;
}

/** An employee to seed, in terms of no vendor. `null` stands for a field that HR left empty. */
export interface SeedEmployee {
  readonly firstName: string;
  readonly lastName: string;
  readonly workEmail: string;
  readonly jobTitle: string | null;
}

export interface SourceWorld extends WorldBase {
  readonly kind: 'source';
  readonly connector: HrisSource;
  readonly backend: {
    /** Adds active employees; answers the source's ids in the same order. */
    seedEmployees(employees: readonly SeedEmployee[]): Now<readonly string[]>;
    /** Adds departments by name; answers their ids in the same order. Leave it out where the source has none. */
    seedDepartments?(names: readonly string[]): Now<readonly string[]>;
    /** Adds an employee whose record cannot be read, with these values where it still has fields. */
    seedUnreadable?(employee: SeedEmployee): Now<void>;
    /** Everything the source holds, as plain data: compared before and after to show that nothing was written. */
    snapshot(): Now<unknown>;
  };
}

/** An account to seed. */
export interface SeedAccount {
  readonly profile: AccountProfile;
  readonly state: 'active' | 'disabled';
}

/** An account as the system itself holds it, in terms of the contract. Attributes it cannot hold are absent. */
export interface HeldAccount {
  readonly id: string;
  /** `pending` for an account that cannot sign in yet. */
  readonly state: AccountState;
  readonly profile: AccountProfile;
}

export interface AppWorld extends WorldBase {
  readonly kind: 'app';
  readonly connector: AppProvisioner;
  readonly backend: {
    /** Adds an account; answers its id. */
    seedAccount(account: SeedAccount): Now<string>;
    /** Every account there is, also the ones that were there from the start. */
    snapshot(): Now<{ readonly accounts: readonly HeldAccount[] }>;
  };
}

export interface HeldUser extends HeldAccount {
  /** Ids of the groups the user is in. */
  readonly groups: readonly string[];
  /** How many sessions are open; only where {@link IdentityWorld.backend} can seed them. */
  readonly sessions?: number | undefined;
}

export interface IdentityWorld extends WorldBase {
  readonly kind: 'identity-provider';
  readonly connector: IdentityProvider;
  readonly backend: {
    /** Adds a user who is in exactly these groups; answers the id. */
    seedUser(user: SeedAccount & { readonly groups: readonly string[] }): Now<string>;
    /** Adds a group whose members may be changed; answers the id. */
    seedGroup(name: string): Now<string>;
    /** Opens a session for a user, as if they had signed in. Leave it out where sessions cannot be seen. */
    seedSession?(userId: string): Now<void>;
    /** Every user and group there is, also the ones that were there from the start. */
    snapshot(): Now<{ readonly users: readonly HeldUser[]; readonly groups: readonly { readonly id: string; readonly name: string }[] }>;
  };
}

/** The two worlds that are written. */
export type TargetWorld = IdentityWorld | AppWorld;

/** What a rule is checked in. Every check gets a fresh one. */
export type ContractWorld = SourceWorld | TargetWorld;

export type ConnectorKind = ContractWorld['kind'];

export type WorldOf<Kind extends ConnectorKind> = Extract<ContractWorld, { readonly kind: Kind }>;
