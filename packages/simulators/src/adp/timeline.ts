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
  /** Adds a worker, or replaces all that is recorded of one. */
  put(worker: AdpWorker): void;
  /** Changes the state from a day on, in what is recorded for later days too. */
  revise(id: string, from: string, change: (worker: AdpWorker) => AdpWorker): void;
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
  const turning = new Set<string>();
  return {
    get size() {
      return ids.length;
    },
    get ids() {
      return ids;
    },
    has: (id) => versions.has(id),
    on: (id, day) => versions.get(id)?.findLast(({ from }) => from <= day)?.worker,
    put(worker) {
      const id = worker.associateOID;
      if (!versions.has(id)) ids.push(id);
      versions.set(id, [{ from: always, worker }]);
    },
    revise(id, from, change) {
      const known = versions.get(id) ?? [];
      const base = known.findLast((version) => version.from <= from);
      if (base === undefined) return;
      const before = known.filter((version) => version.from < from);
      const later = known.filter((version) => version.from > from);
      const changed = [{ from, worker: base.worker }, ...later].map((version) => ({ ...version, worker: change(version.worker) }));
      versions.set(id, [...before, ...changed]);
      turning.add(id);
    },
    forgetAfter(id, day) {
      const known = versions.get(id) ?? [];
      const kept = known.filter(({ from }) => from <= day);
      versions.set(id, kept);
      return kept.length < known.length;
    },
    remove(id) {
      versions.delete(id);
      turning.delete(id);
      ids = ids.filter((other) => other !== id);
    },
    turning: (after, upTo) => [...turning].filter((id) => versions.get(id)?.some(({ from }) => from > after && from <= upTo)),
  };
}
