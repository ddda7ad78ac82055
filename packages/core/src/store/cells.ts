// Rows to cells and back. What is refused here never reaches a store, so a commit fails before it begins.
import type { TenureError } from '../connector/errors.ts';
import type { Cell, Column, Layout, Tuple } from './layout.ts';
import type { CollectionName, Row } from './port.ts';
import { refused } from './refusal.ts';

/**
 * A whole row as a tuple. A nullable column that is absent becomes null; any other absent or unknown column is refused.
 * The row may be changed afterwards: nothing of it is kept.
 */
export function encodeRow(layout: Layout, row: object, path: string, options: { readonly without?: string } = {}): Tuple {
  const record = row as Readonly<Record<string, unknown>>;
  refuseUnknown(layout, record, path, options.without);
  return layout.columns.map((column) => {
    if (column.name === options.without) return 0;
    const value = record[column.name];
    const cell = value === undefined && column.nullable ? null : encodeCell(column, value);
    if (cell === undefined) throw misfit(column, value, `${path}.${column.name}`);
    return cell;
  });
}

/** Some columns of a row, by position, in the order they were given. */
export function encodePart(layout: Layout, part: object, path: string): readonly (readonly [number, Cell])[] {
  const record = part as Readonly<Record<string, unknown>>;
  refuseUnknown(layout, record, path, undefined);
  return Object.entries(record).map(([name, value]) => {
    const position = layout.positionOf.get(name) ?? 0;
    const column = columnAt(layout, position);
    const cell = encodeCell(column, value);
    if (cell === undefined) throw misfit(column, value, `${path}.${name}`);
    return [position, cell];
  });
}

/** Values of the columns at these positions, from the first on; fewer values than columns are a prefix. */
export function encodePrefix(layout: Layout, positions: readonly number[], values: readonly unknown[], path: string): Tuple {
  if (values.length > positions.length) throw refused('read keys', path, `expected at most ${positions.length} values`);
  return values.map((value, index) => {
    const column = columnAt(layout, positions[index] ?? 0);
    const cell = encodeCell(column, value);
    if (cell === undefined) throw misfit(column, value, `${path}.${index}`);
    return cell;
  });
}

export function columnAt(layout: Layout, position: number): Column {
  const column = layout.columns[position];
  if (column === undefined) throw refused('read columns', layout.name, 'no such column');
  return column;
}

function refuseUnknown(layout: Layout, record: Readonly<Record<string, unknown>>, path: string, without: string | undefined): void {
  for (const name of Object.keys(record)) {
    if (!layout.positionOf.has(name) || name === without) throw refused('read a row', `${path}.${name}`, 'no such column');
  }
}

/** The reason is looked for only when there is one to give: this runs once per value stored. */
function encodeCell(column: Column, value: unknown): Cell | undefined {
  if (value === null && column.nullable) return null;
  return encoders[column.kind](value);
}

function misfit(column: Column, value: unknown, path: string): TenureError<'OPTIONS_INVALID'> {
  return refused('read a row', path, value === null && column.kind !== 'json' ? 'must not be null' : expected[column.kind]);
}

const encoders = {
  text: (value: unknown) => (typeof value === 'string' && value.isWellFormed() ? value : undefined),
  // Adding zero turns -0 into 0, which is what a database gives back.
  integer: (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) ? value + 0 : undefined),
  boolean: (value: unknown) => (typeof value === 'boolean' ? Number(value) : undefined),
  json: toJsonText,
};

const expected = {
  text: 'expected well-formed text',
  integer: 'expected an integer below 2^53',
  boolean: 'expected true or false',
  json: 'expected what JSON can hold',
};

function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Reads cells, given in the order of `positions`, into fresh rows that hold just those columns. */
export function rowReader<Name extends CollectionName>(layout: Layout, positions: readonly number[]): (cells: Tuple) => Row<Name> {
  const columns = positions.map((position) => columnAt(layout, position));
  return (cells) => {
    const row: Record<string, unknown> = {};
    let index = 0;
    for (const column of columns) {
      row[column.name] = decodeCell(column, cells[index] ?? null);
      index += 1;
    }
    return row as unknown as Row<Name>;
  };
}

function decodeCell(column: Column, cell: Cell): unknown {
  if (column.kind === 'json' && typeof cell === 'string') return JSON.parse(cell);
  return column.kind === 'boolean' ? cell === 1 : cell;
}
