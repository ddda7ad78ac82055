// The one thing any process may write: a line in the inbox of the process that decides.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { z } from 'zod';
import { entrySchemas, type InboxEntry, type InboxKind } from '../../ask/inbox-entries.ts';
import { parseOptions } from '../../connector/options.ts';
import type { EpochMilliseconds } from '../../model/dates.ts';
import { closedStore, refused } from '../refusal.ts';
import { readSteps, readTenant } from '../requests.ts';
import { storeVersion } from '../specs.ts';
import { isBusy, storeFailure, unreadable } from './failure.ts';
import { inspectFile, readPragma, wholePath } from './inspect.ts';
import { statementsOf } from './statements.ts';
import { applySteps } from './writing.ts';

const verb = 'append to inbox';

/** How long an entry waits for its turn to be written. */
const longestWaitMs = 5_000;

export interface InboxWriter {
  /**
   * Adds one entry, durably: acknowledged means the process that decides will find it. `data` is what JSON can hold.
   * Each call adds another entry. If it throws, nothing was added.
   *
   * @throws {TenureError} `OPTIONS_INVALID` for a kind that nobody reads and for data of another form, `STORE_BUSY` when the store
   *   stayed locked for 5 s, `STORE_FULL` when no room is left.
   */
  append<Kind extends InboxKind>(kind: Kind, data: InboxEntry<Kind>, at: EpochMilliseconds): Promise<void>;
  /** Safe to repeat; later calls of `append` throw. */
  close(): void;
}

/**
 * Writes to the inbox of a store from any process, also while another one owns it: webhooks, approvals, answers.
 * The store must exist: `sqliteStore` makes it.
 *
 * @throws {TenureError} `STORE_UNREADABLE` when there is none yet or the file is not ours, `STORE_NEWER`,
 * `OPTIONS_INVALID` for `':memory:'`, which no other process can see.
 */
export function inboxWriter(path: string, { tenant = 'default' }: { readonly tenant?: string | undefined } = {}): InboxWriter {
  if (path === '' || path === ':memory:') throw refused('open inbox', 'path', 'expected the path of a store');
  const owner = readTenant(tenant);
  const database = openExisting(wholePath(path));
  const statements = statementsOf(database);
  return {
    async append(kind, data, at) {
      if (!Object.hasOwn(entrySchemas, kind)) throw refused(verb, 'kind', `expected one of ${Object.keys(entrySchemas).join(', ')}`);
      parseOptions(`inbox ${kind}`, entrySchemas[kind] as z.ZodType<unknown>, data);
      const steps = readSteps([{ op: 'append', in: 'inbox', row: { kind, data, at, state: 'new' } }]);
      await writeInTurn(database, () => applySteps(statements, owner, steps));
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/**
 * Writes as soon as the lock is free, asking every few milliseconds. SQLite's own waiting would stop this thread, and
 * asks so seldom that an owner with much to do leaves it no gap. A transaction never outlives the turn it began in.
 */
async function writeInTurn(database: DatabaseSync, write: () => void): Promise<void> {
  const deadline = performance.now() + longestWaitMs;
  for (;;) {
    if (!database.isOpen) throw closedStore(verb);
    try {
      database.exec('BEGIN IMMEDIATE');
      write();
      database.exec('COMMIT');
      return;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      if (!isBusy(error) || performance.now() > deadline) throw storeFailure(verb, error);
    }
    await setTimeout(1 + Math.random() * 3);
  }
}

function openExisting(file: string): DatabaseSync {
  if (inspectFile(file) === 'absent') {
    const hint = 'Start the process that decides first: it makes the store. Or correct the path.';
    throw unreadable('open inbox', 'there is no store yet', 'a store that sqliteStore has made', { hint });
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: longestWaitMs });
    database.exec('PRAGMA synchronous = FULL');
    if (readPragma(database, 'user_version') !== storeVersion) {
      const hint = 'Start the process that decides with this version first: it brings the store up to date.';
      throw unreadable('open inbox', 'the store has another version', `a store of version ${storeVersion}`, { hint });
    }
    database.exec('PRAGMA busy_timeout = 0');
    return database;
  } catch (error) {
    database?.close();
    throw storeFailure('open inbox', error);
  }
}
