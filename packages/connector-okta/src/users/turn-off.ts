// Ending access: the status first, so that nothing new can start, then sessions and tokens, then a look whether it is so.
import { type DisableMode, TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { afterwards, deleteSessions, postLifecycle } from '../api/lifecycle.ts';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import { stateOf } from '../mapping.ts';
import { afterEffect, type Org } from '../org.ts';
import { refuseProtected } from './protect.ts';
import { busy, settled } from './settled.ts';

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
    const ended = await deleteSessions(org.http, id, context);
    const answer: WriteAnswer = changed === 'off-before' ? { outcome: 'unchanged', seen: 'disabled' } : await readBack(org, id, context);
    return ended || answer.seen === 'gone' ? answer : { ...answer, notes: [...(answer.notes ?? []), tokensLeft] };
  });
}

type Change = 'off-now' | 'off-before' | 'gone';

async function deactivated(org: Org, id: string, context: WriteContext): Promise<Change> {
  const change = await turned(org, 'deactivate', ['DEPROVISIONED'], id, context);
  if (typeof change !== 'string') throw notOff(org, id, change);
  return change;
}

/** Signing in, or about to, and nobody whom Okta suspends. */
const neverSuspended: ReadonlySet<string> = new Set(['LOCKED_OUT', 'RECOVERY', 'PASSWORD_EXPIRED']);

/** Okta suspends active users. Whoever has not begun yet is deactivated: that takes nothing from them that they had. */
async function suspended(org: Org, id: string, context: WriteContext): Promise<Change> {
  const change = await turned(org, 'suspend', ['SUSPENDED', 'DEPROVISIONED'], id, context);
  if (typeof change === 'string') return change;
  const hasNotBegun = stateOf(change.status) === 'pending';
  // Refused for another reason than the status: none for more than was asked.
  if (!hasNotBegun && !neverSuspended.has(change.status)) throw notOff(org, id, change);
  if (hasNotBegun || org.settings.whenSuspendImpossible === 'deactivate') return deactivated(org, id, context);
  throw new TenureError('CONNECTOR_IRREVERSIBLE_REFUSED', {
    system: org.settings.id,
    verb,
    id,
    fact: `Okta does not suspend a user in status ${change.status}; only a deactivation is left, which ends app assignments`,
    details: {},
  });
}

/** Turns the user off, or answers the user whom Okta does not turn off so. "Not found" is said of those who are off and of nobody. */
async function turned(
  org: Org,
  operation: 'deactivate' | 'suspend',
  off: readonly string[],
  id: string,
  context: WriteContext,
): Promise<Change | OktaUser> {
  const call = operation === 'suspend' ? {} : { sendEmail: false, headers: org.settings.respondAsync ? afterwards : undefined };
  for (let isAgain = false; ; isAgain = true) {
    if ((await postLifecycle(org.http, operation, id, context, call)) !== 'refused') return 'off-now';
    const user = await getUser(org.http, { id }, context);
    if (user === undefined) return 'gone';
    // On the way already, by an earlier try or another hand.
    if (user.transitioningToStatus === 'DEPROVISIONED') return 'off-now';
    if (user.transitioningToStatus == null) return off.includes(user.status) ? 'off-before' : user;
    // Still being let in: Okta turns nobody off before that is over.
    if (isAgain || (await settled(org, user, context))?.transitioningToStatus != null) throw busy(org, verb, id, user);
  }
}

/** Who signs in while Okta is still at it has a session that the first call did not end. */
async function readBack(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  const shown = await getUser(org.http, { id }, context);
  const user = await settled(org, shown, context);
  if (user === undefined) return { outcome: 'changed', seen: 'gone' };
  if (shown?.transitioningToStatus != null) await deleteSessions(org.http, id, context);
  const seen = stateOf(user.status);
  if (seen === 'disabled') return { outcome: 'changed', seen };
  if (user.transitioningToStatus === 'DEPROVISIONED') return { outcome: 'pending', seen, notes: [unfinished] };
  throw notOff(org, id, user);
}

/** Where Okta answers so to the deprovisioned, their Okta sessions have ended with the status; nobody says that tokens have. */
const tokensLeft = 'Okta does not end sessions of a user in this status by a call; OAuth tokens may be good until they expire';

const unfinished = 'Okta has not finished deactivating; sessions that begin until it has are not ended by us';

function notOff(org: Org, id: string, { status }: OktaUser): TenureError {
  const [fact, expected] = [`the user is still ${status}`, 'SUSPENDED or DEPROVISIONED'];
  return new TenureError('CONNECTOR_NOT_EFFECTIVE', { system: org.settings.id, verb, id, fact, details: { expected } });
}

/** Ends sessions and tokens; Okta does not tell whether there were any. */
export async function endSessions(org: Org, id: string, context: WriteContext): Promise<WriteAnswer> {
  return { outcome: (await deleteSessions(org.http, id, context)) ? 'changed' : 'unchanged' };
}
