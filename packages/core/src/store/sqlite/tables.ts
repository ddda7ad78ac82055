// The collections as SQL: table and index definitions, and the names both sides of the store use.

import { allLayouts, type Layout, type Order } from '../layout.ts';
import type { ColumnKind } from '../specs.ts';

/** Marks a file as ours: "TENU" in ASCII. */
export const applicationId = 0x54454e55;

/** Per tenant, collection and key prefix: the highest number a removed row had, so that none is given twice. */
export const retiredTable = 'retired_seq';

const sqlTypes: { readonly [Kind in ColumnKind]: string } = { text: 'TEXT', integer: 'INTEGER', boolean: 'INTEGER', json: 'TEXT' };

export function tableStatements(): readonly string[] {
  const retired = `CREATE TABLE ${retiredTable} (collection TEXT NOT NULL, tenant TEXT NOT NULL, prefix TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (collection, tenant, prefix)) WITHOUT ROWID, STRICT`;
  return [...allLayouts.flatMap(collectionStatements), retired];
}

function collectionStatements(layout: Layout): readonly string[] {
  const columns = layout.columns.map(({ name, kind, nullable }) => `${quoted(name)} ${sqlTypes[kind]}${nullable ? '' : ' NOT NULL'}`);
  const key = ['tenant', ...namesAt(layout, layout.byKey.positions)].join(', ');
  const table = `CREATE TABLE ${tableOf(layout)} (tenant TEXT NOT NULL, ${columns.join(', ')}, PRIMARY KEY (${key})) WITHOUT ROWID, STRICT`;
  return [table, ...[...layout.byIndex.values()].map((order) => indexStatement(layout, order))];
}

function indexStatement(layout: Layout, order: Order): string {
  const columns = ['tenant', ...namesAt(layout, order.positions)].join(', ');
  const sparse = sparseColumn(layout, order);
  return `CREATE INDEX ${indexOf(layout, order)} ON ${tableOf(layout)} (${columns})${sparse === undefined ? '' : ` WHERE ${sparse} IS NOT NULL`}`;
}

export function tableOf(layout: Layout): string {
  return quoted(layout.name);
}

export function indexOf(layout: Layout, order: Order): string {
  return quoted(`${layout.name}_by_${order.index ?? 'key'}`);
}

/** The column whose null keeps a row out of the index. */
export function sparseColumn(layout: Layout, order: Order): string | undefined {
  return order.sparseOn === undefined ? undefined : namesAt(layout, [order.sparseOn])[0];
}

/** Column names in SQL. Collections and columns are ours, never a caller's; quoting is for words such as `after` and `by`. */
export function namesAt(layout: Layout, positions: readonly number[]): readonly string[] {
  return positions.flatMap((position) => {
    const column = layout.columns[position];
    return column === undefined ? [] : [quoted(column.name)];
  });
}

function quoted(name: string): string {
  return `"${name}"`;
}
