// Dates as files write them: which format a column uses, and one cell read by it. Pure.

/** The ways of writing a date that are read besides `YYYY-MM-DD`. Day and month may have one digit, the year has four. */
export const dateFormats = [
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'MM-DD-YYYY',
  'DD-MM-YYYY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD-MMM-YYYY',
] as const;

export type DateFormat = (typeof dateFormats)[number];

type Part = 'day' | 'month' | 'year';

const shapes: Readonly<Record<DateFormat, { readonly pattern: RegExp; readonly parts: readonly [Part, Part, Part] }>> = {
  'MM/DD/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, parts: ['month', 'day', 'year'] },
  'DD/MM/YYYY': { pattern: /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, parts: ['day', 'month', 'year'] },
  'MM-DD-YYYY': { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4})$/, parts: ['month', 'day', 'year'] },
  'DD-MM-YYYY': { pattern: /^(\d{1,2})-(\d{1,2})-(\d{4})$/, parts: ['day', 'month', 'year'] },
  'DD.MM.YYYY': { pattern: /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, parts: ['day', 'month', 'year'] },
  'YYYY/MM/DD': { pattern: /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, parts: ['year', 'month', 'day'] },
  YYYYMMDD: { pattern: /^(\d{4})(\d{2})(\d{2})$/, parts: ['year', 'month', 'day'] },
  'DD-MMM-YYYY': { pattern: /^(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4})$/, parts: ['day', 'month', 'year'] },
};

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dash = 45;
const zero = 48;
const isoMidnight = /^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?Z?$/;

/** Dates up to this year are what systems write for "none": the zero of a calendar, a database or a spreadsheet. */
const lastEmptyYear = 1900;

/** True for `YYYY-MM-DD` naming a day that exists, after the year 1900. Made for millions of calls, hence without a pattern. */
export function isExistingDate(text: string): boolean {
  if (text.length !== 10 || text.charCodeAt(4) !== dash || text.charCodeAt(7) !== dash) return false;
  return exists(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
}

/** The number that the digits from `start` to `end` write; NaN when one is no digit. */
function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function exists(year: number, month: number, day: number): boolean {
  if (!(year > lastEmptyYear) || !(month >= 1 && month <= 12 && day >= 1)) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return day <= days;
}

/** One cell as `YYYY-MM-DD`; nothing when it is no existing date in ISO form or in `format`. Midnight after an ISO date is dropped. */
export function readDate(cell: string, format: DateFormat | undefined): string | undefined {
  const text = cell.trim();
  if (isExistingDate(text)) return text;
  const midnight = isoMidnight.exec(text)?.[1];
  if (midnight !== undefined) return isExistingDate(midnight) ? midnight : undefined;
  return format === undefined ? undefined : readAs(text, format);
}

function readAs(text: string, format: DateFormat): string | undefined {
  const { pattern, parts } = shapes[format];
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const read: Record<Part, number> = { day: 0, month: 0, year: 0 };
  for (const [index, part] of parts.entries()) read[part] = numberOf(found[index + 1] ?? '');
  if (!exists(read.year, read.month, read.day)) return undefined;
  return `${String(read.year).padStart(4, '0')}-${String(read.month).padStart(2, '0')}-${String(read.day).padStart(2, '0')}`;
}

function numberOf(part: string): number {
  return /^\d+$/.test(part) ? Number(part) : monthNames.indexOf(part.toLowerCase()) + 1;
}

/** What a sample of cells says about their format. `undecided`: more than one format reads all that any format reads. */
export type FormatGuess =
  | { readonly kind: 'iso' }
  | { readonly kind: 'format'; readonly format: DateFormat }
  | { readonly kind: 'undecided'; readonly formats: readonly DateFormat[] };

/**
 * The one format that reads most of the sampled cells. A cell that no format reads has no say: it becomes an unreadable
 * record later. Two formats that do equally well are undecided: taking the month for the day moves a last day by months.
 */
export function guessFormat(cells: readonly string[]): FormatGuess {
  const texts = cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && readDate(cell, undefined) === undefined);
  const scores = dateFormats.map((format) => ({ format, score: texts.filter((text) => readAs(text, format) !== undefined).length }));
  const best = Math.max(...scores.map(({ score }) => score));
  if (best === 0) return { kind: 'iso' };
  const winners = scores.filter(({ score }) => score === best).map(({ format }) => format);
  const [first] = winners;
  if (winners.length === 1 && first !== undefined && !contradicted(texts, first, best)) return { kind: 'format', format: first };
  return { kind: 'undecided', formats: winners };
}

// One row that only the other order reads, among many that only this one reads, is a typing error; a tenth of them is a mixed file.
function contradicted(texts: readonly string[], winner: DateFormat, best: number): boolean {
  const others = texts.filter(
    (text) => readAs(text, winner) === undefined && dateFormats.some((format) => readAs(text, format) !== undefined),
  );
  return others.length * 10 > best;
}
