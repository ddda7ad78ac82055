// What the org still has to do, by the moment at which it is due. Nothing runs by itself: whoever looks settles first.

export interface Agenda {
  /** Does `work` at the first settling at or after `at`; what is due at one moment keeps its order. */
  at(at: number, work: () => void): void;
  /** Does everything that is due. */
  settle(): void;
}

export function createAgenda(now: () => number): Agenda {
  const entries: { readonly at: number; readonly work: () => void }[] = [];
  return {
    at(at, work) {
      let index = entries.length;
      while (index > 0 && (entries[index - 1]?.at ?? 0) > at) index -= 1;
      entries.splice(index, 0, { at, work });
    },
    settle() {
      for (let next = entries[0]; next !== undefined && next.at <= now(); next = entries[0]) {
        entries.shift();
        next.work();
      }
    },
  };
}
