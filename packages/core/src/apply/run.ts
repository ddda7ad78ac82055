// Applying a plan: tasks from its rows, lanes to do them, a report at the end. Takes up what was interrupted.
import type { Target } from '../connector/target.ts';
import { toInstant } from '../model/dates.ts';
import type { Change } from '../plan/change.ts';
import type { PlanHeader } from '../plan/summary.ts';
import { partsOf } from '../read/finish.ts';
import type { DecidingSession, Session } from '../read/session.ts';
import type { PlanRow, RunRow, TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { createLane } from './lane.ts';
import {
  type ChangeReport,
  changeOutcomes,
  emptyCounts,
  type OnRunEvent,
  type Progress,
  type Run,
  type RunReport,
  type SettledChange,
} from './outcome.ts';
import { enqueue } from './queue.ts';
import { embeddedRunner } from './runner.ts';

interface StoredReport {
  readonly held: number;
  /** Hashes of held parts whose approvals this run used up. */
  readonly approved: readonly string[];
  readonly counts: RunReport['counts'];
}

/** Applies everything of a stored plan that is not held. Applying again finds every change done and writes nothing. */
export async function applyPlan(session: DecidingSession, targets: readonly Target[], row: PlanRow, onEvent: OnRunEvent): Promise<Run> {
  const header = row.header as PlanHeader;
  const run = (await interruptedRun(session, row.hash)) ?? (await newRun(session, header));
  const { approved } = run.report as StoredReport;
  const held = new Set(header.held.filter(({ hash }) => !approved.includes(hash)).map((part) => `${part.target} ${part.class}`));
  const queued = await enqueue(session, { id: run.id, plan: row.hash }, partsOf(session, row.build), (target, changeClass) =>
    held.has(`${target} ${changeClass}`),
  );
  const report: StoredReport = { held: queued.held, approved, counts: emptyCounts() };
  await session.store.commit(session.tenant, [{ op: 'update', in: 'run', key: [run.id], set: { report } }]);
  await drain(session, targets, run, onEvent);
  // What other runs had left was done with it; they are over as well.
  for (const other of await interruptedRuns(session)) if (other.id !== run.id) await finishRun(session, other);
  return finishRun(session, { ...run, report });
}

/** Does everything that stands in the queue, whichever run it came from. */
async function drain(session: DecidingSession, targets: readonly Target[], run: RunRow, onEvent: OnRunEvent): Promise<void> {
  const progress = trackProgress(session, await openTasks(session, run.id));
  const ended = (task: TaskRow, settled: SettledChange): void => {
    onEvent({ type: 'change-ended', run: task.run, change: task.change as Change, settled, progress: progress() });
  };
  const lanes = targets.map((target) => createLane({ session, target, emit: onEvent, ended }));
  await embeddedRunner.drain(lanes, session.context);
}

function trackProgress({ context }: Session, total: number): () => Progress {
  const startedAt = context.now();
  let done = 0;
  return () => {
    done += 1;
    const seconds = (context.now() - startedAt) / 1_000;
    const rate = seconds > 0 ? done / seconds : 0;
    const all = Math.max(total, done);
    return { done, total: all, rate, timeLeftMs: rate > 0 ? Math.round(((all - done) / rate) * 1_000) : null };
  };
}

async function openTasks({ store, tenant }: Session, run: string): Promise<number> {
  let open = 0;
  for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [run], columns: ['state'], limit: 5_000 })) {
    open += rows.filter(({ state }) => state !== 'settled').length;
  }
  return open;
}

async function interruptedRun(session: Session, plan: string): Promise<RunRow | undefined> {
  return (await interruptedRuns(session)).find((row) => row.plan === plan);
}

/** Runs that never came to their end, among the latest. */
async function interruptedRuns({ store, tenant }: Session): Promise<RunRow[]> {
  const recent = await store.scan(tenant, 'run', { index: 'started', reverse: true, limit: 50 });
  return recent.rows.filter(({ endedAt }) => endedAt === null);
}

/** The run and the approvals it uses begin in one commit: neither is ever without the other. */
async function newRun(session: Session, { hash, held }: PlanHeader): Promise<RunRow> {
  const { store, tenant, context } = session;
  const approved = await usableApprovals(session, held);
  const number = (await store.count(tenant, 'run')) + 1;
  const report: StoredReport = { held: 0, approved, counts: emptyCounts() };
  const row: RunRow = { id: `run-${String(number).padStart(6, '0')}`, plan: hash, startedAt: context.now(), endedAt: null, report };
  const usedAt = context.now();
  await store.commit(tenant, [
    { op: 'put', in: 'run', row },
    { op: 'update', in: 'plan', key: [hash], set: { state: 'applied' } },
    ...approved.map((part) => ({ op: 'update', in: 'approval', key: [part], set: { usedAt } }) as const),
  ]);
  return row;
}

async function usableApprovals({ store, tenant, context }: Session, held: PlanHeader['held']): Promise<string[]> {
  const rows = await store.get(
    tenant,
    'approval',
    held.map(({ hash }) => [hash]),
  );
  return rows.flatMap((row) => (row !== undefined && row.usedAt === null && row.until > context.now() ? [row.hash] : []));
}

async function finishRun(session: Session, run: RunRow): Promise<Run> {
  const { store, tenant, context } = session;
  const counts = emptyCounts();
  for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [run.id], columns: ['id', 'outcome'] })) {
    for (const { outcome } of rows) if (outcome !== null) counts[(outcome as SettledChange).outcome] += 1;
  }
  const ended: RunRow = { ...run, endedAt: context.now(), report: { ...(run.report as StoredReport), counts } };
  await store.commit(tenant, [{ op: 'put', in: 'run', row: ended }]);
  return runOf(session, ended);
}

/** A stored run as callers see it. */
export function runOf({ store, tenant }: Pick<Session, 'store' | 'tenant'>, row: RunRow): Run {
  const { held, counts } = row.report as StoredReport;
  const said = changeOutcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
  const line = [...said, ...(held > 0 ? [`${held} held`] : [])].join(', ');
  return {
    id: row.id,
    plan: row.plan,
    startedAt: toInstant(row.startedAt),
    endedAt: row.endedAt === null ? null : toInstant(row.endedAt),
    counts,
    held,
    async *changes(): AsyncGenerator<ChangeReport> {
      for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [row.id] })) {
        for (const task of rows) if (task.outcome !== null) yield { change: task.change as Change, ...(task.outcome as SettledChange) };
      }
    },
    toString: () => (line === '' ? 'nothing to do' : line),
  };
}
