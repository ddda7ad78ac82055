// The trust gate: what one reading is good enough for, class by class and field by field, before any difference is
// believed. It only ever takes power away from a feed; statements about people who are there stay usable.
import type { Evidence } from '../connector/source.ts';
import type { EmployeeField } from '../model/employee.ts';
import type { FeedFigures, GateLimits } from './feed-figures.ts';
import { doubtfulFields, everyday } from './gate-coverage.ts';

/** What a reading may do to the accounts of people, class by class. */
export interface FeedPowers {
  /** Bring in people nobody knew. */
  readonly add: boolean;
  /** State that somebody's employment ends. */
  readonly leave: boolean;
  /** Empty a field. */
  readonly clear: boolean;
  /** Give somebody another department or manager. */
  readonly move: boolean;
  /** Make somebody missing by not holding them. */
  readonly remove: boolean;
}

/** `trusted`: in full; `in-part`: see `may` and `distrusted`; `refused`: nothing of it is used; `unread`: there was none. */
export type FeedTrust = 'trusted' | 'in-part' | 'refused' | 'unread';

export interface FeedVerdict {
  readonly trust: FeedTrust;
  readonly may: FeedPowers;
  /** False: the reading is not the measure for the next one. */
  readonly complete: boolean;
  /** Fields whose changes are set aside in this reading; the known values stay. */
  readonly distrusted: readonly EmployeeField[];
  /** Why, one clause each, with counts and without values. */
  readonly reasons: readonly string[];
}

/** A reading that was accepted, as the measure for the next one. */
export interface AcceptedFeed {
  readonly figures: FeedFigures;
  readonly at: number;
  /** How many people the roster had numbered by then. */
  readonly upTo: number;
  /** What the source said of the age of its data then. */
  readonly freshAt?: number | undefined;
  /** What the source showed then. */
  readonly shows?: readonly string[] | undefined;
}

export interface GateInput {
  readonly figures: FeedFigures;
  /** The last accepted reading; absent before the first. */
  readonly accepted?: AcceptedFeed | undefined;
  /** How many people the roster holds, for want of an accepted reading. */
  readonly roster: number;
  readonly before?: Evidence | undefined;
  readonly after?: Evidence | undefined;
  readonly now: number;
  readonly limits: GateLimits;
}

const everything: FeedPowers = { add: true, leave: true, clear: true, move: true, remove: true };
const nothing: FeedPowers = { add: false, leave: false, clear: false, move: false, remove: false };

/** The verdict on one reading. Pure; the same figures give the same verdict. */
export function judgeFeed(input: GateInput): FeedVerdict {
  const { figures, accepted, limits } = input;
  const then = accepted?.figures;
  const before = then?.employees ?? input.roster;
  const stale = staleness(input);
  if (stale?.older === true) return powerless('refused', stale.because);
  if (figures.employees === 0 && before > 0) {
    return powerless('refused', `the reading holds nobody; ${then === undefined ? 'the roster' : 'the last accepted one'} held ${before}`);
  }
  const unseen = narrowings(input);
  const doubts = [...unseen, ...evidenceReasons(input), ...countReasons(figures, before, limits)];
  const fields = doubtfulFields(figures, then, limits);
  const nameless = figures.nameless > 0 ? [`${figures.nameless} records could not be read and do not say whose they are`] : [];
  const aged = stale === undefined ? [] : [stale.because];
  const reasons = [...aged, ...doubts, ...nameless, ...fields.map(({ because }) => because)];
  const remove = doubts.length + nameless.length + aged.length === 0;
  const move = unseen.length === 0;
  // What a sync could not read comes back empty.
  const clear = move && wholeness(input.before, input.after).length === 0;
  return {
    trust: reasons.length === 0 ? 'trusted' : 'in-part',
    may: stale === undefined ? { ...everything, clear, move, remove } : { ...nothing, add: true },
    complete: doubts.length + fields.length + aged.length === 0,
    distrusted: fields.map(({ field }) => field),
    reasons,
  };
}

