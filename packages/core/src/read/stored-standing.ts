// What is stored of how one person stands, and who gives out seats.
import type { Person } from '../model/person.ts';
import type { Activation } from '../plan/standing.ts';
import type { ExceptionRow, StandingRow } from '../store/collections.ts';

/** A person's standing as stored. `activation` null: not decided yet. */
export interface StoredStanding {
  readonly activation: Activation | null;
  /** What somebody said about it; undefined when nobody did. */
  readonly chosen: boolean | undefined;
  readonly exceptions: readonly ExceptionRow[];
  readonly row: StandingRow | undefined;
}

/** Decides who is managed: chosen once, when a person is first seen; whoever found no seat is asked about again. */
export interface SeatKeeper {
  /** `chosen`: what somebody said about it. `returning`: the person had left, and with that their seat. */
  decide(stored: Pick<StoredStanding, 'activation' | 'chosen'>, person: Person, returning: boolean): Activation;
}
