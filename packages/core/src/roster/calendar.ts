// What day it is for each person. One object per decision, so that everything in it is decided at one instant.
import { addDays, type CalendarDate, dateInZone, type EpochMilliseconds, type Instant, startOfDay, toInstant } from '../model/dates.ts';
import type { Employee } from '../model/employee.ts';

export interface Calendar {
  readonly now: EpochMilliseconds;
  readonly instant: Instant;
  /** The zone a person's dates are in: their own, else the one mapped from their location, else the company's. */
  zoneOf(employee: Employee): string;
  /** Today's date where this person is. */
  todayFor(employee: Employee): CalendarDate;
  /** The same calendar at another instant: what will be decided then. */
  at(now: EpochMilliseconds): Calendar;
}

export interface CalendarOptions {
  readonly now: EpochMilliseconds;
  /** The company's zone: what holds where HR states none. */
  readonly timeZone: string;
  /** Zones by location name, city or country, as HR writes them. */
  readonly zones?: Readonly<Record<string, string>> | undefined;
}

export function createCalendar(options: CalendarOptions): Calendar {
  const zones = options.zones ?? {};
  const todays = new Map<string, CalendarDate>();
  const mapped = (name: string | null | undefined): string | undefined =>
    name !== null && name !== undefined && Object.hasOwn(zones, name) ? zones[name] : undefined;
  const zoneOf = (employee: Employee): string => {
    if (employee.timeZone !== null && employee.timeZone !== undefined) return employee.timeZone;
    const place = employee.location;
    return mapped(place?.name) ?? mapped(place?.city) ?? mapped(place?.country) ?? options.timeZone;
  };
  const todayFor = (employee: Employee): CalendarDate => {
    const zone = zoneOf(employee);
    let today = todays.get(zone);
    if (today === undefined) {
      today = dateInZone(options.now, zone);
      todays.set(zone, today);
    }
    return today;
  };
  return { now: options.now, instant: toInstant(options.now), zoneOf, todayFor, at: (now) => createCalendar({ ...options, now }) };
}

/** The moment the working day `lastDay` is over where the person is. */
export function endOfDay(lastDay: CalendarDate, zone: string): EpochMilliseconds {
  return startOfDay(addDays(lastDay, 1), zone);
}
