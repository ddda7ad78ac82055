// How often accounts turned lately: written with what turns them, read only for whoever would be turned once more.
import type { Change } from '../plan/change.ts';
import type { PersonPlan } from '../plan/difference.ts';
import { loopOf } from '../plan/flapping.ts';
import type { Turns } from '../plan/person-input.ts';
import type { StoreOp } from '../store/port.ts';
import type { Session } from './session.ts';

/** By person and target. */
export type KnownTurns = Map<string, Map<string, Turns>>;

/** Adds the turns of accounts that these plans would turn once more. Answers whose are new to `known`. */
export async function lookForTurns(
  { store, tenant }: Session,
  plans: readonly PersonPlan[],
  known: KnownTurns,
): Promise<ReadonlySet<string>> {
  const turning = plans.flatMap(({ changes }) => changes).filter((change) => loopOf(change) !== undefined);
  const asked = turning.filter(({ person, target }) => known.get(person)?.has(target) !== true);
  if (asked.length === 0) return new Set();
  const rows = await store.get(
    tenant,
    'turn',
    asked.map(({ person, target }) => [person, target]),
  );
  const found = rows.filter((row) => row !== undefined);
  for (const row of found) known.set(row.person, (known.get(row.person) ?? new Map()).set(row.target, row));
  return new Set(found.map(({ person }) => person));
}

/** As many as any limit may ask for. */
const mostTurns = 20;

/** Remembers that a change turned an account. Safe as long as one change of a person and target is done at a time. */
export async function turnOps({ store, tenant, context }: Session, change: Change): Promise<readonly StoreOp[]> {
  const { person, target, class: of } = change;
  if (of !== 'disable' && of !== 'delete' && of !== 'rename') return [];
  // Deleting what was off already is no further turn.
  const [account] = of === 'delete' ? await store.get(tenant, 'account', [[target, person]], ['state']) : [];
  if (account?.state === 'disabled') return [];
  const [before] = await store.get(tenant, 'turn', [[person, target]]);
  const { offs = [], renames = [] } = before ?? {};
  const now = (times: readonly number[]): number[] => [...times, context.now()].slice(-mostTurns);
  const row = { person, target, offs: of === 'rename' ? offs : now(offs), renames: of === 'rename' ? now(renames) : renames };
  return [{ op: 'put', in: 'turn', row }];
}
