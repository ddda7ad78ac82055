// Looks at a file before anything may touch it, and says whether it is a store of ours.
import { realpathSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { storeVersion } from '../specs.ts';
import { newer, storeFailure, unreadable } from './failure.ts';
import { applicationId } from './tables.ts';

const verb = 'open store';

/**
 * `absent` also for a file of no bytes. Reads only: the file stays as it is and no file appears beside it.
 *
 * @throws {TenureError} `STORE_UNREADABLE` for anything that is not a store of ours, `STORE_NEWER` for a later version.
 */
export function inspectFile(file: string): 'absent' | 'ours' {
  const stats = statsOf(file);
  if (stats === undefined) return 'absent';
  if (!stats.isFile()) throw unreadable(verb, 'the path is not a file', 'a path to a file');
  if (stats.size === 0) return 'absent';
  const { id, version } = readMarks(file);
  if (id !== applicationId || version < 1) throw unreadable(verb, 'the file is not a store of ours', 'a file made by sqliteStore');
  if (version > storeVersion) throw newer(version, storeVersion);
  return 'ours';
}

function statsOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw storeFailure(verb, error);
  }
}

/**
 * `immutable` makes SQLite read the main file alone: no lock, no -wal, no -shm. It has to be SQLite that reads: closing
 * a descriptor of our own would drop the locks this process holds on the same file through an open store.
 */
function readMarks(file: string): { id: number; version: number } {
  const address = pathToFileURL(file);
  address.search = 'mode=ro&immutable=1';
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(address, { readOnly: true });
    return { id: readPragma(database, 'application_id'), version: readPragma(database, 'user_version') };
  } catch (error) {
    throw unreadable(verb, 'the file is not a store of ours', 'a file made by sqliteStore', { cause: error });
  } finally {
    database?.close();
  }
}

export function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version' | 'page_size'): number {
  const value = database.prepare(`PRAGMA ${name}`).get()?.[name];
  return typeof value === 'number' ? value : 0;
}

/** One name per file, whatever links lead to it: the owner lock is by name. */
export function wholePath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
