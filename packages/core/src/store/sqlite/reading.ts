// Reads as SQL. Every statement names its index, so that no plan can turn into a walk over the table.
import { rowReader } from '../cells.ts';
import type { Cell, Layout, Order } from '../layout.ts';
import type { CollectionName, Row, ScanPage } from '../port.ts';
import type { GetRequest, PrefixRequest, ScanRequest } from '../requests.ts';
import type { Statements } from './statements.ts';
import { indexOf, namesAt, sparseColumn, tableOf } from './tables.ts';

export interface Question {
  readonly sql: string;
  readonly values: readonly Cell[];
}

/** All keys go in as one JSON array; the rows come back in its order, with nulls where there is none. */
export function getQuestion(tenant: string, { layout, keys, positions }: GetRequest): Question {
  const single = layout.keyLength === 1;
  const matches = namesAt(layout, layout.byKey.positions).map((name, index) => `t.${name} = j.value${single ? '' : `->>${index}`}`);
  const columns = namesAt(layout, [...positions, 0]).map((name) => `t.${name}`);
  return {
    sql: `SELECT ${columns.join(', ')} FROM json_each(?) j LEFT JOIN ${tableOf(layout)} t ON t.tenant = ? AND ${matches.join(' AND ')}`,
    values: [JSON.stringify(single ? keys.map(([value]) => value) : keys), tenant],
  };
}

/** One row more than asked for is read: it tells whether there is a next page. */
export function scanQuestion(tenant: string, request: ScanRequest): Question {
  const { layout, order, equals, upTo, after, reverse, limit } = request;
  const names = namesAt(layout, order.positions);
  const rest = names.slice(equals.length);
  const { conditions, values } = prefixConditions(tenant, request);
  if (upTo !== undefined) {
    conditions.push(`${rest[0]} <= ?`);
    values.push(upTo);
  }
  if (after !== undefined && rest.length > 0) {
    conditions.push(`(${rest.join(', ')}) ${reverse ? '<' : '>'} (${rest.map(() => '?').join(', ')})`);
    values.push(...after.slice(equals.length));
  }
  const columns = namesAt(layout, scannedPositions(request)).join(', ');
  const direction = reverse ? ' DESC' : '';
  const sorting = rest.length === 0 ? '' : ` ORDER BY ${rest.map((name) => `${name}${direction}`).join(', ')}`;
  return {
    sql: `SELECT ${columns} FROM ${source(layout, order)} WHERE ${conditions.join(' AND ')}${sorting} LIMIT ?`,
    values: [...values, limit + 1],
  };
}

/** The wanted columns, then those that only the position needs. */
function scannedPositions({ order, positions }: ScanRequest): readonly number[] {
  return [...positions, ...order.positions.filter((position) => !positions.includes(position))];
}

export function countQuestion(tenant: string, request: PrefixRequest): Question {
  const { conditions, values } = prefixConditions(tenant, request);
  return { sql: `SELECT count(*) FROM ${source(request.layout, request.order)} WHERE ${conditions.join(' AND ')}`, values };
}

function prefixConditions(tenant: string, { layout, order, equals }: PrefixRequest): { conditions: string[]; values: Cell[] } {
  const sparse = sparseColumn(layout, order);
  const matched = namesAt(layout, order.positions.slice(0, equals.length));
  return {
    conditions: ['tenant = ?', ...(sparse === undefined ? [] : [`${sparse} IS NOT NULL`]), ...matched.map((name) => `${name} = ?`)],
    values: [tenant, ...equals],
  };
}

function source(layout: Layout, order: Order): string {
  return `${tableOf(layout)} ${order.index === undefined ? 'NOT INDEXED' : `INDEXED BY ${indexOf(layout, order)}`}`;
}

export function readRows<Name extends CollectionName>(
  statements: Statements,
  tenant: string,
  request: GetRequest,
): readonly (Row<Name> | undefined)[] {
  const { sql, values } = getQuestion(tenant, request);
  const read = rowReader<Name>(request.layout, request.positions);
  const keyCell = request.positions.length;
  return statements.rows(sql, values).map((cells) => (cells[keyCell] === null ? undefined : read(cells)));
}

export function readPage<Name extends CollectionName>(statements: Statements, tenant: string, request: ScanRequest): ScanPage<Name> {
  const { equals, after, order, limit, layout, positions } = request;
  // After the only row of a fully given key there is nothing.
  if (after !== undefined && equals.length === order.positions.length) return { rows: [] };
  const { sql, values } = scanQuestion(tenant, request);
  const found = statements.rows(sql, values);
  const rows = found.slice(0, limit).map(rowReader<Name>(layout, positions));
  const last = found.length > limit ? found[limit - 1] : undefined;
  if (last === undefined) return { rows };
  const scanned = scannedPositions(request);
  return { rows, next: order.positions.map((position) => last[scanned.indexOf(position)] ?? null) };
}
