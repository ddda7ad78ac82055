// What the lanes of one run share: a bell for everybody who waits for something to become ready, and the knowledge of
// when nothing can become ready any more.

export interface Floor {
  /** How often the bell has rung. */
  rings(): number;
  /** Resolves at the next ring. */
  rung(): Promise<void>;
  ring(): void;
  /**
   * For a lane that found nothing to do after it had heard so many rings. True when no lane has anything left; false when
   * something has happened since, at once or later.
   */
  isOver(lane: string, heard: number): Promise<boolean>;
  /** A lane that comes later takes part from now on. False when it is over already. */
  enter(lane: string): boolean;
  /** The lane ended by itself. */
  leave(lane: string): void;
}

export function createFloor(): Floor {
  const working = new Set<string>();
  let waiters: (() => void)[] = [];
  let count = 0;
  let over = false;
  const rung = (): Promise<void> => new Promise((resolve) => waiters.push(resolve));
  const ring = (): void => {
    count += 1;
    const woken = waiters;
    waiters = [];
    for (const resolve of woken) resolve();
  };
  return {
    rings: () => count,
    rung,
    ring,
    async isOver(lane, heard) {
      if (over) return true;
      if (count !== heard) return false;
      working.delete(lane);
      if (working.size === 0) {
        // Everybody else waits for a ring and has found nothing since the last one: nothing is left.
        over = true;
        ring();
        return true;
      }
      await rung();
      if (over) return true;
      working.add(lane);
      return false;
    },
    enter(lane) {
      if (over) return false;
      working.add(lane);
      return true;
    },
    leave(lane) {
      if (working.delete(lane)) ring();
    },
  };
}
