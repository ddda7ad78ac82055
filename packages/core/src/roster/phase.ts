// Where an employment, and with it a person, stands at one instant. Dates are the person's own; positive statements only.

import { Temporal } from 'temporal-polyfill';
import { type CalendarDate, type ClockTime, type EpochMilliseconds, instantOf } from '../model/dates.ts';
import type { Employee } from '../model/employee.ts';
import type { Person, Phase } from '../model/person.ts';
import { type Calendar, endOfDay } from './calendar.ts';

/**
 * When access ends for somebody whose employment ends: as soon as HR says so, as the last day ends where the person is, or at
 * a time of that day there.
 */
export type CutRule = 'immediately' | 'end-of-last-day' | { readonly at: ClockTime };

/** A time of day from 00:00 to 23:59. */
export const clockTimePattern: RegExp = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * The phase of one employment.
 *
 * A future start is `upcoming` whatever the status says; a last day that is over is `left` whatever the status says;
 * `terminated` without a date is `left` now; `terminated` with a last day still to come works until that day is over,
 * unless the rule is `immediately`.
 */
export function phaseOfEmployment(employee: Employee, calendar: Calendar, cut: CutRule): Phase {
  const { status, startDate } = employee;
  if (isOver(employee, calendar, cut)) return 'left';
  if (status === 'terminated' && (cut === 'immediately' || statedEnd(employee) === undefined)) return 'left';
  if (startDate !== null && startDate !== undefined) {
    if (startDate > calendar.todayFor(employee)) return 'upcoming';
    return status === 'on-leave' ? 'on-leave' : 'active';
  }
  if (status === 'pending') return 'upcoming';
  if (status === 'on-leave') return 'on-leave';
  if (status === 'active' || status === 'terminated') return 'active';
  return 'unknown';
}

/**
 * The end HR states for this employment. One before the start belongs to an earlier employment of the same record: a
 * rehire under the same id whose old date nobody took away.
 */
function statedEnd({ startDate, endDate }: Employee): string | undefined {
  if (endDate === null || endDate === undefined) return undefined;
  return startDate !== null && startDate !== undefined && endDate.slice(0, 10) < startDate ? undefined : endDate;
}

function isOver(employee: Employee, calendar: Calendar, cut: CutRule): boolean {
  const endDate = statedEnd(employee);
  if (endDate === undefined) return false;
  if (endDate.length !== 10) return Temporal.Instant.from(endDate).epochMilliseconds <= calendar.now;
  const today = calendar.todayFor(employee);
  // Only on the day itself does the hour matter; working it out for everybody would cost more than all the rest.
  if (endDate !== today || typeof cut === 'string') return endDate < today;
  return instantOf(endDate, cut.at, calendar.zoneOf(employee)) <= calendar.now;
}

/** The instant access ends or ended by HR's dates; null when HR states none. */
export function cutInstant(employee: Employee, calendar: Calendar, cut: CutRule): EpochMilliseconds | null {
  const endDate = statedEnd(employee);
  if (endDate === undefined) return null;
  if (endDate.length !== 10) return Temporal.Instant.from(endDate).epochMilliseconds;
  const zone = calendar.zoneOf(employee);
  return typeof cut === 'string' ? endOfDay(endDate as CalendarDate, zone) : instantOf(endDate as CalendarDate, cut.at, zone);
}

const rank: Readonly<Record<Phase, number>> = { active: 0, 'on-leave': 1, upcoming: 2, unknown: 3, left: 4 };

/**
 * One person out of their employments. The most alive employment decides; among equals the one that started last,
 * then the one with the smaller id. Access ends when the last employment ends.
 */
export function personOf(id: string, employments: readonly Employee[], calendar: Calendar, cut: CutRule): Person {
  const only = employments.length === 1 ? employments[0] : undefined;
  const primary = only ?? [...employments].sort((a, b) => compareEmployments(a, b, calendar, cut))[0];
  if (primary === undefined) throw new RangeError('a person needs at least one employment');
  const phase = phaseOfEmployment(primary, calendar, cut);
  const ending = phase === 'left' ? employments : [primary];
  const cuts = ending.map((employment) => cutInstant(employment, calendar, cut));
  const known = cuts.filter((at) => at !== null);
  return { id, primary, employments, phase, startDate: primary.startDate ?? null, cutAt: known.length === 0 ? null : Math.max(...known) };
}

/** The person's phase under another cut rule: a target may let go earlier or later than the company does. */
export function phaseUnder(person: Person, calendar: Calendar, cut: CutRule): Phase {
  if (person.unlisted === true) return person.phase;
  return mostAlive(person.employments.map((employment) => phaseOfEmployment(employment, calendar, cut))) ?? person.phase;
}

/** The most alive of several phases: what a person is, out of what their employments are. */
export function mostAlive(phases: readonly Phase[]): Phase | undefined {
  return [...phases].sort((a, b) => rank[a] - rank[b])[0];
}

function compareEmployments(a: Employee, b: Employee, calendar: Calendar, cut: CutRule): number {
  const byPhase = rank[phaseOfEmployment(a, calendar, cut)] - rank[phaseOfEmployment(b, calendar, cut)];
  if (byPhase !== 0) return byPhase;
  const [startA, startB] = [a.startDate ?? '', b.startDate ?? ''];
  if (startA !== startB) return startA > startB ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
