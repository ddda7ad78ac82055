// One class, one table. The prefix says who must act: OPTIONS_ the configuration, CONNECTOR_ the remote system or the
// credential, CONTRACT_ the connector's author, FEED_ the source's data, PLAN_ the approver, STORE_ whoever runs us.

/** What may be done after an error: nothing, the same again later, look first whether it took effect, or plan anew. */
export type RetryClass = 'never' | 'after-delay' | 'read-first' | 'replan';

/** One thing wrong with options, by path. Never holds the value. */
export interface OptionProblem {
  readonly path: string;
  readonly reason: string;
}

interface HttpFacts {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** The vendor's own code for the fault, where it has a table of them. */
  readonly vendorCode?: string | undefined;
  /** The vendor's id of the request, for their support. */
  readonly requestId?: string | undefined;
}

/** The facts each code carries. Written first: the table below must cover it. */
export interface ErrorDetails {
  OPTIONS_INVALID: { readonly problems: readonly OptionProblem[] };
  CONNECTOR_UNAUTHENTICATED: HttpFacts;
  CONNECTOR_FORBIDDEN: HttpFacts & { readonly missing?: string | undefined };
  CONNECTOR_RATE_LIMITED: HttpFacts & { readonly retryAfterMs: number };
  CONNECTOR_UNAVAILABLE: HttpFacts & { readonly retryAfterMs?: number | undefined };
  CONNECTOR_CONFLICT: HttpFacts & { readonly accountIds?: readonly string[] | undefined };
  CONNECTOR_CONFLICT_NOT_VISIBLE: HttpFacts;
  CONNECTOR_REJECTED: HttpFacts & { readonly fields?: readonly string[] | undefined };
  CONNECTOR_SEAT_LIMIT: HttpFacts;
  CONNECTOR_PROTECTED_ACCOUNT: HttpFacts & { readonly because: string };
  CONNECTOR_IRREVERSIBLE_REFUSED: HttpFacts;
  CONNECTOR_RESPONSE_UNREADABLE: HttpFacts & { readonly expected: string };
  CONNECTOR_OUTCOME_UNKNOWN: HttpFacts;
  CONNECTOR_NOT_EFFECTIVE: HttpFacts & { readonly expected: string };
  CONTRACT_VERSION_UNSUPPORTED: { readonly found: number; readonly supported: readonly number[] };
  CONTRACT_CURSOR_REPEATED: { readonly page: number };
  CONTRACT_ANSWER_DIFFERS: { readonly expected: string };
  FEED_INCOMPLETE: { readonly reasons: readonly string[] };
  PLAN_STALE: { readonly hash: string };
  PLAN_UNSUPPORTED: { readonly format: number };
  STORE_FULL: Record<string, never>;
  STORE_BUSY: { readonly holder?: string | undefined };
  STORE_NEWER: { readonly found: number; readonly supported: number };
  STORE_UNREADABLE: { readonly expected: string };
}

export type ErrorCode = keyof ErrorDetails;

interface ErrorEntry {
  readonly retry: RetryClass;
  /** What to do, addressed to whoever must act. */
  readonly hint: string;
}

