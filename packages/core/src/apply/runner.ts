// The runner port. The store holds what is to be done and what was done; a runner only says when: "work on this now", at
// least once. Whatever it says twice, too late or out of turn, the claim in the store decides.
import pLimit from 'p-limit';
import type { LimiterClock } from '../limit/limiter.ts';
import { createFloor, type Floor } from './floor.ts';

/** One piece of work that is ready. */
export interface Job {
  /** What nobody else in the lane may work on meanwhile. */
  readonly keys: readonly string[];
  /** True for access cuts: they have places of their own, which no other work can fill. */
  readonly urgent?: boolean | undefined;
  /** Does it and writes down what became of it. `stop`: nothing more of this lane may be begun. */
  run(): Promise<'done' | 'stop'>;
}

/** How many jobs a lane may hand out. */
export interface Room {
  readonly urgent: number;
  readonly ordinary: number;
}

/** Work on one target. */
export interface Lane {
  readonly id: string;
  /** Jobs at once of each kind, urgent or not; what really goes out together is the limiter's matter. */
  readonly concurrency: number;
  /** Takes up what a process that is no more had under way. */
  takeUp(): Promise<void>;
  /** Ready jobs, most urgent first, that need none of these keys; and when the next one falls due, if none is ready. */
  next(room: Room, taken: ReadonlySet<string>): Promise<{ readonly jobs: readonly Job[]; readonly nextAt: number | undefined }>;
  /** Called once when a job said `stop`: gives up what is left. */
  giveUp(): Promise<void>;
}

export interface RunnerContext extends LimiterClock {
  readonly signal: AbortSignal;
}

/** Work that goes on. */
export interface Draining {
  /** Lanes for targets that had none yet. False when the work is over already: begin anew. */
  add(lanes: readonly Lane[]): boolean;
  /** Something has become ready. */
  ring(): void;
  /**
   * Resolves when no lane has anything left. Rejects with the signal's reason when aborted, or with the first fault that is
   * no outcome of a job; what was under way by then is taken up the next time.
   */
  readonly done: Promise<void>;
}

/** Says when work is done. The embedded one below does it in this process; a fleet's hands it to its queue. */
export interface Runner {
  begin(lanes: readonly Lane[], context: RunnerContext): Draining;
}

/** Every lane in this process: bounded concurrency, one job per key at a time, lanes independent of each other. */
export const embeddedRunner: Runner = {
  begin(lanes, context) {
    const floor = createFloor();
    const results: Promise<void>[] = [];
    const add = (more: readonly Lane[]): boolean => {
      if (!more.every(({ id }) => floor.enter(id))) return false;
      for (const lane of more) {
        const result = drainLane(lane, floor, context);
        result.catch(() => {});
        results.push(result);
      }
      floor.ring();
      return true;
    };
    add(lanes);
    return { add, ring: floor.ring, done: allOf(results) };
  },
};

/** Also those that are added meanwhile. */
async function allOf(results: readonly Promise<void>[]): Promise<void> {
  for (let seen = 0; seen < results.length; ) {
    seen = results.length;
    await Promise.allSettled(results);
  }
  await Promise.all(results);
}

async function drainLane(lane: Lane, floor: Floor, context: RunnerContext): Promise<void> {
  const taken = new Set<string>();
  const under = { urgent: new Set<Promise<void>>(), ordinary: new Set<Promise<void>>() };
  const state: { stopped: boolean; fault?: { readonly error: unknown } } = { stopped: false };
  const concurrency = Math.max(1, Math.trunc(lane.concurrency) || 1);
  const places = { urgent: pLimit(concurrency), ordinary: pLimit(concurrency) };
  const start = (job: Job): void => {
    const kind = job.urgent === true ? 'urgent' : 'ordinary';
    for (const key of job.keys) taken.add(key);
    const work: Promise<void> = places[kind](async () => {
      if (!state.stopped && (await job.run()) === 'stop') state.stopped = true;
    })
      .catch((error: unknown) => {
        state.fault ??= { error };
      })
      .finally(() => {
        for (const key of job.keys) taken.delete(key);
        under[kind].delete(work);
        floor.ring();
      });
    under[kind].add(work);
  };
  // Facts are gathered for many jobs at once, and never for more than can start soon.
  const room = (busy: number): number => (busy > concurrency ? 0 : concurrency * 2 - busy);
  const nap = createNap(context);
  try {
    await lane.takeUp();
    while (!state.stopped) {
      if (state.fault !== undefined) throw state.fault.error;
      context.signal.throwIfAborted();
      const heard = floor.rings();
      const { jobs, nextAt } = await lane.next({ urgent: room(under.urgent.size), ordinary: room(under.ordinary.size) }, taken);
      for (const job of jobs) start(job);
      if (floor.rings() !== heard) continue;
      if (under.urgent.size + under.ordinary.size > 0) await floor.rung();
      else if (nextAt !== undefined) await Promise.race([nap.until(nextAt), floor.rung()]);
      else if (await floor.isOver(lane.id, heard)) return;
    }
    await Promise.all([...under.urgent, ...under.ordinary]);
    await lane.giveUp();
  } finally {
    nap.end();
    await Promise.all([...under.urgent, ...under.ordinary]);
    floor.leave(lane.id);
  }
}

/** One sleep at a time, however often its sleeper is woken meanwhile. */
function createNap(context: RunnerContext): { until(at: number): Promise<void>; end(): void } {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, context.signal]);
  let nap: { at: number; end: Promise<void> } | undefined;
  return {
    until(at) {
      if (nap === undefined || nap.at > at || nap.at <= context.now()) {
        const end = context.sleep(Math.max(1, at - context.now()), signal);
        end.catch(() => {});
        nap = { at, end };
      }
      return nap.end;
    },
    end: () => over.abort(),
  };
}
