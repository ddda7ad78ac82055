// What a vendor's SCIM server does, row by row: the questions that every sheet answers.

/** Who an account is to its vendor, where that decides whether it may be removed. */
export type Standing = 'primary-owner' | 'owner' | 'token-owner' | 'last-admin' | 'super-admin' | 'guest' | 'outsider';

/** What became of the person: off and kept; out of the workspace, the vendor's own account lives on; the identity itself is gone. */
export type Removal = 'suspended' | 'left-workspace' | 'identity-destroyed';

/** Why a request is refused. */
export type Problem =
  | 'unauthorized'
  | 'plan'
  | 'wrongTenant'
  | 'notFound'
  | 'userNameTaken'
  | 'emailTaken'
  | 'externalIdTaken'
  | 'takenElsewhere'
  | 'missing'
  | 'invalid'
  | 'userNameTooLong'
  | 'filter'
  | 'path'
  | 'syntax'
  | 'unsupported'
  | 'media'
  | 'tooMany'
  | 'busy'
  | 'seats'
  | 'domain'
  | 'owner'
  | 'primaryOwner'
  | 'cursor'
  | 'staleVersion'
  | 'versionNeeded';

export interface Saying {
  readonly status: number;
  readonly scimType?: string | undefined;
  readonly detail: string;
}

export interface NameRule {
  /** `handle`: an address is turned into one; `email`: nothing else is taken. */
  readonly kind: 'any' | 'email' | 'handle';
  readonly maxLength?: number | undefined;
  /** What one character may be, as the inside of a regular expression's class. */
  readonly alphabet?: string | undefined;
}

export interface Limit {
  readonly counts: 'create' | 'change' | 'delete' | 'write' | 'read' | 'read-one' | 'all';
  readonly requests: number;
  readonly windowSeconds: number;
  /** With it the limit fills up evenly and so many fit in at once; without, it is a window that begins with the first request. */
  readonly burst?: number | undefined;
}

export interface Protection {
  readonly standing: Standing;
  readonly from: readonly ('change' | 'inactive' | 'delete')[];
  /** `nothing`: answered as done, and nothing happens. */
  readonly answer: Problem | 'nothing';
}

/** One row per question. A user name, an address or an external id never differs by case unless a row says so. */
export interface Dialect {
  /** The vendor's address; what differs by customer stands in braces. */
  readonly address: string;
  /** Media types that bodies may have. */
  readonly accepts: readonly string[];
  readonly answersAs: 'application/scim+json' | 'application/json';
  readonly discovery: 'served' | 'none';
  /** What a GET of the base address answers. */
  readonly baseAnswers: 200 | 404;

  readonly required: readonly string[];
  readonly requiredByPut: readonly string[];
  /** Attributes that are taken and not kept. */
  readonly ignored: readonly string[];
  readonly userName: NameRule;
  readonly emailsTaken: 'array' | 'object' | 'either';
  readonly emailsShown: 'array' | 'object';
  /** How many values an attribute with several may have, and what becomes of more. */
  readonly valuesKept: number;
  readonly moreValues: 'dropped' | 'refused';
  /** `owned`: creation and changes of address need a domain of the tenant. */
  readonly domains: 'any' | 'owned';
  /** `owned`: changes of a profile need a domain of the tenant, creation and removal do not. */
  readonly profileDomains: 'any' | 'owned';
  readonly createAnswers: 200 | 201;
  /** A created account is pending until its owner accepts. */
  readonly invites: boolean;
  readonly pendingShows: 'active' | 'inactive';
  /** What a creation meets in an account of the same address that the vendor has outside this tenant. */
  readonly elsewhere: 'unrelated' | 'conflict' | 'joined';
  readonly id: 'own' | 'externalId';
  readonly unique: readonly ('userName' | 'email' | 'externalId')[];
  readonly takenStatus: 409 | 400;

  /** How external ids are spelled in an answer about one account, and in lists. */
  readonly externalIdShownAs: { readonly one: string; readonly list: string };
  readonly nameShown: 'as-kept' | 'flat' | 'not-available';
  readonly primaryShown: 'boolean' | 'text';

  /** Attributes that a filter may name, and whether their values differ by case. */
  readonly filterable: Readonly<Record<string, 'any-case' | 'exact'>>;
  readonly operators: readonly string[];
  readonly joins: readonly ('and' | 'or')[];
  readonly otherFilters: 'refused' | 'ignored' | 'no-hit';
  readonly attributesParameter: 'honoured' | 'ignored';

  /** `cursor`: the first rows without one, all with (RFC 9865); an index counts for nothing. `none`: always everything. */
  readonly paging: 'index' | 'cursor' | 'none';
  readonly maxCount: number;
  readonly defaultCount: number;
  readonly totals: 'all' | 'page' | 'absent';
  readonly order: 'oldest-first' | 'newest-first';
  /** Standings that lists leave out. */
  readonly unlisted: readonly Standing[];

  readonly operations: readonly string[];
  readonly operationCase: 'any' | 'as-spelled';
  readonly patchForms: readonly ('path' | 'value')[];
  readonly patchable: 'everything' | 'active-false';
  readonly pathFilters: 'work' | 'no-effect';
  readonly booleanText: 'taken' | 'refused';
  readonly patchAnswers: 200 | 204;
  readonly put: 'replaces' | 'unsupported';
  /** An attribute that a PUT with another user name must repeat unchanged. */
  readonly renameRepeats: 'nickName' | undefined;
  readonly versions: 'none' | 'honoured' | 'required';

  readonly inactiveMeans: Removal;
  /** What a GET shows of an account that was turned off. */
  readonly inactiveShows: 'inactive' | '404';
  /** Handle and address cannot be seen or found while the account is off. */
  readonly inactiveObscures: boolean;
  readonly reactivation: 'active-true' | 'create-again';
  readonly deletionMeans: Removal | 'unsupported' | 'nothing';
  readonly deletedAgain: 204 | 404;
  /** What a second creation of a removed account gets. */
  readonly createdAgain: 'new-id' | 'same-id' | 'conflict';
  readonly protects: readonly Protection[];
  /** Who made the token: its end as a member ends the token too. */
  readonly tokenDiesWithOwner: boolean;
  /** Milliseconds until reads show that an account is off, or that it was created. */
  readonly offShowsAfterMs: number;
  readonly createdShowsAfterMs: number;

  readonly errorBody: 'scim' | 'scim-numeric-status' | 'aws';
  readonly unauthorizedBody: 'as-others' | 'slack-v1' | 'text';
  readonly says: Partial<Record<Problem, Saying>>;
  readonly limits: readonly Limit[];
  readonly limitStatus: 429 | 403;
  readonly retryAfter: 'seconds' | 'date' | 'none';
  /** A second change of an account while one is under way is refused. */
  readonly oneChangeAtOnce: boolean;
}
