// A plan becomes tasks: rows of the queue in the store, so that what was approved survives anything that happens to us.
import type { Change } from '../plan/change.ts';
import { passedOp } from '../read/passed.ts';
import type { Session } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import type { Admitted } from './admission.ts';

export interface Enqueued {
  readonly tasks: number;
  /** Changes left out: of a held part, or standing on one. */
  readonly held: number;
}

const stepsPerCommit = 500;

/** Writes one task per change that may go. Safe to repeat for the same run: tasks that are there already stay as they are. */
export async function enqueue(
  session: Session,
  run: { readonly id: string; readonly plan: string },
  parts: AsyncIterable<Admitted>,
): Promise<Enqueued> {
  let [tasks, held] = [0, 0];
  let ops: StoreOp[] = [];
  for await (const { changes, held: waiting, counted } of parts) {
    const left = new Set<string>();
    const leaders = new Set(changes.map(({ after }) => after));
    for (const change of changes) {
      if (waiting.has(change.id) || (change.after !== undefined && left.has(change.after))) {
        left.add(change.id);
        held += 1;
        continue;
      }
      const counts = counted.has(change.id);
      const row = taskRow(run, change, { position: tasks, leads: leaders.has(change.id), counted: counts });
      tasks += 1;
      ops.push({ op: 'insert-if-absent', in: 'task', row });
      if (counts) ops.push(passedOp(change, session.context.now()));
    }
    if (ops.length < stepsPerCommit) continue;
    await session.store.commit(session.tenant, ops);
    ops = [];
  }
  if (ops.length > 0) await session.store.commit(session.tenant, ops);
  return { tasks, held };
}

function taskRow(
  run: { readonly id: string; readonly plan: string },
  change: Change,
  facts: Pick<TaskRow, 'position' | 'leads' | 'counted'>,
): TaskRow {
  const { person, target, priority, after } = change;
  return {
    ...facts,
    id: taskId(run.id, change.id),
    run: run.id,
    plan: run.plan,
    person,
    target,
    change,
    state: after === undefined ? 'ready' : 'waiting',
    priority,
    attempts: 0,
    blind: false,
    notBefore: 0,
    after: after === undefined ? null : taskId(run.id, after),
    outcome: null,
  };
}

/** The key of a run's task for one change. */
export const taskId = (run: string, change: string): string => `${run}/${change}`;
