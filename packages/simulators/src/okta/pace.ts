// How long the org takes over what it does after it has answered, on the simulated clock.

/** How far an index is behind: milliseconds, drawn between two bounds from a seed, or never catching up by itself. */
export type Lag = number | 'stuck' | { readonly fromMs: number; readonly toMs: number; readonly seed: number };

/** The pace of an org. Everything defaults to 0, at once, but for what a client asks to be asynchronous. */
export interface OktaPace {
  /** Until an activation is done; meanwhile the user has `transitioningToStatus` and refuses changes. Default 0. */
  readonly activateMs: number;
  /** Until a deactivation is done. Default 0. */
  readonly deactivateMs: number;
  /** The least that a deactivation takes which was asked for with `Prefer: respond-async`. Default 2,000. */
  readonly respondAsyncMs: number;
  /** How far `search` of users is behind. Default 0. */
  readonly searchLag: Lag;
  /** How far `filter`, `q` and plain lists of users are behind. Default 0. */
  readonly listLag: Lag;
  /** How far `search`, `filter` and `q` of groups are behind. Default 0. */
  readonly groupLag: Lag;
  /** Until group rules have looked at a changed user. Default 0. */
  readonly ruleMs: Lag;
  /** Until an event is in the System Log; drawn lags let events arrive in another order than they were published. Default 0. */
  readonly logLag: Lag;
}

export const defaultPace: OktaPace = {
  activateMs: 0,
  deactivateMs: 0,
  respondAsyncMs: 2000,
  searchLag: 0,
  listLag: 0,
  groupLag: 0,
  ruleMs: 0,
  logLag: 0,
};

/** Draws the moment at which something written now is seen: the same seed draws the same moments. */
export function createDelay(lag: () => Lag): (at: number) => number {
  let state: number | undefined;
  return (at) => {
    const current = lag();
    if (typeof current === 'number') return at + current;
    if (current === 'stuck') return Number.POSITIVE_INFINITY;
    state = (Math.imul(state ?? current.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return at + current.fromMs + Math.floor((state / 2 ** 32) * (current.toMs - current.fromMs + 1));
  };
}
