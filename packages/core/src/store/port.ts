// The store port: rows in collections, read in batches, written in atomic commits. Small on purpose: what it cannot do
// in one statement per batch does not belong in the hot path. `tenant` is the first key column everywhere.
import type { Collections } from './collections.ts';

export type CollectionName = keyof Collections;
export type Row<Name extends CollectionName> = Collections[Name];

/** A key value. Integers stay below 2^53. */
export type KeyValue = string | number;

/** The values of a collection's key columns, in their declared order. */
export type Key = readonly KeyValue[];

/** A position in a scan, to go on after. Opaque; valid for the same collection, index and `equals`. */
export type Position = readonly (KeyValue | null)[];

export interface ScanQuery<Name extends CollectionName> {
  /** A declared index; absent: the key. Rows whose indexed column is null come first. */
  readonly index?: string | undefined;
  /** Values the first columns of the key or index must equal. */
  readonly equals?: readonly KeyValue[] | undefined;
  /** Values the next column must not exceed (inclusive), for example a due instant. */
  readonly upTo?: KeyValue | undefined;
  readonly after?: Position | undefined;
  readonly reverse?: boolean | undefined;
  /** 1 to 5,000 rows. */
  readonly limit: number;
  /** Only these columns are read; absent: all. */
  readonly columns?: readonly (keyof Row<Name> & string)[] | undefined;
}

export interface ScanPage<Name extends CollectionName> {
  readonly rows: readonly Row<Name>[];
  /** Where to go on; absent when the end was reached. */
  readonly next?: Position | undefined;
}

/** One step of a commit, on one row or one key prefix. */
export type StoreOp = { [Name in CollectionName]: OpOn<Name> }[CollectionName];

type OpOn<Name extends CollectionName> =
  /** Writes the whole row, new or not. */
  | { readonly op: 'put'; readonly in: Name; readonly row: Row<Name> }
  /** Writes a new row; an existing one of that key stays as it is and the commit goes on. */
  | { readonly op: 'insert-if-absent'; readonly in: Name; readonly row: Row<Name> }
  /** Sets columns of one row. With `when`, those columns must hold those values, else the whole commit does nothing. */
  | {
      readonly op: 'update';
      readonly in: Name;
      readonly key: Key;
      readonly set: Partial<Row<Name>>;
      readonly when?: Partial<Row<Name>> | undefined;
    }
  /** Removes every row whose key starts with these values. No such row: nothing happens. */
  | { readonly op: 'delete'; readonly in: Name; readonly key: Key }
  /** Adds a row to a collection whose last key column is `seq`; the store gives the next number of that prefix. */
  | { readonly op: 'append'; readonly in: Name; readonly row: Omit<Row<Name>, 'seq'> };

/** `applied: false`: a `when` did not hold (or its row is missing); nothing of the commit was written. */
export type CommitResult =
  | { readonly applied: true }
  | { readonly applied: false; readonly conflict: { readonly in: CollectionName; readonly key: Key } };

/**
 * Where the engine keeps what it knows. Every call is about one tenant. All calls may be made at once from one process;
 * one process at a time owns a store, except for the `inbox`, which any process may append to.
 *
 * Errors: `STORE_BUSY`, `STORE_FULL`, `STORE_UNREADABLE`. After a failed commit nothing of it was written.
 */
export interface Store {
  /** True when no other process can decide on this store: a lease that was left behind belongs to nobody. Default false. */
  readonly exclusive?: boolean | undefined;
  /** The rows of these keys in the order asked, `undefined` where there is none. One statement per batch. */
  get<Name extends CollectionName>(
    tenant: string,
    collection: Name,
    keys: readonly Key[],
    columns?: readonly (keyof Row<Name> & string)[],
  ): Promise<readonly (Row<Name> | undefined)[]>;
  /** One page of rows in key or index order. */
  scan<Name extends CollectionName>(tenant: string, collection: Name, query: ScanQuery<Name>): Promise<ScanPage<Name>>;
  /** How many rows the key or index prefix holds. */
  count(
    tenant: string,
    collection: CollectionName,
    query?: { readonly index?: string; readonly equals?: readonly KeyValue[] },
  ): Promise<number>;
  /** Writes all of it or nothing, durably: what is acknowledged survives a killed process. At most 2,000 steps. */
  commit(tenant: string, ops: readonly StoreOp[]): Promise<CommitResult>;
  /** Ends the use of the store; later calls throw. Safe to repeat. */
  close(): Promise<void>;
}
