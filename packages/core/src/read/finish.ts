// The last step of planning: rows in order, hashed, counted and guarded, become a header.
import { toInstant } from '../model/dates.ts';
import type { LifecycleEventType } from '../model/event.ts';
import type { PlanPart } from '../plan/change.ts';
import { estimatePlan, type TargetCosts } from '../plan/estimate.ts';
import { type GuardLimits, guardVerdict, type HeldPart } from '../plan/guard.ts';
import { createPlanHasher } from '../plan/hash.ts';
import { createPlan, type Plan } from '../plan/plan.ts';
import { createTally, type FeedReport, type PlanHeader, type Tally } from '../plan/summary.ts';
import type { PlanRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { type DecidingSession, readSetting, type Session, settingOp } from './session.ts';

export interface FinishInput {
  readonly guards: GuardLimits;
  readonly feed: FeedReport;
  readonly events: Readonly<Partial<Record<LifecycleEventType, number>>>;
  readonly firstTargets: ReadonlySet<string>;
  /** For the estimate. */
  readonly targets: readonly TargetCosts[];
  /** How long the plan may be applied, in milliseconds. */
  readonly validMs: number;
}

/** The hash of the plan made last. */
export const latestPlanSetting = 'latest-plan';

/** Reads the rows of the build once, in order of person, and stores the header under the plan's hash. */
export async function finishPlan(session: DecidingSession, input: FinishInput): Promise<Plan> {
  const { store, tenant, build, digest, calendar } = session;
  const hasher = createPlanHasher(tenant, digest);
  const tally = createTally();
  for await (const part of partsOf(session, build)) {
    hasher.add(part.changes);
    tally.add(part);
  }
  const hash = hasher.plan();
  const held = await heldParts(session, input, tally, hasher.parts());
  const header: PlanHeader = {
    format: 1,
    hash,
    tenant,
    createdAt: toInstant(calendar.now),
    expiresAt: toInstant(calendar.now + input.validMs),
    changes: tally.counts(),
    estimates: estimatePlan(tally.counts(), input.targets),
    people: tally.people,
    total: tally.total,
    held,
    suppressed: tally.suppressed(),
    waiting: tally.waiting,
    waitingTotal: tally.waitingTotal,
    events: input.events,
    feed: input.feed,
    preview: tally.preview,
  };
  const [earlier] = await store.get(tenant, 'plan', [[hash]]);
  const building = await readSetting<string>(session, 'building');
  const row: PlanRow = { hash, build, createdAt: calendar.now, expiresAt: calendar.now + input.validMs, state: 'open', header };
  // The rows have an owner now; nothing is left to clear up.
  const ops: StoreOp[] = [
    { op: 'put', in: 'plan', row },
    ...(building === build ? ([settingOp(latestPlanSetting, hash), { op: 'delete', in: 'setting', key: ['building'] }] as const) : []),
  ];
  if (earlier !== undefined && earlier.build !== build) ops.push({ op: 'delete', in: 'planPart', key: [earlier.build] });
  await store.commit(tenant, [...ops, ...(await expiredOps(session, hash))]);
  return createPlan(header, () => currentParts(session, row));
}

async function heldParts(
  session: DecidingSession,
  input: FinishInput,
  tally: Tally,
  hashes: ReadonlyMap<string, string>,
): Promise<HeldPart[]> {
  const held: HeldPart[] = [];
  const managed = new Map<string, number>();
  for (const { target, class: changeClass, people } of tally.peopleBy()) {
    const count = managed.get(target) ?? (await managedAccounts(session, target));
    managed.set(target, count);
    const firstRun = input.firstTargets.has(target) || count === 0;
    const verdict = guardVerdict({ limits: input.guards, target, class: changeClass, people, managed: count, firstRun });
    if (verdict === undefined) continue;
    held.push({ target, class: changeClass, people, ...verdict, hash: hashes.get(`${target} ${changeClass}`) ?? '' });
  }
  return held;
}

/** Accounts that are on: those that are off must not make room for more cuts. */
async function managedAccounts({ store, tenant }: Session, target: string): Promise<number> {
  const counts = await Promise.all(
    ['active', 'pending', 'unknown'].map((state) => store.count(tenant, 'account', { index: 'state', equals: [target, state] })),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Plans whose time is over leave the store, rows and all. */
async function expiredOps({ store, tenant, calendar }: Session, keep: string): Promise<StoreOp[]> {
  const open = await store.scan(tenant, 'plan', { index: 'state', equals: ['open'], limit: 100 });
  const expired = open.rows.filter((row) => row.hash !== keep && row.expiresAt <= calendar.now);
  return expired.flatMap((row): StoreOp[] => [
    { op: 'delete', in: 'planPart', key: [row.build] },
    { op: 'delete', in: 'plan', key: [row.hash] },
  ]);
}

/** The rows of one plan in order of person. */
export async function* partsOf({ store, tenant }: Pick<Session, 'store' | 'tenant'>, build: string): AsyncGenerator<PlanPart> {
  for await (const rows of scanAll(store, tenant, 'planPart', { equals: [build] })) {
    for (const row of rows) yield row.changes as PlanPart;
  }
}

/** The same plan made again has rows under another build, and those of the first are gone: the hash finds them. */
async function* currentParts(session: Pick<Session, 'store' | 'tenant'>, { hash, build }: PlanRow): AsyncGenerator<PlanPart> {
  const [current] = await session.store.get(session.tenant, 'plan', [[hash]]);
  yield* partsOf(session, current?.build ?? build);
}

/** A stored plan by its hash; undefined when there is none. */
export async function loadPlan(
  session: Pick<Session, 'store' | 'tenant'>,
  hash: string,
): Promise<{ plan: Plan; row: PlanRow } | undefined> {
  const [row] = await session.store.get(session.tenant, 'plan', [[hash]]);
  if (row === undefined) return undefined;
  return { row, plan: createPlan(row.header as PlanHeader, () => currentParts(session, row)) };
}
