// Guards: how much of one class may happen on one target, in one run and in a day, before a person is asked. Counted on the
// changes that would really happen, after policy; safe classes go on.
import type { Instant } from '../model/dates.ts';
import type { ChangeClass, PlanPart } from './change.ts';

/**
 * A class trips when a run touches more people than both `floor` and `share` of the managed accounts on that target, or
 * 24 hours touch more than twice as many.
 */
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
  /** When it was held. An older part keeps its content and its hash, whatever later plans find. */
  readonly heldAt: Instant;
  /** Until when it may be approved and applied; what is still wanted then is counted anew. */
  readonly expiresAt: Instant;
  /** Who let it go, and until when a run may do it. Absent: nobody yet. */
  readonly approved?: { readonly by: string; readonly until: Instant } | undefined;
}

/** Who passes the guards, because somebody said that it cannot wait. */
export interface Emergency {
  /** Those whose access cuts are in this plan. */
  readonly people: readonly string[];
  readonly classes: readonly ChangeClass[];
  /** As it was given; prints leave it out. */
  readonly because: string;
}

export interface GuardInput {
  readonly limits: GuardLimits;
  readonly target: string;
  readonly class: ChangeClass;
  /** Whom the plan touches beside those who wait in open held parts. */
  readonly people: number;
  /** Who waits in open held parts of this class and target. */
  readonly waiting: number;
  /** Whom this class touched there in the last 24 hours without anybody's approval. */
  readonly passed: number;
  /** Accounts we manage on the target before this plan. */
  readonly managed: number;
  /** True when the target is planned for the first time: creations are what the first run is for. */
  readonly firstRun: boolean;
}

/** Why this class is held, or undefined when it may go on. Pure. */
export function guardVerdict(input: GuardInput): { readonly limit: number; readonly because: string } | undefined {
  const { people, waiting, managed } = input;
  const guard = input.limits[input.class];
  if (guard === undefined || people === 0 || !isCounted(input)) return undefined;
  const limit = Math.max(guard.floor, Math.floor(guard.share * managed));
  if (people + waiting <= limit) return dayVerdict(input, limit * 2);
  if (input.class === 'adopt') return { limit, because: 'accounts that existed before are taken on only with approval' };
  if (input.class === 'reactivate') return { limit, because: 'accounts that somebody else turned off are turned on only with approval' };
  return { limit, because: `${peopleWord(people)}${beside(waiting)}, the guard lets ${limit} of ${managed} through` };
}

function dayVerdict({ people, waiting, passed, managed }: GuardInput, limit: number) {
  if (people + waiting + passed <= limit) return undefined;
  return {
    limit,
    because: `${peopleWord(people)}${beside(waiting)} after ${passed} in 24 hours, the guard lets ${limit} of ${managed} through in a day`,
  };
}

const peopleWord = (people: number): string => (people === 1 ? '1 person' : `${people} people`);
const beside = (waiting: number): string => (waiting === 0 ? '' : ` beside ${waiting} who wait already`);

/** Whether a class is guarded there at all: creations of a first run are what the run is for. */
export function isCounted({ limits, class: of, firstRun }: Pick<GuardInput, 'limits' | 'class' | 'firstRun'>): boolean {
  return limits[of] !== undefined && !(of === 'create' && firstRun);
}

/** People as guards count them. */
export interface GuardTally {
  /** `heldIn` says in which open part a change waits already. */
  add(part: PlanPart, heldIn: (change: PlanPart['changes'][number]) => string | undefined): void;
  /** By target and class, people with changes that no open part holds; in order. */
  fresh(): readonly { readonly target: string; readonly class: ChangeClass; readonly people: number }[];
  /** By hash, people for whom an open part is still wanted. */
  readonly wanted: ReadonlyMap<string, number>;
}

export function createGuardTally(): GuardTally {
  const fresh = new Map<string, { target: string; class: ChangeClass; people: number }>();
  const wanted = new Map<string, number>();
  return {
    add({ changes }, heldIn) {
      const keys = new Map<string, { target: string; class: ChangeClass }>();
      const parts = new Set<string>();
      for (const change of changes) {
        const part = heldIn(change);
        if (part === undefined) keys.set(partKey(change), change);
        else parts.add(part);
      }
      for (const [key, { target, class: of }] of keys) fresh.set(key, { target, class: of, people: (fresh.get(key)?.people ?? 0) + 1 });
      for (const part of parts) wanted.set(part, (wanted.get(part) ?? 0) + 1);
    },
    fresh: () => [...fresh.keys()].sort().flatMap((key) => fresh.get(key) ?? []),
    wanted,
  };
}

/** What a guard counts together. */
export const partKey = ({ target, class: of }: { readonly target: string; readonly class: string }): string => `${target} ${of}`;
