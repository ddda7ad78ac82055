// Applying a plan: tasks from its rows, lanes to do them, a report at the end. Takes up what was interrupted.
import type { Target } from '../connector/target.ts';
import { toInstant } from '../model/dates.ts';
import type { Change } from '../plan/change.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { approvalsOf, heldPartsAt } from '../read/held.ts';
import { type DecidingSession, readSetting, type Session } from '../read/session.ts';
import type { PlanRow, RunRow, TaskRow } from '../store/collections.ts';
import type { StoreOp } from '../store/port.ts';
import { scanAll } from '../store/scan.ts';
import { admitted } from './admission.ts';
import type { Drain } from './drain.ts';
import { isNotCut, notCut as sayNotCut } from './lane.ts';
import {
  type ChangeReport,
  changeOutcomes,
  emptyCounts,
  type OnRunEvent,
  type Run,
  type RunReport,
  type SettledChange,
} from './outcome.ts';
import { quarantined } from './quarantine.ts';
import { enqueue } from './queue.ts';
import { settle } from './settle.ts';
import { supersede } from './supersede.ts';

export interface StoredReport {
  readonly held: number;
  /** Hashes of held parts whose approvals this run used up. */
  readonly approved: readonly string[];
  /** True once every change that may go is in the queue. */
  readonly queued: boolean;
  readonly counts: RunReport['counts'];
  /** Absent in runs of earlier versions, and until the run has ended. */
  readonly notCut?: number;
}

/** What one apply works with besides the session. */
export interface ApplyInput {
  readonly drain: Drain;
  readonly targets: readonly Target[];
  /** Targets that could not be read now: nothing is judged or written there. */
  readonly leftOut: ReadonlyMap<string, string>;
  readonly onEvent: OnRunEvent;
  /** True for a few people beside a run that may go on: interrupted runs of others stay for the next full one. */
  readonly beside?: boolean | undefined;
}

/** Applies everything of a stored plan that is not held. Applying again finds every change done and writes nothing. */
export function applyPlan(session: DecidingSession, row: PlanRow, input: ApplyInput): Promise<Run> {
  const { telemetry, tenant, context } = session;
  return telemetry.span('tenure.apply', { tenant, plan: row.hash }, async (note) => {
    const begun = context.now();
    const run = await applyStored(session, row, input);
    note({ run: run.id, held: run.held, changes: Object.values(run.counts).reduce((sum, count) => sum + count, 0) });
    telemetry.took('tenure.apply.duration', context.now() - begun, { tenant });
    return run;
  });
}

async function applyStored(session: DecidingSession, row: PlanRow, input: ApplyInput): Promise<Run> {
  const { drain, leftOut, onEvent } = input;
  const alone = await quarantined(
    session,
    input.targets.filter(({ id }) => !leftOut.has(id)),
  );
  const unusable = new Map([...leftOut, ...alone]);
  const targets = input.targets.filter(({ id }) => !unusable.has(id));
  const others = input.beside === true ? [] : await interruptedOthers(session, row.hash, drain);
  const started = (await interruptedRun(session, row.hash)) ?? (await newRun(session, row.header as PlanHeader, input.beside === true));
  const entered = [...others, started].filter(({ id }) => !drain.isLive(id));
  for (const run of entered) drain.enter(run.id, onEvent);
  try {
    for (const other of others) await takeUp(session, other);
    const run = await queueRun(session, started, row);
    const left = await stillOpen(session, others, run);
    const all = [...left, run];
    // Nobody waits for what cannot be done now.
    if (unusable.size > 0) for (const each of all) await giveUpOpen(session, each, unusableBecause(unusable));
    for (const each of all) await drain.finish(session, each.id, targets);
    for (const other of left) await finishRun(session, other, unusable);
    return await finishRun(session, run, unusable);
  } finally {
    for (const run of entered) drain.leave(run.id);
  }
}

/** Runs of other plans that a process did not finish; those that go on here are not among them. */
async function interruptedOthers(session: Session, plan: string, drain: Drain): Promise<RunRow[]> {
  return (await interruptedRuns(session)).filter((run) => run.plan !== plan && !drain.isLive(run.id));
}

/** Puts everything of the run that is not held into the queue. Safe to repeat until the run says that it is queued. */
async function queueRun(session: Session, run: RunRow, row: PlanRow): Promise<RunRow> {
  const report = run.report as StoredReport;
  if (report.queued) return run;
  const queued = await enqueue(session, { id: run.id, plan: run.plan }, admitted(session, row, report.approved));
  const next: RunRow = { ...run, report: { ...report, held: queued.held, queued: true } satisfies StoredReport };
  await session.store.commit(session.tenant, [{ op: 'put', in: 'run', row: next }]);
  return next;
}

/** Interrupted runs with something of their own left; the others end here. */
async function stillOpen(session: Session, others: readonly RunRow[], run: RunRow): Promise<RunRow[]> {
  const open: RunRow[] = [];
  for (const other of others) {
    if (await supersede(session, other, run)) await finishRun(session, other, new Map());
    else open.push(other);
  }
  return open;
}

/** The rest of an interrupted run is queued, or given up when its plan's time is over. */
async function takeUp(session: DecidingSession, run: RunRow): Promise<void> {
  const [row] = await session.store.get(session.tenant, 'plan', [[run.plan]]);
  if (row === undefined || row.expiresAt <= session.context.now()) await giveUpOpen(session, run, () => 'the time of its plan is over');
  else await queueRun(session, run, row);
}

