// Where the sources leave ADP's behaviour open, or where tenants and products differ, the simulator has a switch.

/** How the simulated ADP behaves. Clients must hold under every position. */
export interface AdpSwitches {
  /** Sources name both. What a client without an accepted certificate meets. Default `handshake`; `401` is an answer with a text. */
  readonly withoutCertificate: 'handshake' | '401';
  /** Sources name both. A data call with no or a dead bearer token. Default 401 in the gateway's shape; 400 in OAuth's. */
  readonly deadToken: 400 | 401;
  /** Differs by product. Past the end of the list. Default 204; `empty-list` is 200 with `workers: []`. */
  readonly endOfList: 204 | 'empty-list';
  /** Differs by product. `meta` of a page of workers. Default `null`, as Workforce Now has it. */
  readonly meta: 'null' | 'filled';
  /** Differs by product. A call without `roleCode`. Default `optional`; `required` is 400. */
  readonly roleCode: 'optional' | 'required';
  /** Documented without a figure. For how long the answer to the same address is repeated, in seconds. Default 0: never. */
  readonly readCacheSeconds: number;
  /** No order is promised. `newest-first`: a hire moves everybody down; `unstable`: another start with every call. Default `by-hire`. */
  readonly order: 'by-hire' | 'newest-first' | 'unstable';
  /** Unconfirmed. Whether the department table honours `$skip`; where not, the same page comes again and again. Default `true`. */
  readonly departmentsHonourSkip: boolean;
  /** Needs an entitlement. `/hr/v1/organization-departments`. Default 404. */
  readonly organizationDepartments: 'present' | 404 | 403;
  /** An empty queue: 204 now, 404 before August 2020. Default 204. */
  readonly emptyQueue: 204 | 404;
  /** Unconfirmed. `Retry-After` with 429, in seconds. Default: none. */
  readonly retryAfterSeconds: number | undefined;
  /** Unconfirmed outside Workforce Now. Whether a rehire clears the termination date. Default `true`. */
  readonly rehireClearsTermination: boolean;
  /** Unconfirmed. A second event when a change of the future takes effect. Default `false`. */
  readonly eventOnEffectiveDate: boolean;
}

export const defaultAdpSwitches: AdpSwitches = {
  withoutCertificate: 'handshake',
  deadToken: 401,
  endOfList: 204,
  meta: 'null',
  roleCode: 'optional',
  readCacheSeconds: 0,
  order: 'by-hire',
  departmentsHonourSkip: true,
  organizationDepartments: 404,
  emptyQueue: 204,
  retryAfterSeconds: undefined,
  rehireClearsTermination: true,
  eventOnEffectiveDate: false,
};
