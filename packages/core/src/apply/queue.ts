// A plan becomes tasks: rows of the queue in the store, so that what was approved survives anything that happens to us.
import type { PlanPart } from '../plan/change.ts';
import type { Session } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';

export interface Enqueued {
  readonly tasks: number;
  /** Changes left out: of a held part, or standing on one. */
  readonly held: number;
}

const tasksPerCommit = 500;

/**
 * Writes one task per change that may go. Safe to repeat for the same run: tasks that are there already stay as they
 * are. `isHeld` says which `target class` waits for approval.
 */
export async function enqueue(
  session: Session,
  run: { readonly id: string; readonly plan: string },
  parts: AsyncIterable<PlanPart>,
  isHeld: (target: string, changeClass: string) => boolean,
): Promise<Enqueued> {
  let [tasks, held] = [0, 0];
  let ops: StoreOp[] = [];
  const flush = async (): Promise<void> => {
    if (ops.length > 0) await session.store.commit(session.tenant, ops);
    ops = [];
  };
  for await (const part of parts) {
    const left = new Set<string>();
    const leaders = new Set(part.changes.map(({ after }) => after));
    for (const change of part.changes) {
      if (isHeld(change.target, change.class) || (change.after !== undefined && left.has(change.after))) {
        left.add(change.id);
        held += 1;
        continue;
      }
      const row: TaskRow = {
        id: taskId(run.id, change.id),
        run: run.id,
        plan: run.plan,
        person: change.person,
        target: change.target,
        change,
        state: change.after === undefined ? 'ready' : 'waiting',
        priority: change.priority,
        position: tasks,
        attempts: 0,
        blind: false,
        notBefore: 0,
        after: change.after === undefined ? null : taskId(run.id, change.after),
        leads: leaders.has(change.id),
        outcome: null,
      };
      tasks += 1;
      ops.push({ op: 'insert-if-absent', in: 'task', row });
    }
    if (ops.length >= tasksPerCommit) await flush();
  }
  await flush();
  return { tasks, held };
}

const taskId = (run: string, change: string): string => `${run}/${change}`;
