// What can become of a change, and how a run tells it.
import type { ErrorCode } from '../connector/errors.ts';
import type { AccountState } from '../model/account.ts';
import type { Instant } from '../model/dates.ts';
import type { Change } from '../plan/change.ts';

/**
 * `applied`: done now; `unchanged`: it was so already; `pending`: the target took it and must finish; `skipped`: not
 * wanted any more, or held up by another change; `failed`: refused; `unknown`: nobody can say, a person must look.
 */
export type ChangeOutcome = 'applied' | 'unchanged' | 'pending' | 'skipped' | 'failed' | 'unknown';

export const changeOutcomes = [
  'applied',
  'unchanged',
  'pending',
  'skipped',
  'failed',
  'unknown',
] as const satisfies readonly ChangeOutcome[];

export interface SettledChange {
  readonly outcome: ChangeOutcome;
  readonly code?: ErrorCode | undefined;
  /** Why it was not simply done; without values. */
  readonly because?: string | undefined;
  /** The state that was read back after the write. Absent: nobody could look, or nothing had to be looked at. */
  readonly seen?: AccountState | undefined;
  /** What was done less than asked or could not be verified, one clause each, without values. */
  readonly notes?: readonly string[] | undefined;
}

/** One line of a run's report. */
export interface ChangeReport extends SettledChange {
  readonly change: Change;
}

/** The record of applying one plan. */
export interface RunReport {
  readonly id: string;
  /** The plan's hash. */
  readonly plan: string;
  readonly startedAt: Instant;
  /** Null while it runs or after it was interrupted; applying the same plan again takes it up. */
  readonly endedAt: Instant | null;
  readonly counts: Readonly<Record<ChangeOutcome, number>>;
  /** Changes left out because a guard holds them. */
  readonly held: number;
  /** Accesses to be taken away that the target refused or that were not even tried: they are on, and the next run tries again. */
  readonly notCut: number;
}

export interface Run extends RunReport {
  /** Every change with its outcome, in the order of the queue; reads the store. */
  changes(): AsyncIterable<ChangeReport>;
  /** One line: `14 applied, 1 skipped, 3 held, 1 NOT CUT`; what was not cut is among the failed and the skipped. */
  toString(): string;
}

/** What happens while a run goes on. */
export type RunEvent =
  | { readonly type: 'change-started'; readonly run: string; readonly change: Change }
  | {
      readonly type: 'change-ended';
      readonly run: string;
      readonly change: Change;
      readonly settled: SettledChange;
      readonly progress: Progress;
    }
  | {
      readonly type: 'change-delayed';
      readonly run: string;
      readonly change: Change;
      readonly code: ErrorCode | null;
      readonly delayMs: number;
    }
  | { readonly type: 'target-stopped'; readonly run: string; readonly target: string; readonly code: ErrorCode };

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Changes per second since the run began. */
  readonly rate: number;
  /** Milliseconds at this rate; null before there is one. */
  readonly timeLeftMs: number | null;
}

export type OnRunEvent = (event: RunEvent) => void;

export function emptyCounts(): Record<ChangeOutcome, number> {
  return { applied: 0, unchanged: 0, pending: 0, skipped: 0, failed: 0, unknown: 0 };
}
