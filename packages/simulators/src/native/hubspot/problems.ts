// HubSpot's refusals: `{ status, category, message, correlationId, errors }`, the words repeating what was asked.
import { Refusal } from '../../serving/answering.ts';

let number = 0;

function refused(
  status: number,
  category: string,
  message: string,
  more: object = {},
  headers: Readonly<Record<string, string>> = {},
): Refusal {
  number += 1;
  const correlationId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return new Refusal({ status, body: { status: 'error', category, message, correlationId, ...more }, headers });
}

export const badToken = (): Refusal => refused(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
export const unknownUser = (key: string): Refusal => refused(404, 'OBJECT_NOT_FOUND', `User ${key} was not found in the portal.`);
export const invalid = (what: string): Refusal => refused(400, 'VALIDATION_ERROR', what, { errors: [{ message: what, in: 'body' }] });
export const noSeat = (): Refusal => refused(400, 'VALIDATION_ERROR', 'The portal has reached its seat limit.');
export const protectedUser = (): Refusal => refused(403, 'FORBIDDEN', 'The last super admin cannot be removed.');

export const missingScope = (scope: string): Refusal =>
  refused(403, 'MISSING_SCOPES', 'This app has not been granted all required scopes.', {
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [scope] } }],
  });

export function taken(email: string, how: 'conflict' | 'validation'): Refusal {
  const message = `User with email ${email} already exists in this portal.`;
  return how === 'conflict'
    ? refused(409, 'CONFLICT', message)
    : refused(400, 'VALIDATION_ERROR', message, { subCategory: 'Users.USER_EXISTS' });
}

/** One call too many: the policy is named, and how long to wait is told by no header for the day's limit. */
export function tooMany(policyName: 'TEN_SECONDLY_ROLLING' | 'DAILY'): Refusal {
  const words = policyName === 'DAILY' ? 'You have reached your daily limit.' : 'You have reached your ten_secondly_rolling limit.';
  return refused(429, 'RATE_LIMITS', words, { policyName, errorType: 'RATE_LIMIT' });
}
