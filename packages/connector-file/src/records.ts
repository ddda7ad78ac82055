// Cuts the bytes of a file into records: lines, or lines joined while a quote is open. Memory is bounded by the longest record allowed.
import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import type { ByteSource } from './encoding.ts';

/** Where a record begins: bytes from the start of the text, and the line, counted from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
}

/** One record as it stands in the file. */
export interface RawRecord {
  readonly line: number;
  readonly lastLine: number;
  /** The text without its line end; of a faulty record only what could be read of its beginning. */
  readonly text: string;
  /** Why the text is not all there. */
  readonly fault: string | undefined;
  /** A quote is still open at the end: the record ran into the size limit or the end of the file. */
  readonly open: boolean;
  /** False for a last line without a line end. */
  readonly ended: boolean;
}

export interface RecordReader {
  /** Where the next record begins. */
  readonly position: Position;
  /** True once everything was handed out. */
  readonly atEnd: boolean;
  /** Up to `limit` records; fewer at the end, and where they hold much text. Blank lines are passed over. */
  take(handle: FileHandle, limit: number): Promise<RawRecord[]>;
}

export interface RecordRules {
  /** Whether line ends inside double quotes belong to the record. */
  readonly quotes: boolean;
  readonly maxRecordBytes: number;
}

const newline = 10;
const carriageReturn = 13;
const quote = 34;
const firstWindowBytes = 1_048_576;
const headBytes = 4_096;
/** A batch ends with the record that takes it past this. */
const batchBytes = 8_388_608;

