// Runs that ended long ago. What was done last for somebody on a target stays: it is what explanations and open access tell.
import type { Session } from '../read/session.ts';
import type { RunRow, TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { allRows, scanAll } from '../store/scan.ts';

const runsAtOnce = 100;
/** After so many changes the rest waits for the next time; one run is never cut in two. */
const changesAtOnce = 20_000;

export async function purgeRuns(session: Session, before: number): Promise<void> {
  const { store, tenant } = session;
  const query = { index: 'started', upTo: before, limit: runsAtOnce, columns: ['id', 'startedAt', 'endedAt'] } as const;
  let looked = 0;
  for (const run of (await store.scan(tenant, 'run', query)).rows) {
    // One that was interrupted is taken up, however late.
    if (run.endedAt === null || run.endedAt >= before) continue;
    looked += await purgeRun(session, run);
    if (looked >= changesAtOnce) return;
  }
}

async function purgeRun(session: Session, { id }: RunRow): Promise<number> {
  const { store, tenant } = session;
  const query = { index: 'run', equals: [id], columns: ['person', 'target', 'state', 'position'], limit: 500 } as const;
  let looked = 0;
  let open = 0;
  for await (const rows of scanAll(store, tenant, 'task', query)) {
    looked += rows.length;
    open += rows.filter(({ state }) => state !== 'settled').length;
    const places = new Map(rows.map((task) => [`${task.target} ${task.person}`, task]));
    const over: StoreOp[] = [];
    for (const place of places.values()) over.push(...(await superseded(session, id, place)));
    for (let from = 0; from < over.length; from += 2_000) await store.commit(tenant, over.slice(from, from + 2_000));
  }
  if (open === 0) await store.commit(tenant, [{ op: 'delete', in: 'run', key: [id] }]);
  return looked;
}

/** Changes of one person on one target, of this run and those before it, where a later run has done something since. */
async function superseded(session: Session, run: string, { person, target }: TaskRow): Promise<StoreOp[]> {
  const query = { index: 'person', equals: [person, target], columns: ['id', 'run', 'state'] } as const;
  const tasks: Pick<TaskRow, 'id' | 'run' | 'state'>[] = await allRows(session, 'task', query);
  const last = tasks.at(-1)?.run;
  const over = tasks.filter((task) => task.run !== last && task.run <= run && task.state === 'settled');
  return over.map(({ id }) => ({ op: 'delete', in: 'task', key: [id] }));
}
