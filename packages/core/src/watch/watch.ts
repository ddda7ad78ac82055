// The loop that keeps accounts in step: full readings now and then, changed people often, hints at once, due changes at their
// instant. It decides nothing; every plan is made by the same code as any other.
import { z } from 'zod';
import type { ConnectorContext } from '../connector/context.ts';
import { isTenureError, type TenureError } from '../connector/errors.ts';
import { type OptionsShape, parseOptions } from '../connector/options.ts';
import type { HrisSource } from '../connector/source.ts';
import type { Handlers } from '../handlers/handlers.ts';
import { letGo } from '../read/held.ts';
import { readSetting, type Session } from '../read/session.ts';
import { nextDueAt } from '../read/upcoming.ts';
import { type Bell, createBell, type Rest } from './bell.ts';
import { changedSince, keepMark, markNow } from './changes.ts';
import { type Asked, forgetHeard, gatherHints, nextRecall } from './hints.ts';
import { readQueue } from './queue.ts';
import { whomToLookAt } from './whom.ts';

/** How often is looked. All in milliseconds. */
export interface WatchOptions<Result> {
  /** Ends the watch: nothing new is begun, what is under way comes to its end. `close()` ends that too. */
  readonly signal: AbortSignal;
  /** Between two full readings, at least a minute. Default 6 hours. */
  readonly fullEveryMs?: number | undefined;
  /** Between two looks for changed people, where the source can list them, at least 10 seconds. Default 5 minutes. */
  readonly changesEveryMs?: number | undefined;
  /** Between two looks at what other processes left in the inbox, at least 100. Default 5 seconds. */
  readonly inboxEveryMs?: number | undefined;
  /** Between two tries at what is overdue: cuts that failed or were held up, at least 10 seconds. Default 15 minutes. */
  readonly overdueEveryMs?: number | undefined;
  /** Told of every plan and run. Must not throw. */
  readonly onSync?: ((result: Result) => void) | undefined;
  /** Told of what went wrong; the watch goes on with growing breaks. Must not throw. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** What the loop sets in motion. */
export interface WatchParts<Result> {
  readonly source: HrisSource;
  readonly context: ConnectorContext;
  readonly pageSize: number;
  readonly rest: Rest;
  readonly session: () => Promise<Session>;
  readonly handlers: Handlers;
  readonly sync: () => Promise<Result>;
  /** Why a full reading could not be used, although a plan was made of what is due; undefined when it could. */
  readonly unread: (result: Result) => TenureError | undefined;
  readonly syncPeople: (people: readonly string[]) => Promise<Result>;
  /** Looks at accounts that targets hinted at; answers whose they are where something has changed. */
  readonly lookAt: (accounts: Asked['accounts']) => Promise<readonly string[]>;
  readonly lookIntoInbox: () => Promise<void>;
  /** Takes those whom somebody decided about since the last look. */
  readonly takeDecided: () => Promise<readonly string[]>;
}

export interface Watch<Result> {
  run(options: WatchOptions<Result>): Promise<void>;
  /** Something has come in: look now. */
  ring(): void;
}

const minute = 60_000;
const atLeast = (least: number) =>
  z
    .int()
    .min(least)
    .max(31 * 86_400_000)
    .optional();
const callback = z.custom<(value: unknown) => void>((value) => typeof value === 'function', 'expected a function').optional();

const watchSchema = z.strictObject({
  signal: z.instanceof(AbortSignal),
  fullEveryMs: atLeast(minute),
  changesEveryMs: atLeast(10_000),
  inboxEveryMs: atLeast(100),
  overdueEveryMs: atLeast(10_000),
  onSync: callback,
  onError: callback,
} satisfies OptionsShape<WatchOptions<unknown>>);

/** Messages that come together are handled together. */
const gatherMs = 2_000;
/** People who could not be named ask for a full reading at most so often. */
const fullGapMs = 5 * minute;
const peopleAtOnce = 500;

export function createWatch<Result>(parts: WatchParts<Result>): Watch<Result> {
  const bell = createBell();
  return {
    ring: bell.ring,
    async run(options) {
      parseOptions('watch', watchSchema as unknown as z.ZodType<unknown>, options);
      await watch(parts, options, bell);
    },
  };
}

/** Where one watch stands. */
interface Standpoint {
  fullAt: number;
  changesAt: number;
  overdueAt: number;
  /** Everything that fell due until then has been looked at. */
  lookedUntil: number;
  notBefore: number;
  readonly failures: { full: number; look: number };
  full: Promise<void> | undefined;
  /** Approvals that a full reading has begun with. */
  approved: ReadonlySet<string>;
  delivering: Promise<void> | undefined;
}

async function watch<Result>(parts: WatchParts<Result>, options: WatchOptions<Result>, bell: Bell): Promise<void> {
  const { context, source } = parts;
  const {
    signal,
    fullEveryMs = 6 * 60 * minute,
    changesEveryMs = 5 * minute,
    inboxEveryMs = 5_000,
    overdueEveryMs = 15 * minute,
  } = options;
  const stop = AbortSignal.any([signal, context.signal]);
  const now = context.now();
  const at: Standpoint = {
    fullAt: now,
    changesAt: now + changesEveryMs,
    overdueAt: now + overdueEveryMs,
    lookedUntil: now,
    notBefore: now,
    failures: { full: 0, look: 0 },
    full: undefined,
    approved: new Set(),
    delivering: undefined,
  };
  const reading = readQueue(await parts.session(), source, { ...context, signal: stop, sleep: (ms) => parts.rest(ms, stop) }, bell.ring);

  /** A full reading that fails is begun again later; hints and due changes are looked at meanwhile. */
  const failed = (what: 'full' | 'look', error: unknown): void => {
    if (stop.aborted) return;
    at.failures[what] += 1;
    const waitMs = Math.min(minute * 2 ** (at.failures[what] - 1), fullEveryMs);
    if (what === 'full') at.fullAt = context.now() + waitMs;
    else at.notBefore = context.now() + waitMs;
    context.log.error({ what, code: isTenureError(error) ? error.code : null, waitMs }, 'watch: a look failed; the next one waits');
    options.onError?.(error);
  };
  /** The host's own work goes on beside the looks: no cut waits for it. */
  const deliver = (): void => {
    at.delivering ??= parts.handlers
      .deliver(stop)
      .catch((error: unknown) => {
        failed('look', error);
        return 0;
      })
      .then((calls) => {
        at.delivering = undefined;
        // What has failed is due before the rest that has begun is over.
        if (calls > 0) bell.ring();
      });
  };
  const full = async (): Promise<void> => {
    const begun = context.now();
    try {
      at.approved = new Set(await letGo(await parts.session(), context.now()));
      const mark = await markNow(source, context, parts.pageSize);
      const result = await parts.sync();
      const unread = parts.unread(result);
      if (unread !== undefined) {
        options.onSync?.(result);
        throw unread;
      }
      await keepMark(await parts.session(), mark);
      await forgetHeard(await parts.session());
      at.failures.full = 0;
      at.fullAt = begun + fullEveryMs;
      options.onSync?.(result);
    } catch (error) {
      failed('full', error);
    } finally {
      at.full = undefined;
      deliver();
      bell.ring();
    }
  };
  /** What was held is planned anew by a full reading. */
  const heedApprovals = async (session: Session): Promise<void> => {
    const open = await letGo(session, context.now());
    if (open.some((part) => !at.approved.has(part))) at.fullAt = context.now();
  };
  const look = async (): Promise<void> => {
    const session = await parts.session();
    const began = context.now();
    // Before the first full reading nobody can be matched with accounts.
    if ((await readSetting(session, 'accepted-feed')) === undefined) return;
    await parts.lookIntoInbox();
    await heedApprovals(session);
    const hints = await gatherHints(session, source.id);
    if (hints.everything) at.fullAt = Math.min(at.fullAt, began + fullGapMs);
    const changes = began >= at.changesAt ? await changesOf(parts, session, at) : undefined;
    const from = began >= at.overdueAt ? 0 : at.lookedUntil;
    const touched = await parts.lookAt(hints.accounts);
    const people = await whomToLookAt(session, from, [await parts.takeDecided(), hints.employees, touched, changes?.employees ?? []]);
    for (let first = 0; first < people.length && !stop.aborted; first += peopleAtOnce) {
      // Not within the call: arguments of an absent function are not even evaluated.
      const result = await parts.syncPeople(people.slice(first, first + peopleAtOnce));
      options.onSync?.(result);
    }
    if (stop.aborted) return;
    await hints.done();
    await keepMark(session, changes?.mark);
    // As far as the session sees: what falls due between its moment and this one would else wait for the next look at what is overdue.
    at.lookedUntil = session.calendar.now;
    if (began >= at.changesAt) at.changesAt = began + changesEveryMs;
    if (began >= at.overdueAt) at.overdueAt = began + overdueEveryMs;
    deliver();
  };

  while (!stop.aborted) {
    const ready = context.now() >= at.notBefore;
    if (ready && at.full === undefined && context.now() >= at.fullAt) at.full = full();
    if (ready)
      await look().then(
        () => {
          at.failures.look = 0;
        },
        (error: unknown) => failed('look', error),
      );
    if (stop.aborted) break;
    await bell.rungOr(await restMs(parts, at, inboxEveryMs), gatherMs, parts.rest, stop);
  }
  await Promise.all([at.full, reading]);
  await at.delivering;
}

/** Who changed. A mark that is too old to go on from means a full reading. */
async function changesOf<Result>(parts: WatchParts<Result>, session: Session, at: Standpoint) {
  try {
    return await changedSince(session, parts.source, parts.context, parts.pageSize);
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'FEED_INCOMPLETE') throw error;
    at.fullAt = parts.context.now();
    return undefined;
  }
}

/** How long there is nothing to do, as far as is known. */
async function restMs<Result>(parts: WatchParts<Result>, at: Standpoint, inboxEveryMs: number): Promise<number> {
  const { context } = parts;
  const session = await parts.session();
  const moments = [at.changesAt, at.overdueAt, await nextDueAt(session), await nextRecall(session)];
  if (at.full === undefined) moments.push(at.fullAt);
  const delivery = await parts.handlers.nextAt();
  // What is due is being handed out; the end of that rings.
  if (at.delivering === undefined || (delivery ?? 0) > context.now()) moments.push(delivery);
  const next = Math.min(...moments.filter((moment) => moment !== null), context.now() + inboxEveryMs);
  return Math.max(next, at.notBefore) - context.now();
}
