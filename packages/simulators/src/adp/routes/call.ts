// What a route is given.
import type { Answer } from '../../serving/answering.ts';
import type { ReadCache } from '../cache.ts';
import { type ProblemShape, refusal } from '../problems.ts';
import type { OwnSubscriber } from '../subscribers.ts';
import type { AdpSwitches } from '../switches.ts';

/** A request of one subscriber that may come this far. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The segments that stood for `*`. */
  readonly segments: readonly string[];
  readonly subscriber: OwnSubscriber;
  readonly switches: AdpSwitches;
  readonly cache: ReadCache;
  readonly at: number;
  readonly longPollMs: number;
  readonly signal: AbortSignal;
}

export type Route = (call: Call) => Answer | Promise<Answer>;

export function refuse(call: Call, status: number, message: string, shape: ProblemShape = 'confirm-message') {
  return refusal(call, status, shape, message);
}
