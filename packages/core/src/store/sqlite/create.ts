// Makes a new store file, whole or not at all.
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate, migrations } from './migrations.ts';
import { applicationId } from './tables.ts';

/** Only the user who runs us may read it: it holds personal data. SQLite gives the -wal and -shm files the same mode. */
const privateMode = 0o600;

/**
 * Builds the store beside its place and moves it there, so that a crash leaves no half-made file that would be refused
 * as foreign. The caller owns the store. An empty file at that place is replaced and keeps its mode.
 */
export function createFile(file: string): void {
  const draft = `${file}.new`;
  try {
    buildDraft(draft);
    const before = statSync(file, { throwIfNoEntry: false });
    if (before !== undefined) chmodSync(draft, before.mode & 0o777);
    renameSync(draft, file);
    syncFolder(dirname(file));
  } catch (error) {
    removeDraft(draft);
    throw error;
  }
}

function buildDraft(draft: string): void {
  removeDraft(draft);
  closeSync(openSync(draft, 'wx', privateMode));
  const database = new DatabaseSync(draft, { timeout: 5_000 });
  try {
    database.exec(`PRAGMA synchronous = FULL; PRAGMA application_id = ${applicationId}`);
    migrate(database, migrations);
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

function removeDraft(draft: string): void {
  for (const leftover of [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`]) rmSync(leftover, { force: true });
}

/** Makes the new name durable. Windows cannot open a folder and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
