// The collections as every store lays them out: one flat tuple of cells per row, key columns first.

import type { CollectionName } from './port.ts';
import { type ColumnKind, collectionSpecs } from './specs.ts';

/** What a cell holds: text, an integer (booleans are 0 and 1, JSON is its text) or null. */
export type Cell = string | number | null;

/** One stored row, in the order of {@link Layout.columns}. Never changed in place. */
export type Tuple = readonly Cell[];

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
}

/** An order rows can be read in; it ends in the whole key, so no two rows are equal in it. */
export interface Order {
  /** The index's name; absent for the key. */
  readonly index: string | undefined;
  /** Positions of the columns that are compared, one after the other. */
  readonly positions: readonly number[];
  /** Position of the column whose null keeps a row out. */
  readonly sparseOn: number | undefined;
}

export interface Layout {
  readonly name: CollectionName;
  readonly columns: readonly Column[];
  readonly positionOf: ReadonlyMap<string, number>;
  /** The key is the first so many columns. */
  readonly keyLength: number;
  readonly allPositions: readonly number[];
  readonly byKey: Order;
  readonly byIndex: ReadonlyMap<string, Order>;
  /** True when the last key column is `seq`, which the store counts itself for `append`. */
  readonly counted: boolean;
}

interface LooseSpec {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly nullable?: readonly string[];
  readonly indexes?: Readonly<Record<string, { readonly columns: readonly string[]; readonly sparse?: boolean }>>;
}

const collectionNames = Object.keys(collectionSpecs) as CollectionName[];

const layouts: ReadonlyMap<string, Layout> = new Map(collectionNames.map((name) => [name, layOut(name, collectionSpecs[name])]));

/** The layout of a collection; undefined for a name that is none. */
export function layoutOf(name: string): Layout | undefined {
  return layouts.get(name);
}

export const allLayouts: readonly Layout[] = [...layouts.values()];

function layOut(name: CollectionName, spec: LooseSpec): Layout {
  const others = Object.keys(spec.columns).filter((column) => !spec.key.includes(column));
  const columns = [...spec.key, ...others].map((column) => ({
    name: column,
    kind: spec.columns[column] ?? 'text',
    nullable: spec.nullable?.includes(column) ?? false,
  }));
  const positionOf = new Map(columns.map((column, position) => [column.name, position]));
  const keyPositions = spec.key.map((_, position) => position);
  const orders = Object.entries(spec.indexes ?? {}).map(([index, { columns: indexed, sparse }]): [string, Order] => {
    const first = indexed.flatMap((column) => positionOf.get(column) ?? []);
    const tail = keyPositions.filter((position) => !first.includes(position));
    return [index, { index, positions: [...first, ...tail], sparseOn: sparse === true ? first[0] : undefined }];
  });
  return {
    name,
    columns,
    positionOf,
    keyLength: spec.key.length,
    allPositions: columns.map((_, position) => position),
    byKey: { index: undefined, positions: keyPositions, sparseOn: undefined },
    byIndex: new Map(orders),
    counted: spec.key.at(-1) === 'seq',
  };
}

/** Null before numbers before text; text by code point, as SQLite's and Postgres' byte order has it. */
export function compareCells(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === 'number') return typeof right === 'number' ? left - right : -1;
  return typeof right === 'number' ? 1 : compareText(left, right);
}

function compareText(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) return codePointRank(one) - codePointRank(other);
  }
  return left.length - right.length;
}

/** UTF-16 puts surrogates (code points above U+FFFF) before U+E000; by code point they come last. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
