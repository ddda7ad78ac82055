// Putting users into groups and taking them out. Okta answers the same whether or not that changed anything: so look first.
import { isTenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { writeMembership } from '../api/groups.ts';
import { readAll } from '../api/page.ts';
import { groupsOfUser } from '../api/users.ts';
import { insteadOf, notFound } from '../errors.ts';
import { nobody, type Org } from '../org.ts';

interface Membership {
  readonly accountId: string;
  readonly groupId: string;
}

/** Two calls, one where the user is in already. */
export async function addToGroup(org: Org, membership: Membership, context: WriteContext): Promise<WriteAnswer> {
  const before = await isIn(org, membership, context);
  if (before === undefined) throw nobody(org, 'add to group', membership.accountId);
  return before ? { outcome: 'unchanged' } : written(org, 'PUT', membership, context);
}

/** Two calls, one where the user is not in or not there. */
export async function removeFromGroup(org: Org, membership: Membership, context: WriteContext): Promise<WriteAnswer> {
  const before = await isIn(org, membership, context);
  return before === true ? written(org, 'DELETE', membership, context) : { outcome: 'unchanged' };
}

/** Somebody else may have done it in between; some orgs may refuse that. Then it holds, and nothing is wrong. */
async function written(org: Org, method: 'PUT' | 'DELETE', membership: Membership, context: WriteContext): Promise<WriteAnswer> {
  try {
    await writeMembership(org.http, method, membership, context);
    return { outcome: 'changed' };
  } catch (error) {
    const refused = isTenureError(error) && (error.code === 'CONNECTOR_REJECTED' || error.code === 'CONNECTOR_CONFLICT');
    if (refused && ((await isIn(org, membership, context)) ?? false) === (method === 'PUT')) return { outcome: 'unchanged' };
    throw error;
  }
}

/** `undefined`: there is no such user. */
async function isIn(org: Org, { accountId, groupId }: Membership, context: WriteContext): Promise<boolean | undefined> {
  return insteadOf(notFound, undefined, async () => {
    for await (const { id } of readAll(org.http, groupsOfUser(accountId), context)) if (id === groupId) return true;
    return false;
  });
}
