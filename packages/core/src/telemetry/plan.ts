// What is told when a plan is made: how long it took, what came of it, and how things stand.
import { quarantineOf } from '../apply/quarantine.ts';
import type { Change } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { FeedReport, PlanHeader } from '../plan/summary.ts';
import type { Session } from '../read/session.ts';
import { scanAll } from '../store/scan.ts';
import type { TelemetryFacts } from './names.ts';

/** Makes a plan and tells of it. */
export function observePlan(session: Session, targets: readonly { readonly id: string }[], make: () => Promise<Plan>): Promise<Plan> {
  const { telemetry, tenant, context } = session;
  return telemetry.span('tenure.plan', { tenant }, async (note) => {
    const begun = context.now();
    const plan = await make();
    telemetry.took('tenure.plan.duration', context.now() - begun, { tenant });
    if (!telemetry.listened()) return plan;
    const { hash, total, people, held, feed } = plan.header;
    note({ plan: hash, changes: total, people, held: held.length, trust: feed.verdict.trust });
    tellFeed(session, feed);
    await tellStanding(session, plan.header, targets);
    return plan;
  });
}

function tellFeed({ telemetry, tenant }: Session, feed: FeedReport): void {
  const of = (part: string, count: number): readonly [TelemetryFacts, number] => [{ tenant, source: feed.source, part }, count];
  telemetry.stands('tenure.feed.people', [
    of('read', feed.figures.employees),
    of('new', feed.newPeople),
    of('changed', feed.changedPeople),
    of('unchanged', feed.unchangedPeople),
    of('missing', feed.missing),
    of('quarantined', feed.quarantined.length),
  ]);
}

async function tellStanding(session: Session, { held }: PlanHeader, targets: readonly { readonly id: string }[]): Promise<void> {
  const { telemetry, tenant, store } = session;
  telemetry.stands(
    'tenure.held',
    held.map((part) => [{ tenant, target: part.target, class: part.class }, part.people] as const),
  );
  telemetry.stands('tenure.questions', [[{ tenant }, await store.count(tenant, 'question', { index: 'state', equals: ['open'] })]]);
  const quarantined: (readonly [TelemetryFacts, number])[] = [];
  for (const { id } of targets) quarantined.push([{ tenant, target: id }, (await quarantineOf(session, id)) === undefined ? 0 : 1]);
  telemetry.stands('tenure.quarantined', quarantined);
  const letters = new Map(targets.map(({ id }) => [id, 0]));
  for await (const rows of scanAll(store, tenant, 'failure', { columns: ['id', 'change', 'dead'] })) {
    for (const { change, dead } of rows)
      if (dead) letters.set((change as Change).target, (letters.get((change as Change).target) ?? 0) + 1);
  }
  const dead = [...letters].map(([target, count]) => [{ tenant, part: 'change', target }, count] as const);
  const deliveries = [{ tenant, part: 'delivery' }, await store.count(tenant, 'delivery')] as const;
  telemetry.stands('tenure.dead_letters', [...dead, deliveries]);
}
