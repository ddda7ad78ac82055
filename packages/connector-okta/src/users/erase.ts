// Deleting a user for good.
import { TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { afterwards } from '../api/lifecycle.ts';
import { deleteUser, getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { afterEffect, type Org } from '../org.ts';
import { refuseProtected } from './protect.ts';
import { settledUser } from './settled.ts';

const verb = 'delete user';

/**
 * The first delete deactivates, the second erases, and only a read tells which of the two it was. At most two. A deletion that
 * Okta has not finished is of unknown outcome, never pending: whoever is deactivated only is not forgotten.
 */
export async function eraseUser(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  if ((await refuseProtected(org, verb, id, context)) === 'gone') return { outcome: 'unchanged' };
  if (!(await deleteUser(org.http, id, context, org.settings.respondAsync ? afterwards : undefined))) return absent(org, id, context);
  return afterEffect(org, { verb, id }, context, async () => {
    const left = await settledUser(org, id, context);
    if (left === undefined) return { outcome: 'changed' };
    // Okta erases nobody before the deactivation is over.
    if (left.transitioningToStatus != null) throw notGone(org, id, left);
    await deleteUser(org.http, id, context);
    const after = await settledUser(org, id, context);
    if (after === undefined) return { outcome: 'changed' };
    throw notGone(org, id, after);
  });
}

/** Okta says "not found" of more than those who are not there: only a read by id is believed. */
async function absent(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) return { outcome: 'unchanged' };
  throw notGone(org, id, user);
}

function notGone(org: Org, id: string, { status, transitioningToStatus }: OktaUser): TenureError {
  const [fact, expected] = [
    `it left the user ${transitioningToStatus == null ? status : `on the way to ${transitioningToStatus}`}`,
    'no user',
  ];
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
}
