// The fault script: which call goes wrong. The order of calls decides, never chance.

export interface Planted<Effect> {
  /** Only calls with this method. Default: any. */
  readonly method?: string | undefined;
  /** Only this path, without the query; `*` stands for one segment, a trailing slash counts for nothing. Default: any. */
  readonly path?: string | undefined;
  /** The first matching call that is hit, counted from now. Default 1. */
  readonly nth?: number | undefined;
  /** How many in a row are hit. Default 1; `Infinity`: until it is removed. */
  readonly times?: number | undefined;
  readonly effect: Effect;
}

export interface PlantedFault {
  /** How many calls it has hit. */
  hits(): number;
  /** Takes it away. */
  remove(): void;
}

export interface FaultScript<Effect> {
  plant(fault: Planted<Effect>): PlantedFault;
  /** The effect on this call, counting it for every planted fault; the first that hits wins. */
  on(method: string, path: string): Effect | undefined;
}

export function createFaultScript<Effect>(): FaultScript<Effect> {
  const planted = new Set<{ readonly fault: Planted<Effect>; readonly pattern: RegExp | undefined; seen: number; hits: number }>();
  return {
    plant(fault) {
      const entry = { fault, pattern: fault.path === undefined ? undefined : patternOf(fault.path), seen: 0, hits: 0 };
      planted.add(entry);
      return { hits: () => entry.hits, remove: () => void planted.delete(entry) };
    },
    on(method, path) {
      let effect: Effect | undefined;
      for (const entry of planted) {
        const { nth = 1, times = 1 } = entry.fault;
        if ((entry.fault.method ?? method) !== method || entry.pattern?.test(path) === false) continue;
        entry.seen += 1;
        if (effect !== undefined || entry.seen < nth || entry.seen >= nth + times) continue;
        entry.hits += 1;
        effect = entry.fault.effect;
      }
      return effect;
    },
  };
}

/** A path with `*` for one segment each, as a pattern that takes a trailing slash too. */
export function patternOf(path: string): RegExp {
  const escaped = path.replace(/\/$/, '').replaceAll('.', String.raw`\.`);
  return new RegExp(`^${escaped.replaceAll('*', '([^/]+)')}/?$`);
}