/** The verdict on a reading nothing can be taken from. */
export function powerless(trust: 'refused' | 'unread', reason: string): FeedVerdict {
  return { trust, may: nothing, complete: false, distrusted: [], reasons: [reason] };
}

/** Why the source's data is out of date, by what it says of itself; `older`: the roster holds something newer already. Pure. */
export function staleness({
  accepted,
  before,
  after,
  now,
  limits,
}: Pick<GateInput, 'accepted' | 'before' | 'after' | 'now' | 'limits'>): { readonly older: boolean; readonly because: string } | undefined {
  const stated = [before?.freshAt, after?.freshAt].filter((at) => at !== undefined);
  if (stated.length === 0) return undefined;
  const freshAt = Math.min(...stated);
  if (accepted?.freshAt !== undefined && freshAt < accepted.freshAt) {
    return { older: true, because: `the source’s data is ${hours(accepted.freshAt - freshAt)} older than what was accepted before` };
  }
  if (now - freshAt <= limits.maxAgeHours * 3_600_000) return undefined;
  return { older: false, because: `the source’s data is ${hours(now - freshAt)} old` };
}

const hours = (milliseconds: number): string =>
  milliseconds < 5_400_000 ? 'an hour or less' : `${Math.round(milliseconds / 3_600_000)} hours`;

function countReasons(figures: FeedFigures, before: number, limits: GateLimits): string[] {
  const reasons: string[] = [];
  // Whoever is new makes nobody less missing: what counts are the people who were known.
  const gone = Math.max(0, before - figures.met);
  if (exceeds(before - figures.employees, before, limits.peopleFall)) {
    reasons.push(`${figures.employees} people where the last accepted reading had ${before}`);
  } else if (exceeds(gone, before, limits.peopleFall)) {
    reasons.push(`${gone} of the ${before} people of the last accepted reading are missing`);
  }
  if (exceeds(figures.renumbered, before, limits.renumbered)) {
    reasons.push(`${figures.renumbered} people came under new ids; their old ones are missing`);
  }
  if (exceeds(figures.duplicates, figures.employees, limits.duplicates)) {
    reasons.push(`${figures.duplicates} ids are there twice with different content`);
  }
  return reasons;
}

function exceeds(count: number, of: number, share: number): boolean {
  return count > everyday && count > of * share;
}

function evidenceReasons({ before, after, figures }: GateInput): string[] {
  const reasons = wholeness(before, after);
  if (after?.employees !== undefined && after.employees !== figures.employees) {
    reasons.push(`the source announced ${after.employees} people and gave ${figures.employees}`);
  }
  return reasons;
}

const namedNarrowings = 5;

/** What the source no longer shows of what it showed at the last accepted reading. */
function narrowings({ accepted, before, after, limits }: GateInput): string[] {
  if (limits.narrowed === 'follow' || accepted?.shows === undefined) return [];
  const [first, last] = [before?.shows, after?.shows].map((names) => (names === undefined ? undefined : new Set(names)));
  const gone = accepted.shows.filter((name) => first?.has(name) === false || last?.has(name) === false);
  if (gone.length === 0) return [];
  const rest = gone.length > namedNarrowings ? ` and ${gone.length - namedNarrowings} more` : '';
  return [`the source no longer shows ${gone.slice(0, namedNarrowings).join(', ')}${rest}`];
}

/** Why a source that was asked before and after was not whole between. Pure. */
export function wholeness(before: Evidence | undefined, after: Evidence | undefined): string[] {
  const reasons: string[] = [];
  if (before?.complete === false || after?.complete === false) {
    const stated = [...(before?.reasons ?? []), ...(after?.reasons ?? [])];
    reasons.push(...(stated.length === 0 ? ['the source says that it is not complete'] : new Set(stated)));
  }
  if (before?.revision !== undefined && after?.revision !== undefined && before.revision !== after.revision) {
    reasons.push('the data changed while it was read');
  }
  return reasons;
}
