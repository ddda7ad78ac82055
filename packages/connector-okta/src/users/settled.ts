// Okta finishes some changes of status later: a user is read until that is over, for a while.
import type { ConnectorContext } from '@tenure/core/connector';
import { getUser } from '../api/users.ts';
import type { OktaUser } from '../api/wire.ts';
import type { Org } from '../org.ts';

/** The pauses between looks, in milliseconds. What is not over then is left to the engine as pending. */
const pausesMs = [500, 1_000, 2_000, 4_000];

/** The user by id, current; `undefined` when there is none. One call, and up to four more while a transition runs. */
export async function settledUser({ http }: Org, id: string, context: ConnectorContext): Promise<OktaUser | undefined> {
  let user = await getUser(http, { id }, context);
  for (const pause of pausesMs) {
    if (user?.transitioningToStatus == null) return user;
    await context.sleep(pause);
    user = await getUser(http, { id }, context);
  }
  return user;
}
