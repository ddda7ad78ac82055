// Letting a user sign in. Most often they are staged or deprovisioned, so that is tried; the status is read where Okta refuses.
import { TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { postLifecycle } from '../api/lifecycle.ts';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { stateOf } from '../mapping.ts';
import { afterEffect, nobody, type Org } from '../org.ts';
import { settledUser } from './settled.ts';

const verb = 'enable user';

/**
 * Two calls for whoever is staged or deprovisioned, four for the suspended. A user without a password is `pending` after
 * activation: the person has to follow the mail. Old group memberships were never lost; what they open, opens again.
 */
export async function enableUser(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const activated = await postLifecycle(org.http, 'activate', id, context, { sendEmail: org.settings.activationMail });
  if (activated === 'onboarding') return { outcome: 'pending', seen: 'pending' };
  if (activated === 'done') return afterEffect(org, { verb, id }, context, () => readBack(org, id, context));
  // Refused: nothing has happened yet.
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) throw nobody(org, verb, id);
  const seen = stateOf(user.status);
  if (seen === 'active') return { outcome: 'unchanged', seen };
  if (user.status === 'PROVISIONED' || user.transitioningToStatus != null) return { outcome: 'pending', seen };
  if (user.status !== 'SUSPENDED') throw notOn(org, id, user);
  await postLifecycle(org.http, 'unsuspend', id, context);
  return afterEffect(org, { verb, id }, context, () => readBack(org, id, context));
}

async function readBack(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const user = await settledUser(org, id, context);
  if (user === undefined) throw nobody(org, verb, id);
  const seen = stateOf(user.status);
  if (seen === 'active') return { outcome: 'changed', seen };
  if (user.status === 'PROVISIONED' || user.transitioningToStatus != null) return { outcome: 'pending', seen };
  throw notOn(org, id, user);
}

function notOn(org: Org, id: string, { status }: OktaUser): TenureError {
  const [fact, expected] = [`the user is still ${status}`, 'ACTIVE or PROVISIONED'];
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
}
