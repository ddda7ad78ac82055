// One target's lane: most urgent first, one change per person and account at a time. Lanes know nothing of each other, so a
// slow or failing target stops nobody else.
import type { ErrorCode } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { Change } from '../plan/change.ts';
import type { DecidingSession } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { observeTry } from '../telemetry/change.ts';
import { type Attempt, attempt, resume } from './attempt.ts';
import type { OnRunEvent, SettledChange } from './outcome.ts';
import { createWatch, quarantine, release } from './quarantine.ts';
import type { Job, Lane, Room } from './runner.ts';
import { settle } from './settle.ts';
import { gatherWork, type Work } from './work.ts';

export interface LaneInput {
  readonly session: DecidingSession;
  readonly target: Target;
  readonly floor: LaneFloor;
}

/** What a lane asks and tells the drain it belongs to. */
export interface LaneFloor {
  /** Tasks of other runs wait until somebody takes those runs up. */
  isLive(run: string): boolean;
  readonly emit: OnRunEvent;
  /** Called for every task that came to an end. */
  ended(task: TaskRow, settled: SettledChange): void;
  /** Remembers who is being worked on. */
  working(person: string, job: Promise<unknown>): void;
}

const defaultConcurrency = 4;

/** As the runner takes it: at least one. */
const concurrencyOf = ({ limits }: Target): number => Math.max(1, Math.trunc(limits?.concurrency ?? defaultConcurrency) || 1);

/** One target's tasks as work for a runner. */
export function createLane(input: LaneInput): Lane {
  const { session, target, floor } = input;
  let refusedWith: ErrorCode | undefined;
  const watch = createWatch();
  let released = false;
  const judged = (task: TaskRow, result: Attempt): ErrorCode | undefined => {
    if (result.kind === 'target-stopped') return result.code;
    if (result.kind === 'not-ours' || (result.kind === 'settled' && result.settled.outcome === 'skipped')) return undefined;
    return watch.saw(task.id, result.kind === 'delayed' ? result.code : result.settled.code);
  };
  const releaseOnce = async (): Promise<void> => {
    if (released || !watch.wentWell) return;
    released = true;
    await release(session, target.id);
  };
  const done = async (task: TaskRow, version: number, gathered: Work | TaskRow): Promise<'done' | 'stop'> => {
    // Somebody was read again after these facts were gathered; they may be a leaver by now.
    const current = session.together.version() === version ? gathered : await gatherOne(session, target, task);
    const result =
      'task' in current
        ? await observeTry(session, task, () => attempt(asOfNow(session), current, floor.emit))
        : await vanished(session, task);
    report(input, task, result);
    refusedWith ??= judged(task, result);
    return refusedWith === undefined ? 'done' : 'stop';
  };
  return {
    id: target.id,
    concurrency: concurrencyOf(target),
    takeUp: () => takeUpInterrupted(input),
    async next(room, taken) {
      session.together.heed();
      await releaseOnce();
      const version = session.together.version();
      const { startable, nextAt } = await nextTasks(input, room, taken);
      const works = await gatherWork(session, target, startable);
      const jobs = works.map((work, index): Job => {
        const task = startable[index] ?? ('task' in work ? work.task : work);
        const run = (): Promise<'done' | 'stop'> => {
          const job = done(task, version, work);
          floor.working(task.person, job);
          return job;
        };
        return { keys: keysOf(task), urgent: task.priority === 0, run };
      });
      return { jobs, nextAt };
    },
    giveUp: () => giveUp(input, refusedWith ?? 'CONNECTOR_UNAUTHENTICATED'),
  };
}

/** A run may take hours: what it writes down happens now. */
const asOfNow = (session: DecidingSession): DecidingSession => ({ ...session, calendar: session.today() });

async function gatherOne(session: DecidingSession, target: Target, task: TaskRow): Promise<Work | TaskRow> {
  const [work = task] = await gatherWork(session, target, [task]);
  return work;
}

function report(lane: LaneInput, task: TaskRow, result: Attempt): void {
  if (result.kind !== 'settled') return;
  lane.floor.ended(task, result.settled);
  for (const given of result.given)
    lane.floor.ended(given, { outcome: 'skipped', because: `the change before it was ${result.settled.outcome}` });
}

async function vanished(session: DecidingSession, task: TaskRow): Promise<Attempt> {
  const settled: SettledChange = { outcome: 'skipped', because: 'the roster does not know this person any more' };
  return { kind: 'settled', settled, given: await settle(session, task, settled) };
}

