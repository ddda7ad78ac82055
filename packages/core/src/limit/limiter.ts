// One limiter per credential: what is declared, what the headers say, how many calls at once, and who goes first.
import type { Limiter, LimitObservation, RateLimits } from '../connector/limiter.ts';
import { createWindow, type Window } from './window.ts';

/** How the limiter is seen by one change or one reading. */
export interface LimiterUse {
  /** True for access cuts: they go first and may use the reserve. Default false. */
  readonly urgent?: boolean | undefined;
  readonly signal: AbortSignal;
}

export interface SharedLimiter {
  view(use: LimiterUse): Limiter;
  /** Calls that `take` has let through so far. */
  taken(): number;
}

export interface LimiterClock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly urgent: boolean;
  readonly bucket: string;
  readonly go: () => void;
}

const defaultConcurrency = 4;
const defaultReserve = 0.02;
/** Calls that must go well before one more is let through at once again. */
const growEvery = 20;

/** Holds no timer while nobody waits. */
export function createLimiter(limits: RateLimits | undefined, clock: LimiterClock): SharedLimiter {
  const most = limits?.concurrency ?? defaultConcurrency;
  const windows = new Map<string, Window>();
  const windowOf = (bucket: string): Window => {
    const known = windows.get(bucket);
    if (known !== undefined) return known;
    const declared = bucket === '' ? limits?.requests : limits?.buckets?.[bucket];
    const made = createWindow(declared, limits?.reserve ?? defaultReserve);
    windows.set(bucket, made);
    return made;
  };
  let atOnce = most;
  let good = 0;
  let underWay = 0;
  let taken = 0;
  let waiting: Waiter[] = [];
  let alarm: AbortController | undefined;
  let alarmAt = Number.POSITIVE_INFINITY;

  const readyAt = ({ bucket, urgent }: Waiter, now: number): number =>
    Math.max(windowOf('').readyAt(now, urgent), bucket === '' ? now : windowOf(bucket).readyAt(now, urgent));

  const letGo = (waiter: Waiter, now: number): void => {
    underWay += 1;
    taken += 1;
    windowOf('').sent(now);
    if (waiter.bucket !== '') windowOf(waiter.bucket).sent(now);
    waiter.go();
  };

  const pump = (): void => {
    const now = clock.now();
    let next = Number.POSITIVE_INFINITY;
    const left: Waiter[] = [];
    // Urgent first; within one kind, whoever came first. A bucket without room holds up nobody of another bucket.
    for (const waiter of [...waiting.filter(({ urgent }) => urgent), ...waiting.filter(({ urgent }) => !urgent)]) {
      if (underWay >= atOnce) {
        left.push(waiter);
        continue;
      }
      const at = readyAt(waiter, now);
      if (at <= now) letGo(waiter, now);
      else {
        left.push(waiter);
        next = Math.min(next, at);
      }
    }
    waiting = left;
    setAlarm(left.length === 0 ? Number.POSITIVE_INFINITY : next, now);
  };

  const setAlarm = (at: number, now: number): void => {
    if (at === alarmAt) return;
    alarm?.abort();
    alarm = undefined;
    alarmAt = at;
    if (at === Number.POSITIVE_INFINITY) return;
    const mine = new AbortController();
    alarm = mine;
    clock.sleep(Math.max(1, at - now), mine.signal).then(
      () => {
        if (alarm !== mine) return;
        alarm = undefined;
        alarmAt = Number.POSITIVE_INFINITY;
        pump();
      },
      () => {},
    );
  };

  const take = (bucket: string, { urgent = false, signal }: LimiterUse): Promise<{ release(): void }> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = (): void => {
        waiting = waiting.filter((one) => one !== waiter);
        reject(signal.reason);
        pump();
      };
      const waiter: Waiter = {
        urgent,
        bucket,
        go: () => {
          signal.removeEventListener('abort', abort);
          resolve({ release: once(() => release(bucket)) });
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      waiting.push(waiter);
      pump();
    });

  const release = (bucket: string): void => {
    underWay -= 1;
    windowOf('').ended();
    if (bucket !== '') windowOf(bucket).ended();
    pump();
  };

  const saw = (observation: LimitObservation): void => {
    windowOf(observation.bucket ?? '').saw(observation, clock.now());
    if (observation.refused === true) {
      good = 0;
      atOnce = Math.max(1, Math.floor(atOnce / 2));
    } else if (atOnce < most) {
      good += 1;
      if (good >= growEvery) {
        good = 0;
        atOnce += 1;
      }
    }
    pump();
  };

  return {
    taken: () => taken,
    view: (use) => ({ take: (request) => take(request?.bucket ?? '', use), saw }),
  };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
