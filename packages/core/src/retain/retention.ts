// How long the store keeps what is over.
import { z } from 'zod';
import type { OptionsShape } from '../connector/options.ts';

/**
 * How many days the store keeps what is over, each a whole number up to 36,500. What is open, held, under way or not yet
 * handed to a handler stays however old it is, and so does the audit trail.
 */
export interface RetentionDays {
  /** Plans that were applied and may not be applied any more, with their changes. At least 1. Default 30. */
  readonly plans?: number | undefined;
  /** Runs that have ended and their changes, but for the last run of each person on each target. At least 7. Default 180. */
  readonly runs?: number | undefined;
  /** Lifecycle events that every handler the store knows has been given. At least 1. Default 180. */
  readonly events?: number | undefined;
  /** Decisions, hints and requests that were taken from the inbox. At least 1. Default 30. */
  readonly inbox?: number | undefined;
}

/** In milliseconds. */
export interface Retention {
  readonly plans: number;
  readonly runs: number;
  readonly events: number;
  readonly inbox: number;
}

const days = (least: number) => z.int().min(least).max(36_500).optional();

export const retentionSchema = z.strictObject({
  plans: days(1),
  runs: days(7),
  events: days(1),
  inbox: days(1),
} satisfies OptionsShape<RetentionDays>);

export function readRetention({ plans = 30, runs = 180, events = 180, inbox = 30 }: RetentionDays = {}): Retention {
  const day = 86_400_000;
  return { plans: plans * day, runs: runs * day, events: events * day, inbox: inbox * day };
}
