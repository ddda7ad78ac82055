// Where the sources leave Merge's behaviour open, the simulator has a switch. Clients must hold under every position.

/** How the simulated Merge behaves where nobody outside could confirm it, and where HR systems differ behind it. */
export interface MergeSwitches {
  /** Unconfirmed. `page_size` above 100. Default `clamp`; `refuse` is 400. */
  readonly largePages: 'clamp' | 'refuse';
  /** Unconfirmed. A cursor sent with other filters than it was made for. Default `refuse` (400). */
  readonly cursorWithOtherFilters: 'refuse' | 'ignore';
  /** Unconfirmed. Whether a changed employment, group or location also changes `modified_at` of its employees. Default `false`. */
  readonly childChangeTouchesEmployee: boolean;
  /** Unconfirmed. Reading a deleted record by id. Default `with-parameter`: only with `include_deleted_data=true`. */
  readonly deletedById: 'with-parameter' | 'always' | 'never';
  /** Unconfirmed. Whether a fresh link to the same HR system gives records the same ids. Default `false`. */
  readonly idsSurviveFreshLink: boolean;
  /** Differs by integration. Whether Merge notices that a record is gone at the HR system. Default `true`. */
  readonly noticesDeletions: boolean;
  /** A changed record moves to the end of the list, as rows do while Merge writes. Default `false`: order of creation. */
  readonly changedRecordsMove: boolean;
  /** Differs by integration. Day dates as `2026-07-01T00:00:00Z` (the default) or `2026-07-01`. */
  readonly dates: 'date-time' | 'date';
  /** Unconfirmed. `Retry-After` with the 429 of the minute limit. Default `true`. */
  readonly retryAfter: boolean;
  /** Unconfirmed. The status while an address is blocked for too many errors. Default 429. */
  readonly blockedStatus: 403 | 429;
  /** Unconfirmed. What lists of a model show that was switched off in the scopes. Default `nothing`; `shells`: ids only. */
  readonly disabledModel: 'nothing' | 'shells';
  /** Sources conflict. Whether `LinkedAccount.linked` carries the account token. Default `false`. */
  readonly linkedHookCarriesToken: boolean;
}

export const defaultMergeSwitches: MergeSwitches = {
  largePages: 'clamp',
  cursorWithOtherFilters: 'refuse',
  childChangeTouchesEmployee: false,
  deletedById: 'with-parameter',
  idsSurviveFreshLink: false,
  noticesDeletions: true,
  changedRecordsMove: false,
  dates: 'date-time',
  retryAfter: true,
  blockedStatus: 429,
  disabledModel: 'nothing',
  linkedHookCarriesToken: false,
};
