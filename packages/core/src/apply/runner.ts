// The runner port. The store holds what is to be done and what was done; a runner only says when: "work on this now", at
// least once. Whatever it says twice, too late or out of turn, the claim in the store decides.
import pLimit from 'p-limit';
import type { ConnectorContext } from '../connector/context.ts';
import { createFloor, type Floor } from './floor.ts';

/** One piece of work that is ready. */
export interface Job {
  /** What nobody else in the lane may work on meanwhile. */
  readonly keys: readonly string[];
  /** Does it and writes down what became of it. `stop`: nothing more of this lane may be begun. */
  run(): Promise<'done' | 'stop'>;
}

/** Work on one target. */
export interface Lane {
  readonly id: string;
  /** Jobs at once. */
  readonly concurrency: number;
  /** Takes up what a process that is no more had under way. */
  takeUp(): Promise<void>;
  /** Ready jobs, most urgent first, that need none of these keys; and when the next one falls due, if none is ready. */
  next(room: number, taken: ReadonlySet<string>): Promise<{ readonly jobs: readonly Job[]; readonly nextAt: number | undefined }>;
  /** Called once when a job said `stop`: gives up what is left. */
  giveUp(): Promise<void>;
}

/** Says when work is done. The embedded one below does it in this process; a fleet's hands it to its queue. */
export interface Runner {
  /**
   * Works until no lane has anything left. Rejects with the signal's reason when aborted, or with the first fault that is
   * no outcome of a job; what was under way by then is taken up the next time.
   */
  drain(lanes: readonly Lane[], context: Pick<ConnectorContext, 'now' | 'sleep' | 'signal'>): Promise<void>;
}

/** Every lane in this process: bounded concurrency, one job per key at a time, lanes independent of each other. */
export const embeddedRunner: Runner = {
  async drain(lanes, context) {
    const floor = createFloor(lanes.map(({ id }) => id));
    const results = await Promise.allSettled(lanes.map((lane) => drainLane(lane, floor, context)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  },
};

async function drainLane(lane: Lane, floor: Floor, context: Parameters<Runner['drain']>[1]): Promise<void> {
  const taken = new Set<string>();
  const under = new Set<Promise<void>>();
  const state: { stopped: boolean; fault?: { readonly error: unknown } } = { stopped: false };
  const limit = pLimit(Math.max(1, Math.trunc(lane.concurrency) || 1));
  const start = (job: Job): void => {
    for (const key of job.keys) taken.add(key);
    const work: Promise<void> = limit(async () => {
      if (!state.stopped && (await job.run()) === 'stop') state.stopped = true;
    })
      .catch((error: unknown) => {
        state.fault ??= { error };
      })
      .finally(() => {
        for (const key of job.keys) taken.delete(key);
        under.delete(work);
        floor.ring();
      });
    under.add(work);
  };
  try {
    await lane.takeUp();
    while (!state.stopped) {
      if (state.fault !== undefined) throw state.fault.error;
      context.signal.throwIfAborted();
      const heard = floor.rings();
      // Facts are gathered for many jobs at once, and never for more than can start soon.
      const room = under.size > lane.concurrency ? 0 : lane.concurrency * 2 - under.size;
      const { jobs, nextAt } = await lane.next(room, taken);
      for (const job of jobs) start(job);
      if (under.size > 0) await floor.rung();
      else if (nextAt !== undefined) await context.sleep(Math.max(1, nextAt - context.now()));
      else if (await floor.isOver(lane.id, heard)) return;
    }
    await Promise.all(under);
    await lane.giveUp();
  } finally {
    await Promise.all(under);
    floor.leave(lane.id);
  }
}
