// From a source to a plan: departments, policy, people, verdict, roster, absences, due dates, header. In this order.

import { randomUUID } from 'node:crypto';
import { withdrawQuestions } from '../ask/questions.ts';
import type { Evidence, HrisSource } from '../connector/source.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { GuardLimits } from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import type { FeedReport } from '../plan/summary.ts';
import type { Policy } from '../policy/policy.ts';
import type { GateLimits } from '../roster/feed-figures.ts';
import { type AcceptedFeed, type FeedVerdict, judgeFeed, powerless, staleness } from '../roster/gate.ts';
import type { StoreOp } from '../store/port.ts';
import { type AbsenceFindings, settleAbsences } from './absences.ts';
import { acceptStaged } from './accept.ts';
import { createAsking, evidenceOf } from './asking.ts';
import { lookAgain } from './awaited.ts';
import { settleClaims } from './claims.ts';
import { hasFailures, withdrawFailures } from './dead-letters.ts';
import { decidePeople } from './decide.ts';
import { decideDue, decideLeft } from './decide-unread.ts';
import { type DepartmentReading, knownDepartments, readDepartments, rememberedDepartments } from './departments.ts';
import { refreshInventories } from './drift.ts';
import { type DueFindings, settleDoubtfulDue } from './due.ts';
import { createReading, type Reading, type Renumbered, readEmployees } from './employees.ts';
import { finishPlan } from './finish.ts';
import { attachTargets, type InventoryFindings } from './inventory.ts';
import { allTargets, type PreparedPolicy, policyNotes, preparePolicy, type Targets } from './policy.ts';
import { findRenumbered } from './renumbered.ts';
import {
  type AbsenceRule,
  type Asking,
  isProtecting,
  type ReadingSession,
  type RenumberedRule,
  readSetting,
  type Session,
  type SourceFailure,
  settingOp,
  writeAll,
} from './session.ts';
import { createStaging } from './staging.ts';
import { hasDecisions, openSeats } from './standing.ts';

export interface PlanInput {
  readonly source: HrisSource;
  readonly targets: Targets;
  readonly policy: Policy;
  readonly guards: GuardLimits;
  readonly gate: GateLimits;
  readonly absence: AbsenceRule;
  readonly renumbered: RenumberedRule;
  readonly maxFactAgeMs: number;
  readonly validMs: number;
  readonly inventoryMaxAgeMs: number;
  readonly pageSize: number;
}

/** What is known of the source before anybody is read. */
interface Opening {
  readonly ask: Asking;
  readonly accepted: AcceptedFeed | undefined;
  /** When the roster's statements were last known to be right; undefined before the first usable reading. */
  readonly statedAt: number | undefined;
  readonly before: Evidence | undefined;
  readonly stale: ReturnType<typeof staleness>;
  readonly departments: DepartmentReading;
  readonly failure: SourceFailure | undefined;
}

/**
 * Reads the source once, takes into the roster what can be believed, and works out the plan. A source that cannot be
 * read leaves a plan of what time has made due, by what is known; before the first reading its error is thrown. Writes to
 * the store and to no target. When it throws, the roster may hold part of the reading; planning again takes up the rest.
 */
export function makePlan(base: Session, input: PlanInput): Promise<Plan> {
  return base.together.watchReading((readSince) => readAndPlan(base, input, readSince));
}

