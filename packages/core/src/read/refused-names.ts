// Which names a target refused while it showed nobody who has them: written with the failure, read only for whoever would be
// given a name.
import type { Change } from '../plan/change.ts';
import type { PersonPlan } from '../plan/difference.ts';
import type { RefusedName } from '../plan/person-input.ts';
import type { FailureRow } from '../store/collections.ts';
import type { Session } from './session.ts';

/** By person and target. */
export type KnownRefusals = Map<string, Map<string, RefusedName>>;

/** Adds what was refused of these plans' names. Answers whose are new to `known`. */
export async function lookForRefusals(
  { store, tenant }: Session,
  plans: readonly PersonPlan[],
  known: KnownRefusals,
): Promise<ReadonlySet<string>> {
  const naming = plans.flatMap(({ changes }) => changes).filter(({ names }) => names !== undefined);
  const asked = naming.filter(({ person, target }) => known.get(person)?.has(target) !== true);
  if (asked.length === 0) return new Set();
  const rows = await store.get(
    tenant,
    'failure',
    asked.map(({ id }) => [id]),
  );
  const found = rows.filter((row) => row !== undefined && isRefusedName(row)) as FailureRow[];
  for (const { person, change, run } of found) {
    const { names = '', target } = change as Change;
    known.set(person, (known.get(person) ?? new Map()).set(target, { names, attempt: run }));
  }
  return new Set(found.map(({ person }) => person));
}

/** A creation is told of a conflict only after everybody the target shows was looked at; a change of name may have met another one. */
export function isRefusedName({ change, code }: Pick<FailureRow, 'code'> & { readonly change: unknown }): boolean {
  const { names, class: of } = change as Change;
  if (names === undefined) return false;
  return code === 'CONNECTOR_CONFLICT_NOT_VISIBLE' || (code === 'CONNECTOR_CONFLICT' && of === 'create');
}
