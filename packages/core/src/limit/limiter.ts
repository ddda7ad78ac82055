// One limiter per credential: what is declared, what the headers say, how many calls at once, and who goes first.
import { TenureError } from '../connector/errors.ts';
import type { Limiter, LimitObservation, RateLimits } from '../connector/limiter.ts';
import { createWindow, type Window } from './window.ts';

/** How the limiter is seen by one change or one reading. */
export interface LimiterUse {
  /** True for access cuts: they go first and may use the reserve. Asked anew whenever there is room. Default false. */
  readonly urgent?: (() => boolean) | undefined;
  readonly signal: AbortSignal;
}

export interface SharedLimiter {
  view(use: LimiterUse): Limiter;
  /** What is known of the limits by now: as declared, and as the headers have told. */
  known(): RateLimits | undefined;
  /** Calls that `take` has let through so far. */
  taken(): number;
}

export interface LimiterClock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly urgent: () => boolean;
  readonly bucket: string;
  readonly go: () => void;
  readonly refuse: (error: TenureError) => void;
}

const defaultConcurrency = 4;
/** Calls that must go well before one more is let through at once again. */
const growEvery = 20;

/** From this many calls at once, one is kept for access cuts: slow ordinary calls must not fill every place. */
const keepOneOf = 4;
/** Room that opens later than this is not waited for: whoever asks is told, and does something else. */
const longestWaitMs = 15 * 60_000;

/** Holds no timer while nobody waits. `name` is the credential's, for errors. */
export function createLimiter(limits: RateLimits | undefined, clock: LimiterClock, name = 'limiter'): SharedLimiter {
  const most = limits?.concurrency ?? defaultConcurrency;
  const windows = new Map<string, Window>();
  const windowOf = (bucket: string): Window => {
    const known = windows.get(bucket);
    if (known !== undefined) return known;
    const declared = bucket === '' ? limits?.requests : limits?.buckets?.[bucket];
    const made = createWindow(declared, limits?.reserve);
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

  const readyAt = (bucket: string, urgent: boolean, now: number): number =>
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
    const asked = waiting.map((waiter) => ({ waiter, urgent: waiter.urgent() }));
    for (const { waiter, urgent } of [...asked.filter((one) => one.urgent), ...asked.filter((one) => !one.urgent)]) {
      const at = readyAt(waiter.bucket, urgent, now);
      if (at - now > longestWaitMs) waiter.refuse(tooLong(name, at - now));
      else if (underWay >= (urgent || atOnce < keepOneOf ? atOnce : atOnce - 1)) left.push(waiter);
      else if (at <= now) letGo(waiter, now);
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

  const take = (bucket: string, { urgent = () => false, signal }: LimiterUse): Promise<{ release(): void }> =>
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
        refuse: (error) => {
          signal.removeEventListener('abort', abort);
          reject(error);
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
    known() {
      const learned = [...windows].flatMap(([bucket, window]) => {
        const limit = window.known();
        return limit === undefined ? [] : [[bucket, limit] as const];
      });
      if (learned.length === 0) return limits;
      const { '': requests, ...buckets } = Object.fromEntries(learned);
      return { ...limits, requests: requests ?? limits?.requests, buckets: { ...limits?.buckets, ...buckets } };
    },
    view: (use) => ({ take: (request) => take(request?.bucket ?? '', use), saw }),
  };
}

function tooLong(system: string, retryAfterMs: number): TenureError {
  const fact = `there is room again in ${Math.ceil(retryAfterMs / 60_000)} minutes`;
  return new TenureError('CONNECTOR_RATE_LIMITED', { system, verb: 'wait for room', fact, details: { retryAfterMs } });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
