// Which changes of a plan are dead letters: they are left out of it, and said to be.
import type { Change, PlanPart } from '../plan/change.ts';
import type { PersonPlan } from '../plan/difference.ts';
import { leaveOut } from '../plan/leave-out.ts';
import type { FailureRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { type DecidingSession, type Session, writeAll } from './session.ts';

/** Whether any change has failed: then somebody looks. */
export async function hasFailures({ store, tenant }: Pick<Session, 'store' | 'tenant'>): Promise<boolean> {
  return (await store.scan(tenant, 'failure', { limit: 1 })).rows.length > 0;
}

/** Forgets failures of changes that this plan has looked for and does not want any more. Undecided people keep theirs. */
export async function withdrawFailures(session: DecidingSession): Promise<void> {
  if (!session.failing) return;
  const { store, tenant, build, policy } = session;
  const present = new Set(policy.targets.map(({ id }) => id));
  for await (const rows of scanAll(store, tenant, 'failure', { limit: 200 })) {
    const people = rows.map(({ person }) => person);
    const parts = await store.get(
      tenant,
      'planPart',
      people.map((person) => [build, person]),
    );
    const heads = await store.get(
      tenant,
      'employee',
      people.map((person) => [person]),
      ['settled'],
    );
    const over = rows.filter((row, index) => {
      const { target } = row.change as Change;
      if (!present.has(target)) return false;
      const part = parts[index]?.changes as PlanPart | undefined;
      return part === undefined ? heads[index]?.settled != null : !isWanted(row, target, part);
    });
    await writeAll(
      session,
      over.map(({ id }) => ({ op: 'delete', in: 'failure', key: [id] })),
    );
  }
}

function isWanted({ id }: FailureRow, target: string, { changes, suppressed, waiting }: PlanPart): boolean {
  return [...changes, ...suppressed].some((each) => each.id === id) || waiting.some((each) => each.target === target);
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
