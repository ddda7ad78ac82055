// What of a plan may go in one run: everything that waits in no held part, and the parts that somebody approved.
import { type Change, isAccessCut, type PlanPart } from '../plan/change.ts';
import { partKey } from '../plan/guard.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { pagesOf } from '../read/finish.ts';
import { changesOfPart, type HeldIn, heldIn, heldPartsAt } from '../read/held.ts';
import type { Session } from '../read/session.ts';
import type { PlanRow } from '../store/collections.ts';

/** The changes of one person in one run. */
export interface Admitted {
  readonly changes: readonly Change[];
  /** Ids of those that wait for approval. */
  readonly held: ReadonlySet<string>;
  /** Ids of those that count against the guards' day: nobody approved them. */
  readonly counted: ReadonlySet<string>;
}

/** `approved` are the parts whose approval this run has used. Their changes go even where the plan does not name them any more. */
export async function* admitted(session: Session, plan: PlanRow, approved: readonly string[]): AsyncGenerator<Admitted> {
  const { emergency } = plan.header as PlanHeader;
  const { open } = await heldPartsAt(session, session.context.now());
  const counted = new Set(plan.counted);
  for await (const parts of pagesOf(session, plan.build)) {
    // Also what this plan let through waits, when a later one holds it.
    const waitsIn = await heldIn(
      session,
      open,
      parts.flatMap(({ changes }) => changes),
    );
    for (const part of parts) yield admit(part, { waitsIn, approved, counted, emergency: emergency !== undefined });
  }
  for (const part of approved) yield* remainderOf(session, plan, part);
}

interface Terms {
  readonly waitsIn: HeldIn;
  readonly approved: readonly string[];
  readonly counted: ReadonlySet<string>;
  readonly emergency: boolean;
}

function admit({ changes }: PlanPart, { waitsIn, approved, counted, emergency }: Terms): Admitted {
  const partOf = (change: Change): string | undefined => (emergency && isAccessCut(change) ? undefined : (change.held ?? waitsIn(change)));
  const isHeld = (change: Change): boolean => {
    const part = partOf(change);
    return part !== undefined && !approved.includes(part);
  };
  const passing = changes.filter((change) => partOf(change) === undefined && counted.has(partKey(change)));
  return { changes, held: new Set(changes.filter(isHeld).map(({ id }) => id)), counted: new Set(passing.map(({ id }) => id)) };
}

/** What was approved and is not in this plan as it was then: it goes on its way, to be listed as skipped unless it is wanted. */
async function* remainderOf({ store, tenant }: Session, plan: PlanRow, part: string): AsyncGenerator<Admitted> {
  for await (const changes of changesOfPart({ store, tenant }, part)) {
    const rows = await store.get(
      tenant,
      'planPart',
      changes.map(({ person }) => [plan.build, person]),
    );
    const rest = changes.filter((change, index) => {
      const planned = (rows[index]?.changes as PlanPart | undefined)?.changes ?? [];
      return !planned.some(({ id, payloadHash }) => id === change.id && payloadHash === change.payloadHash);
    });
    // What had to happen before has happened, or it is not wanted now.
    for (const { after: _after, ...change } of rest) yield { changes: [change], held: new Set(), counted: new Set() };
  }
}
