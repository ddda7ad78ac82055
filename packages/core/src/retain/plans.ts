// Plans that were applied and whose time is over. Plans that were never applied go when a new plan is made.
import { interruptedRuns } from '../apply/run.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { latestPlanSetting } from '../read/finish.ts';
import { readSetting, type Session } from '../read/session.ts';
import type { PlanRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';

/** A plan may have as many changes as there are people: few go at once. */
const plansAtOnce = 20;

/** The plan made last stays, because it says why somebody still has access; so does one that a run has yet to finish. */
export async function purgePlans(session: Session, before: number): Promise<void> {
  const { store, tenant, context } = session;
  const query = { index: 'state', equals: ['applied'], upTo: before, limit: plansAtOnce } as const;
  const { rows } = await store.scan(tenant, 'plan', query);
  const over = rows.filter(({ expiresAt }) => expiresAt <= context.now());
  if (over.length === 0) return;
  const needed = new Set((await interruptedRuns(session)).map(({ plan }) => plan));
  const latest = await readSetting<string>(session, latestPlanSetting);
  for (const plan of over) {
    if (plan.hash !== latest && !needed.has(plan.hash)) await store.commit(tenant, await endOps(session, plan));
  }
}

async function endOps({ store, tenant, context }: Session, { hash, build, header }: PlanRow): Promise<StoreOp[]> {
  const parts = (header as PlanHeader).held.map((part) => [part.hash]);
  const approvals = await store.get(tenant, 'approval', parts);
  const spent = approvals.flatMap((row) => (row !== undefined && row.until <= context.now() ? [row.hash] : []));
  return [
    { op: 'delete', in: 'planPart', key: [build] },
    { op: 'delete', in: 'plan', key: [hash] },
    ...spent.map((part): StoreOp => ({ op: 'delete', in: 'approval', key: [part] })),
  ];
}
