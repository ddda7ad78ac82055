// The cursor between two pages: where the next record begins, in which list, in which state of the files.
import { z } from 'zod';
import { incomplete } from './file.ts';
import type { Position } from './records.ts';

const cursorSchema = z.tuple([z.literal(1), z.string(), z.string(), z.int().min(0), z.int().min(1)]);

/** A position as opaque text. */
export function writeCursor(list: string, revision: string, { offset, line }: Position): string {
  return Buffer.from(JSON.stringify([1, list, revision, offset, line])).toString('base64url');
}

/**
 * The position a cursor stands for.
 *
 * @throws {TenureError} `FEED_INCOMPLETE` when the files are not what they were when the cursor was written, or when it
 * is no cursor of this list: either way the pages so far and the ones to come do not make one reading.
 */
export function readCursor(cursor: string, list: string, revision: string, path: string): Position {
  const parsed = cursorSchema.safeParse(contentOf(cursor));
  const verb = `list ${list}`;
  if (!parsed.success || parsed.data[1] !== list) throw incomplete(path, verb, 'the cursor was not given out by this list');
  const [, , writtenAt, offset, line] = parsed.data;
  if (writtenAt !== revision) throw incomplete(path, verb, 'the file changed between two pages');
  return { offset, line };
}

/** The state of the files in which a cursor was written; nothing when it is none. */
export function cursorRevision(cursor: string): string | undefined {
  const parsed = cursorSchema.safeParse(contentOf(cursor));
  return parsed.success ? parsed.data[2] : undefined;
}

function contentOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