/** Settles what is still waiting in a run: nothing of it may happen later, unasked. What was under way stays to be read back. */
async function giveUpOpen(session: Session, run: RunRow, why: (task: TaskRow) => string | undefined): Promise<void> {
  for await (const rows of scanAll(session.store, session.tenant, 'task', { index: 'run', equals: [run.id] })) {
    for (const task of rows) {
      const because = task.state === 'ready' || task.state === 'waiting' ? why(task) : undefined;
      if (because !== undefined) await settle(session, task, { outcome: 'skipped', because: sayNotCut(task, because) });
    }
  }
}

/** Why nothing is done for a task of one of these targets. */
const unusableBecause =
  (unusable: ReadonlyMap<string, string>) =>
  ({ target }: TaskRow): string | undefined =>
    unusable.has(target) ? `its target could not be used: ${target}: ${unusable.get(target)}` : undefined;

export async function interruptedRun(session: Session, plan: string): Promise<RunRow | undefined> {
  return (await interruptedRuns(session)).find((row) => row.plan === plan);
}

/** Runs that never came to their end, latest first, however many others came since: people who cannot wait have runs of their own. */
export async function interruptedRuns({ store, tenant }: Session): Promise<RunRow[]> {
  const query = { index: 'started', reverse: true, limit: 5_000, columns: ['id', 'endedAt'] } as const;
  const open: string[] = [];
  for await (const rows of scanAll(store, tenant, 'run', query)) for (const { id, endedAt } of rows) if (endedAt === null) open.push(id);
  const runs = await store.get(
    tenant,
    'run',
    open.map((id) => [id]),
  );
  return runs.filter((run) => run !== undefined);
}

export const lastRunSetting = 'last-run';

/** The number of the run begun last: each is given once, whatever is deleted. */
async function lastRun(session: Session): Promise<number> {
  const { store, tenant } = session;
  const known = await readSetting<number>(session, lastRunSetting);
  if (known !== undefined) return known;
  const row = { name: lastRunSetting, value: await store.count(tenant, 'run') };
  await store.commit(tenant, [{ op: 'insert-if-absent', in: 'setting', row }]);
  return row.value;
}

/** The run and the approvals it uses begin in one commit: neither is ever without the other. */
async function newRun(session: Session, header: PlanHeader, beside: boolean): Promise<RunRow> {
  const { store, tenant, context } = session;
  const { hash } = header;
  const approved = await usableApprovals(session, header, beside);
  const last = await lastRun(session);
  const number = last + 1;
  const report: StoredReport = { held: 0, approved, queued: false, counts: emptyCounts() };
  const row: RunRow = { id: `run-${String(number).padStart(6, '0')}`, plan: hash, startedAt: context.now(), endedAt: null, report };
  const usedAt = context.now();
  const { applied } = await store.commit(tenant, [
    { op: 'update', in: 'setting', key: [lastRunSetting], set: { value: number }, when: { value: last } },
    { op: 'put', in: 'run', row },
    { op: 'update', in: 'plan', key: [hash], set: { state: 'applied' } },
    ...approved.flatMap((part): StoreOp[] => [
      { op: 'update', in: 'approval', key: [part], set: { usedAt }, when: { usedAt: null } },
      { op: 'update', in: 'heldPart', key: [part], set: { state: 'used' }, when: { state: 'open' } },
    ]),
  ]);
  // A run beside this one has taken the number or an approval first.
  return applied ? row : newRun(session, header, beside);
}

/** Approved parts that are still there; beside a run only those that its people are in. */
async function usableApprovals(session: Session, { held }: PlanHeader, beside: boolean): Promise<string[]> {
  const { store, tenant, context } = session;
  const { open } = await heldPartsAt(session, context.now());
  const parts = [...open.keys()].filter((part) => !beside || held.some(({ hash }) => hash === part));
  return [...(await approvalsOf({ store, tenant }, parts, context.now())).keys()];
}

async function finishRun(session: Session, run: RunRow, unusable: ReadonlyMap<string, string>): Promise<Run> {
  const { store, tenant, context } = session;
  await giveUpOpen(session, run, (task) => unusableBecause(unusable)(task) ?? 'its target is not there to be written');
  const counts = emptyCounts();
  let notCut = 0;
  for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [run.id], columns: ['id', 'outcome', 'priority'] })) {
    for (const { outcome, priority } of rows) {
      if (outcome === null) continue;
      counts[(outcome as SettledChange).outcome] += 1;
      if (isNotCut(priority, outcome as SettledChange)) notCut += 1;
    }
  }
  const ended: RunRow = { ...run, endedAt: context.now(), report: { ...(run.report as StoredReport), counts, notCut } };
  await store.commit(tenant, [{ op: 'put', in: 'run', row: ended }]);
  return runOf(session, ended);
}

/** A stored run as callers see it. */
export function runOf({ store, tenant }: Pick<Session, 'store' | 'tenant'>, row: RunRow): Run {
  const { held, counts, notCut = 0 } = row.report as StoredReport;
  const said = changeOutcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
  const line = [...said, ...(held > 0 ? [`${held} held`] : []), ...(notCut > 0 ? [`${notCut} NOT CUT`] : [])].join(', ');
  return {
    id: row.id,
    plan: row.plan,
    startedAt: toInstant(row.startedAt),
    endedAt: row.endedAt === null ? null : toInstant(row.endedAt),
    counts,
    held,
    notCut,
    async *changes(): AsyncGenerator<ChangeReport> {
      for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [row.id] })) {
        for (const task of rows) if (task.outcome !== null) yield { change: task.change as Change, ...(task.outcome as SettledChange) };
      }
    },
    toString: () => (line === '' ? 'nothing to do' : line),
  };
}
