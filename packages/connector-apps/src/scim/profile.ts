// How a SCIM server speaks, as plain data: a vendor's dialect is one such object, and no code asks which vendor it
// talks to. Two functions at most escape from the data: `mapUser` and `readUser`.
import type { AccountProfile, FindKeys, ProfileAttribute, RateLimits } from '@tenure/core/connector';
import type { AppDescription, Deleting, Disabling, ErrorMeaning } from '../description.ts';

/** Where an attribute stands in a user resource. */
export type Place =
  /** `title`, `name.givenName`, or the same inside an extension schema. */
  | { readonly kind: 'attribute'; readonly path: readonly [string, ...string[]]; readonly extension?: string }
  /** A field of the chosen entry of a list: the primary one, else the one of type `work`. */
  | { readonly kind: 'entry'; readonly list: string; readonly field: string };

/** A key that accounts can be filtered by, always with `eq`. */
export interface Lookup {
  readonly key: keyof FindKeys;
  /** The attribute as the filter names it. */
  readonly filter: string;
  /** Whether the value counts with its case. Without it lower case is asked first, then the spelling as given. */
  readonly exactCase: boolean;
  /** The app does not show some accounts by this key, those that are off for one: no hit says nothing. Default false. */
  readonly hides?: boolean | undefined;
}

/** What the app signs people in with. */
export type UserNameRule =
  /** The user name as HR's address makes it. */
  | { readonly from: 'profile' }
  /** A short name made from the e-mail address; the connector tries another when it is taken. */
  | {
      readonly from: 'handle';
      readonly longest: number;
      /** Characters that may stand in it, as the inside of a character class. */
      readonly alphabet: string;
      /** The filter that finds an account by its handle; the hit still has to carry the address. */
      readonly filter: string;
      /** The vendor's code for a handle that somebody has. */
      readonly takenCode: string;
    };

/** One PATCH operation with a path, one with a value object, or the whole resource. */
export type SwitchForm = 'patch-path' | 'patch-value' | 'put';

/** Where the vendor's error code stands: in `scimType`, as the whole `detail`, or as AWS names its exceptions. */
export type CodePlace = 'scimType' | 'detail' | 'aws';

/** Kinds of calls that vendors count apart. */
export type LimitBucket = 'read' | 'read-one' | 'create' | 'update' | 'delete';

export interface ProfileLimits extends Omit<RateLimits, 'buckets' | 'credential'> {
  readonly buckets?: Readonly<Partial<Record<LimitBucket, { readonly count: number; readonly perMs: number }>>> | undefined;
}

/** A user as it is sent or read. */
export type UserObject = Readonly<Record<string, unknown>>;

export interface ScimProfile<Parameter extends string = string> extends AppDescription<Parameter, 'token'> {
  /** A path whose 2xx shows that the address is right, for the check. */
  readonly probe?: { readonly path: string; readonly title: string } | undefined;
  /** What the id of an account is: the server's own, or the external id that we gave. The latter stands in no error. Default own. */
  readonly identifier?: 'externalId' | undefined;
  readonly mediaType: 'application/scim+json' | 'application/json';
  /** HR's own fields go where a profile gives them a place: `'customFields.costCenter'`. */
  readonly places: { readonly [Name in ProfileAttribute]?: Place };
  /** How lists such as `emails` are written, and whether the server takes one entry only. */
  readonly lists: { readonly shape: 'array' | 'object'; readonly single: boolean };
  readonly userName: UserNameRule;
  /** Strongest first. */
  readonly lookups: readonly Lookup[];
  readonly update: SwitchForm | 'none';
  /** `active: false`, where it keeps the account and `active: true` brings it back. `settlesMs`: how late that may show. */
  readonly disable?: (Disabling & { readonly form: SwitchForm }) | undefined;
  readonly delete?: (Deleting & { readonly form: SwitchForm | 'delete' }) | undefined;
  readonly operation: 'replace' | 'Replace';
  readonly paging: {
    readonly mode: 'index' | 'cursor' | 'none';
    readonly largestPage: number;
    readonly mostPages: number;
  };
  /** `asked`: a version is sent once the server demands it (412, 428); `always`: with every change. */
  readonly versions: 'asked' | 'always';
  readonly errors: { readonly code: CodePlace; readonly meanings: Readonly<Record<string, ErrorMeaning>> };
  readonly limits: ProfileLimits;
  /** Completes a user that is about to be created. */
  readonly mapUser?: ((user: UserObject, profile: AccountProfile, parameters: Readonly<Record<string, string>>) => UserObject) | undefined;
  /** Rewrites a user as the server spells it into the spelling of RFC 7643. */
  readonly readUser?: ((raw: UserObject) => UserObject) | undefined;
}
