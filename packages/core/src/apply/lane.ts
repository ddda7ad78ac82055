// One target's lane: bounded concurrency, most urgent first, one change per person and account at a time. Lanes know nothing of
// each other, so a slow or failing target stops nobody else.
import pLimit from 'p-limit';
import type { ErrorCode } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { Change } from '../plan/change.ts';
import type { DecidingSession } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { type Attempt, attempt, resume } from './attempt.ts';
import type { Floor } from './floor.ts';
import type { OnRunEvent, SettledChange } from './outcome.ts';
import { settle } from './settle.ts';
import { gatherWork, type Work } from './work.ts';

export interface Lane {
  readonly session: DecidingSession;
  readonly target: Target;
  readonly emit: OnRunEvent;
  /** Called for every task that came to an end. */
  readonly ended: (task: TaskRow, settled: SettledChange) => void;
}

const defaultConcurrency = 4;

/**
 * Works through everything that is ready for the target, waits for what becomes ready by other changes or by time, and
 * returns when nothing is left anywhere. Rejects with the signal's reason when aborted; what was under way is read back
 * the next time.
 */
export async function runLane(lane: Lane, floor: Floor): Promise<void> {
  const { session, target } = lane;
  const concurrency = target.limits?.concurrency ?? defaultConcurrency;
  const limit = pLimit(concurrency);
  const busy = new Set<string>();
  const under = new Set<Promise<void>>();
  const state: { refusedWith?: ErrorCode; fault?: { readonly error: unknown } } = {};
  const start = (work: Work | TaskRow): void => {
    const task = 'task' in work ? work.task : work;
    for (const key of held(task)) busy.add(key);
    const job: Promise<void> = limit(async () => {
      if (state.refusedWith !== undefined) return;
      const result = 'task' in work ? await attempt(session, work, lane.emit) : await vanished(session, work);
      if (result.kind === 'target-stopped') state.refusedWith = result.code;
      report(lane, task, result);
    })
      .catch((error: unknown) => {
        state.fault = { error };
      })
      .finally(() => {
        for (const key of held(task)) busy.delete(key);
        under.delete(job);
        floor.ring();
      });
    under.add(job);
  };
  try {
    await takeUpInterrupted(lane);
    while (state.refusedWith === undefined) {
      if (state.fault !== undefined) throw state.fault.error;
      session.context.signal.throwIfAborted();
      const heard = floor.rings();
      // Facts are gathered for many tasks at once, and never for more than can start soon.
      const room = under.size > concurrency ? 0 : concurrency * 2 - under.size;
      const { startable, nextAt } = await nextTasks(lane, room, busy);
      for (const work of await gatherWork(session, target, startable)) start(work);
      if (under.size > 0) await floor.rung();
      else if (nextAt !== undefined) await sleepUntil(session, nextAt);
      else if (await floor.isOver(target.id, heard)) return;
    }
    await Promise.all(under);
    await giveUp(lane, state.refusedWith);
  } finally {
    await Promise.all(under);
    floor.leave(target.id);
  }
}

function report(lane: Lane, task: TaskRow, result: Attempt): void {
  if (result.kind !== 'settled') return;
  lane.ended(task, result.settled);
  for (const given of result.given)
    lane.ended(given, { outcome: 'skipped', because: `the change before it was ${result.settled.outcome}` });
}

async function vanished(session: DecidingSession, task: TaskRow): Promise<Attempt> {
  const settled: SettledChange = { outcome: 'skipped', because: 'the roster does not know this person any more' };
  return { kind: 'settled', settled, given: await settle(session, task, settled) };
}

/** What nobody else may work on meanwhile: the person, and the account, which two people may both seem to own. */
function held({ person, change }: TaskRow): string[] {
  const { accountId } = change as Change;
  return accountId === undefined ? [person] : [person, `account ${accountId}`];
}

async function nextTasks(
  { session, target }: Lane,
  room: number,
  busy: ReadonlySet<string>,
): Promise<{ startable: TaskRow[]; nextAt: number | undefined }> {
  const startable: TaskRow[] = [];
  const taken = new Set(busy);
  let nextAt: number | undefined;
  if (room <= 0) return { startable, nextAt };
  const now = session.context.now();
  const pages = scanAll(session.store, session.tenant, 'task', {
    index: 'ready',
    equals: [target.id, 'ready'],
    limit: room + taken.size + 8,
  });
  for await (const rows of pages) {
    for (const task of rows) {
      const keys = held(task);
      if (keys.some((key) => taken.has(key))) continue;
      if (task.notBefore > now) nextAt = Math.min(nextAt ?? task.notBefore, task.notBefore);
      else {
        for (const key of keys) taken.add(key);
        startable.push(task);
      }
      if (startable.length >= room) return { startable, nextAt };
    }
  }
  return { startable, nextAt };
}

/** Tasks that a process which is no more had under way. */
async function takeUpInterrupted(lane: Lane): Promise<void> {
  const { session, target } = lane;
  const running: TaskRow[] = [];
  const pages = scanAll(session.store, session.tenant, 'task', { index: 'ready', equals: [target.id, 'running'] });
  for await (const rows of pages) running.push(...rows);
  for (const work of await gatherWork(session, target, running)) {
    if ('task' in work) report(lane, work.task, await resume(session, work, lane.emit));
    else report(lane, work, await vanished(session, work));
  }
}

/** The target refuses us: what is left for it is settled as skipped and comes back with the next plan. */
async function giveUp(lane: Lane, code: ErrorCode): Promise<void> {
  const { session, target } = lane;
  const settled: SettledChange = { outcome: 'skipped', code, because: `${target.id} refuses the credential` };
  let runs = '';
  for await (const rows of scanAll(session.store, session.tenant, 'task', { index: 'ready', equals: [target.id, 'ready'], limit: 200 })) {
    for (const task of rows) {
      runs = task.run;
      report(lane, task, { kind: 'settled', settled, given: await settle(session, task, settled) });
    }
  }
  lane.emit({ type: 'target-stopped', run: runs, target: target.id, code });
}

async function sleepUntil({ context }: DecidingSession, at: number): Promise<void> {
  await context.sleep(Math.max(1, at - context.now()));
}
