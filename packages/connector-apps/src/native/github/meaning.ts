// What GitHub's errors mean. Pure. The messages are looked at and not repeated.
import type { Classify, HttpVerdict } from '@tenure/core/connector/http';
import { z } from 'zod';
import { saysNoSeat, verdictFor } from '../../verbs/meaning.ts';
import { untilReset } from './headers.ts';

const text = z.string().nullish().catch(undefined);
const problemSchema = z.object({
  message: z.string(),
  documentation_url: text,
  errors: z
    .array(z.object({ message: text }).catch({ message: undefined }))
    .nullish()
    .catch(undefined),
});

const wordsOf = (problem: unknown): string | undefined => {
  const { data } = problemSchema.safeParse(problem);
  return data && [data.message, ...(data.errors ?? []).map(({ message }) => message ?? '')].join(' ');
};

/** GitHub's own "Not Found"; any other 404 comes from something else. */
export const saysGone = (problem: unknown): boolean => problemSchema.safeParse(problem).data?.documentation_url != null;

const minute = 60_000;
const hour = 60 * minute;

export const classify: Classify = ({ status, headers, body }) => {
  if (status === 403 || status === 429) return limitOf(headers, body) ?? refusalOf(body);
  if (status === 404) return notThere(body);
  return status === 422 ? unprocessable(wordsOf(body) ?? '') : undefined;
};

/** Whoever may not see an organization is told that it is not there. */
function notThere(body: unknown): HttpVerdict {
  if (saysGone(body)) {
    return { code: 'CONNECTOR_FORBIDDEN', fact: 'the organization is not there, or the credential may not see it or do this in it (404)' };
  }
  return { code: 'CONNECTOR_RESPONSE_UNREADABLE', fact: 'the address answers 404 and not as the GitHub API; look at the base URL' };
}

/** The hour is used up, or too much was sent at once; either can be a 403. */
function limitOf(headers: Headers, body: unknown): HttpVerdict | undefined {
  if (headers.get('x-ratelimit-remaining') === '0') return verdictFor('rate-limited', undefined, untilReset(headers));
  if (headers.has('retry-after')) return verdictFor('rate-limited');
  return /\bsecondary rate limit\b|\babuse\b/i.test(wordsOf(body) ?? '') ? verdictFor('rate-limited', undefined, minute) : undefined;
}

const refusalOf = (body: unknown): HttpVerdict | undefined =>
  /\blast owner\b/i.test(wordsOf(body) ?? '') ? verdictFor('protected') : undefined;

/** What an invitation was refused for. GitHub has no codes for it. */
function unprocessable(words: string): HttpVerdict | undefined {
  if (/\binvitation\b.*\blimit\b|\blimit\b.*\binvitations?\b/i.test(words)) {
    const fact = 'the organization has used up its invitations of 24 hours';
    return { code: 'CONNECTOR_RATE_LIMITED', fact, retryAfterMs: hour };
  }
  if (saysNoSeat(words) || /\bpurchase\b.*\bseats?\b/i.test(words)) return verdictFor('seat-limit');
  return /\balready\b/i.test(words) ? verdictFor('conflict') : undefined;
}
