// What an answer outside 2xx means in one vendor's dialect. Pure. Details in words are never repeated: they quote values.
import type { ClassifiedAnswer, HttpVerdict } from '@tenure/core/connector/http';
import { z } from 'zod';
import { asCode, saysNoSeat, verdictFor } from '../verbs/meaning.ts';
import type { CodePlace, ScimProfile } from './profile.ts';

/** RFC 7644, Slack's first shape, and AWS exceptions, all at once: servers mix them. */
const errorSchema = z.object({
  schemas: z.array(z.string()).nullish().catch(undefined),
  scimType: z.string().nullish().catch(undefined),
  detail: z.string().nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
  __type: z.string().nullish().catch(undefined),
  Errors: z.object({ description: z.string().nullish() }).nullish().catch(undefined),
});

type ErrorBody = z.infer<typeof errorSchema>;

const bodyOf = (body: unknown): ErrorBody => errorSchema.safeParse(body).data ?? {};

export function codeOf(place: CodePlace, body: unknown, headers?: Headers): string | undefined {
  const { scimType, detail, Errors, __type } = bodyOf(body);
  const standard = asCode(scimType);
  if (place === 'detail') return asCode(detail) ?? asCode(Errors?.description) ?? standard;
  if (place !== 'aws') return standard;
  const exception = headers?.get('x-amzn-errortype')?.split(':')[0] ?? __type?.split('#').at(-1);
  return asCode(exception) ?? standard;
}

/** Whether a 404 is the word of this SCIM server, and not of a gateway or web framework before it. */
export function saysGone(profile: ScimProfile, body: unknown, headers: Headers): boolean {
  const code = codeOf(profile.errors.code, body, headers);
  if (code !== undefined && profile.errors.meanings[code] === 'gone') return true;
  return bodyOf(body).schemas?.some((schema) => schema.endsWith(':Error')) === true;
}

/** The meaning that goes by more than the status; `undefined`: the status says it all. */
export function verdictOf(profile: ScimProfile, { status, headers, body }: ClassifiedAnswer): HttpVerdict | undefined {
  const code = codeOf(profile.errors.code, body, headers);
  const meaning = code === undefined ? undefined : profile.errors.meanings[code];
  if (status === 403 && isRateLimit(headers)) return verdictFor('rate-limited', code, untilReset(headers));
  if (meaning !== undefined && meaning !== 'gone') return verdictFor(meaning, code);
  if (status === 401 || status === 429 || status >= 500) return undefined;
  if (code === 'uniqueness') return verdictFor('conflict', code);
  if (status === 402 || outOfSeats(body)) return verdictFor('seat-limit', code);
  if (status === 403) return undefined;
  if (code === undefined || status === 409 || status === 404) return undefined;
  return verdictFor('rejected', code);
}

const isRateLimit = (headers: Headers): boolean => headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0';

/** The wait until a reset stated as seconds since the epoch, by the server's own clock. */
function untilReset(headers: Headers): number | undefined {
  const waitMs = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1_000 - Date.parse(headers.get('date') ?? '');
  return waitMs > 0 ? waitMs : undefined;
}

/** No vendor documents a code for it in SCIM; the words are looked at, and not repeated. */
function outOfSeats(body: unknown): boolean {
  const { detail, message } = bodyOf(body);
  return saysNoSeat(`${detail ?? ''} ${message ?? ''}`);
}
