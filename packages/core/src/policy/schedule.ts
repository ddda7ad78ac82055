// When things fall due. Everything is in the person's own zone; what is not said for a target is the company's.
import { z } from 'zod';
import { type CutRule, clockTimePattern } from '../roster/phase.ts';

/** What leave of absence does to an account: nothing at all, not even updates; keep it as for anybody else; turn it off until the return. */
export type LeaveRule = 'nothing' | 'keep' | 'suspend';

/** When things fall due. Days are calendar days where the person is. */
export interface Schedule {
  /** How many days before the first working day accounts are prepared, 0 to 90. Default 0: on the day. */
  readonly createDaysBeforeStart: number;
  /**
   * When somebody whose last day is stated loses access: as that day ends (default), at a time of that day such as
   * `{ at: '17:00' }`, or `immediately`, as soon as HR calls them terminated whatever day it states. All where the person is.
   */
  readonly cutAccessAt: CutRule;
  /** Days of 24 hours after the cut at which a disabled account is deleted; null: never. Default null. */
  readonly deleteAfterDays: number | null;
  /** What leave of absence does. Default `keep`. For apps `suspend` only where it is said for that app. */
  readonly onLeave: LeaveRule;
  /**
   * Days of 24 hours that somebody who is still here keeps what a move, or another change of rule, takes away, 0 to 90.
   * Default 0. Leaving knows no grace, nor does a revocation.
   */
  readonly graceDays: number;
}

export const scheduleDefaults: Schedule = {
  createDaysBeforeStart: 0,
  cutAccessAt: 'end-of-last-day',
  deleteAfterDays: null,
  onLeave: 'keep',
  graceDays: 0,
};

/** A schedule with gaps, as options and documents have it. */
export type PartialSchedule = { readonly [Key in keyof Schedule]?: Schedule[Key] | undefined };

/** Strict: unknown keys are refused. */
export const scheduleSchema = z.strictObject({
  createDaysBeforeStart: z.int().min(0).max(90).optional(),
  cutAccessAt: z
    .union(
      [
        z.enum(['immediately', 'end-of-last-day']),
        z.strictObject({ at: z.string().regex(clockTimePattern, 'expected a time of day such as 17:00') }),
      ],
      "expected immediately, end-of-last-day or { at: '17:00' }",
    )
    .optional(),
  deleteAfterDays: z.int().min(0).max(3_650).nullable().optional(),
  onLeave: z.enum(['nothing', 'keep', 'suspend']).optional(),
  graceDays: z.int().min(0).max(90).optional(),
});

/** A schedule with what `base` says where nothing is said. Pure. */
export function completeSchedule(schedule: PartialSchedule | undefined, base: Schedule = scheduleDefaults): Schedule {
  return {
    createDaysBeforeStart: schedule?.createDaysBeforeStart ?? base.createDaysBeforeStart,
    cutAccessAt: schedule?.cutAccessAt ?? base.cutAccessAt,
    deleteAfterDays: schedule?.deleteAfterDays === undefined ? base.deleteAfterDays : schedule.deleteAfterDays,
    onLeave: schedule?.onLeave ?? base.onLeave,
    graceDays: schedule?.graceDays ?? base.graceDays,
  };
}
