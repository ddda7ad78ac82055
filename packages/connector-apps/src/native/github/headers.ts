// What GitHub asks of every request, and what its limits tell.
import type { HttpLimits } from '@tenure/core/connector/http';

export const headers = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  // Without a name a request is refused.
  'user-agent': 'tenure-connector-apps',
} as const;

const hour = 3_600_000;

/** How long until GitHub's hour begins anew, by GitHub's own clock; `undefined` where it does not say. */
export function untilReset(answered: Headers): number | undefined {
  const waitMs = Number(answered.get('x-ratelimit-reset') ?? Number.NaN) * 1_000 - Date.parse(answered.get('date') ?? '');
  return waitMs > 0 ? waitMs : undefined;
}

/** Invitations have a limit of 24 hours of their own; the hour's limit is told with every answer. */
export const limits: HttpLimits = {
  bucketOf: ({ method, pathname }) => (method === 'POST' && pathname.endsWith('/invitations') ? 'invitations' : undefined),
  observe({ status, headers: answered }, now) {
    const [limit, remaining] = ['x-ratelimit-limit', 'x-ratelimit-remaining'].map((name) => Number(answered.get(name) ?? Number.NaN));
    const wait = untilReset(answered);
    // 422 is about invitations, whatever is left of the hour.
    if (status === 422 || limit === undefined || remaining === undefined || Number.isNaN(limit) || Number.isNaN(remaining))
      return undefined;
    if (status === 403 || status === 429) return undefined;
    return { bucket: undefined, limit, remaining, perMs: hour, ...(wait === undefined ? {} : { resetAt: now + wait }) };
  },
};
