// What a message of the queue is good for: to know whom to read again, and when once more. Its codes and dates differ from
// what a reading shows, so nothing else of it is believed. Pure.
import type { Hint } from '@tenure/core/connector';
import { z } from 'zod';
import { beginningOf } from './dates.ts';

const oid = z.object({ associateOID: z.string().min(1).max(256) });
const subject = z.object({ worker: oid.partial().nullish(), associateOID: oid.shape.associateOID.nullish() }).nullish();

const messageSchema = z.object({
  events: z
    .array(
      z.object({
        eventNameCode: z.object({ codeValue: z.string() }).nullish(),
        effectiveDateTime: z.string().nullish(),
        // Whoever did it stands in `actor` and `originator`; those are never the subject.
        data: z.object({ output: z.unknown().optional(), eventContext: z.unknown().optional() }).nullish(),
      }),
    )
    .min(1),
});

type AdpEvent = z.infer<typeof messageSchema>['events'][number];

export interface EventReading {
  readonly hint: Hint;
  /** Somebody came or went: offsets of a list that is being read have moved. */
  readonly movesList: boolean;
}

/** ADP may show a change some moments after the day has begun. */
const afterMidnightMs = 60_000;

/** `undefined` for a message that is none of ADP's events. */
export function readEvents(id: string, message: unknown, timeZone: string): EventReading | undefined {
  const parsed = messageSchema.safeParse(message);
  if (!parsed.success) return undefined;
  const { events } = parsed.data;
  const relevant = events.filter((event) => !ignored.test(nameOf(event)));
  const ids = [...new Set(relevant.flatMap((event) => subjectOf(event) ?? []))];
  const untold = relevant.some((event) => subjectOf(event) === undefined);
  const again = relevant.map((event) => effectiveAt(event.effectiveDateTime, timeZone)).filter((at) => at !== undefined);
  return {
    hint: {
      id,
      ids,
      ...(untold ? { everything: true } : {}),
      ...(again.length === 0 ? {} : { againAt: Math.min(...again) + afterMidnightMs }),
    },
    movesList: events.some((event) => comesOrGoes.test(nameOf(event))),
  };
}

/** Of no account for who has access. Products differ in dashes and case. */
const ignored =
  /^(?:worker\.(?:customfield|governmentid|personalcontact|deduction|gender|marital|race|ethnicity|military)|associate\.ksaoc)/;
const comesOrGoes = /hire|terminat|deceased|retire|cancel/;

function nameOf({ eventNameCode }: AdpEvent): string {
  return (eventNameCode?.codeValue ?? '').toLowerCase().replaceAll('-', '');
}

function subjectOf({ data }: AdpEvent): string | undefined {
  const [output, context] = [data?.output, data?.eventContext].map((part) => subject.safeParse(part).data);
  return output?.worker?.associateOID ?? context?.worker?.associateOID ?? context?.associateOID ?? undefined;
}

/**
 * When a change takes effect. The stamp is local midnight told in UTC, in some products with a zone, in others the bare day:
 * the later of the instant and of the beginning of its day in the customer's zone.
 */
function effectiveAt(stamp: string | null | undefined, timeZone: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T([\d:.]+)\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(stamp?.trim() ?? '');
  if (match === null) return undefined;
  const [, day = '', time, offset = 'Z'] = match;
  const zoned = offset === 'Z' ? 'Z' : offset.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
  const at = time === undefined ? Number.NaN : Date.parse(`${day}T${time}${zoned}`);
  const date = Number.isNaN(at) ? day : new Date(at).toISOString().slice(0, 10);
  if (Number.isNaN(Date.parse(date))) return undefined;
  const begins = beginningOf(date, timeZone);
  return Number.isNaN(at) ? begins : Math.max(at, begins);
}
