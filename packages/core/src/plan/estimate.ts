// What a plan will cost the targets: calls by what each connector declares, time by what each system lets through. Pure; no
// part of the plan's hash.
import type { RateLimits } from '../connector/limiter.ts';
import type { CostedVerb } from '../connector/target.ts';
import type { ChangeKind } from './change.ts';
import type { ChangeCount } from './summary.ts';

/** What is known of a target beforehand. */
export interface TargetCosts {
  readonly id: string;
  readonly calls?: Readonly<Partial<Record<CostedVerb, number>>> | undefined;
  readonly limits?: RateLimits | undefined;
}

/** What the changes on one target take, held ones included, when all goes well and nobody else uses the credential. */
export interface TargetEstimate {
  readonly target: string;
  readonly calls: number;
  /** Whole seconds, at least, by the declared limit; null where none is declared. */
  readonly seconds: number | null;
}

const verbs: Readonly<Record<ChangeKind, readonly CostedVerb[]>> = {
  'user.create': ['create'],
  'user.adopt': ['find'],
  'user.update': ['update'],
  'user.enable': ['enable'],
  'user.disable': ['disable'],
  'user.delete': ['delete'],
  'group.add': ['add-to-group'],
  'group.remove': ['remove-from-group'],
  'account.create': ['find', 'create'],
  'account.adopt': ['find'],
  'account.update': ['update'],
  'account.enable': ['enable'],
  'account.disable': ['disable'],
  'account.delete': ['delete'],
};

/** One line for each target with changes, in the order of the targets. */
export function estimatePlan(counts: readonly ChangeCount[], targets: readonly TargetCosts[]): TargetEstimate[] {
  return targets.flatMap(({ id, calls: costs = {}, limits }) => {
    const own = counts.filter(({ target }) => target === id);
    if (own.length === 0) return [];
    const callsOf = (kind: ChangeKind): number => (verbs[kind] ?? []).reduce((sum, verb) => sum + (costs[verb] ?? 1), 0);
    const calls = own.reduce((sum, { kind, changes }) => sum + changes * callsOf(kind), 0);
    return [{ target: id, calls, seconds: secondsFor(calls, limits) }];
  });
}

/** The first window's calls go at once; each further window has to begin first. */
function secondsFor(calls: number, limits: RateLimits | undefined): number | null {
  const requests = limits?.requests;
  if (requests === undefined) return null;
  const windows = Math.max(0, Math.ceil(calls / Math.max(1, requests.count)) - 1);
  return Math.ceil((windows * requests.perMs) / 1_000);
}
