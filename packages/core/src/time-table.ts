// What time alone will do, as methods of a lifecycle.
import { type Instant, toInstant } from './model/dates.ts';
import type { DecidingSession, Session } from './read/session.ts';
import { seatsTaken } from './read/standing.ts';
import { nextDueAt, type Upcoming, upcoming } from './read/upcoming.ts';

/** Seats: managed people who have not left, and how many there may be. */
export interface Seats {
  readonly taken: number;
  /** Null: no limit. */
  readonly limit: number | null;
}

export interface TimeTable {
  /** How many seats are taken. Goes through everybody the store knows. */
  seats(): Promise<Seats>;
  /**
   * When something next falls due by itself: a start, a cut, a deletion, the end of a grant or of a grace. Null when nothing
   * is foreseen. What is overdue is left to the next plan. Reads the store only.
   */
  nextDueAt(): Promise<Instant | null>;
  /**
   * What will fall due within so many days of 24 hours, in order of time, as far as HR has said; each moment as if what lies
   * before it had been done, so that a cut is followed by its deletion. Reads the store only.
   */
  upcoming(days: number): AsyncIterable<Upcoming>;
}

export function openTimeTable(open: {
  readonly session: () => Promise<Session>;
  readonly deciding: () => Promise<DecidingSession>;
}): TimeTable {
  return {
    async seats() {
      const session = await open.deciding();
      return { taken: await seatsTaken(session), limit: session.policy.activation.seats };
    },
    async nextDueAt() {
      const at = await nextDueAt(await open.session());
      return at === null ? null : toInstant(at);
    },
    async *upcoming(days) {
      const session = await open.deciding();
      yield* upcoming(session, session.calendar.now + days * 86_400_000);
    },
  };
}
