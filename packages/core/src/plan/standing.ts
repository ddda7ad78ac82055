// What was decided about one person beside HR and policy, and what time has still to settle. Pure.
import type { EpochMilliseconds } from '../model/dates.ts';
import type { Person } from '../model/person.ts';

/** Whether the engine may write for a person. `no-seat`: it would, but every seat is taken. */
export type Activation = 'managed' | 'unmanaged' | 'no-seat';

/** An app given to or taken from one person beside policy. It ends with its date, on leaving, and on a move if it says so. */
export interface AccessException {
  readonly target: string;
  readonly kind: 'grant' | 'revoke';
  readonly by: string;
  readonly reason: string;
  readonly at: EpochMilliseconds;
  /** Null: without end. */
  readonly until: EpochMilliseconds | null;
  /** The department it was made for, when it ends with a move; else null. */
  readonly untilMoveFrom: string | null;
}

export interface Standing {
  readonly activation: Activation;
  readonly exceptions: readonly AccessException[];
  /** Since when something the person still has is given by no rule: by target, or `target group` for a group. */
  readonly losing: Readonly<Record<string, EpochMilliseconds>>;
}

/** Most people: managed, and nothing besides. */
export const plainStanding: Standing = { activation: 'managed', exceptions: [], losing: {} };

/** The exceptions that still hold. Leaving ends them all, for good. */
export function exceptionsNow(standing: Standing, person: Person, now: EpochMilliseconds): readonly AccessException[] {
  if (standing.exceptions.length === 0 || person.phase === 'left') return [];
  const department = person.primary.departmentId ?? '';
  return standing.exceptions.filter(
    ({ until, untilMoveFrom }) => (until === null || until > now) && (untilMoveFrom === null || untilMoveFrom === department),
  );
}
