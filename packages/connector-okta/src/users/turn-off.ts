// Ending access: the status first, so that nothing new can start, then sessions and tokens, then a look whether it is so.
import { type DisableMode, TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { deleteSessions, postLifecycle } from '../api/lifecycle.ts';
import { deleteUser, getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { stateOf } from '../mapping.ts';
import { afterEffect, type Org } from '../org.ts';
import { refuseProtected } from './protect.ts';
import { settledUser } from './settled.ts';

interface TurnOff {
  readonly accountId: string;
  readonly mode: DisableMode;
}

const verb = 'disable user';

/** Three calls for an active user: status, sessions, read-back; and one for roles where administrators are spared. */
export async function disableUser(org: Org, { accountId: id, mode }: TurnOff, context: WriteContext): Promise<WriteAnswer> {
  if ((await refuseProtected(org, verb, id, context)) === 'gone') return { outcome: 'unchanged', seen: 'gone' };
  const changed = mode === 'deactivate' ? await deactivated(org, id, context) : await suspended(org, id, context);
  if (changed === 'gone') return { outcome: 'unchanged', seen: 'gone' };
  return afterEffect(org, { verb, id }, context, async () => {
    // Also when the user was off: an earlier try may have ended between the two.
    await deleteSessions(org.http, id, context);
    return changed === 'off-before' ? { outcome: 'unchanged', seen: 'disabled' } : readBack(org, id, context);
  });
}

type Change = 'off-now' | 'off-before' | 'gone';

/** Refused with "not found" for users who are off already and for nobody alike. */
async function deactivated(org: Org, id: string, context: WriteContext): Promise<Change> {
  if ((await postLifecycle(org.http, 'deactivate', id, context, { sendEmail: false })) !== 'refused') return 'off-now';
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) return 'gone';
  if (user.status === 'DEPROVISIONED') return 'off-before';
  throw notOff(org, id, user);
}

/** Okta suspends active users. Whoever has not begun yet is deactivated: that takes nothing from them that they had. */
async function suspended(org: Org, id: string, context: WriteContext): Promise<Change> {
  if ((await postLifecycle(org.http, 'suspend', id, context)) !== 'refused') return 'off-now';
  const user = await getUser(org.http, { id }, context);
  if (user === undefined) return 'gone';
  const state = stateOf(user.status);
  if (state === 'disabled') return 'off-before';
  if (state === 'pending' || org.settings.whenSuspendImpossible === 'deactivate') return deactivated(org, id, context);
  throw new TenureError('CONNECTOR_IRREVERSIBLE_REFUSED', {
    system: org.settings.id,
    verb,
    id,
    fact: `Okta does not suspend a user in status ${user.status}; only a deactivation is left, which ends app assignments`,
    details: {},
  });
}

async function readBack(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const user = await settledUser(org, id, context);
  if (user === undefined) return { outcome: 'changed', seen: 'gone' };
  const seen = stateOf(user.status);
  if (seen === 'disabled') return { outcome: 'changed', seen };
  if (user.transitioningToStatus === 'DEPROVISIONED') return { outcome: 'pending', seen };
  throw notOff(org, id, user);
}

function notOff(org: Org, id: string, { status }: OktaUser): TenureError {
  const [fact, expected] = [`the user is still ${status}`, 'SUSPENDED or DEPROVISIONED'];
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
}

/** Ends sessions and tokens; Okta does not tell whether there were any. */
export async function endSessions(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  return { outcome: (await deleteSessions(org.http, id, context)) ? 'changed' : 'unchanged' };
}

const deleting = 'delete user';

/** The first delete deactivates, the second erases, and only a read tells which of the two it was. At most two. */
export async function eraseUser(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  if ((await refuseProtected(org, deleting, id, context)) === 'gone') return { outcome: 'unchanged' };
  if (!(await deleteUser(org.http, id, context))) return { outcome: 'unchanged' };
  return afterEffect(org, { verb: deleting, id }, context, async () => {
    if ((await getUser(org.http, { id }, context)) === undefined) return { outcome: 'changed' };
    await deleteUser(org.http, id, context);
    const left = await settledUser(org, id, context);
    if (left === undefined) return { outcome: 'changed' };
    if (left.transitioningToStatus === 'DEPROVISIONED') return { outcome: 'pending' };
    const fact = `two deletes left the user ${left.status}`;
    throw new TenureError('CONNECTOR_NOT_EFFECTIVE', {
      system: org.settings.id,
      verb: deleting,
      id,
      fact,
      details: { expected: 'no user' },
    });
  });
}
