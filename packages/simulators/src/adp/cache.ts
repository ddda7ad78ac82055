// Reads may be answered from a cache: the same address gets the same answer for a while, whatever has happened since.
import type { Answer } from '../serving/answering.ts';

export interface ReadCache {
  /** The answer of before for this key, or what `make` answers now. Refusals are not kept. */
  read(key: string, make: () => Answer): Answer;
}

export function createReadCache(seconds: number, now: () => number): ReadCache {
  const answers = new Map<string, { readonly at: number; readonly answer: Answer }>();
  return {
    read(key, make) {
      const known = answers.get(key);
      if (known !== undefined && now() - known.at < seconds * 1000) return known.answer;
      const answer = make();
      if (seconds > 0) answers.set(key, { at: now(), answer });
      return answer;
    },
  };
}
