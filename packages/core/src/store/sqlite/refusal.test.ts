import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { inboxWriter, sqliteStore } from './index.ts';
import { applicationId } from './tables.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Every file below a folder with its bytes, size and time of change. */
function pictureOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const stats = statSync(join(folder, name));
      const bytes = stats.isFile()
        ? createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')
        : 'folder';
      return `${name} ${stats.size} ${stats.mtimeMs} ${bytes}`;
    })
    .toSorted();
}

/** A SQLite file of someone else, written by a process that was stopped without closing it. */
function foreignWithLog(file: string): void {
  const original = `${file}.original`;
  const database = new DatabaseSync(original);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)');
  for (const suffix of ['', '-wal']) writeFileSync(`${file}${suffix}`, readFileSync(`${original}${suffix}`));
  database.close();
  rmSync(original);
}

const foreign: Readonly<Record<string, (file: string) => void>> = {
  'a text file': (file) => writeFileSync(file, 'id,name\n1,Ada\n'),
  'a file of zeros': (file) => writeFileSync(file, Buffer.alloc(8_192)),
  'a folder': (file) => mkdirSync(file),
  'a SQLite file with tables and no mark': (file) => {
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE theirs (a)');
    database.close();
  },
  'a SQLite file with the mark of another program': (file) => {
    const database = new DatabaseSync(file);
    database.exec('PRAGMA application_id = 1; CREATE TABLE setting (a)');
    database.close();
  },
  'a SQLite file with a log that waits to be folded in': foreignWithLog,
  'a file that has our mark and no version': (file) => {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA application_id = ${applicationId}; CREATE TABLE setting (a)`);
    database.close();
  },
};

test.for(Object.entries(foreign))('%s is refused and left exactly as it was', ([, make]) => {
  const folder = scratch();
  const file = join(folder, 'theirs.db');
  make(file);
  const before = pictureOf(folder);
  expect(() => sqliteStore(file)).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
  expect(() => inboxWriter(file)).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
  expect(pictureOf(folder)).toEqual(before);
});

test('a store of a later version is refused and left exactly as it was', async () => {
  const folder = scratch();
  const file = join(folder, 'store.db');
  await sqliteStore(file).close();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 99');
  database.close();
  const before = pictureOf(folder);
  const refusal = expect.objectContaining({ code: 'STORE_NEWER', details: { found: 99, supported: 1 } });
  expect(() => sqliteStore(file)).toThrow(refusal);
  expect(() => inboxWriter(file)).toThrow(refusal);
  expect(pictureOf(folder)).toEqual(before);
});

test('a path in a folder that does not exist is refused', () => {
  expect(() => sqliteStore(join(scratch(), 'missing', 'store.db'))).toThrow(expect.objectContaining({ code: 'STORE_UNREADABLE' }));
});

test('options with a typing error are refused before anything is opened', () => {
  const folder = scratch();
  expect(() => sqliteStore(join(folder, 'store.db'), { cache: 1 } as never)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  expect(() => sqliteStore('')).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
  expect(readdirSync(folder)).toEqual([]);
});

test('an empty file becomes a store and keeps its mode; a new one is readable by its user only', async () => {
  const folder = scratch();
  const empty = join(folder, 'empty.db');
  writeFileSync(empty, '', { mode: 0o640 });
  for (const [file, mode] of [
    [empty, 0o640],
    [join(folder, 'new.db'), 0o600],
  ] as const) {
    await sqliteStore(file).close();
    expect(statSync(file).mode & 0o777).toBe(mode);
  }
  expect(readdirSync(folder).toSorted()).toEqual(['empty.db', 'empty.db.owner', 'new.db', 'new.db.owner']);
});

test('what a creation that was stopped half-way left behind does not matter', async () => {
  const file = join(scratch(), 'store.db');
  writeFileSync(`${file}.new`, 'half a file');
  writeFileSync(`${file}.new-journal`, 'half a journal');
  const store = sqliteStore(file);
  expect(await store.count('t', 'employee')).toBe(0);
  await store.close();
});
