// From a source to a plan: departments, policy, people, verdict, roster, absences, due dates, header. In this order.
import { randomUUID } from 'node:crypto';
import { withdrawQuestions } from '../ask/questions.ts';
import type { Evidence, HrisSource } from '../connector/source.ts';
import { readTombstones } from '../forget/tombstones.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { GuardLimits } from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import type { FeedReport } from '../plan/summary.ts';
import type { Policy } from '../policy/policy.ts';
import { type FeedFigures, type FeedVerdict, type GateLimits, judgeFeed } from '../roster/gate.ts';
import { type AbsenceFindings, settleAbsences } from './absences.ts';
import { acceptStaged } from './accept.ts';
import { lookAgain } from './awaited.ts';
import { settleClaims } from './claims.ts';
import { decideDue, decidePeople } from './decide.ts';
import { type DepartmentReading, knownDepartments, readDepartments } from './departments.ts';
import { type Reading, readEmployees } from './employees.ts';
import { createFeedCounter } from './figures.ts';
import { finishPlan } from './finish.ts';
import { attachTargets, type InventoryFindings } from './inventory.ts';
import { createManagerNotes } from './managers.ts';
import { allTargets, type PreparedPolicy, preparePolicy, type Targets } from './policy.ts';
import { createSeenSet } from './seen.ts';
import { type AbsenceRule, isProtecting, type ReadingSession, readSetting, type Session, settingOp } from './session.ts';
import { createStaging } from './staging.ts';
import { hasDecisions, openSeats } from './standing.ts';

export interface PlanInput {
  readonly source: HrisSource;
  readonly targets: Targets;
  readonly policy: Policy;
  readonly guards: GuardLimits;
  readonly gate: GateLimits;
  readonly absence: AbsenceRule;
  readonly validMs: number;
  readonly pageSize: number;
}

interface AcceptedFeed {
  readonly figures: FeedFigures;
  readonly at: number;
}

/**
 * Reads the source once, takes into the roster what can be believed, and works out the plan. Writes to the store and to
 * no target. When it throws, the roster may hold part of the reading; planning again takes up the rest.
 */
export function makePlan(base: Session, input: PlanInput): Promise<Plan> {
  return base.together.watchReading((readSince) => readAndPlan(base, input, readSince));
}

async function readAndPlan(base: Session, input: PlanInput, readSince: ReadonlySet<string>): Promise<Plan> {
  const { source } = input;
  await clearUnfinished(base);
  const before = await source.evidence?.(base.context);
  const departments = await readDepartments(base, { source, pageSize: input.pageSize, limits: input.gate, before });
  const inventory = await attachTargets(base, allTargets(input.targets));
  await lookAgain(base, allTargets(input.targets));
  const prepared = await preparePolicy(base, input.policy, input.targets, departments.tree, inventory.unreadable, departments.unlisted);
  const accepted = await readSetting<AcceptedFeed>(base, 'accepted-feed');
  const session = await readingSession(base, input, prepared, inventory, accepted === undefined, await isProtecting(base));
  await base.store.commit(base.tenant, [...prepared.pins, settingOp('building', session.build)]);
  const staging = createStaging(base);
  const reading: Reading = {
    session,
    staging,
    seen: createSeenSet(),
    staged: createSeenSet(),
    counter: createFeedCounter(),
    managers: createManagerNotes(),
    deferred: new Set(),
    readSince,
    forgotten: await readTombstones(base),
  };
  await readEmployees(reading);
  const after = await source.evidence?.(base.context);
  const verdict = judge(reading, departments, accepted, before, after, input.gate);
  return base.together.turn(() => planReading(base, input, { reading, departments, inventory, prepared, verdict }));
}

interface JudgedReading {
  readonly reading: Reading;
  readonly departments: DepartmentReading;
  readonly inventory: InventoryFindings;
  readonly prepared: PreparedPolicy;
  readonly verdict: FeedVerdict;
}

async function planReading(base: Session, input: PlanInput, judged: JudgedReading): Promise<Plan> {
  const { reading, departments, inventory, prepared, verdict } = judged;
  const { session, staging } = reading;
  const known = new Set((await knownDepartments(base)).keys());
  if (verdict.usable) await acceptStaged(reading, verdict, known);
  await staging.clear();
  // Whoever's stated last day is over has left and is not missing.
  await decideDue(session);
  const absences = verdict.usable && verdict.absencesTrusted ? await absencesOf(reading, verdict, known) : { open: [], gone: 0 };
  await decidePeople(session, reading.deferred);
  await settleClaims(session);
  await withdrawQuestions(session);
  if (verdict.complete) {
    const figures = reading.counter.figures(departments.count);
    await base.store.commit(base.tenant, [settingOp('accepted-feed', { figures, at: base.calendar.now } satisfies AcceptedFeed)]);
  }
  const feed = feedReport(reading, departments, prepared, verdict, absences, await reading.managers.notes(base));
  const { eventCounts } = session;
  return finishPlan(session, { guards: input.guards, feed, events: eventCounts, firstTargets: inventory.first, validMs: input.validMs });
}

/** What a plan that never came to its end has left behind. */
async function clearUnfinished(base: Session): Promise<void> {
  const { store, tenant } = base;
  await createStaging(base).clear();
  const building = await readSetting<string>(base, 'building');
  if (building !== undefined) await store.commit(tenant, [{ op: 'delete', in: 'planPart', key: [building] }]);
}

export async function readingSession(
  base: Session,
  input: PlanInput,
  { compiled }: PreparedPolicy,
  { listed }: InventoryFindings,
  firstImport: boolean,
  protecting: boolean,
): Promise<ReadingSession> {
  const covers = new Set<EmployeeField>(input.source.covers?.employees ?? []);
  const { source, gate, absence, pageSize } = input;
  const facts = { source, gate, absence, pageSize, covers, policy: compiled, build: randomUUID(), firstImport, eventCounts: {}, listed };
  return {
    ...base,
    ...facts,
    protecting,
    seats: await openSeats({ ...base, policy: compiled, firstImport }),
    excepting: await hasDecisions(base),
  };
}

function judge(
  { counter }: Reading,
  { count }: DepartmentReading,
  accepted: AcceptedFeed | undefined,
  before: Evidence | undefined,
  after: Evidence | undefined,
  limits: GateLimits,
): FeedVerdict {
  return judgeFeed({ figures: counter.figures(count), accepted: accepted?.figures, before, after, limits });
}

/** People found by asking for them are staged a second time and accepted like the rest. */
async function absencesOf(reading: Reading, verdict: FeedVerdict, departments: ReadonlySet<string>): Promise<AbsenceFindings> {
  const findings = await settleAbsences(reading);
  await acceptStaged(reading, verdict, departments);
  await reading.staging.clear();
  return findings;
}

function feedReport(
  { session, counter }: Reading,
  departments: DepartmentReading,
  { leftOut }: PreparedPolicy,
  verdict: FeedVerdict,
  absences: AbsenceFindings,
  managerNotes: readonly string[],
): FeedReport {
  return {
    source: session.source.id,
    verdict,
    figures: counter.figures(departments.count),
    newPeople: counter.newPeople,
    changedPeople: counter.changedPeople,
    unchangedPeople: counter.unchangedPeople,
    missing: absences.open.length,
    quarantined: counter.quarantined,
    withheld: counter.withheld,
    notes: [
      ...departments.notes,
      ...managerNotes,
      ...[...leftOut].map(([target, reason]) => `${target} is left out of this plan: ${reason}`),
    ],
  };
}
