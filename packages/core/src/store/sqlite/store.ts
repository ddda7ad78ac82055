// The embedded store: one file, one owner.
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { type OptionsShape, parseOptions } from '../../connector/options.ts';
import type { Row, Store } from '../port.ts';
import { closedStore, refused } from '../refusal.ts';
import { maximumPage, readGet, readPrefix, readScan, readSteps, readTenant } from '../requests.ts';
import { storeVersion } from '../specs.ts';
import { createFile } from './create.ts';
import { newer, storeFailure } from './failure.ts';
import { inspectFile, readPragma, wholePath } from './inspect.ts';
import { migrate, migrations } from './migrations.ts';
import { type Ownership, takeOwnership } from './owner.ts';
import { commitQueue } from './queue.ts';
import { countQuestion, readPage, readRows } from './reading.ts';
import { statementsOf } from './statements.ts';
import { turnKeeper } from './turns.ts';

/** How a store file is used. Nothing here changes what is in it. */
export interface SqliteStoreOptions {
  /** Memory for pages of the file, in MiB: 1 to 65,536. @defaultValue 64 */
  readonly cacheMebibytes?: number | undefined;
  /** The file grows no further; a commit that would need more room fails whole. @defaultValue no limit but the disk's */
  readonly maximumMebibytes?: number | undefined;
}

const optionsSchema = z.strictObject({
  cacheMebibytes: z.int().min(1).max(65_536).optional(),
  maximumMebibytes: z.int().min(1).optional(),
} satisfies OptionsShape<SqliteStoreOptions>);

/** How long a statement waits for a writer to the inbox, in another process. */
const waitForWriterMs = 5_000;

/**
 * A store in one SQLite file, for one deciding process: what a commit acknowledged survives a killed process and, as
 * far as the disk keeps its word, a power cut. Opens the file at once; a missing or empty one is made, readable only
 * by the user who runs us. While it is open, `<path>-wal`, `-shm` and `.owner` lie beside it. `':memory:'` keeps
 * everything in memory. Not for network file systems.
 *
 * Every answer is computed in this thread. Commits asked for in one turn of the event loop share one flush to the disk.
 *
 * A full disk rejects every commit that shared the transaction with `STORE_FULL`; nothing of them was written, reading
 * goes on, and committing again when there is room is right.
 *
 * @throws {TenureError} `STORE_BUSY` while another store holds the file; `STORE_UNREADABLE` or `STORE_NEWER` for a file
 * that is not ours or of a later version, which is left exactly as it was; `OPTIONS_INVALID`.
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): Store {
  const settings = parseOptions('store', optionsSchema, options);
  if (path === '') throw refused('open store', 'path', 'expected a path');
  const { database, ownership } = path === ':memory:' ? openMemory() : openFile(wholePath(path));
  tune(database, settings);
  const statements = statementsOf(database);
  const queue = commitQueue(database, statements);
  const keepTurns = turnKeeper();

  /** Every read: refused once closed, its faults translated, and the event loop kept alive. */
  async function read<Answer>(verb: string, answer: () => Answer): Promise<Answer> {
    await keepTurns();
    if (!database.isOpen) throw closedStore(verb);
    try {
      return answer();
    } catch (error) {
      throw storeFailure(verb, error);
    }
  }

  return {
    exclusive: true,
    async get(tenant, collection, keys, columns) {
      const owner = readTenant(tenant);
      const { keys: wanted, ...request } = readGet(collection, keys, columns);
      const rows: (Row<typeof collection> | undefined)[] = [];
      for (let from = 0; from < wanted.length; from += maximumPage) {
        const batch = { ...request, keys: wanted.slice(from, from + maximumPage) };
        for (const row of await read('get rows', () => readRows<typeof collection>(statements, owner, batch))) rows.push(row);
      }
      return rows;
    },
    async scan(tenant, collection, query) {
      const owner = readTenant(tenant);
      const request = readScan(collection, query);
      return await read('scan', () => readPage<typeof collection>(statements, owner, request));
    },
    async count(tenant, collection, query = {}) {
      const { sql, values } = countQuestion(readTenant(tenant), readPrefix('count', collection, query));
      return await read('count', () => Number(statements.rows(sql, values)[0]?.[0]));
    },
    async commit(tenant, ops) {
      if (!database.isOpen) throw closedStore('commit');
      const steps = readSteps(ops);
      return await queue.add(readTenant(tenant), steps);
    },
    async close() {
      if (!database.isOpen) return;
      queue.drain();
      database.close();
      ownership?.release();
    },
  };
}

interface Opened {
  readonly database: DatabaseSync;
  readonly ownership: Ownership | undefined;
}

function openMemory(): Opened {
  const database = new DatabaseSync(':memory:');
  migrate(database, migrations);
  return { database, ownership: undefined };
}

function openFile(file: string): Opened {
  inspectFile(file);
  const ownership = takeOwnership(file);
  let database: DatabaseSync | undefined;
  try {
    if (inspectFile(file) === 'absent') createFile(file);
    database = new DatabaseSync(file, { timeout: waitForWriterMs });
    const version = readPragma(database, 'user_version');
    if (version > storeVersion) throw newer(version, storeVersion);
    migrate(database, migrations);
    return { database, ownership };
  } catch (error) {
    database?.close();
    ownership.release();
    throw storeFailure('open store', error);
  }
}

function tune(database: DatabaseSync, { cacheMebibytes = 64, maximumMebibytes }: SqliteStoreOptions): void {
  database.exec(`PRAGMA synchronous = FULL; PRAGMA cache_size = ${-1_024 * cacheMebibytes}; PRAGMA temp_store = MEMORY`);
  // 16 MiB of log before it is folded in: fewer, longer stops, and pages written again and again are folded in once.
  database.exec('PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864');
  if (maximumMebibytes === undefined) return;
  database.exec(`PRAGMA max_page_count = ${Math.floor((maximumMebibytes * 1_048_576) / readPragma(database, 'page_size'))}`);
}
