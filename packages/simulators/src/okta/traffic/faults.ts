// Faults on demand: which request they hit, and what the client then sees. The order of requests decides, or a seed.
import { patternOf } from '../routes/table.ts';

/** What goes wrong. Whatever happens `after` leaves the write done: its answer alone is lost or spoilt. */
export type FaultEffect =
  /** Nothing. */
  | { readonly kind: 'none' }
  /** Answers an Okta error instead of doing anything. */
  | { readonly kind: 'status'; readonly status: number; readonly code: string; readonly causes?: readonly string[] }
  /** Does the work, then answers an Okta error. */
  | { readonly kind: 'status-after'; readonly status: number; readonly code: string }
  /** A page in place of an answer: a proxy's with 502 (the default), a login page with 200. */
  | { readonly kind: 'html'; readonly status?: number | undefined }
  /** Sends the client to a login page of another host. */
  | { readonly kind: 'redirect' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'reset-before' }
  /** The work is done, the connection breaks before the answer. */
  | { readonly kind: 'reset-after' }
  /** The work is done, the JSON stops in the middle. */
  | { readonly kind: 'truncated' }
  /** The work is done, the answer comes that much later. */
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** 429 of a bucket that is empty for another minute; `silent`: without the headers that say so. */
  | { readonly kind: 'throttled'; readonly silent?: boolean | undefined }
  /** 429 of the concurrency gate: limit 0, remaining 0, a reset far ahead. */
  | { readonly kind: 'crowded' }
  /** The work is done, the answer has its status and no body. */
  | { readonly kind: 'empty' }
  /** The right answer with rate-limit headers that proxies spoil: each twice, or the reset missing. */
  | { readonly kind: 'rate-headers'; readonly how: 'doubled' | 'no-reset' }
  /** The right answer with a `Date` that is off by so much. */
  | { readonly kind: 'skewed-date'; readonly milliseconds: number }
  /** The right answer with fields in every object that nobody has documented. */
  | { readonly kind: 'unknown-fields' };

export interface Fault {
  /** Only requests with this method. Default: any. */
  readonly method?: string | undefined;
  /** Only this path; `*` stands for one segment: `/api/v1/groups/*`. Default: any. */
  readonly path?: string | undefined;
  /** The first matching request that is hit, counted from now. Default 1. */
  readonly nth?: number | undefined;
  /** How many in a row are hit. Default 1. */
  readonly times?: number | undefined;
  /** In the place of the two: the share of matching requests that is hit, 0 to 1. The same seed draws the same ones. */
  readonly chance?: { readonly of: number; readonly seed: number } | undefined;
  readonly effect: FaultEffect;
}

export interface PlantedFault {
  /** How many requests it has hit. */
  hits(): number;
  /** Takes it away. */
  remove(): void;
}

export interface Faults {
  plant(fault: Fault): PlantedFault;
  /** The effect on this request, counting it for every planted fault; the first that hits wins. */
  on(method: string, path: string): FaultEffect | undefined;
}

export function createFaults(): Faults {
  const planted = new Set<{
    readonly fault: Fault;
    readonly pattern: RegExp | undefined;
    readonly draws: () => boolean;
    seen: number;
    hits: number;
  }>();
  return {
    plant(fault) {
      const pattern = fault.path === undefined ? undefined : patternOf(fault.path);
      const entry = { fault, pattern, draws: createDraws(fault.chance), seen: 0, hits: 0 };
      planted.add(entry);
      return { hits: () => entry.hits, remove: () => planted.delete(entry) };
    },
    on(method, path) {
      let effect: FaultEffect | undefined;
      for (const entry of planted) {
        const { nth = 1, times = 1, chance } = entry.fault;
        if ((entry.fault.method ?? method) !== method || entry.pattern?.test(path) === false) continue;
        entry.seen += 1;
        const isHit = chance === undefined ? entry.seen >= nth && entry.seen < nth + times : entry.draws();
        if (effect !== undefined || !isHit) continue;
        entry.hits += 1;
        effect = entry.fault.effect;
      }
      return effect;
    },
  };
}

function createDraws(chance: Fault['chance']): () => boolean {
  let state = chance?.seed ?? 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 < (chance?.of ?? 0);
  };
}
