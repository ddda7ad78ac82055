// What is written for one application with an interface of its own: its calls and how its accounts read. Everything else
// (looking first, verifying hits, reading back, who holds a name, what may not be undone) is the kit's, the same for all.
import type {
  Account,
  AccountProfile,
  CallCosts,
  CheckItem,
  ConnectorContext,
  FindKeys,
  Page,
  PageRequest,
  ProfileAttribute,
  WriteContext,
} from '@tenure/core/connector';
import type { AppDescription } from '../description.ts';

/** An {@link AppDescription} with what an interface of its own adds. */
export interface NativeDescription<Parameter extends string = string, Secret extends string = string>
  extends AppDescription<Parameter, Secret> {
  /** Attributes that the app can be told and shows. */
  readonly attributes: readonly ProfileAttribute[];
  /** Calls a verb takes, where that is not what the kit itself makes of it. */
  readonly calls?: CallCosts | undefined;
  /** How the interface is called in errors: `the Directory API`. */
  readonly interfaceName: string;
}

/** Who an app shows for a key. The kit counts only accounts that carry exactly this key; aliases and prefixes are nobody. */
export interface Looked {
  readonly accounts: readonly Account[];
  /** False: nobody among them says nothing, for the app may have more or cannot search so. */
  readonly decided: boolean;
}

/** One way to look an account up. */
export interface NativeLookup {
  readonly key: keyof FindKeys;
  look(value: string, context: ConnectorContext): Promise<Looked>;
}

/** Notes on what was done less than asked; `nobody`: in the app's own words there is no such account (any more). */
export type Done = readonly string[] | 'nobody';

export interface NativeApi {
  /** Strongest first. */
  readonly lookups: readonly NativeLookup[];
  /** One page of all accounts. The kit leaves out those that are gone. */
  list(request: PageRequest, context: ConnectorContext): Promise<Page<Account>>;
  /** The account by id with a read that sees our own last write; `undefined` when the app says in its own words that there is none. */
  get(id: string, verb: string, context: ConnectorContext): Promise<Account | undefined>;
  /**
   * Makes the account, on: `pending` where the person has to accept. A taken name is `CONNECTOR_CONFLICT`; the kit looks for
   * the holders. `password`: a first password, where one is to be set.
   */
  create(profile: AccountProfile, password: string | undefined, context: WriteContext): Promise<Account>;
  /** Sets these attributes, all of which differ from what the account shows. */
  update?(account: Account, attributes: AccountProfile, context: WriteContext): Promise<Done>;
  /** Turns an account off that is not off. */
  disable?(account: Account, context: WriteContext): Promise<Done>;
  /** Ends what sessions it can of an account that was just turned off; safe to repeat. Absent where turning off does. */
  endSessions?(id: string, context: WriteContext): Promise<void>;
  /** Turns an account on that is not on. */
  enable?(account: Account, context: WriteContext): Promise<Done>;
  /** Removes an account that is there. */
  delete?(account: Account, context: WriteContext): Promise<Done>;
  /** What to look at besides: permissions. Reads only. */
  check?(context: ConnectorContext): Promise<readonly CheckItem[]>;
}
