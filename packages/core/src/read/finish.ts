// The last step of planning: rows in order, hashed, counted and guarded, become a header.
import { toInstant } from '../model/dates.ts';
import type { LifecycleEventType } from '../model/event.ts';
import { type Change, cutClasses, isAccessCut, type PlanPart } from '../plan/change.ts';
import { estimatePlan, type TargetCosts } from '../plan/estimate.ts';
import { createPlanHasher } from '../plan/hash.ts';
import { createPlan, type Plan } from '../plan/plan.ts';
import { createTally, type FeedReport, type PlanHeader } from '../plan/summary.ts';
import type { PlanRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { type Holding, type HoldingInput, markHeld, openHolding, type Verdict } from './holding.ts';
import { type DecidingSession, readSetting, type Session, settingOp, writeAll } from './session.ts';

export interface FinishInput extends HoldingInput {
  readonly feed: FeedReport;
  readonly events: Readonly<Partial<Record<LifecycleEventType, number>>>;
  /** For the estimate. */
  readonly targets: readonly TargetCosts[];
  /** By target, why nothing is planned for it. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** The hash of the plan made last. */
export const latestPlanSetting = 'latest-plan';

/** Reads the rows of the build in order of person, holds what the guards hold, and stores the header under the plan's hash. */
export async function finishPlan(session: DecidingSession, input: FinishInput): Promise<Plan> {
  const { store, tenant, build, digest, calendar } = session;
  const hasher = createPlanHasher(tenant, digest);
  const tally = createTally();
  const holding = await openHolding(session, input);
  const cut = new Set<string>();
  for await (const parts of pagesOf(session, build)) {
    const heldIn = await holding.heldIn(changesIn(parts));
    for (const part of parts) {
      hasher.add(part.changes, heldIn);
      holding.add(part, heldIn);
      tally.add(part);
      if (input.emergency !== undefined && part.changes.some(isAccessCut)) cut.add(part.person);
    }
  }
  const hash = hasher.plan();
  const verdict = await holding.verdict(hasher.parts());
  if (verdict.held.length > 0) await writeHeld(session, holding, verdict);
  const preview = await heldMarked(holding, verdict, tally.preview);
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
    held: verdict.held,
    ...(input.emergency === undefined ? {} : { emergency: { people: [...cut], classes: cutClasses, because: input.emergency } }),
    ...(input.leftOut.size === 0 ? {} : { leftOut: [...input.leftOut].map(([target, because]) => ({ target, because })) }),
    ...(tally.failing === 0 ? {} : { failing: tally.failing }),
    suppressed: tally.suppressed(),
    waiting: tally.waiting,
    waitingTotal: tally.waitingTotal,
    events: input.events,
    feed: input.feed,
    preview,
  };
  const [earlier] = await store.get(tenant, 'plan', [[hash]]);
  const building = await readSetting<string>(session, 'building');
  const times = { createdAt: calendar.now, expiresAt: calendar.now + input.validMs };
  const row: PlanRow = { hash, build, ...times, state: 'open', counted: verdict.counted, header };
  // The rows have an owner now; nothing is left to clear up.
  const ops: StoreOp[] = [
    { op: 'put', in: 'plan', row },
    ...verdict.ops,
    ...(building === build ? ([settingOp(latestPlanSetting, hash), { op: 'delete', in: 'setting', key: ['building'] }] as const) : []),
  ];
  if (earlier !== undefined && earlier.build !== build) ops.push({ op: 'delete', in: 'planPart', key: [earlier.build] });
  await store.commit(tenant, [...ops, ...(await expiredOps(session, hash))]);
  return createPlan(header, () => currentParts(session, row));
}

/** Marks the changes that wait, and freezes those that this plan holds; they count as held once the plan is there. */
async function writeHeld(session: DecidingSession, holding: Holding, { own }: Verdict): Promise<void> {
  const { build } = session;
  for await (const parts of pagesOf(session, build)) {
    const heldIn = await holding.heldIn(changesIn(parts));
    const ops = parts.flatMap((part): StoreOp[] => {
      const marked = markHeld(part, heldIn, own);
      if (marked.part === part) return [];
      return [...marked.ops, { op: 'put', in: 'planPart', row: { build, person: part.person, changes: marked.part } }];
    });
    await writeAll(session, ops);
  }
}

async function heldMarked(holding: Holding, { own }: Verdict, parts: readonly PlanPart[]): Promise<PlanPart[]> {
  const heldIn = await holding.heldIn(changesIn(parts));
  return parts.map((part) => markHeld(part, heldIn, own).part);
}

const changesIn = (parts: readonly PlanPart[]): Change[] => parts.flatMap(({ changes }) => changes);

/** Plans whose time is over leave the store, rows and all. */
async function expiredOps({ store, tenant, calendar }: Session, keep: string): Promise<StoreOp[]> {
  const open = await store.scan(tenant, 'plan', { index: 'state', equals: ['open'], limit: 100 });
  const expired = open.rows.filter((row) => row.hash !== keep && row.expiresAt <= calendar.now);
  return expired.flatMap((row): StoreOp[] => [
    { op: 'delete', in: 'planPart', key: [row.build] },
    { op: 'delete', in: 'plan', key: [row.hash] },
  ]);
}

/** The rows of one plan in order of person, page by page. */
export async function* pagesOf({ store, tenant }: Pick<Session, 'store' | 'tenant'>, build: string): AsyncGenerator<readonly PlanPart[]> {
  for await (const rows of scanAll(store, tenant, 'planPart', { equals: [build] })) yield rows.map(({ changes }) => changes as PlanPart);
}

/** The same plan made again has rows under another build, and those of the first are gone: the hash finds them. */
async function* currentParts(session: Pick<Session, 'store' | 'tenant'>, { hash, build }: PlanRow): AsyncGenerator<PlanPart> {
  const [current] = await session.store.get(session.tenant, 'plan', [[hash]]);
  for await (const parts of pagesOf(session, current?.build ?? build)) yield* parts;
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
