// What a route is given, and the refusals that several of them share.
import { type Answer, Refusal } from '../../serving/answering.ts';
import type { OwnAccount } from '../account.ts';
import type { Accounts } from '../accounts.ts';
import type { Hooks } from '../hooks.ts';
import type { Integration } from '../integrations.ts';
import type { MergeSwitches } from '../switches.ts';

/** Merge, as far as routes need it. */
export interface Merge {
  readonly accounts: Accounts;
  readonly integrations: readonly Integration[];
  readonly switches: MergeSwitches;
  readonly hooks: Hooks;
  readonly now: () => number;
}

/** A request that may come this far. */
export interface Call {
  readonly merge: Merge;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The segments that stood for `*`. */
  readonly segments: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export type Route = (call: Call) => Answer;
/** A route of one linked account. */
export type AccountRoute = (call: Call, account: OwnAccount) => Answer;

export function found(body: unknown, status = 200): Answer {
  return { status, body };
}

/** The text is unconfirmed. */
export function notFound(): Refusal {
  return new Refusal({ status: 404, body: { detail: 'Not found.' } });
}
