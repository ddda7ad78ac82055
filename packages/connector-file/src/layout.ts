// How a file is laid out: encoding, delimiter, columns and date format, found by reading its beginning.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { type OptionProblem, TenureError } from '@tenure/core/connector';
import { type ColumnPlan, guessTarget, type HeaderTable, planColumns } from './columns.ts';
import { cellsOf, csvStatements, guessDelimiter } from './csv.ts';
import { type DateFormat, guessFormat } from './dates.ts';
import { byteSource, type EncodingFound, findEncoding } from './encoding.ts';
import { fileName, incomplete, withFile } from './file.ts';
import { flattened, jsonStatements } from './json-lines.ts';
import { type Position, type RawRecord, type RecordReader, recordReader } from './records.ts';
import type { Statement } from './statement.ts';

/** What of a file has to be said or guessed. */
export interface FileQuestion {
  readonly path: string;
  readonly format: 'csv' | 'jsonl';
  readonly headers: HeaderTable;
  /** The option that names columns, for messages, and what it says. */
  readonly optionName: string;
  readonly named: Readonly<Record<string, string | undefined>>;
  /** Problems with a set of filled places, such as a missing name. Asked only of files with a header. */
  readonly lacking: (filled: ReadonlySet<string>) => readonly OptionProblem[];
  readonly delimiter: string | undefined;
  readonly encoding: EncodingFound['encoding'] | undefined;
  readonly dateFormat: DateFormat | undefined;
  readonly maxRecordBytes: number;
  readonly wholeRecords: boolean;
}

/** A file whose records can be read. */
export interface Layout {
  readonly question: FileQuestion;
  readonly encoding: EncodingFound;
  /** Absent in JSON Lines. */
  readonly delimiter: string | undefined;
  readonly plan: ColumnPlan;
  readonly dateFormat: DateFormat | undefined;
  /** Where the first record begins. */
  readonly start: Position;
  /** Stands for all that decides how a record is read besides the options. */
  readonly mark: string;
  readonly sample: readonly Statement[];
  statements(records: readonly RawRecord[]): Statement[];
}

const sampledRecords = 1_000;
const origin: Position = { offset: 0, line: 1 };

/**
 * Reads the beginning of a file: its header and up to 1,000 records.
 *
 * @throws {TenureError} `OPTIONS_INVALID` when columns or dates are in doubt; `FEED_INCOMPLETE` when the file is empty.
 */
export async function readLayout(question: FileQuestion, verb: string): Promise<Layout> {
  return await withFile(question.path, verb, async (handle) => {
    const head = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, 4, 0);
    const encoding = findEncoding(head.subarray(0, bytesRead), question.encoding);
    if (bytesRead <= encoding.markBytes) throw incomplete(question.path, verb, 'the file is empty');
    const reader = readerAt(question, encoding, origin);
    const parts =
      question.format === 'csv' ? await csvParts(question, verb, reader, handle) : await jsonParts(question, verb, reader, handle);
    const dateFormat = question.dateFormat ?? datesIn(parts.sample, question, verb);
    const mark = createHash('sha256')
      .update(JSON.stringify([parts.header, [...parts.plan.positions], dateFormat ?? '', parts.delimiter ?? '']))
      .digest('base64url')
      .slice(0, 12);
    return { question, encoding, dateFormat, mark, ...parts };
  });
}

/** A reader of the file's records from a position on. */
export function readerAt(question: FileQuestion, encoding: EncodingFound, start: Position): RecordReader {
  const rules = { quotes: question.format === 'csv', maxRecordBytes: question.maxRecordBytes };
  return recordReader(byteSource(encoding), rules, start);
}

type Parts = Pick<Layout, 'delimiter' | 'plan' | 'start' | 'sample' | 'statements'> & { readonly header: readonly string[] };