/** Every code with its retry class and its usual remedy; the reference page is generated from it. */
export const errorTable: { readonly [Code in ErrorCode]: ErrorEntry } = {
  OPTIONS_INVALID: { retry: 'never', hint: 'Correct the named options; nothing was requested.' },
  CONNECTOR_UNAUTHENTICATED: { retry: 'never', hint: 'Renew the credential: it is wrong, expired or revoked. Nobody is treated as gone.' },
  CONNECTOR_FORBIDDEN: { retry: 'never', hint: 'Give the credential the missing permission, or leave this target out.' },
  CONNECTOR_RATE_LIMITED: { retry: 'after-delay', hint: 'Wait as long as the error says; the engine does so by itself.' },
  CONNECTOR_UNAVAILABLE: { retry: 'after-delay', hint: 'The system is down or unreachable; the engine tries again later.' },
  CONNECTOR_CONFLICT: { retry: 'replan', hint: 'Another account holds this name; look at the named accounts and plan again.' },
  CONNECTOR_CONFLICT_NOT_VISIBLE: {
    retry: 'never',
    hint: 'The system refuses the name but shows no account that holds it (a tombstone, or another tenant); ask its administrator, then answer the question.',
  },
  CONNECTOR_REJECTED: { retry: 'never', hint: 'The system refused the data; correct the named fields at the source or in the mapping.' },
  CONNECTOR_SEAT_LIMIT: { retry: 'never', hint: 'No licence is left in this system; buy or free one, then plan again.' },
  CONNECTOR_PROTECTED_ACCOUNT: { retry: 'never', hint: 'This account may only be changed by a person; do it there, then plan again.' },
  CONNECTOR_IRREVERSIBLE_REFUSED: {
    retry: 'never',
    hint: 'The step cannot be undone; allow it explicitly in the options of the connector.',
  },
  CONNECTOR_RESPONSE_UNREADABLE: {
    retry: 'after-delay',
    hint: 'The answer was not what the system documents (a proxy, a login page, a wrong address?); check the base URL.',
  },
  CONNECTOR_OUTCOME_UNKNOWN: {
    retry: 'read-first',
    hint: 'The answer to a write was lost; the engine reads before it does anything else.',
  },
  CONNECTOR_NOT_EFFECTIVE: { retry: 'read-first', hint: 'The system said yes but nothing changed; check there by hand.' },
  CONTRACT_VERSION_UNSUPPORTED: { retry: 'never', hint: 'Use a connector made for this version of @tenure/core.' },
  CONTRACT_CURSOR_REPEATED: { retry: 'never', hint: 'The connector gave the same cursor twice; report it to its author.' },
  CONTRACT_ANSWER_DIFFERS: { retry: 'never', hint: 'The connector broke its contract; run the contract suite on it.' },
  FEED_INCOMPLETE: { retry: 'after-delay', hint: 'The reading cannot be trusted to be whole; nobody was removed. Read again later.' },
  PLAN_STALE: { retry: 'replan', hint: 'Plan again: what this plan stood on has changed.' },
  PLAN_UNSUPPORTED: { retry: 'never', hint: 'The plan was made by another version; plan again.' },
  STORE_BUSY: { retry: 'after-delay', hint: 'Another process is deciding on this store; wait for it or stop it.' },
  STORE_FULL: { retry: 'after-delay', hint: 'There is no room left for the store; make some. Nothing of the commit was written.' },
  STORE_NEWER: { retry: 'never', hint: 'The store was written by a newer version; upgrade, or open a copy. It was left untouched.' },
  STORE_UNREADABLE: { retry: 'never', hint: 'The file is not a store of ours; it was left untouched. Check the path.' },
};

/** Who was asked to do what, to whom, and what went wrong. */
export interface ErrorFacts<Code extends ErrorCode> {
  /** The connector, target or part that speaks: `okta`, `slack`, `store`, `options`. */
  readonly system: string;
  /** The verb and noun: `disable user`, `list employees`. */
  readonly verb: string;
  /** The id of the thing, never a name or a login. One that is an e-mail address, as some servers give out, is not shown. */
  readonly id?: string | undefined;
  /** What is the matter, as one clause without values from records. */
  readonly fact: string;
  readonly details: ErrorDetails[Code];
  /** What to do here, where more is known than the table says for every case of the code. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

const brand = Symbol.for('tenure.error');

/**
 * The one error of this library. `code` narrows `details` (see {@link isTenureError}); `retry` says what may follow and
 * `hint` what to do. Messages and details never hold attribute values, bodies, headers or credentials.
 */
export class TenureError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly [brand] = true;
  override readonly name = 'TenureError';
  readonly code: Code;
  readonly system: string;
  readonly verb: string;
  readonly id: string | undefined;
  readonly details: ErrorDetails[Code];
  readonly retry: RetryClass;
  readonly hint: string;

  constructor(code: Code, facts: ErrorFacts<Code>) {
    const id = facts.id?.includes('@') ? '[address]' : facts.id;
    const subject = id === undefined ? facts.verb : `${facts.verb} ${id}`;
    super(`${facts.system}: ${subject}: ${facts.fact}`, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.system = facts.system;
    this.verb = facts.verb;
    this.id = id;
    this.details = facts.details;
    this.retry = errorTable[code].retry;
    this.hint = facts.hint ?? errorTable[code].hint;
  }

  /** What is safe to print, store or send: no cause, no stack. */
  toJSON(): { code: Code; message: string; hint: string; retry: RetryClass; details: ErrorDetails[Code] } {
    return { code: this.code, message: this.message, hint: this.hint, retry: this.retry, details: this.details };
  }
}

/** Any TenureError, as a union that `code` narrows. */
export type AnyTenureError = { [Code in ErrorCode]: TenureError<Code> }[ErrorCode];

/** True for a TenureError, also one from another installed copy of this package. */
export function isTenureError(value: unknown): value is AnyTenureError {
  return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true;
}
