// Changes that failed in run after run, as methods of a lifecycle.
import { commitAudited } from './audit/record.ts';
import { type ErrorCode, TenureError } from './connector/errors.ts';
import { type Instant, toInstant } from './model/dates.ts';
import type { Change } from './plan/change.ts';
import type { Session } from './read/session.ts';
import { scanAll } from './store/scan.ts';

/** A change that no plan has any more because it kept failing. */
export interface DeadLetter {
  /** What `retry` takes: the change's id. */
  readonly id: string;
  readonly change: Change;
  /** Why it failed the last time; without values. */
  readonly because: string;
  readonly code: ErrorCode | null;
  /** Runs that tried it in vain. */
  readonly runs: number;
  /** When it failed first. */
  readonly since: Instant;
}

export interface DeadLetters {
  /**
   * Changes that failed in five runs, or in two where the error says that trying again is of no use. They are not planned
   * until `retry`, or until something else is wanted. Access cuts are never among them. Reads the store only.
   */
  deadLetters(): AsyncIterable<DeadLetter>;
  /**
   * Lets the next plan have a dead letter again; one that is not wanted any more just goes. One audited commit.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when there is no dead letter of this id.
   */
  retry(id: string, decider: { readonly by: string }): Promise<void>;
}

/** No I/O until a method is called. */
export function openDeadLetters(open: () => Promise<Session>): DeadLetters {
  return {
    async *deadLetters() {
      const { store, tenant } = await open();
      for await (const rows of scanAll(store, tenant, 'failure')) {
        for (const { id, change, because, code, runs, since } of rows.filter(({ dead }) => dead))
          yield { id, change: change as Change, because, code: code as ErrorCode | null, runs, since: toInstant(since) };
      }
    },
    async retry(id, { by }) {
      const session = await open();
      const [row] = await session.store.get(session.tenant, 'failure', [[id]]);
      if (row?.dead !== true) throw unknownLetter();
      const { target, kind } = row.change as Change;
      await commitAudited(
        session,
        [
          { op: 'delete', in: 'failure', key: [id] },
          { op: 'put', in: 'recheck', row: { person: row.person } },
        ],
        [{ kind: 'retry', person: row.person, facts: { by, target, change: kind, runs: row.runs, code: row.code } }],
      );
    },
  };
}

function unknownLetter(): TenureError {
  const problem = { path: 'id', reason: 'there is no dead letter of this id' };
  return new TenureError('OPTIONS_INVALID', {
    system: 'lifecycle',
    verb: 'retry',
    fact: `${problem.path}: ${problem.reason}`,
    details: { problems: [problem] },
    hint: 'Nothing was changed; deadLetters() lists what may be tried again.',
  });
}
