// Changes that failed in run after run, as methods of a lifecycle.
import { mustBeConfigured } from './ask/naming.ts';
import { commitAudited } from './audit/record.ts';
import { type ErrorCode, TenureError } from './connector/errors.ts';
import { type Instant, toInstant } from './model/dates.ts';
import type { Change } from './plan/change.ts';
import type { Session } from './read/session.ts';
import type { FailureRow } from './store/collections.ts';
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
   * Lets the next plan have a dead letter again, or with `{ target }` every one of a target, once what was wrong there is mended;
   * those that are not wanted any more just go. Answers how many they were. One audited commit for each.
   *
   * @throws {TenureError} `OPTIONS_INVALID` when there is no dead letter of this id. A target may have none.
   */
  retry(which: string | { readonly target: string }, decider: { readonly by: string }): Promise<number>;
}

/** No I/O until a method is called. */
export function openDeadLetters(open: () => Promise<Session>, targets: ReadonlySet<string>): DeadLetters {
  return {
    async *deadLetters() {
      const { store, tenant } = await open();
      for await (const rows of scanAll(store, tenant, 'failure')) {
        for (const { id, change, because, code, runs, since } of rows.filter(({ dead }) => dead))
          yield { id, change: change as Change, because, code: code as ErrorCode | null, runs, since: toInstant(since) };
      }
    },
    async retry(which, { by }) {
      const session = await open();
      if (typeof which === 'string') {
        const [row] = await session.store.get(session.tenant, 'failure', [[which]]);
        if (row?.dead !== true) throw unknownLetter();
        await again(session, row, by);
        return 1;
      }
      mustBeConfigured(targets, 'retry', which.target);
      let count = 0;
      for await (const rows of scanAll(session.store, session.tenant, 'failure')) {
        for (const row of rows.filter(({ dead, change }) => dead && (change as Change).target === which.target)) {
          await again(session, row, by);
          count += 1;
        }
      }
      return count;
    },
  };
}

async function again(session: Session, row: FailureRow, by: string): Promise<void> {
  const { target, kind } = row.change as Change;
  await commitAudited(
    session,
    [
      { op: 'delete', in: 'failure', key: [row.id] },
      { op: 'put', in: 'recheck', row: { person: row.person } },
    ],
    [{ kind: 'retry', person: row.person, facts: { by, target, change: kind, runs: row.runs, code: row.code } }],
  );
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
