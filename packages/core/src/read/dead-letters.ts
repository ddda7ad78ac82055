// Which changes of a plan are dead letters: they are left out of it, and said to be.
import type { PersonPlan } from '../plan/difference.ts';
import { leaveOut } from '../plan/leave-out.ts';
import type { FailureRow } from '../store/collections.ts';
import type { Session } from './session.ts';

/** Whether any change has failed: then somebody looks. */
export async function hasFailures({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<boolean> {
  return (await store.scan(tenant, 'failure', { limit: 1 })).rows.length > 0;
}

/** The plans without what is dead with exactly this content, and without what stands on it. One look-up for a batch. */
export async function withoutDead(
  { store, tenant }: Session,
  plans: ReadonlyMap<string, PersonPlan>,
): Promise<ReadonlyMap<string, PersonPlan>> {
  const ids = [...plans.values()].flatMap(({ changes }) => changes.map(({ id }) => id));
  const rows = await store.get(
    tenant,
    'failure',
    ids.map((id) => [id]),
  );
  const dead = new Map(rows.flatMap((row): [string, FailureRow][] => (row?.dead === true ? [[row.id, row]] : [])));
  if (dead.size === 0) return plans;
  const reasonFor = ({ id, payloadHash }: { readonly id: string; readonly payloadHash: string }): string | undefined => {
    const row = dead.get(id);
    return row?.payloadHash === payloadHash ? `it failed in ${row.runs} runs and waits for retry(): ${row.because}` : undefined;
  };
  return new Map([...plans].map(([person, plan]) => [person, leaveOut(plan, reasonFor)]));
}
