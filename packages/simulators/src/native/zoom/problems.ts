// Zoom's refusals: `{ code, message }`, the words repeating what was asked, as Zoom's do.
import { Refusal } from '../../serving/answering.ts';

const refused = (status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal =>
  new Refusal({ status, body: { code, message }, headers });

export const unknownUser = (key: string): Refusal => refused(404, 1001, `User does not exist: ${key}.`);
export const alreadyHere = (email: string): Refusal => refused(409, 1005, `User already in the account: ${email}`);
export const invalid = (what: string): Refusal => refused(400, 300, `Validation Failed. ${what}`);
export const badToken = (): Refusal => refused(401, 124, 'Invalid access token.');
export const notAllowed = (): Refusal => refused(403, 200, 'No permission.');

export function missingScope(scope: string, how: 'code-4711' | 'forbidden'): Refusal {
  const message = `Invalid access token, does not contain scopes:[${scope}].`;
  return how === 'forbidden' ? refused(403, 4711, message) : refused(400, 4711, message);
}

/** No code is documented for it. */
export const noLicence = (): Refusal => refused(400, 200, 'You do not have enough licenses. Buy more seats and try again.');

/** Another call about the same user is being worked on. No wait is told. */
export const busy = (): Refusal => refused(429, 429, 'Too many concurrent requests. A request to change this user is under way.');

/** One call too many in this second; the wait is told by no header. */
export const perSecond = (limit: number): Refusal =>
  refused(429, 429, 'You have reached the maximum per-second rate limit for this API. Try again later.', {
    ...{ 'X-RateLimit-Category': 'Light', 'X-RateLimit-Type': 'QPS' },
    ...{ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': '0' },
  });

/** One call too many today: `Retry-After` is an instant, not a number of seconds. */
export const perDay = (limit: number, until: number): Refusal =>
  refused(429, 429, 'You have reached the maximum daily rate limit for this API. Refer to the response header for details.', {
    ...{ 'X-RateLimit-Category': 'Heavy', 'X-RateLimit-Type': 'Daily-limit' },
    ...{ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': '0' },
    'Retry-After': new Date(until).toISOString().replace('.000Z', 'Z'),
  });
