// Rows of a delimited file. Records arrive whole (see records.ts); csv-parse reads the ones with quotes.
//
// Its streaming parser is not used: told to go on after a record over its size limit, it drops the rest of the chunk,
// and with it people, without a word.
import { parse } from 'csv-parse/sync';
import type { RawRecord } from './records.ts';
import type { Statement, Unreadable } from './statement.ts';

export interface CsvRules {
  readonly delimiter: string;
  /** How many cells the header has; every row must have as many. */
  readonly width: number;
  /** Position of the column that fills each place. */
  readonly positions: ReadonlyMap<string, number>;
}

const delimiters = [',', ';', '\t', '|'];

/** The delimiter that stands most often in the header outside quotes; a comma when none does. */
export function guessDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

/** The cells of one record; nothing when its quotes make no sense. */
export function cellsOf(text: string, delimiter: string): string[] | undefined {
  return text.includes('"') ? quotedCells([text], delimiter)?.[0] : text.split(delimiter);
}

/** Records as statements, in their order; a record that cannot be read is one too. */
export function csvStatements(records: readonly RawRecord[], rules: CsvRules): Statement[] {
  const quoted = records.filter(({ fault, open, text }) => fault === undefined && !open && text.includes('"'));
  const together = quotedCells(
    quoted.map(({ text }) => text),
    rules.delimiter,
  );
  const cells = new Map(together === undefined ? [] : quoted.map((record, index) => [record, together[index]]));
  return records.flatMap((record) => {
    if (record.fault !== undefined) return [unreadable(record, record.fault, rules)];
    const row = record.open ? undefined : (cells.get(record) ?? cellsOf(record.text, rules.delimiter));
    if (row?.length === rules.width) return rowStatement(record, row, rules);
    return record.lastLine > record.line ? lineByLine(record, rules) : [wrongRow(record, row, rules)];
  });
}

// Every record gives at least one row or throws, so an equal count means one row each.
function quotedCells(texts: readonly string[], delimiter: string): string[][] | undefined {
  if (texts.length === 0) return [];
  try {
    const rows = parse(texts.join('\n'), { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
    return rows.length === texts.length ? rows : undefined;
  } catch {
    return undefined;
  }
}

function rowStatement(record: RawRecord, cells: readonly string[], { positions }: CsvRules): Statement[] {
  if (cells.every((cell) => cell.trim() === '')) return [];
  const facts: Record<string, unknown> = {};
  for (const [target, position] of positions) facts[target] = cells[position];
  return [{ kind: 'facts', line: record.line, raw: record.text, facts }];
}

function wrongRow(record: RawRecord, cells: readonly string[] | undefined, rules: CsvRules): Unreadable {
  if (cells !== undefined) return unreadable(record, `${cells.length} cells where the header has ${rules.width}`, rules);
  return unreadable(record, record.open ? 'a quote is opened and not closed' : 'a quote stands where none may', rules);
}

// A stray quote glues a row to the ones after it. Read alone, every line with the right number of cells is a row again;
// what stays unreadable between two rows is one record.
function lineByLine(record: RawRecord, rules: CsvRules): Statement[] {
  const statements: Statement[] = [];
  const lines = record.text.replace(/\r?\n$/, '').split('\n');
  for (const [index, text] of lines.entries()) {
    const line = record.line + index;
    const ended = index < lines.length - 1 || record.ended;
    const trimmed = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (trimmed === '') continue;
    const cells = cellsOf(trimmed, rules.delimiter);
    const single: RawRecord = { line, lastLine: line, text: trimmed, fault: undefined, open: cells === undefined, ended };
    const previous = statements.at(-1);
    if (cells?.length === rules.width) statements.push(...rowStatement(single, cells, rules));
    else if (previous?.kind === 'unreadable') statements[statements.length - 1] = { ...previous, lastLine: line, cut: !ended };
    else statements.push(wrongRow(single, cells, rules));
  }
  return statements;
}

function unreadable(record: RawRecord, reason: string, rules: CsvRules): Unreadable {
  const { line, lastLine } = record;
  return { kind: 'unreadable', line, lastLine, id: firstCellId(record, rules), reason, cut: !record.ended };
}

// Only the first cell can be trusted in a row with too many or too few: every later one may have moved.
function firstCellId({ text }: RawRecord, { positions, delimiter }: CsvRules): string | undefined {
  if (positions.get('id') !== 0) return undefined;
  const end = text.indexOf(delimiter);
  const found = /^(?:"([^"]*)"|([^"]*))$/.exec(end === -1 ? '' : text.slice(0, end).trim());
  const id = (found?.[1] ?? found?.[2] ?? '').trim();
  return id === '' ? undefined : id;
}