/** Reads records from `start` on. One reader is used by one caller at a time. */
export function recordReader(source: ByteSource, rules: RecordRules, start: Position): RecordReader {
  let window = Buffer.allocUnsafe(firstWindowBytes);
  let data = window.subarray(0, 0);
  let dataOffset = start.offset;
  let sourceEnded = false;
  let text: 'ascii' | 'utf-8' | 'doubtful' = 'ascii';
  let hasNul = false;
  // The record under way: where it begins in `data`, where its next line begins, and the numbers of both lines.
  let begin = 0;
  let scan = 0;
  let line = start.line;
  let scanLine = start.line;
  let open = false;

  async function refill(handle: FileHandle): Promise<void> {
    const kept = data.length - begin;
    if (begin === 0 && kept === window.length) {
      const larger = Buffer.allocUnsafe(window.length * 2);
      data.copy(larger, 0);
      window = larger;
    } else {
      window.copyWithin(0, begin, data.length);
    }
    dataOffset += begin;
    scan -= begin;
    begin = 0;
    const bytes = await source.read(handle, window, kept, dataOffset + kept);
    sourceEnded = bytes === 0;
    data = window.subarray(0, kept + bytes);
    text = stateOf(data, sourceEnded);
    hasNul = data.includes(0);
  }

  function recordTo(end: number, ended: boolean): RawRecord {
    const lastLine = scanLine;
    const trimmed = end > begin && data[end - 1] === carriageReturn ? end - 1 : end;
    const readable = text !== 'doubtful' || isUtf8(data.subarray(begin, trimmed));
    const content = readable
      ? data.toString(text === 'ascii' ? 'latin1' : 'utf8', begin, trimmed)
      : data.toString('latin1', begin, firstBad(data, begin, trimmed));
    const fault = readable ? nulFault(content) : 'bytes that are not valid UTF-8';
    return { line, lastLine, text: content, fault, open, ended };
  }

  function nulFault(content: string): string | undefined {
    return hasNul && content.includes('\0') ? 'a NUL character' : undefined;
  }

  function goTo(next: number): void {
    begin = next;
    scan = next;
    line = scanLine;
    open = false;
  }

  async function passTooLong(handle: FileHandle): Promise<RawRecord> {
    const head = data.subarray(begin, begin + headBytes);
    const record = {
      line,
      lastLine: line,
      text: head.toString('latin1', 0, firstBad(head, 0, head.length)),
      fault: `longer than ${rules.maxRecordBytes} bytes`,
      open: false,
    };
    let end = -1;
    while (end === -1 && !sourceEnded) {
      begin = data.length;
      scan = begin;
      await refill(handle);
      end = data.indexOf(newline);
    }
    scanLine += 1;
    goTo(end === -1 ? data.length : end + 1);
    return { ...record, ended: end !== -1 };
  }

  /** The record that the line ending at `lineEnd` completes; nothing when the line is blank or leaves a quote open. */
  function closeLine(lineEnd: number): RawRecord | undefined {
    if (rules.quotes && hasOddQuotes(data, scan, lineEnd)) open = !open;
    const tooLong = lineEnd - begin > rules.maxRecordBytes;
    if (open && !tooLong) {
      scan = lineEnd + 1;
      scanLine += 1;
      return undefined;
    }
    const blank = lineEnd === begin || (lineEnd === begin + 1 && data[begin] === carriageReturn);
    const single = line === scanLine;
    const record = blank
      ? undefined
      : tooLong && single
        ? { ...recordTo(Math.min(lineEnd, begin + headBytes), true), fault: `longer than ${rules.maxRecordBytes} bytes`, open: false }
        : recordTo(lineEnd, true);
    scanLine += 1;
    goTo(lineEnd + 1);
    return record;
  }

  /** What stands after the last line end, if anything. */
  function closeFile(): RawRecord[] {
    if (begin === data.length) return [];
    const nothingAfter = scan === data.length;
    if (nothingAfter) scanLine -= 1;
    if (rules.quotes && hasOddQuotes(data, scan, data.length)) open = !open;
    const record = recordTo(data.length, nothingAfter && !open);
    scanLine += 1;
    goTo(data.length);
    return [record];
  }

  /** Reads on after a line that has no end yet, unless it is too long to wait for. */
  async function readOn(handle: FileHandle): Promise<RawRecord | undefined> {
    if (data.length - scan > rules.maxRecordBytes) return scan > begin ? brokenGroup() : await passTooLong(handle);
    await refill(handle);
    return undefined;
  }

  async function take(handle: FileHandle, limit: number): Promise<RawRecord[]> {
    const records: RawRecord[] = [];
    let gathered = 0;
    while (records.length < limit && gathered < batchBytes) {
      const lineEnd = data.indexOf(newline, scan);
      if (lineEnd === -1 && sourceEnded && data.length - scan <= rules.maxRecordBytes) return [...records, ...closeFile()];
      const record = lineEnd === -1 ? await readOn(handle) : closeLine(lineEnd);
      if (record === undefined) continue;
      records.push(record);
      gathered += record.text.length;
    }
    return records;
  }

  /** Hands out the lines gathered under an open quote before a line that is itself too long. */
  function brokenGroup(): RawRecord {
    scanLine -= 1;
    const record = recordTo(scan - 1, true);
    scanLine += 1;
    goTo(scan);
    return record;
  }

  return {
    take,
    get position() {
      return { offset: dataOffset + begin, line };
    },
    get atEnd() {
      return sourceEnded && begin === data.length;
    },
  };
}

// Whole lines are judged together: a line end never stands inside a character.
function stateOf(data: Buffer, whole: boolean): 'ascii' | 'utf-8' | 'doubtful' {
  if (isAscii(data)) return 'ascii';
  return isUtf8(whole ? data : data.subarray(0, data.lastIndexOf(newline) + 1)) ? 'utf-8' : 'doubtful';
}

function hasOddQuotes(data: Buffer, from: number, to: number): boolean {
  const bytes = data.subarray(from, to);
  let odd = false;
  for (let at = bytes.indexOf(quote); at !== -1; at = bytes.indexOf(quote, at + 1)) odd = !odd;
  return odd;
}

function firstBad(data: Buffer, from: number, to: number): number {
  let end = from;
  while (end < to && (data[end] ?? 0x80) < 0x80) end += 1;
  return end;
}
