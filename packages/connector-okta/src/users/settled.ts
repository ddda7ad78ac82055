// Okta finishes some changes of status later: a user is read until that is over, for a while.
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import type { Org } from '../org.ts';

/** The pauses between looks, in milliseconds. What is not over then is left to the engine as pending. */
const pausesMs = [500, 1_000, 2_000, 4_000];

/** The user by id, current; `undefined` when there is none. One call, and up to four more while a transition runs. */
export async function settledUser(org: Org, id: string, context: ConnectorContext): Promise<OktaUser | undefined> {
  return settled(org, await getUser(org.http, { id }, context), context);
}

/** The user once no transition runs any more, or as they are after 7.5 seconds. No call for whom none runs. */
export async function settled({ http }: Org, shown: OktaUser | undefined, context: ConnectorContext): Promise<OktaUser | undefined> {
  let user = shown;
  for (const pause of pausesMs) {
    if (user?.transitioningToStatus == null) return user;
    await context.sleep(pause);
    user = await getUser(http, { id: user.id }, context);
  }
  return user;
}

/** Okta turns nobody on or off before the transition that runs is over. */
export function busy(org: Org, verb: string, id: string, { transitioningToStatus }: OktaUser): TenureError {
  const fact = `the user is still on the way to ${transitioningToStatus}`;
  return new TenureError('CONNECTOR_RATE_LIMITED', { system: org.settings.id, verb, id, fact, details: { retryAfterMs: 60_000 } });
}
