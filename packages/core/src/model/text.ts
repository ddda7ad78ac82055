// What counts as text in a record. A half of a surrogate pair is none: no store and no target can hold it as it is.
import { z } from 'zod';

const longestId = 256;
const notWellFormed = 'not well-formed text';

/** Well-formed text of at most `longest` UTF-16 units. Messages never contain values. */
export function textUpTo(longest: number): z.ZodString {
  return z.string().max(longest).refine(isWellFormed, notWellFormed);
}

/** The id of a record: well-formed text of 1 to 256 UTF-16 units. */
export function idText(whenEmpty?: string): z.ZodString {
  return z.string().min(1, whenEmpty).max(longestId).refine(isWellFormed, notWellFormed);
}

/** Whether something a source gave can be the id of a record; by anything else nothing can be looked up. Pure. */
export function isRecordId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestId && value.isWellFormed();
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}
