// Calendar dates and instants as text. Nothing here reads a clock: `now` is always passed in.
import { Temporal } from 'temporal-polyfill';

/** A day in the proleptic Gregorian calendar without a zone, `YYYY-MM-DD`. */
export type CalendarDate = `${number}-${number}-${number}`;

/** A point on the UTC time line, `YYYY-MM-DDTHH:MM:SS[.fff]Z`. */
export type Instant = `${string}Z`;

/** Milliseconds since 1970-01-01T00:00:00Z, as clocks and contexts give it. */
export type EpochMilliseconds = number;

const datePattern = /^\d{4}-\d{2}-\d{2}$/;

/** True for a date that exists: `2024-02-29` is one, `2023-02-29` is not. */
export function isCalendarDate(text: string): text is CalendarDate {
  if (!datePattern.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** True for an instant written with `Z`; offsets such as `+02:00` are not instants here. */
export function isInstant(text: string): text is Instant {
  if (!text.endsWith('Z')) return false;
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

/** True when `name` is an IANA zone that this runtime knows. Offsets such as `+01:00` are refused: they have no daylight saving. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** The instant `at`, as text with millisecond precision. */
export function toInstant(at: EpochMilliseconds): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 }) as Instant;
}

/** The calendar day that it is in `timeZone` at `at`. */
export function dateInZone(at: EpochMilliseconds, timeZone: string): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString() as CalendarDate;
}

/** The first instant of `date` in `timeZone`; where a gap swallows midnight, the first instant after the gap. */
export function startOfDay(date: CalendarDate, timeZone: string): EpochMilliseconds {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone }).epochMilliseconds;
}

/** A time of day, `17:00`. */
export type ClockTime = `${number}:${number}`;

/**
 * The instant at which clocks in `timeZone` show `time` on `date`. A time that a gap swallows is the instant as far after
 * the gap; of a time that comes twice, the first.
 */
export function instantOf(date: CalendarDate, time: ClockTime, timeZone: string): EpochMilliseconds {
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

/** `date` moved by whole calendar days; negative goes back. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as CalendarDate;
}