/** What nobody else may work on meanwhile: the person, and the account, which two people may both seem to own. */
function keysOf({ person, change }: TaskRow): string[] {
  const { accountId } = change as Change;
  return accountId === undefined ? [person] : [person, `account ${accountId}`];
}

interface NextTasks {
  readonly startable: TaskRow[];
  readonly nextAt: number | undefined;
}

/** Access cuts first; other work only once every cut that can be begun has a place. */
async function nextTasks(input: LaneInput, room: Room, busy: ReadonlySet<string>): Promise<NextTasks> {
  const taken = new Set(busy);
  const cuts = await tasksOf(input, 0, room.urgent, taken);
  let { nextAt } = cuts;
  const startable = [...cuts.startable];
  if (!cutsHavePlaces(input, room, cuts.startable.length)) return { startable, nextAt };
  for (let priority = 1; priority <= 3; priority += 1) {
    const left = room.ordinary - (startable.length - cuts.startable.length);
    if (left <= 0) break;
    const more = await tasksOf(input, priority, left, taken);
    startable.push(...more.startable);
    if (more.nextAt !== undefined) nextAt = Math.min(nextAt ?? more.nextAt, more.nextAt);
  }
  return { startable, nextAt };
}

/** Cuts that wait for a place of their own must not be overtaken by what has one: the room is twice the places. */
function cutsHavePlaces({ target }: LaneInput, room: Room, begun: number): boolean {
  return room.urgent - begun >= concurrencyOf(target);
}

async function tasksOf({ session, target, floor }: LaneInput, priority: number, room: number, taken: Set<string>): Promise<NextTasks> {
  const startable: TaskRow[] = [];
  let nextAt: number | undefined;
  if (room <= 0) return { startable, nextAt };
  const { store, tenant, context } = session;
  const now = context.now();
  const query = { index: 'ready', equals: [target.id, 'ready', priority], limit: room + taken.size + 8 };
  for await (const rows of scanAll(store, tenant, 'task', query)) {
    for (const task of rows.filter(({ run }) => floor.isLive(run))) {
      const keys = keysOf(task);
      if (keys.some((key) => taken.has(key))) continue;
      if (task.notBefore > now) {
        nextAt = Math.min(nextAt ?? task.notBefore, task.notBefore);
        continue;
      }
      for (const key of keys) taken.add(key);
      startable.push(task);
      if (startable.length >= room) return { startable, nextAt };
    }
  }
  return { startable, nextAt };
}

/** Tasks that a process which is no more had under way. */
async function takeUpInterrupted(lane: LaneInput): Promise<void> {
  const { session, target } = lane;
  const running: TaskRow[] = [];
  const pages = scanAll(session.store, session.tenant, 'task', { index: 'ready', equals: [target.id, 'running'] });
  for await (const rows of pages) running.push(...rows);
  for (const work of await gatherWork(session, target, running)) {
    if ('task' in work) report(lane, work.task, await observeTry(session, work.task, () => resume(session, work, lane.floor.emit)));
    else report(lane, work, await vanished(session, work));
  }
}

/** The target fails as a whole: it is left alone, and what is left for it comes back with the next plan. */
async function giveUp(lane: LaneInput, code: ErrorCode): Promise<void> {
  const { session, target, floor } = lane;
  await quarantine(session, target.id, code);
  const because = code === 'CONNECTOR_UNAUTHENTICATED' ? `${target.id} refuses the credential` : `${target.id} fails as a whole (${code})`;
  let runs = '';
  for await (const rows of scanAll(session.store, session.tenant, 'task', { index: 'ready', equals: [target.id, 'ready'], limit: 200 })) {
    for (const task of rows.filter(({ run }) => floor.isLive(run))) {
      runs = task.run;
      const settled: SettledChange = { outcome: task.blind ? 'unknown' : 'skipped', code, because: notCut(task, because) };
      report(lane, task, { kind: 'settled', settled, given: await settle(session, task, settled) });
    }
  }
  floor.emit({ type: 'target-stopped', run: runs, target: target.id, code });
}

const mark = 'NOT CUT: ';

/** Somebody who left and still has something on must not be overlooked in a report. */
export function notCut({ priority }: TaskRow, because: string): string {
  return priority === 0 ? `${mark}${because}; the next run tries again` : because;
}

/** Whether a settled change is a cut that was refused or not even tried. One that was lost counts as unknown, not as this. */
export function isNotCut(priority: number, { outcome, because = '' }: SettledChange): boolean {
  return priority === 0 && (outcome === 'failed' || because.startsWith(mark));
}
