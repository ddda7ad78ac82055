// One target's lane: most urgent first, one change per person and account at a time. Lanes know nothing of each other, so a
// slow or failing target stops nobody else.
import type { ErrorCode } from '../connector/errors.ts';
import type { Target } from '../connector/target.ts';
import type { Change } from '../plan/change.ts';
import type { DecidingSession } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { type Attempt, attempt, resume } from './attempt.ts';
import type { OnRunEvent, SettledChange } from './outcome.ts';
import type { Job, Lane } from './runner.ts';
import { settle } from './settle.ts';
import { gatherWork, type Work } from './work.ts';

export interface LaneInput {
  readonly session: DecidingSession;
  readonly target: Target;
  readonly emit: OnRunEvent;
  /** Called for every task that came to an end. */
  readonly ended: (task: TaskRow, settled: SettledChange) => void;
}

const defaultConcurrency = 4;

/** One target's tasks as work for a runner. */
export function createLane(input: LaneInput): Lane {
  const { session, target } = input;
  let refusedWith: ErrorCode | undefined;
  const jobOf = (work: Work | TaskRow): Job => {
    const task = 'task' in work ? work.task : work;
    return {
      keys: keysOf(task),
      async run() {
        const result = 'task' in work ? await attempt(session, work, input.emit) : await vanished(session, work);
        if (result.kind === 'target-stopped') refusedWith = result.code;
        report(input, task, result);
        return result.kind === 'target-stopped' ? 'stop' : 'done';
      },
    };
  };
  return {
    id: target.id,
    concurrency: target.limits?.concurrency ?? defaultConcurrency,
    takeUp: () => takeUpInterrupted(input),
    async next(room, taken) {
      const { startable, nextAt } = await nextTasks(input, room, taken);
      return { jobs: (await gatherWork(session, target, startable)).map(jobOf), nextAt };
    },
    giveUp: () => giveUp(input, refusedWith ?? 'CONNECTOR_UNAUTHENTICATED'),
  };
}

function report(lane: LaneInput, task: TaskRow, result: Attempt): void {
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
function keysOf({ person, change }: TaskRow): string[] {
  const { accountId } = change as Change;
  return accountId === undefined ? [person] : [person, `account ${accountId}`];
}

async function nextTasks(
  { session, target }: LaneInput,
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
      const keys = keysOf(task);
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
async function takeUpInterrupted(lane: LaneInput): Promise<void> {
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
async function giveUp(lane: LaneInput, code: ErrorCode): Promise<void> {
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
