// What one lifecycle does at the same time: a long reading or run, and beside it a few people who cannot wait for its end.

export interface Together {
  /** One piece of deciding at a time: nobody writes heads that somebody else has read and is about to write. */
  turn<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Grows with every change of the roster beside a run: facts gathered before are gathered anew. */
  version(): number;
  /** People whose change cannot wait: whatever is under way for them goes first. */
  readonly hurried: ReadonlySet<string>;
  /** These employees were read by themselves just now. */
  readAgain(employees: Iterable<string>): void;
  /** Hurries these people while `work` goes on. */
  hurry<Result>(people: Iterable<string>, work: () => Promise<Result>): Promise<Result>;
  /** Called whenever a run looks for work or sends something: what came in meanwhile may be more urgent. */
  heed(): void;
  onHeed(listener: () => void): void;
  /** For a full reading: whoever is read by themselves from now on, because its own record of them may be older. */
  watchReading<Result>(work: (readSince: ReadonlySet<string>) => Promise<Result>): Promise<Result>;
}

export function createTogether(): Together {
  const readings = new Set<Set<string>>();
  const hurried = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  let version = 0;
  let heeding = (): void => {};
  return {
    turn(work) {
      const result = last.then(work, work);
      last = result.catch(() => {});
      return result;
    },
    version: () => version,
    hurried,
    readAgain(employees) {
      version += 1;
      for (const id of employees) for (const reading of readings) reading.add(id);
    },
    async hurry(people, work) {
      const added = [...people].filter((person) => !hurried.has(person));
      for (const person of added) hurried.add(person);
      try {
        return await work();
      } finally {
        for (const person of added) hurried.delete(person);
      }
    },
    heed: () => heeding(),
    onHeed(listener) {
      heeding = listener;
    },
    async watchReading(work) {
      const readSince = new Set<string>();
      readings.add(readSince);
      try {
        return await work(readSince);
      } finally {
        readings.delete(readSince);
      }
    },
  };
}
