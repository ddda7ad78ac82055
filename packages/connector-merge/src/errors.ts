// What Merge's refusals mean. Its texts are not repeated: they may hold what was sent.
import type { ClassifiedAnswer, HttpVerdict } from '@tenure/core/connector/http';
import { z } from 'zod';

const problemSchema = z.object({ detail: z.string() });

/** Merge's error table; `undefined` leaves the meaning to the status. */
export function classifyMerge({ status, headers, body }: ClassifiedAnswer): HttpVerdict | undefined {
  if (status === 401) {
    const fact = misses(body) ? 'the account token is missing (401)' : 'the API key or the account token was refused (401)';
    return { code: 'CONNECTOR_UNAUTHENTICATED', fact };
  }
  if (status === 403) return { code: 'CONNECTOR_FORBIDDEN', fact: 'the plan or the scopes of the account do not allow it (403)' };
  if (status === 429) {
    return { code: 'CONNECTOR_RATE_LIMITED', fact: 'too many requests for this account (429)', retryAfterMs: untilReset(headers) };
  }
  return undefined;
}

/** Whether a 401 says that only the account token is missing: the API key was good. */
export function misses(body: unknown): boolean {
  const parsed = problemSchema.safeParse(body);
  return parsed.success && /account token must be passed/i.test(parsed.data.detail);
}

/** Merge's own client also reads this header; by Merge's clock, and a second more. */
function untilReset(headers: Headers): number | undefined {
  if (headers.has('retry-after')) return undefined;
  const reset = Number.parseInt(headers.get('x-ratelimit-reset') ?? '', 10);
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(reset) || Number.isNaN(date) ? undefined : Math.max(0, reset * 1_000 - date) + 1_000;
}
