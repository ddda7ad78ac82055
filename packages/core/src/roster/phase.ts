// Where an employment, and with it a person, stands at one instant. Dates are the person's own; positive statements only.

import { Temporal } from 'temporal-polyfill';
import type { CalendarDate, EpochMilliseconds } from '../model/dates.ts';
import type { Employee } from '../model/employee.ts';
import type { Person, Phase } from '../model/person.ts';
import { type Calendar, endOfDay } from './calendar.ts';

/** When access ends for somebody whose employment ends. */
export type CutRule = 'immediately' | 'end-of-last-day';

/**
 * The phase of one employment.
 *
 * A future start is `upcoming` whatever the status says; a last day that is over is `left` whatever the status says;
 * `terminated` without a date is `left` now; `terminated` with a last day still to come works until that day is over,
 * unless the rule is `immediately`.
 */
export function phaseOfEmployment(employee: Employee, calendar: Calendar, cut: CutRule): Phase {
  const { status, startDate } = employee;
  if (isOver(employee, calendar)) return 'left';
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

function isOver(employee: Employee, calendar: Calendar): boolean {
  const endDate = statedEnd(employee);
  if (endDate === undefined) return false;
  if (endDate.length === 10) return endDate < calendar.todayFor(employee);
  return Temporal.Instant.from(endDate).epochMilliseconds <= calendar.now;
}

/** The instant access ends or ended by HR's dates; null when HR states none. */
export function cutInstant(employee: Employee, calendar: Calendar): EpochMilliseconds | null {
  const endDate = statedEnd(employee);
  if (endDate === undefined) return null;
  if (endDate.length !== 10) return Temporal.Instant.from(endDate).epochMilliseconds;
  return endOfDay(endDate as CalendarDate, calendar.zoneOf(employee));
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
  const cuts = phase === 'left' ? employments.map((employment) => cutInstant(employment, calendar)) : [cutInstant(primary, calendar)];
  const known = cuts.filter((at) => at !== null);
  return { id, primary, employments, phase, startDate: primary.startDate ?? null, cutAt: known.length === 0 ? null : Math.max(...known) };
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