async function csvParts(question: FileQuestion, verb: string, reader: RecordReader, handle: FileHandle): Promise<Parts> {
  const [first] = await reader.take(handle, 1);
  if (first === undefined) throw incomplete(question.path, verb, 'the file has no header');
  if (first.fault !== undefined) throw refused(question, verb, [{ path: 'encoding', reason: `the header has ${first.fault}` }]);
  const delimiter = question.delimiter ?? (question.path.toLowerCase().endsWith('.tsv') ? '\t' : guessDelimiter(first.text));
  const header = cellsOf(first.text, delimiter);
  assertLineEnds(question, verb, first);
  if (header === undefined || first.open) throw incomplete(question.path, verb, 'the quotes in the header are not closed');
  const plan = planColumns(header, question.headers, question.named, question.optionName);
  const problems = [...plan.problems, ...question.lacking(new Set(plan.positions.keys()))];
  if (problems.length > 0) throw refused(question, verb, problems);
  const rules = { delimiter, width: header.length, positions: plan.positions };
  const { position } = reader;
  const statements = (records: readonly RawRecord[]) => csvStatements(records, rules);
  return { delimiter, header, plan, start: position, statements, sample: statements(await reader.take(handle, sampledRecords)) };
}

async function jsonParts(question: FileQuestion, verb: string, reader: RecordReader, handle: FileHandle): Promise<Parts> {
  const records = await reader.take(handle, sampledRecords);
  if (records[0]?.text.trimStart().startsWith('[')) {
    throw refused(question, verb, [{ path: 'format', reason: 'the file holds a JSON array; JSON Lines has one object a line' }]);
  }
  assertLineEnds(question, verb, records[0]);
  const seen = new Set(records.flatMap(({ text }) => keysOf(text)));
  const plan = planColumns([...seen], question.headers, question.named, question.optionName);
  const stated = question.named['id'] ?? (seen.has('id') ? 'id' : undefined);
  const idKeys = stated === undefined ? [...seen].filter((key) => guessTarget(key, question.headers)?.target === 'id') : [stated];
  const [idKey = 'id'] = idKeys;
  if (seen.size > 0 && (idKeys.length !== 1 || !seen.has(idKey))) {
    const reason =
      idKeys.length > 1
        ? `any of ${idKeys.map((key) => `"${key}"`).join(', ')} may be the id; say which`
        : 'no record has a key for the id';
    throw refused(question, verb, [{ path: `${question.optionName}.id`, reason }]);
  }
  const { headers, named } = question;
  const rules = { idKey, named, headers, wholeRecords: question.wholeRecords && idKey === 'id' };
  const statements = (lines: readonly RawRecord[]) => jsonStatements(lines, rules);
  return { delimiter: undefined, header: [], plan, start: origin, statements, sample: statements(records) };
}

/** Lines that end as on an old Macintosh make a file of one line: a header and nobody, or one broken object. */
function assertLineEnds(question: FileQuestion, verb: string, first: RawRecord | undefined): void {
  if (first === undefined || !/\r(?!\n)/.test(first.text)) return;
  throw incomplete(question.path, verb, 'its lines end with a carriage return alone; export it with line feeds');
}

function keysOf(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? flattened({ ...value }).map(([key]) => key) : [];
  } catch {
    return [];
  }
}

function datesIn(sample: readonly Statement[], question: FileQuestion, verb: string): DateFormat | undefined {
  const cells = sample.flatMap((statement) =>
    statement.kind === 'facts' ? [statement.facts['startDate'], statement.facts['endDate']] : [],
  );
  const guess = guessFormat(cells.filter((cell) => typeof cell === 'string'));
  if (guess.kind === 'format') return guess.format;
  if (guess.kind === 'iso') return undefined;
  const reason = `the dates can be read as ${guess.formats.join(' or ')}; say which`;
  throw refused(question, verb, [{ path: 'dateFormat', reason }]);
}

function refused({ path }: FileQuestion, verb: string, problems: readonly OptionProblem[]): TenureError<'OPTIONS_INVALID'> {
  const list = problems.map((problem) => `${problem.path}: ${problem.reason}`).join('; ');
  return new TenureError('OPTIONS_INVALID', { system: 'file', verb, fact: `${fileName(path)}: ${list}`, details: { problems } });
}
