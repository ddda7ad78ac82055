// Why something of a leaver is still on: what the latest plan says, else what the last try came to.
import type { PlanPart } from '../plan/change.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { latestPlanSetting } from '../read/finish.ts';
import { readSetting, type Session } from '../read/session.ts';
import type { PlanRow } from '../store/collections.ts';
import type { AuditRecord } from './entry.ts';

type Place = Pick<Session, 'store' | 'tenant'>;

/** By target, as far as there is a reason to name. */
export async function openReasons(place: Place, person: string, records: readonly AuditRecord[]): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  for (const { kind, facts, detail } of records) {
    if (kind !== 'write' || (facts['class'] !== 'disable' && facts['class'] !== 'delete')) continue;
    const target = String(facts['target']);
    if (facts['outcome'] === 'failed' || facts['outcome'] === 'unknown')
      reasons.set(target, `the cut was ${facts['outcome']}: ${facts['code'] ?? detail?.['because'] ?? 'nobody knows why'}`);
    else reasons.delete(target);
  }
  for (const [target, because] of await fromPlan(place, person)) reasons.set(target, because);
  return reasons;
}

async function fromPlan({ store, tenant }: Place, person: string): Promise<[string, string][]> {
  const plan = await latestPlan({ store, tenant });
  const [row] = plan === undefined ? [] : await store.get(tenant, 'planPart', [[plan.build, person]]);
  if (plan === undefined || row === undefined) return [];
  const { changes, suppressed, waiting } = row.changes as PlanPart;
  const { held } = plan.header as PlanHeader;
  const heldCuts = changes.flatMap((change): [string, string][] => {
    const part = held.find(({ hash }) => hash === change.held);
    return part === undefined ? [] : [[change.target, `held by a guard: ${part.because}`]];
  });
  return [
    ...heldCuts,
    ...suppressed.map(({ target, because }): [string, string] => [target, because]),
    ...waiting.map(({ target, because }): [string, string] => [target, because]),
  ];
}

/** The plan made last, applied or not. */
export async function latestPlan(place: Place): Promise<PlanRow | undefined> {
  const hash = await readSetting<string>(place, latestPlanSetting);
  return hash === undefined ? undefined : (await place.store.get(place.tenant, 'plan', [[hash]]))[0];
}
