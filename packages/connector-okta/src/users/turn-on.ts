// Letting a user sign in: the status decides which call does it.
import { TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { postLifecycle } from '../api/lifecycle.ts';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { stateOf } from '../mapping.ts';
import { afterEffect, nobody, type Org } from '../org.ts';

const verb = 'enable user';

/**
 * Three calls, one where nothing is to be done. A user without a password is `pending` after activation: the person
 * has to follow the mail. Old group memberships were never lost; what they open, opens again.
 */
export async function enableUser(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const user = await readUser(org, id, context);
  if (user.status === 'PROVISIONED') return { outcome: 'pending' };
  if (stateOf(user.status) === 'active') return { outcome: 'unchanged' };
  if (user.status === 'SUSPENDED') await postLifecycle(org.http, 'unsuspend', id, context);
  else await postLifecycle(org.http, 'activate', id, context, { sendEmail: org.settings.activationMail });
  return afterEffect(org, { verb, id }, context, async () => {
    const { status, transitioningToStatus } = await readUser(org, id, context);
    if (stateOf(status) === 'active') return { outcome: 'changed' };
    if (status === 'PROVISIONED' || transitioningToStatus != null) return { outcome: 'pending' };
    const [fact, expected] = [`the user is still ${status}`, 'ACTIVE or PROVISIONED'];
    throw new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
  });
}

async function readUser(org: Org, id: string, context: WriteContext): Promise<OktaUser> {
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) throw nobody(org, verb, id);
  return user;
}
