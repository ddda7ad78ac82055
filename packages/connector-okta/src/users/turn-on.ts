// Letting a user sign in. Most often they are staged or deprovisioned, so that is tried; the status is read where Okta refuses.
import { type EnableRequest, TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { postLifecycle } from '../api/lifecycle.ts';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { stateOf } from '../mapping.ts';
import { afterEffect, nobody, type Org } from '../org.ts';
import { busy, settledUser } from './settled.ts';

const verb = 'enable user';

type SwitchOn = 'activate' | 'unsuspend';

/**
 * Two calls where the guess is right: staged and deprovisioned users are activated, those whom the caller knows as suspended
 * unsuspended; two more where Okta refuses it. A user without a password is `pending` after activation: the person has to
 * follow the mail. Old group memberships were never lost; what they open, opens again.
 */
export async function enableUser(org: Org, { accountId: id, was }: EnableRequest, context: WriteContext): Promise<WriteAnswer> {
  const guess: SwitchOn = was === 'suspend' ? 'unsuspend' : 'activate';
  const answer = await switchedOn(org, guess, id, context);
  if (answer !== undefined) return answer;
  // Refused: nothing has happened yet.
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) throw nobody(org, verb, id);
  // Shown as active until the deactivation is over, and not on for all that.
  if (user.transitioningToStatus === 'DEPROVISIONED') throw busy(org, verb, id, user);
  const seen = stateOf(user.status);
  if (seen === 'active') return { outcome: 'unchanged', seen };
  if (isComing(user)) return { outcome: 'pending', seen };
  const other = switches.get(user.status);
  if (other === undefined || other === guess) throw notOn(org, id, user);
  // Refused once more: another hand may have been there first, and a look tells.
  return (await switchedOn(org, other, id, context)) ?? readBack(org, id, context);
}

const switches: ReadonlyMap<string, SwitchOn> = new Map([
  ['SUSPENDED', 'unsuspend'],
  ['STAGED', 'activate'],
  ['DEPROVISIONED', 'activate'],
]);

/** `undefined`: Okta refuses, most often because of the user's status. */
async function switchedOn(org: Org, how: SwitchOn, id: string, context: WriteContext): Promise<WriteAnswer | undefined> {
  const query = how === 'activate' ? { sendEmail: org.settings.activationMail } : undefined;
  const answer = await postLifecycle(org.http, how, id, context, query);
  if (answer === 'refused') return undefined;
  if (answer === 'onboarding') return { outcome: 'pending', seen: 'pending' };
  return afterEffect(org, { verb, id }, context, () => readBack(org, id, context));
}

async function readBack(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const user = await settledUser(org, id, context);
  if (user === undefined) throw nobody(org, verb, id);
  const seen = stateOf(user.status);
  if (seen === 'active') return { outcome: 'changed', seen };
  if (isComing(user)) return { outcome: 'pending', seen };
  throw notOn(org, id, user);
}

/** A transition out of the org is none that lets anybody in. */
const isComing = ({ status, transitioningToStatus }: OktaUser): boolean =>
  transitioningToStatus == null ? status === 'PROVISIONED' : transitioningToStatus !== 'DEPROVISIONED';

function notOn(org: Org, id: string, { status }: OktaUser): TenureError {
  const [fact, expected] = [`the user is still ${status}`, 'ACTIVE or PROVISIONED'];
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
}