async function readAndPlan(base: Session, input: PlanInput, readSince: ReadonlySet<string>): Promise<Plan> {
  await clearUnfinished(base);
  const opening = await open(base, input);
  const { departments } = opening;
  const inventory = await attachTargets(base, allTargets(input.targets));
  await lookAgain(base, allTargets(input.targets));
  const prepared = await preparePolicy(base, input.policy, input.targets, departments.tree, inventory.unreadable, departments.unlisted);
  for (const because of prepared.compiled.unresolved)
    base.context.log.error({ because }, 'a rule of the policy cannot be asked: it is held');
  const { accepted, ask } = opening;
  const session = await readingSession(base, input, prepared, inventory, accepted === undefined, await isProtecting(base), ask);
  await base.store.commit(base.tenant, [...prepared.pins, settingOp('building', session.build)]);
  await refreshInventories(session, allTargets(input.targets), input.inventoryMaxAgeMs);
  const reading: Reading = {
    ...(await createReading(session, readSince)),
    acceptedUpTo: accepted?.upTo ?? Number.POSITIVE_INFINITY,
    aged: opening.stale !== undefined,
  };
  const judged = await session.telemetry.span('tenure.read', { source: input.source.id }, async (note) => {
    const result = await readPeople(reading, opening);
    note({ people: reading.counter.employees, trust: result.verdict.trust });
    return result;
  });
  return base.together.turn(async () => {
    const findings = await settle(reading, judged.verdict, opening, input.maxFactAgeMs);
    await rememberReading(reading, judged.verdict, opening);
    const feed = feedReport(reading, opening, prepared, judged, findings, await reading.managers.notes(base));
    return finishPlan(session, {
      ...{ guards: input.guards, feed },
      events: session.eventCounts,
      firstTargets: inventory.first,
      whole: judged.verdict.complete,
      targets: allTargets(input.targets),
      leftOut: prepared.leftOut,
      validMs: input.validMs,
    });
  });
}

/** What a plan that never came to its end has left behind. */
async function clearUnfinished(base: Session): Promise<void> {
  const { store, tenant } = base;
  await createStaging(base).clear();
  const building = await readSetting<string>(base, 'building');
  if (building !== undefined) await store.commit(tenant, [{ op: 'delete', in: 'planPart', key: [building] }]);
}

/** Asks the source about itself and for its departments. Data that is older than what is known is not even read. */
async function open(base: Session, { source, gate, pageSize }: PlanInput): Promise<Opening> {
  const ask = createAsking(base);
  const accepted = await readSetting<AcceptedFeed>(base, 'accepted-feed');
  const statedAt = await readSetting<number>(base, 'stated-at');
  const facts = { ask, accepted, statedAt };
  try {
    const before = await evidenceOf(base, source, ask);
    const stale = staleness({ accepted, before, now: base.calendar.now, limits: gate });
    const departments =
      stale?.older === true
        ? await rememberedDepartments(base)
        : await readDepartments(base, { source, pageSize, limits: gate, before, stale: stale?.because, ask });
    return { ...facts, before, stale, departments, failure: undefined };
  } catch (error) {
    const failure = ask.failureOf(error);
    if (statedAt === undefined) throw error;
    return { ...facts, before: undefined, stale: undefined, departments: await rememberedDepartments(base), failure };
  }
}

export async function readingSession(
  base: Session,
  input: PlanInput,
  { compiled }: PreparedPolicy,
  { listed }: InventoryFindings,
  firstImport: boolean,
  protecting: boolean,
  ask: Asking = createAsking(base),
): Promise<ReadingSession> {
  const covers = new Set<EmployeeField>(input.source.covers?.employees ?? []);
  const { source, gate, absence, renumbered, pageSize } = input;
  const facts = { source, gate, absence, renumbered, pageSize, covers, ask };
  const deciding = {
    policy: compiled,
    build: randomUUID(),
    firstImport,
    eventCounts: {},
    listed,
    protecting,
    excepting: await hasDecisions(base),
    failing: await hasFailures(base),
  };
  return { ...base, ...deciding, ...facts, seats: await openSeats({ ...base, policy: compiled, firstImport }) };
}

interface Judged {
  readonly verdict: FeedVerdict;
  readonly failure: SourceFailure | undefined;
}

/** Reads everybody and judges what was read; what of it may be used is staged. */
async function readPeople(reading: Reading, opening: Opening): Promise<Judged> {
  const { session } = reading;
  if (opening.failure !== undefined) return unread(reading, opening.failure);
  if (opening.stale?.older === true) return { verdict: powerless('refused', opening.stale.because), failure: undefined };
  try {
    await readEmployees(reading);
    const after = await evidenceOf(session, session.source, session.ask);
    reading.renumbered = await session.together.turn(() => findRenumbered(reading));
    reading.counter.renumbered = reading.renumbered.size;
    return { verdict: await judge(reading, opening, after), failure: undefined };
  } catch (error) {
    const failure = session.ask.failureOf(error);
    if (opening.statedAt === undefined) throw error;
    await reading.staging.clear();
    return unread(reading, failure);
  }
}

