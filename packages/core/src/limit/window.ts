// One limit of one system: how many calls may still be sent, and when there is room again. No waiting and no timers here.
import { type LimitObservation, reserveOf, type WindowLimit } from '../connector/limiter.ts';

export interface Window {
  /** When a call may be sent: `now` or earlier means at once. `urgent` calls may use the reserve. */
  readyAt(now: number, urgent: boolean): number;
  /** Counts a call that is sent now. */
  sent(now: number): void;
  /** The call has been answered, or never will be. */
  ended(): void;
  saw(observation: LimitObservation, now: number): void;
  /** What it lets through, as the headers said last, else as it was declared. */
  known(): WindowLimit | undefined;
}

/** A window as the answers' headers describe it. */
interface Live {
  readonly limit: number;
  readonly resetAt: number;
  /** Calls we have sent in it. */
  readonly sent: number;
  /** Calls that others sent in it, as far as the headers prove it. */
  readonly others: number;
}

/** Two statements of one reset differ by the rounding of the vendor's clock. */
const sameResetMs = 2_000;
const firstBackOffMs = 1_000;
const longestBackOffMs = 60_000;

/**
 * A declared limit is kept over any span of its length, so that no choice of where the vendor's window begins breaks it.
 * Once headers tell where the window stands, they count instead.
 */
export function createWindow(declared: WindowLimit | undefined, reserve: number | undefined): Window {
  const log: number[] = [];
  let first = 0;
  let live: Live | undefined;
  let underWay = 0;
  let blockedUntil = 0;
  let refusals = 0;
  let told: WindowLimit | undefined;

  const kept = (count: number): number => reserveOf(count, reserve);
  const roll = (now: number): void => {
    // What is under way may be counted in the window that begins.
    if (live !== undefined && now >= live.resetAt) live = undefined;
    while (first < log.length && declared !== undefined && (log[first] ?? 0) <= now - declared.perMs) first += 1;
    if (first <= 1_024) return;
    log.splice(0, first);
    first = 0;
  };
  const byDeclared = (now: number, urgent: boolean): number => {
    if (declared === undefined) return now;
    const most = urgent ? declared.count : declared.count - kept(declared.count);
    const sent = log.length - first;
    if (sent < most) return now;
    return (log[log.length - most] ?? now) + declared.perMs;
  };
  const byHeaders = ({ limit, resetAt, sent, others }: Live, now: number, urgent: boolean): number =>
    limit - sent - others > (urgent ? 0 : kept(limit)) ? now : resetAt;

  const learn = (count: number, perMs: number | undefined): void => {
    if (perMs !== undefined) told = { count, perMs };
  };

  return {
    readyAt(now, urgent) {
      roll(now);
      return Math.max(blockedUntil, live === undefined ? byDeclared(now, urgent) : byHeaders(live, now, urgent));
    },
    sent(now) {
      underWay += 1;
      if (declared !== undefined) log.push(now);
      if (live !== undefined) live = { ...live, sent: live.sent + 1 };
    },
    ended() {
      underWay = Math.max(0, underWay - 1);
    },
    known: () => told ?? declared,
    saw({ limit, remaining, resetAt, refused, concurrency, perMs }, now) {
      roll(now);
      if (refused === true && concurrency !== true) {
        refusals += 1;
        const backOff = Math.min(firstBackOffMs * 2 ** (refusals - 1), longestBackOffMs);
        blockedUntil = Math.max(blockedUntil, resetAt ?? now + backOff);
      } else if (refused !== true) refusals = 0;
      if (limit === undefined || remaining === undefined || resetAt === undefined || resetAt <= now) return;
      learn(limit, perMs);
      const used = Math.max(0, limit - remaining);
      const before = live !== undefined && Math.abs(live.resetAt - resetAt) <= sameResetMs ? live : undefined;
      // A statement about a window that is over says nothing about this one.
      if (before === undefined && live !== undefined && resetAt < live.resetAt) return;
      // In a window that is new to us, what the answer counts besides the calls under way cannot be told apart: take it as ours.
      const sent = before?.sent ?? Math.max(used, underWay);
      live = { limit, resetAt: before?.resetAt ?? resetAt, sent, others: Math.max(before?.others ?? 0, used - sent) };
    },
  };
}
