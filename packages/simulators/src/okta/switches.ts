// Where Okta's documents and recordings leave a behaviour open, the simulator has a switch. Clients must hold under every position.

/** How the simulated org behaves where nobody outside Okta could confirm it, and where orgs differ by configuration. */
export interface OktaSwitches {
  /** Unconfirmed. Suspending a PROVISIONED user. Default `refuse` (400 E0000001). */
  readonly suspendProvisioned: 'refuse' | 'allow';
  /** Unconfirmed. The code of a refused activate from SUSPENDED, PROVISIONED and the like. Default `E0000038`. */
  readonly activateElsewhere: 'E0000038' | 'E0000016';
  /** Reported as 404 E0000007. Deactivating a DEPROVISIONED user; `200` changes nothing. Default `404`. */
  readonly deactivateDeprovisioned: 404 | 200;
  /** Unconfirmed. Ending the sessions of a DEPROVISIONED user. Default `204`. */
  readonly sessionsOfDeprovisioned: 204 | 404;
  /** Unconfirmed. `GET /users/{login}` for a DEPROVISIONED user. Default `found`. */
  readonly loginOfDeprovisioned: 'found' | 'not-found';
  /** Org option. Changing the profile of a DEPROVISIONED user. Default `refuse` (404 E0000007). */
  readonly updateDeprovisioned: 'refuse' | 'allow';
  /** Unconfirmed. Changing the profile of a SUSPENDED user. Default `allow`; `refuse` is 403 E0000038. */
  readonly updateSuspended: 'allow' | 'refuse';
  /** Unconfirmed. Whether a password outlives deactivation, so that activate leads to ACTIVE. Default `false`. */
  readonly passwordSurvives: boolean;
  /** Unconfirmed. Adding a member that is one already. Default `204`. */
  readonly addMemberTwice: 204 | 400;
  /** Unconfirmed. Removing a member that is none. Default `204`. */
  readonly removeMemberTwice: 204 | 404;
  /** Unconfirmed. Adding a DEPROVISIONED user to a group. Default `204`. */
  readonly addDeprovisionedMember: 204 | 403;
  /** Unconfirmed. An unknown or read-only group among `groupIds` on create. Default `reject`: no user is made. */
  readonly unusableGroupIds: 'reject' | 'ignore';
  /** Changing members of APP_GROUP and BUILT_IN groups: 403 E0000006 now, 501 E0000060 before April 2026. Default `403`. */
  readonly readOnlyGroup: 403 | 501;
  /**
   * Unconfirmed. Taking out a member whom a rule put in that excludes 100 users already: `refuse` (400 E0000001, they stay), or `put-back`
   * (they are out, and in again when the rule next looks at them). Default `refuse`.
   */
  readonly exclusionsFull: 'refuse' | 'put-back';
  /** Unconfirmed. The code, with 400, of a cursor that is not valid. Default `E0000001`. */
  readonly invalidCursor: 'E0000001' | 'E0000029';
  /** Org option (Identity Engine). No password needed: a new user is ACTIVE at once. Default `false`. */
  readonly passwordOptional: boolean;
  /** Org option. Self-service registration makes e-mail unique and reports the clash on `login`. Default `false`. */
  readonly emailUnique: boolean;
  /** Unconfirmed. Whether deactivate and suspend end OAuth tokens too. Default `false`: only an explicit revocation does. */
  readonly turningOffEndsTokens: boolean;
  /**
   * Unconfirmed. Who may turn off or change administrators: `supers` (super administrators, and anyone themselves), whoever may do it to others
   * (`allow`), or nobody may turn them off (`forbid`). The refusal is 403 E0000006. Default `supers`.
   */
  readonly turnOffAdministrators: 'supers' | 'allow' | 'forbid';
  /** What a principal without a role gets for a list: 403 E0000006, or nobody, as connectors report. Default `refused`. */
  readonly withoutRole: 'refused' | 'empty-lists';
  /** Unconfirmed. Whether a `manage` scope serves for reading as well. Default `false`. */
  readonly manageScopeReads: boolean;
  /** API tokens die after 30 days without a call. Default `false`, because test clocks leap. */
  readonly idleTokenExpires: boolean;
  /** Some answers carry `errorCauses` as a bare object. Default `array`. */
  readonly errorCauses: 'array' | 'object';
  /** A full page always announces a next one, which may be empty. Default `false`. */
  readonly emptyLastPage: boolean;
  /** `held`: new users stay out of search, filter, q and lists until `backend.catchUp()`. Default `current`. */
  readonly index: 'current' | 'held';
}

export const defaultSwitches: OktaSwitches = {
  suspendProvisioned: 'refuse',
  activateElsewhere: 'E0000038',
  deactivateDeprovisioned: 404,
  sessionsOfDeprovisioned: 204,
  loginOfDeprovisioned: 'found',
  updateDeprovisioned: 'refuse',
  updateSuspended: 'allow',
  passwordSurvives: false,
  addMemberTwice: 204,
  removeMemberTwice: 204,
  addDeprovisionedMember: 204,
  unusableGroupIds: 'reject',
  readOnlyGroup: 403,
  exclusionsFull: 'refuse',
  invalidCursor: 'E0000001',
  passwordOptional: false,
  emailUnique: false,
  turningOffEndsTokens: false,
  turnOffAdministrators: 'supers',
  withoutRole: 'refused',
  manageScopeReads: false,
  idleTokenExpires: false,
  errorCauses: 'array',
  emptyLastPage: false,
  index: 'current',
};
