// What a plan will cost the targets: calls by what each connector declares, time by what each system lets through. Pure; no
// part of the plan's hash.
import { type RateLimits, reserveOf, type WindowLimit } from '../connector/limiter.ts';
import type { CallCosts, CostedVerb } from '../connector/target.ts';
import type { ChangeCount, ChangeKind } from './change.ts';

/** What is known of a target beforehand. */
export interface TargetCosts {
  readonly id: string;
  readonly calls?: CallCosts | undefined;
  readonly limits?: RateLimits | undefined;
}

/** What the changes on one target take, held ones included, when all goes well and nobody else uses the credential. */
export interface TargetEstimate {
  readonly target: string;
  readonly calls: number;
  /** Whole seconds, at least, by the limits that are declared or were told by the system; null where none is known. */
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
    const byBucket = new Map<string, number>();
    for (const { kind, changes } of own) {
      for (const cost of (verbs[kind] ?? []).map((verb) => costs[verb] ?? 1)) {
        for (const [bucket, calls] of typeof cost === 'number' ? [['', cost] as const] : Object.entries(cost)) {
          byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + changes * calls);
        }
      }
    }
    const calls = [...byBucket.values()].reduce((sum, each) => sum + each, 0);
    return [{ target: id, calls, seconds: secondsFor(calls, byBucket, limits) }];
  });
}

/** What every call counts for, and what each kind of call counts for beside it: the slowest of them is the time. */
function secondsFor(calls: number, byBucket: ReadonlyMap<string, number>, limits: RateLimits | undefined): number | null {
  const windows = [
    secondsIn(calls, limits?.requests, limits?.reserve),
    ...[...byBucket].map(([bucket, count]) => (bucket === '' ? null : secondsIn(count, limits?.buckets?.[bucket], limits?.reserve))),
  ].filter((seconds) => seconds !== null);
  return windows.length === 0 ? null : Math.max(...windows);
}

/** The first window's calls go at once; each further window has to begin first. What is kept for access cuts is no room. */
function secondsIn(calls: number, limit: WindowLimit | undefined, share: number | undefined): number | null {
  if (limit === undefined) return null;
  const windows = Math.max(0, Math.ceil(calls / Math.max(1, limit.count - reserveOf(limit.count, share))) - 1);
  return Math.ceil((windows * limit.perMs) / 1_000);
}
