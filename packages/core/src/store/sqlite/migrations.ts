// How a file gets from one version of the collections to the next.
import type { DatabaseSync } from 'node:sqlite';
import { readPragma } from './inspect.ts';
import { tableStatements } from './tables.ts';

export interface Migration {
  /** The version the file has afterwards; one more than before. */
  readonly to: number;
  readonly statements: () => readonly string[];
}

/** In order, none left out. A later version adds an entry; an entry that was published never changes. */
export const migrations: readonly Migration[] = [{ to: 1, statements: tableStatements }];

/**
 * Brings a file to the last version in one transaction: it has all of it or stays as it was. Safe to repeat.
 *
 * @throws SQLite's own error; nothing was changed.
 */
export function migrate(database: DatabaseSync, list: readonly Migration[]): void {
  const version = readPragma(database, 'user_version');
  const due = list.filter(({ to }) => to > version);
  if (due.length === 0) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const { to, statements } of due) {
      for (const statement of statements()) database.exec(statement);
      database.exec(`PRAGMA user_version = ${to}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
