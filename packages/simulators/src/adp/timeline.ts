// Records with a future: what was recorded for a later day is there, and shows from that day on.
import type { AdpWorker } from './workers.ts';

interface Version {
  readonly from: string;
  readonly worker: AdpWorker;
}

export interface Timeline {
  readonly size: number;
  /** Ids in the order of hiring. */
  readonly ids: readonly string[];
  has(id: string): boolean;
  /** The state on a day. */
  on(id: string, day: string): AdpWorker | undefined;
  /** The state after everything that is recorded. */
  last(id: string): AdpWorker | undefined;
  /** Records a state from a day on; what was recorded for that day or later is given up. */
  record(worker: AdpWorker, from: string): void;
  /** Gives up what is recorded for days after this one; answers whether there was anything. */
  forgetAfter(id: string, day: string): boolean;
  remove(id: string): void;
  /** Ids whose state changed within these days: after the first, up to the second. */
  turning(after: string, upTo: string): readonly string[];
}

const always = '0000-00-00';

export function createTimeline(): Timeline {
  const versions = new Map<string, Version[]>();
  let ids: string[] = [];
  const future = new Set<string>();
  return {
    get size() {
      return ids.length;
    },
    get ids() {
      return ids;
    },
    has: (id) => versions.has(id),
    on: (id, day) => versions.get(id)?.findLast(({ from }) => from <= day)?.worker,
    last: (id) => versions.get(id)?.at(-1)?.worker,
    record(worker, from) {
      const id = worker.associateOID;
      const known = versions.get(id);
      if (known === undefined) {
        versions.set(id, [{ from: always, worker }]);
        ids.push(id);
        return;
      }
      const kept = known.filter((version) => version.from < from);
      versions.set(id, [...kept, { from: kept.length === 0 ? always : from, worker }]);
      future.add(id);
    },
    forgetAfter(id, day) {
      const known = versions.get(id) ?? [];
      const kept = known.filter(({ from }) => from <= day);
      versions.set(id, kept);
      return kept.length < known.length;
    },
    remove(id) {
      versions.delete(id);
      future.delete(id);
      ids = ids.filter((other) => other !== id);
    },
    turning: (after, upTo) => [...future].filter((id) => versions.get(id)?.some(({ from }) => from > after && from <= upTo)),
  };
}
