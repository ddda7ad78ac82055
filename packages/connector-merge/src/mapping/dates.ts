// Dates as HR wrote them. No `Date` is made of them: it would move the day by its zone. Pure.

/** The calendar day of a date or date-time, whatever its offset. Other text is handed on: the engine says what is wrong. */
export function dayOf(text: string | null | undefined): string | null | undefined {
  if (text === null || text === undefined || text.trim() === '') return text === undefined ? undefined : null;
  return /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(text)?.[1] ?? text;
}
