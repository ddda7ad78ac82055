// Changing attributes: a current read, then only what differs.
import type { AccountProfile, WriteAnswer, WriteContext } from '@tenure/core/connector';
import { getUser, postProfile } from '../api/users.ts';
import { differing, oktaProfileOf } from '../mapping.ts';
import { nobody, type Org } from '../org.ts';
import { refuseUnstorable } from './create.ts';

const verb = 'update user';

/**
 * Two calls, one where nothing differs. Sending only differences also lets values pass that another source masters:
 * Okta refuses the whole request for one of them that would change.
 */
export async function updateUser(
  org: Org,
  { accountId, attributes }: { readonly accountId: string; readonly attributes: AccountProfile },
  context: WriteContext,
): Promise<WriteAnswer> {
  refuseUnstorable(org, verb, accountId, attributes);
  const user = await getUser(org.http, { id: accountId }, context);
  if (user === undefined) throw nobody(org, verb, accountId);
  const changes = differing(user, oktaProfileOf(attributes, org.settings.attributes));
  if (Object.keys(changes).length === 0) return { outcome: 'unchanged' };
  await postProfile(org.http, accountId, changes, context);
  return { outcome: 'changed' };
}
