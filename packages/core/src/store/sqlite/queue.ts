// Commits asked for in one turn of the event loop share one transaction, and with it one flush to the disk.
import type { DatabaseSync } from 'node:sqlite';
import type { AnyTenureError } from '../../connector/errors.ts';
import type { CommitResult } from '../port.ts';
import type { Step } from '../requests.ts';
import { storeFailure } from './failure.ts';
import type { Statements } from './statements.ts';
import { applySteps } from './writing.ts';

interface Waiting {
  readonly tenant: string;
  readonly steps: readonly Step[];
  readonly resolve: (result: CommitResult) => void;
  readonly reject: (error: AnyTenureError) => void;
}

export interface CommitQueue {
  add(tenant: string, steps: readonly Step[]): Promise<CommitResult>;
  /** Writes what is waiting, now. */
  drain(): void;
}

/** Steps in one transaction: enough to share the flush, few enough to let the event loop live. One commit is never split. */
const stepsPerTransaction = 500;

export function commitQueue(database: DatabaseSync, statements: Statements): CommitQueue {
  const waiting: Waiting[] = [];
  let scheduled = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      flushOnce();
      if (waiting.length > 0) schedule();
    });
  }

  function flushOnce(): void {
    const batch = nextBatch(waiting);
    if (batch.length === 0) return;
    let results: readonly CommitResult[];
    try {
      results = writeBatch(database, statements, batch);
    } catch (error) {
      const failure = storeFailure('commit', error);
      for (const { reject } of batch) reject(failure);
      return;
    }
    for (const [index, result] of results.entries()) batch[index]?.resolve(result);
  }

  return {
    add: (tenant, steps) =>
      new Promise((resolve, reject) => {
        waiting.push({ tenant, steps, resolve, reject });
        schedule();
      }),
    drain() {
      while (waiting.length > 0) flushOnce();
    },
  };
}

function nextBatch(waiting: Waiting[]): readonly Waiting[] {
  let steps = 0;
  const end = waiting.findIndex((commit, index) => {
    steps += commit.steps.length;
    return index > 0 && steps > stepsPerTransaction;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** Each commit stands or falls by itself on its own savepoint; a fault of the file fails the whole batch. */
function writeBatch(database: DatabaseSync, statements: Statements, batch: readonly Waiting[]): readonly CommitResult[] {
  statements.run('BEGIN IMMEDIATE', []);
  try {
    const results = batch.map(({ tenant, steps }) => {
      statements.run('SAVEPOINT one_commit', []);
      const result = applySteps(statements, tenant, steps);
      if (!result.applied) statements.run('ROLLBACK TO one_commit', []);
      statements.run('RELEASE one_commit', []);
      return result;
    });
    statements.run('COMMIT', []);
    return results;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
