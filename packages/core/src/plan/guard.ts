// Guards: how much of one class may happen on one target in one run before a person is asked. Counted on the changes
// that would really happen, after policy; safe classes go on.
import type { ChangeClass } from './change.ts';

/** A class trips when more people than both `floor` and `share` of the managed accounts on that target are touched. */
export interface GuardLimit {
  /** People. */
  readonly floor: number;
  /** 0 to 1 of the accounts we manage on the target. */
  readonly share: number;
}

export type GuardLimits = Readonly<Partial<Record<ChangeClass, GuardLimit>>>;

export const guardDefaults: GuardLimits = {
  delete: { floor: 2, share: 0.02 },
  disable: { floor: 3, share: 0.05 },
  'group-removal': { floor: 10, share: 0.1 },
  clear: { floor: 5, share: 0.05 },
  rename: { floor: 5, share: 0.05 },
  create: { floor: 20, share: 0.2 },
  adopt: { floor: 0, share: 0 },
  reactivate: { floor: 0, share: 0 },
};

/** A class of changes on one target that waits for approval. */
export interface HeldPart {
  readonly target: string;
  readonly class: ChangeClass;
  /** People it touches. */
  readonly people: number;
  readonly limit: number;
  readonly because: string;
  /** What is approved: a hash over exactly these changes. */
  readonly hash: string;
}

export interface GuardInput {
  readonly limits: GuardLimits;
  readonly target: string;
  readonly class: ChangeClass;
  readonly people: number;
  /** Accounts we manage on the target before this plan. */
  readonly managed: number;
  /** True when the target is planned for the first time: creations are what the first run is for. */
  readonly firstRun: boolean;
}

/** Why this class is held, or undefined when it may go on. Pure. */
export function guardVerdict(input: GuardInput): { readonly limit: number; readonly because: string } | undefined {
  const { people, managed, firstRun } = input;
  const guard = input.limits[input.class];
  if (guard === undefined || (input.class === 'create' && firstRun)) return undefined;
  const limit = Math.max(guard.floor, Math.floor(guard.share * managed));
  if (people <= limit) return undefined;
  if (input.class === 'adopt') return { limit, because: 'accounts that existed before are taken on only with approval' };
  if (input.class === 'reactivate') return { limit, because: 'accounts that somebody else turned off are turned on only with approval' };
  return { limit, because: `${people} people, the guard lets ${limit} of ${managed} through` };
}