function unread({ session }: Reading, failure: SourceFailure): Judged {
  session.context.log.warn({ source: session.source.id, code: failure.code }, 'the source could not be read');
  return { verdict: powerless('unread', failure.message), failure };
}

async function judge(
  { session, counter }: Reading,
  { accepted, before, departments }: Opening,
  after: Evidence | undefined,
): Promise<FeedVerdict> {
  const { store, tenant, calendar, gate } = session;
  const roster = accepted === undefined ? await store.count(tenant, 'employee') : 0;
  return judgeFeed({ figures: counter.figures(departments.count), accepted, roster, before, after, now: calendar.now, limits: gate });
}

interface Findings {
  readonly absences: AbsenceFindings;
  readonly due: DueFindings;
}

/** What is believed enters the roster; then whatever time or an absence has made due is decided. */
async function settle(reading: Reading, verdict: FeedVerdict, { statedAt }: Opening, maxFactAgeMs: number): Promise<Findings> {
  const { session, staging, renumbered } = reading;
  const departments = new Set((await knownDepartments(session)).keys());
  if (verdict.may.add) await acceptStaged(reading, verdict, departments, renumbered);
  if (verdict.may.add && session.renumbered === 'follow') await endRenumbered(session, renumbered);
  await staging.clear();
  let due: DueFindings = { confirmed: 0, remembered: 0, tooOld: 0 };
  // Whoever's stated last day is over has left and is not missing.
  if (verdict.may.remove) await decideDue(session);
  else due = await settleDoubtfulDue(reading, { verdict, departments, statedAt, maxFactAgeMs });
  await decideLeft(session);
  const absences = verdict.may.remove ? await absencesOf(reading, verdict, departments) : { open: [], gone: 0 };
  await decidePeople(session, reading.deferred);
  await settleClaims(session);
  await withdrawQuestions(session);
  await withdrawFailures(session);
  return { absences, due };
}

/** The old ids of people who go on under new ones: their employments are over, and nobody has left. */
async function endRenumbered(session: ReadingSession, renumbered: Renumbered): Promise<void> {
  const set = { phase: 'left', missingSince: session.calendar.now, settled: null, dueAt: null } as const;
  const ops = [...renumbered.values()].map(({ id }): StoreOp => ({ op: 'update', in: 'employee', key: [id], set }));
  await writeAll(session, ops);
}

/** People found by asking for them are staged a second time and accepted like the rest. */
async function absencesOf(reading: Reading, verdict: FeedVerdict, departments: ReadonlySet<string>): Promise<AbsenceFindings> {
  const findings = await settleAbsences(reading, reading.renumbered);
  await acceptStaged(reading, verdict, departments);
  await reading.staging.clear();
  return findings;
}

/** The measure for the next reading, and how fresh the roster's statements are. */
async function rememberReading({ session, counter }: Reading, verdict: FeedVerdict, { before, departments }: Opening): Promise<void> {
  const { calendar, store, tenant } = session;
  const { freshAt, shows } = before ?? {};
  const ops: StoreOp[] = [];
  if (verdict.may.leave) ops.push(settingOp('stated-at', Math.min(freshAt ?? calendar.now, calendar.now)));
  if (verdict.complete) {
    const upTo = (await readSetting<number>(session, 'next-seq')) ?? 0;
    const accepted: AcceptedFeed = {
      upTo,
      figures: counter.figures(departments.count),
      at: calendar.now,
      ...(freshAt === undefined ? {} : { freshAt }),
      ...(shows === undefined ? {} : { shows }),
    };
    ops.push(settingOp('accepted-feed', accepted));
  }
  await store.commit(tenant, ops);
}

function feedReport(
  { session, counter, renumbered }: Reading,
  { departments }: Opening,
  prepared: PreparedPolicy,
  { verdict, failure }: Judged,
  { absences, due }: Findings,
  managerNotes: readonly string[],
): FeedReport {
  const held = session.renumbered === 'hold' ? [...renumbered].slice(0, 20) : [];
  return {
    source: session.source.id,
    verdict,
    failure: failure ?? null,
    due,
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
      ...held.map(([id, old]) => `employee ${id} has the keys of ${old.id}, who is missing: held, both stay as they were`),
      ...policyNotes(prepared),
    ],
  };
}
