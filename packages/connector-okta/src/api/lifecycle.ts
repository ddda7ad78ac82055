// The lifecycle and session endpoints of a user. They share the bucket of creates and searches.
import { type ConnectorContext, isTenureError } from '@tenure/core/connector';
import type { HttpClient } from '@tenure/core/connector/http';
import { hasCode, insteadOf, notFound, stillRunning } from '../errors.ts';
import { userPath } from './users.ts';
import { onboardingSchema } from './wire.ts';

export type LifecycleOperation = 'activate' | 'deactivate' | 'suspend' | 'unsuspend';

/**
 * `refused`: the user is in another status, on the way to one, or not there; only a read by id can tell which. `onboarding`:
 * done, and the person has to choose a password before they can sign in.
 */
export type LifecycleAnswer = 'done' | 'onboarding' | 'refused';

// 400 from suspend and unsuspend, 403 from activate, 404 from deactivate.
const aboutStatus = ['E0000001', 'E0000016', 'E0000038', ...notFound];

/** A refusal whose reason cannot be read may be about the status: reading the user tells. */
function isMute(error: unknown): boolean {
  if (!isTenureError(error) || !('status' in error.details)) return false;
  const { status = 0, vendorCode } = error.details;
  return vendorCode === undefined && [400, 403, 404].includes(status);
}

/** Asks Okta to answer at once and to do the work afterwards. Okta knows it for deactivations and deletions alone. */
export const afterwards = { prefer: 'respond-async' } as const;

export interface LifecycleCall {
  /** Whether Okta mails: the person on activation, an administrator on deactivation. Absent: not asked. */
  readonly sendEmail?: boolean | undefined;
  readonly headers?: typeof afterwards | undefined;
}

/** Calls a lifecycle operation. A refusal that is not about the user's status is thrown. Bucket: users. */
export async function postLifecycle(
  http: HttpClient,
  operation: LifecycleOperation,
  id: string,
  context: ConnectorContext,
  { sendEmail, headers = undefined }: LifecycleCall = {},
): Promise<LifecycleAnswer> {
  const path = `${userPath(id)}/lifecycle/${operation}`;
  const request = { verb: `${operation} user`, id, method: 'POST', path, query: { sendEmail }, headers, effect: 'write' } as const;
  try {
    const { body } = await http.request({ ...request, schema: onboardingSchema }, context);
    return body ? 'onboarding' : 'done';
  } catch (error) {
    const isOff = operation === 'deactivate' || operation === 'suspend';
    if (hasCode(error, aboutStatus) || isMute(error) || (isOff && hasCode(error, stillRunning))) return 'refused';
    throw error;
  }
}

/**
 * Ends a user's Okta sessions, refresh tokens and access tokens. Sessions inside applications go on. Ending them twice
 * harms nobody, so a lost answer is tried again at once: to the client it is a read. `false`: Okta knows no such user,
 * or none that can have sessions.
 */
export async function deleteSessions(http: HttpClient, id: string, context: ConnectorContext): Promise<boolean> {
  const path = `${userPath(id)}/sessions`;
  return insteadOf(notFound, false, async () => {
    await http.request({ verb: 'end sessions of user', id, method: 'DELETE', path, query: { oauthTokens: true }, effect: 'read' }, context);
    return true;
  });
}
