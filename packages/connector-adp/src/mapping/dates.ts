// Dates as HR wrote them. No `Date` is made of them: it would move the day by its zone. Pure.

/** The calendar day of a date or date-time, whatever its offset. A masked one says nothing; other text is handed on. */
export function dayOf(text: string | null | undefined): string | null | undefined {
  if (text === undefined) return undefined;
  if (text === null || text.trim() === '') return null;
  if (/^0000-/.test(text)) return undefined;
  return /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(text)?.[1] ?? text;
}

/** The day it is somewhere. */
export function dayIn(timeZone: string, at: number): string {
  return dayFormat(timeZone).format(at);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** The instant at which a day begins somewhere. */
export function beginningOf(day: string, timeZone: string): number {
  const noon = Date.parse(`${day}T12:00:00Z`);
  // No zone is more than 14 hours from UTC, and the first instant with this date is its beginning, on days of a change too.
  let early = noon - 30 * 3_600_000;
  let late = noon + 14 * 3_600_000;
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (dayIn(timeZone, middle) < day) early = middle;
    else late = middle;
  }
  return late;
}
