// One process at a time owns a store. The lock is SQLite's own on a file beside it, so the system frees it with the process.
import { DatabaseSync } from 'node:sqlite';
import { storeFailure } from './failure.ts';

export interface Ownership {
  release(): void;
}

/**
 * Holds `<file>.owner` until released or the process ends, however it ends. The file stays behind, empty: removing it
 * would let two processes lock two different files of that name. Not for network file systems.
 *
 * @throws {TenureError} `STORE_BUSY` at once while another store, in this process or another, holds it.
 */
export function takeOwnership(file: string): Ownership {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(`${file}.owner`, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    throw storeFailure('open store', error);
  }
  const held = lock;
  return { release: () => held.close() };
}
