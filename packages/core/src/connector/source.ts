// The contract of an HR source. It is only ever read.
import type { Department } from '../model/department.ts';
import type { Employee, EmployeeField } from '../model/employee.ts';
import type { CheckReport, ConnectorContext, Page, PageRequest } from './context.ts';
import type { Connection, HintQueue, WebhookReceiver } from './hints.ts';
import type { RateLimits } from './limiter.ts';

/**
 * A record as a source read it: an `Employee` that is not validated yet (the engine does that), or one that could not
 * be read at all. An unreadable record is quarantined; it never counts as a departure.
 */
export type SourceRecord<Value> =
  | {
      readonly kind: 'record';
      readonly value: Value;
      /**
       * Text that changes whenever the record does, for example the source's own line. Unchanged text lets the engine
       * skip validation. Absent: the engine uses the value itself.
       */
      readonly raw?: string | undefined;
    }
  | {
      readonly kind: 'unreadable';
      /** The id, where at least that could be read. It keeps that person from being taken for missing. */
      readonly id?: string | undefined;
      /** Where it stands: `people.csv line 14`, `page 3 item 7`. */
      readonly where: string;
      /** What is wrong with it, without values. */
      readonly reason: string;
    };

/** What a source read but has not been checked: the right names, any values. */
export type Draft<Value> = { readonly [Key in keyof Value]?: unknown } & { readonly id: string };

export type EmployeeRecord = SourceRecord<Draft<Employee>>;
export type DepartmentRecord = SourceRecord<Draft<Department>>;

/** What a source knows about whether a reading is whole and fresh. Asked before and after a full read. */
export interface Evidence {
  /** False when the source itself says that it is not whole: a sync still runs, a page failed. */
  readonly complete: boolean;
  /** How many employees there should be, where the source tells. */
  readonly employees?: number | undefined;
  readonly departments?: number | undefined;
  /** When the source's data was last known to be right, as milliseconds since the epoch. */
  readonly freshAt?: number | undefined;
  /** Changes when the data changed under the reading; before and after must agree. */
  readonly revision?: string | undefined;
  /** Why it is not complete, one clause each, without values. */
  readonly reasons?: readonly string[] | undefined;
  /**
   * What the source shows at all, one name each and no values: `Employee.work_email`, `every Employee`. While a name is missing
   * that the last accepted reading had, nobody is missing, emptied or moved by what is read: see `feed.narrowed`. More names
   * than before change nothing. Absent: the source cannot tell.
   */
  readonly shows?: readonly string[] | undefined;
}

/** What the source answers when one person is asked for by id. `cannot-tell` is not `absent`. */
export type EmployeeAnswer =
  | { readonly kind: 'found'; readonly record: EmployeeRecord }
  | { readonly kind: 'absent' }
  | { readonly kind: 'cannot-tell' };

/**
 * One employee that changed: the whole record as it is now, or only that somebody should be read again with `get`
 * (`touched`), for example because a part of the record changed that the list does not carry.
 */
export type EmployeeChange = EmployeeRecord | { readonly kind: 'touched'; readonly id: string };

/** One page of changes; the last one carries the mark to go on from the next time. */
export interface ChangesPage extends Page<EmployeeChange> {
  readonly mark?: string | undefined;
}

/**
 * An HR system to read. A connector is a function that takes options and returns such an object; what is present is
 * what it can do. No verb writes to the HR system.
 */
export interface HrisSource {
  /** Short stable name, `merge` or `file`: it appears in errors, plans and the store. */
  readonly id: string;
  /** The version of this contract. */
  readonly contract: 1;
  /**
   * Changes when the same raw record would be read differently, for example after another column map. Part of every
   * record's fingerprint.
   */
  readonly readingVersion?: string | undefined;
  /** Fields whose absence in a well-formed full record means `null`. All others: absent means "not said". */
  readonly covers?: { readonly employees?: readonly EmployeeField[] | undefined } | undefined;
  /**
   * What a second record of one id with other content means within one reading. `contradiction` (default): two rows for one id,
   * and neither is used. `newer`: the list is written while it is read, and whoever changes meanwhile comes once more; the one
   * read last counts.
   */
  readonly repeats?: 'contradiction' | 'newer' | undefined;
  /** Whether the source can be reached and read. Reads only; safe to repeat. */
  check(context: ConnectorContext): Promise<CheckReport>;
  readonly employees: {
    /** One page of all employees. The engine loops. Safe to repeat; throws rather than answer with a part. */
    list(request: PageRequest, context: ConnectorContext): Promise<Page<EmployeeRecord>>;
    /** One person by id, to confirm an absence or a date. Leave it out where the source has no such call. */
    get?(request: { readonly id: string }, context: ConnectorContext): Promise<EmployeeAnswer>;
    /**
     * One page of what changed since a mark; the same change may come twice, none is left out. Without `since`: no items,
     * only the mark of this moment. Nobody is missing by not being in it. Reads only; safe to repeat.
     *
     * @throws {TenureError} `FEED_INCOMPLETE` when the mark is too old to go on from: the engine reads everything again.
     */
    changes?(request: PageRequest & { readonly since?: string | undefined }, context: ConnectorContext): Promise<ChangesPage>;
  };
  readonly departments: {
    /** One page of all departments. A source without departments answers one empty page. */
    list(request: PageRequest, context: ConnectorContext): Promise<Page<DepartmentRecord>>;
  };
  /** Asked before and after a full read, where the source can tell. */
  evidence?(context: ConnectorContext): Promise<Evidence>;
  /** A queue of messages that say who changed. */
  readonly hints?: HintQueue | undefined;
  /** Receives the source's webhooks. */
  readonly webhook?: WebhookReceiver | undefined;
  readonly connection?: Connection | undefined;
  readonly limits?: RateLimits | undefined;
}
