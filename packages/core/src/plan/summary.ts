// The figures of a plan: counted as parts go by, so that nothing of the company has to be held.

import type { Instant } from '../model/dates.ts';
import type { LifecycleEventType } from '../model/event.ts';
import type { FeedFigures } from '../roster/feed-figures.ts';
import type { FeedVerdict } from '../roster/gate.ts';
import type { Change, ChangeClass, ChangeCount, ChangeKind, PlanPart, WaitingCase } from './change.ts';
import type { TargetEstimate } from './estimate.ts';
import type { Emergency, HeldPart } from './guard.ts';

/** A target that nothing is planned for now. */
export interface LeftOut {
  readonly target: string;
  readonly because: string;
}

export interface SuppressedCount {
  readonly target: string;
  readonly kind: ChangeKind;
  readonly because: string;
  readonly changes: number;
}

/** One record that could not be used, for a person to look at. */
export interface QuarantinedRecord {
  readonly id: string | null;
  readonly where: string;
  readonly reason: string;
}

/** What the reading was like, and what was not believed. */
export interface FeedReport {
  readonly source: string;
  readonly verdict: FeedVerdict;
  /** Why the source could not be read to the end; null when it was. */
  readonly failure: { readonly code: string | null; readonly message: string; readonly hint: string } | null;
  /** What time had made due while the reading was in doubt: people read again, decided by HR's last word, or left alone. */
  readonly due: { readonly confirmed: number; readonly remembered: number; readonly tooOld: number };
  readonly figures: FeedFigures;
  readonly newPeople: number;
  readonly changedPeople: number;
  readonly unchangedPeople: number;
  /** Known people who were not in the reading and whose absence is not settled. */
  readonly missing: number;
  readonly quarantined: readonly QuarantinedRecord[];
  /** Fields set aside in single records, by reason, with how often. */
  readonly withheld: Readonly<Record<string, number>>;
  /** Faults of the data that change nothing by themselves: unknown departments, cycles. */
  readonly notes: readonly string[];
}

/** How many rows of each list a header keeps for printing. */
export const previewLimit = 400;

/** All of a plan but its changes. Without times of making, the same inputs give the same header. */
export interface PlanSummary {
  readonly format: 1;
  readonly tenant: string;
  readonly changes: readonly ChangeCount[];
  /** Calls and time by target; a plan stored by an earlier version has none. */
  readonly estimates?: readonly TargetEstimate[] | undefined;
  /** People with at least one change. */
  readonly people: number;
  readonly total: number;
  /** What waits for approval, older parts first. */
  readonly held: readonly HeldPart[];
  readonly emergency?: Emergency | undefined;
  /** Targets that cannot be decided upon: refused, down, or set up for another workspace. Nobody gains or loses anything there. */
  readonly leftOut?: readonly LeftOut[] | undefined;
  /** Changes that are dead letters, and what stands on them. */
  readonly failing?: number | undefined;
  readonly suppressed: readonly SuppressedCount[];
  readonly waiting: readonly WaitingCase[];
  readonly waitingTotal: number;
  readonly events: Readonly<Partial<Record<LifecycleEventType, number>>>;
  readonly feed: FeedReport;
  /** The first parts, for prints. */
  readonly preview: readonly PlanPart[];
}

/** The plan's envelope in the store and in JSON. */
export interface PlanHeader extends PlanSummary {
  readonly hash: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export interface Tally {
  add(part: PlanPart): void;
  readonly people: number;
  readonly total: number;
  counts(): ChangeCount[];
  suppressed(): SuppressedCount[];
  readonly waiting: readonly WaitingCase[];
  readonly waitingTotal: number;
  readonly failing: number;
  readonly preview: readonly PlanPart[];
}

export function createTally(): Tally {
  const counts = new Map<string, { target: string; kind: ChangeKind; class: ChangeClass; changes: number }>();
  const held = new Map<string, { target: string; kind: ChangeKind; because: string; changes: number }>();
  const waiting: WaitingCase[] = [];
  const preview: PlanPart[] = [];
  const tally = { people: 0, total: 0, waitingTotal: 0, failing: 0 };
  const bump = <Entry>(map: Map<string, Entry>, key: string, fresh: Entry, up: (entry: Entry) => void): void => {
    const entry = map.get(key) ?? fresh;
    map.set(key, entry);
    up(entry);
  };
  const countChange = (change: Change): void => {
    const { target, kind } = change;
    bump(counts, `${target} ${kind} ${change.class}`, { target, kind, class: change.class, changes: 0 }, (entry) => entry.changes++);
  };
  const add = (part: PlanPart): void => {
    if (part.changes.length > 0) tally.people += 1;
    tally.total += part.changes.length;
    tally.waitingTotal += part.waiting.length;
    part.changes.forEach(countChange);
    for (const { id, target, kind, because } of part.suppressed) {
      // Only what keeps failing has a name by which it can be tried again.
      if (id !== undefined) tally.failing += 1;
      bump(held, `${target} ${kind} ${because}`, { target, kind, because, changes: 0 }, (entry) => entry.changes++);
    }
    if (waiting.length < previewLimit) waiting.push(...part.waiting);
    if (preview.length < previewLimit) preview.push(part);
  };
  const sorted = <Entry>(map: Map<string, Entry>): Entry[] => [...map.keys()].sort().map((key) => map.get(key) as Entry);
  return {
    add,
    get people() {
      return tally.people;
    },
    get total() {
      return tally.total;
    },
    get waitingTotal() {
      return tally.waitingTotal;
    },
    get failing() {
      return tally.failing;
    },
    counts: () => sorted(counts),
    suppressed: () => sorted(held),
    waiting,
    preview,
  };
}
