// The clock of a simulated system: it runs, or it stands still until a test moves it.

export interface SimulatedClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock forward by so many milliseconds. What became due in between happens before this returns. */
  advance(milliseconds: number): void;
  /** Moves the clock forward to an instant, given as ISO text. An earlier one is refused. */
  moveTo(instant: string): void;
}

export interface MovedClock extends SimulatedClock {
  /** Calls back after every move, until the returned function is called. */
  onMove(listener: () => void): () => void;
}

/** A clock that stands at `at`; without it, one that runs with the machine's, ahead by what it was advanced. */
export function createClock(at?: string): MovedClock {
  const start = at === undefined ? undefined : Date.parse(at);
  if (Number.isNaN(start)) throw new RangeError('The clock starts at an ISO instant.');
  let ahead = 0;
  const listeners = new Set<() => void>();
  const now = (): number => (start ?? Date.now()) + ahead;
  const advance = (milliseconds: number): void => {
    if (!(milliseconds >= 0)) throw new RangeError('A clock moves forward only.');
    ahead += milliseconds;
    for (const listener of [...listeners]) listener();
  };
  return {
    now,
    advance,
    moveTo: (instant) => advance(Date.parse(instant) - now()),
    onMove(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
