// What an interrupted run still has in the queue and a newer run has too is left to the newer one: a process that ends again
// and again must not pile up the same work.
import type { Change } from '../plan/change.ts';
import type { Session } from '../read/session.ts';
import type { RunRow, TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import type { SettledChange } from './outcome.ts';
import { taskId } from './queue.ts';
import { endOps } from './settle.ts';

/**
 * Ends the older run's waiting changes that the newer one holds with the same content, a commit per page. What was under way,
 * or may have taken effect without our knowing, stays where its history is. True when nothing of the older run is left.
 */
export async function supersede(session: Session, older: RunRow, newer: RunRow): Promise<boolean> {
  const { store, tenant } = session;
  const settled: SettledChange = { outcome: 'skipped', because: `${newer.id} has it too` };
  let left = 0;
  for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [older.id] })) {
    const open = rows.filter(({ state }) => state !== 'settled');
    const twins = await store.get(
      tenant,
      'task',
      open.map(({ change }) => [taskId(newer.id, (change as Change).id)]),
    );
    const doubled = open.filter((task, index) => isUntouched(task) && isSame(task, twins[index]));
    left += open.length - doubled.length;
    const ops = doubled.flatMap((task) => endOps(session, task, settled));
    if (ops.length > 0) await store.commit(tenant, ops);
  }
  return left === 0;
}

const isUntouched = ({ state, blind }: TaskRow): boolean => (state === 'ready' || state === 'waiting') && !blind;

const isSame = ({ change }: TaskRow, twin: TaskRow | undefined): boolean =>
  twin !== undefined && (twin.change as Change).payloadHash === (change as Change).payloadHash;
