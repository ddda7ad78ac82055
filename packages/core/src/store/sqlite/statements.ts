// Prepared statements, one per shape, and the one rule for how values are bound and rows come back: plain arrays of cells.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Cell, Tuple } from '../layout.ts';

export interface Statements {
  rows(sql: string, values: readonly Cell[]): readonly Tuple[];
  /** How many rows changed. */
  run(sql: string, values: readonly Cell[]): number;
}

export function statementsOf(database: DatabaseSync): Statements {
  const prepared = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    prepared.set(sql, statement);
    return statement;
  }

  return {
    rows: (sql, values) => prepare(sql).all(...values) as unknown as readonly Tuple[],
    run: (sql, values) => Number(prepare(sql).run(...values).changes),
  };
}
