// Requests checked and encoded once, so that every store starts from the same exact question.
import { encodePart, encodePrefix, encodeRow } from './cells.ts';
import { type Cell, compareCells, type Layout, layoutOf, type Order, type Tuple } from './layout.ts';
import type { CollectionName, Key, KeyValue, ScanQuery, StoreOp } from './port.ts';
import { refused } from './refusal.ts';

const maximumOps = 2_000;
export const maximumPage = 5_000;

/** A {@link StoreOp} that can no longer be refused for its form. */
export type Step =
  | { readonly op: 'put' | 'insert-if-absent' | 'append'; readonly layout: Layout; readonly tuple: Tuple }
  | {
      readonly op: 'update';
      readonly layout: Layout;
      readonly key: Tuple;
      readonly set: readonly (readonly [number, Cell])[];
      readonly when: readonly (readonly [number, Cell])[];
    }
  | { readonly op: 'delete'; readonly layout: Layout; readonly key: Tuple };

/** @throws {TenureError} `OPTIONS_INVALID` on the first step that does not fit; nothing was written. */
export function readSteps(ops: readonly StoreOp[]): readonly Step[] {
  if (ops.length > maximumOps) throw refused('commit', 'ops', `expected at most ${maximumOps} steps`);
  return ops.map(readStep);
}

function readStep(step: StoreOp, index: number): Step {
  const path = `ops.${index}`;
  const layout = knownLayout('commit', step.in, `${path}.in`);
  switch (step.op) {
    case 'put':
    case 'insert-if-absent':
      return { op: step.op, layout, tuple: encodeRow(layout, step.row, `${path}.row`) };
    case 'append':
      if (!layout.counted) throw refused('commit', `${path}.in`, 'no collection that counts its rows');
      return { op: 'append', layout, tuple: encodeRow(layout, step.row, `${path}.row`, { without: 'seq' }) };
    case 'delete':
      return { op: 'delete', layout, key: encodePrefix(layout, layout.byKey.positions, step.key, `${path}.key`) };
    case 'update': {
      const set = encodePart(layout, step.set, `${path}.set`);
      if (set.some(([position]) => position < layout.keyLength)) throw refused('commit', `${path}.set`, 'a key column cannot be set');
      const when = encodePart(layout, step.when ?? {}, `${path}.when`);
      return { op: 'update', layout, key: wholeKey(layout, step.key, `${path}.key`), set, when };
    }
    default:
      throw refused('commit', `${path}.op`, 'no such step');
  }
}

export interface GetRequest {
  readonly layout: Layout;
  readonly keys: readonly Tuple[];
  readonly positions: readonly number[];
}

export function readGet(collection: CollectionName, keys: readonly Key[], columns: readonly string[] | undefined): GetRequest {
  const layout = knownLayout('get rows', collection, 'collection');
  return {
    layout,
    keys: keys.map((key, index) => wholeKey(layout, key, `keys.${index}`)),
    positions: readColumns(layout, columns),
  };
}

export interface PrefixRequest {
  readonly layout: Layout;
  readonly order: Order;
  readonly equals: Tuple;
}

export interface ScanRequest extends PrefixRequest {
  readonly upTo: KeyValue | undefined;
  readonly after: Tuple | undefined;
  readonly reverse: boolean;
  readonly limit: number;
  readonly positions: readonly number[];
}

export function readPrefix(
  verb: string,
  collection: CollectionName,
  query: { readonly index?: string | undefined; readonly equals?: readonly KeyValue[] | undefined },
): PrefixRequest {
  const layout = knownLayout(verb, collection, 'collection');
  const order = query.index === undefined ? layout.byKey : layout.byIndex.get(query.index);
  if (order === undefined) throw refused(verb, 'query.index', 'no such index');
  return { layout, order, equals: encodePrefix(layout, order.positions, query.equals ?? [], 'query.equals') };
}

export function readScan<Name extends CollectionName>(collection: Name, query: ScanQuery<Name>): ScanRequest {
  const { layout, order, equals } = readPrefix('scan', collection, query);
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > maximumPage) {
    throw refused('scan', 'query.limit', `expected 1 to ${maximumPage}`);
  }
  const { after } = query;
  if (after !== undefined && after.length !== order.positions.length) throw refused('scan', 'query.after', 'a position of another order');
  const [upTo] = query.upTo === undefined ? [] : encodePrefix(layout, order.positions.slice(equals.length), [query.upTo], 'query.upTo');
  if (query.upTo !== undefined && upTo === undefined) throw refused('scan', 'query.upTo', 'no column is left to limit');
  return {
    layout,
    order,
    equals,
    reverse: query.reverse ?? false,
    limit: query.limit,
    positions: readColumns(layout, query.columns),
    ...strictest(query.reverse ?? false, upTo ?? undefined, after, equals.length),
  };
}

/**
 * Going backwards, the position and the limit bound the same end: only the stricter is kept, so that a page starts
 * where the last one ended.
 */
function strictest(reverse: boolean, upTo: KeyValue | undefined, after: Tuple | undefined, column: number) {
  if (!reverse || upTo === undefined || after === undefined) return { upTo, after };
  return compareCells(after[column] ?? null, upTo) > 0 ? { upTo, after: undefined } : { upTo: undefined, after };
}

function readColumns(layout: Layout, columns: readonly string[] | undefined): readonly number[] {
  if (columns === undefined) return layout.allPositions;
  return columns.map((name) => {
    const position = layout.positionOf.get(name);
    if (position === undefined) throw refused('read columns', `columns.${name}`, 'no such column');
    return position;
  });
}

function wholeKey(layout: Layout, key: Key, path: string): Tuple {
  if (key.length !== layout.keyLength) throw refused('read keys', path, `expected ${layout.keyLength} values`);
  return encodePrefix(layout, layout.byKey.positions, key, path);
}

function knownLayout(verb: string, name: string, path: string): Layout {
  const layout = layoutOf(name);
  if (layout === undefined) throw refused(verb, path, 'no such collection');
  return layout;
}

/** The tenant as the first key column takes it. */
export function readTenant(tenant: string): string {
  if (typeof tenant !== 'string' || tenant === '' || !tenant.isWellFormed())
    throw refused('read keys', 'tenant', 'expected well-formed text');
  return tenant;
}
