// The two texts that a reading of changes hands out: the mark to go on from next time, and the cursor between two pages.
import { createHash } from 'node:crypto';
import { z } from 'zod';

const markSchema = z.tuple([z.literal(1), z.int(), z.string()]);

/** Up to when everything has been read, and what the account looked like then. */
export interface Mark {
  /** When the reading began, as milliseconds since the epoch. */
  readonly began: number;
  /** Of the account and its settings: see `fingerprintOf`. */
  readonly fingerprint: string;
}

export function writeMark({ began, fingerprint }: Mark): string {
  return encode([1, began, fingerprint]);
}

/** `undefined` for text that is no mark of this version. */
export function readMark(text: string): Mark | undefined {
  const parsed = markSchema.safeParse(decode(text));
  return parsed.success ? { began: parsed.data[1], fingerprint: parsed.data[2] } : undefined;
}

const filterSchema = z.union([
  z.strictObject({ groups: z.string() }),
  z.strictObject({ work_location_id: z.string() }),
  z.strictObject({ home_location_id: z.string() }),
]);

const steps = ['employees', 'employments', 'groups', 'locations', 'members'] as const;

const placeSchema = z.object({
  step: z.enum(steps),
  /** Merge's own cursor within the step. */
  next: z.string().optional(),
  /** Everything stored after this instant is read. */
  after: z.string(),
  began: z.int(),
  fingerprint: z.string(),
  /** Whose employees must be read again, found in earlier steps. */
  filters: z.array(filterSchema),
});

/** Where a reading of changes stands. */
export type Place = z.infer<typeof placeSchema>;
export type ChangeStep = Place['step'];
export type MemberFilter = z.infer<typeof filterSchema>;

export function writePlace(place: Place): string {
  return encode(place);
}

/** `undefined` for text that is no cursor of this version. */
export function readPlace(cursor: string): Place | undefined {
  return placeSchema.safeParse(decode(cursor)).data;
}

/** A short text that is the same for the same facts, whatever the order of their keys. */
export function digestOf(facts: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(facts)))
    .digest('base64url')
    .slice(0, 22);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, inner]) => [key, ordered(inner)]);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
