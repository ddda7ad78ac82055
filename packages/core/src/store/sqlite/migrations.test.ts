import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { storeVersion } from '../specs.ts';
import { readPragma } from './inspect.ts';
import { type Migration, migrate, migrations } from './migrations.ts';

const second: Migration = { to: 2, statements: () => ['CREATE TABLE later (a)'] };
const broken: Migration = { to: 3, statements: () => ['CREATE TABLE half (a)', 'CREATE TABLE half (a)'] };

function tablesIn(database: DatabaseSync): readonly unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('setting', 'later', 'half') ORDER BY name")
    .all()
    .map(({ name }) => name);
}

test('the list leads without a gap to the version of this program', () => {
  expect(migrations.map(({ to }) => to)).toEqual(Array.from({ length: storeVersion }, (_, index) => index + 1));
});

test('a file is brought up step by step, and once only', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  migrate(database, [...migrations, second]);
  migrate(database, [...migrations, second]);
  expect(readPragma(database, 'user_version')).toBe(2);
  expect(tablesIn(database)).toEqual(['later', 'setting']);
});

test('when one step fails, the file stays at the version it had, with nothing of any step', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  expect(() => migrate(database, [...migrations, second, broken])).toThrow();
  expect(readPragma(database, 'user_version')).toBe(1);
  expect(tablesIn(database)).toEqual(['setting']);
});
