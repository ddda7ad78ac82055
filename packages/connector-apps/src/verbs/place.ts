// Where a verb works: one application, and one change of an account at a time where the app wants that.

/** Who speaks in an error, and how it shows an id. */
export interface Naming {
  readonly system: string;
  /** The id as an error may show it; none where it is a value of ours. */
  shown(id: string | undefined): string | undefined;
}

export interface Place extends Naming {
  /** Runs the work after every earlier one on this account, where the app wants that. */
  inTurn<Value>(id: string, work: () => Promise<Value>): Promise<Value>;
}

/** `inTurn` for an app that takes one change of an account at a time, or any number. */
export function turns(serial: boolean): Place['inTurn'] {
  return serial ? queues() : (_id, work) => work();
}

/** A queue per account, kept no longer than somebody stands in it. */
function queues(): Place['inTurn'] {
  const last = new Map<string, Promise<unknown>>();
  return async (id, work) => {
    const before = last.get(id);
    const own = before === undefined ? work() : before.then(work, work);
    last.set(id, own);
    try {
      return await own;
    } finally {
      if (last.get(id) === own) last.delete(id);
    }
  };
}
