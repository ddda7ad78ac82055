// The one drain of a lifecycle: lanes over everything that its live runs have queued. A run that comes while another goes on
// puts its tasks into the same lanes, most urgent first, instead of waiting for the other's end.
import type { Target } from '../connector/target.ts';
import type { LimiterClock } from '../limit/limiter.ts';
import type { Change } from '../plan/change.ts';
import type { DecidingSession, Session } from '../read/session.ts';
import type { TaskRow } from '../store/collections.ts';
import { scanAll } from '../store/scan.ts';
import { quietly } from '../telling.ts';
import { createLane, type LaneFloor } from './lane.ts';
import type { OnRunEvent, Progress, SettledChange } from './outcome.ts';
import { type Draining, embeddedRunner, type Lane } from './runner.ts';

export interface Drain {
  /** A run that is being applied here: its tasks may be done, and it is not an interrupted one. */
  enter(run: string, onEvent: OnRunEvent): void;
  isLive(run: string): boolean;
  leave(run: string): void;
  /** Works, together with whatever else goes on, until nothing of this run is left that can be done. */
  finish(session: DecidingSession, run: string, targets: readonly Target[]): Promise<void>;
  /** What is under way for these people at this moment. */
  underWay(people: Iterable<string>): readonly Promise<unknown>[];
}

interface LiveRun {
  readonly onEvent: OnRunEvent;
  /** Tasks that came to an end since the run entered. */
  ended: number;
  progress: (() => Progress) | undefined;
}

interface Going {
  readonly draining: Draining;
  /** Targets with a lane that takes work. */
  readonly served: Set<string>;
}

/** On the machine's clock. */
const lookEveryMs = 1_000;

export function createDrain(clock: LimiterClock): Drain {
  const live = new Map<string, LiveRun>();
  const jobs = new Map<string, Set<Promise<unknown>>>();
  let going: Going | undefined;
  let waiters: (() => void)[] = [];
  let lanesMade = 0;

  const floor: LaneFloor = {
    isLive: (run) => live.has(run),
    emit: (event) => live.get(event.run)?.onEvent(event),
    ended(task, settled) {
      tell(live.get(task.run), task, settled);
      const woken = waiters;
      waiters = [];
      for (const wake of woken) wake();
    },
    working(person, job) {
      const own = jobs.get(person) ?? new Set();
      jobs.set(person, own.add(job));
      const over = (): void => {
        own.delete(job);
        if (own.size === 0) jobs.delete(person);
      };
      job.then(over, over);
    },
  };

  /** Lanes for targets nobody works on: of the drain that goes on, or of a new one. */
  const serve = (session: DecidingSession, targets: readonly Target[]): Going => {
    const lanesFor = (missing: readonly Target[], served: Set<string>): Lane[] =>
      missing.map((target) => {
        served.add(target.id);
        lanesMade += 1;
        const lane = createLane({ session, target, floor });
        const giveUp = (): Promise<void> => {
          // Whoever comes later finds no lane and tries the target anew.
          served.delete(target.id);
          return lane.giveUp();
        };
        return { ...lane, id: `${target.id} ${lanesMade}`, giveUp };
      });
    const present = going;
    if (
      present?.draining.add(
        lanesFor(
          targets.filter(({ id }) => !present.served.has(id)),
          present.served,
        ),
      ) === true
    )
      return present;
    const served = new Set<string>();
    const runnerClock = { now: clock.now, sleep: clock.sleep.bind(clock), signal: session.context.signal };
    const made: Going = { draining: embeddedRunner.begin(lanesFor(targets, served), runnerClock), served };
    going = made;
    // Lanes that all wait for their limits look for nothing; what is urgent on another target must not wait for them.
    const looking = setInterval(session.together.heed, lookEveryMs).unref();
    const over = (): void => {
      clearInterval(looking);
      if (going === made) going = undefined;
    };
    made.draining.done.then(over, over);
    return made;
  };

  return {
    enter: (run, onEvent) => live.set(run, { onEvent: quietly(onEvent), ended: 0, progress: undefined }),
    isLive: (run) => live.has(run),
    leave: (run) => live.delete(run),
    underWay: (people) => [...people].flatMap((person) => [...(jobs.get(person) ?? [])]),
    async finish(session, run, targets) {
      const own = live.get(run);
      if (own === undefined) return;
      for (;;) {
        const before = own.ended;
        const open = await openTasks(session, run);
        if (open === 0) return;
        own.progress ??= trackProgress(session, open);
        const fresh = going === undefined;
        const { draining } = serve(session, targets);
        draining.ring();
        const how = await untilEnded(draining.done, own, before + open);
        // All of the run was queued before this drain began: what it leaves behind can't be done now.
        if (how === 'over' && fresh) return;
      }
    },
  };

  /** Until so many tasks of the run have ended, or the drain has. */
  async function untilEnded(done: Promise<void>, own: LiveRun, count: number): Promise<'ended' | 'over'> {
    let over = false;
    const end = done.finally(() => {
      over = true;
    });
    end.catch(() => {});
    while (!over && own.ended < count) await Promise.race([end, new Promise<void>((wake) => waiters.push(wake))]);
    if (!over) return 'ended';
    await end;
    return 'over';
  }
}

function tell(run: LiveRun | undefined, task: TaskRow, settled: SettledChange): void {
  if (run === undefined) return;
  run.ended += 1;
  const progress = run.progress?.() ?? { done: run.ended, total: run.ended, rate: 0, timeLeftMs: null };
  run.onEvent({ type: 'change-ended', run: task.run, change: task.change as Change, settled, progress });
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

/** Tasks of this run that have not come to an end. */
async function openTasks({ store, tenant }: Session, run: string): Promise<number> {
  let open = 0;
  for await (const rows of scanAll(store, tenant, 'task', { index: 'run', equals: [run], columns: ['state'], limit: 5_000 })) {
    open += rows.filter(({ state }) => state !== 'settled').length;
  }
  return open;
}
