// Putting users into groups and taking them out, one call each. Okta does not tell whether that changed anything.
import { TenureError, type WriteAnswer, type WriteContext } from '@tenure/core/connector';
import { writeMembership } from '../api/groups.ts';
import { readAll } from '../api/page.ts';
import { groupsOfUser } from '../api/users.ts';
import { hasCode, insteadOf, notFound } from '../errors.ts';
import { filledByRule } from '../mapping.ts';
import type { Org } from '../org.ts';

export interface Membership {
  readonly accountId: string;
  readonly groupId: string;
}

/** One call; `changed` also where the user was in already. */
export async function addToGroup(org: Org, membership: Membership, context: WriteContext): Promise<WriteAnswer> {
  const notes = await refuseRuled(org, 'add to group', membership, context);
  return written(org, 'PUT', membership, notes, context);
}

/** One call; `changed` also where the user was not in. A user or group that is not there has no membership either. */
export async function removeFromGroup(org: Org, membership: Membership, context: WriteContext): Promise<WriteAnswer> {
  const notes = await refuseRuled(org, 'remove from group', membership, context);
  return written(org, 'DELETE', membership, notes, context);
}

/**
 * Taking a user out of a group that a rule fills puts them on the rule's list of exclusions for good: such groups are the
 * rule's alone. Rules are read once per run.
 */
async function refuseRuled(org: Org, verb: string, { accountId, groupId }: Membership, context: WriteContext): Promise<readonly string[]> {
  const ruled = await org.ruledGroups(context);
  if (ruled === undefined) return ['whether a group rule fills the group could not be read'];
  if (!ruled.has(groupId)) return [];
  throw new TenureError('CONNECTOR_REJECTED', { system: org.settings.id, verb, id: accountId, fact: filledByRule, details: {} });
}

/** Validation and absence, which is how an org may say that it is so already. */
const perhapsSo = ['E0000001', ...notFound];

async function written(
  org: Org,
  method: 'PUT' | 'DELETE',
  membership: Membership,
  notes: readonly string[],
  context: WriteContext,
): Promise<WriteAnswer> {
  const told = notes.length === 0 ? {} : { notes };
  try {
    await writeMembership(org.http, method, membership, context);
    return { outcome: 'changed', ...told };
  } catch (error) {
    if (hasCode(error, perhapsSo) && (await isIn(org, membership, context)) === (method === 'PUT'))
      return { outcome: 'unchanged', ...told };
    throw error;
  }
}

async function isIn(org: Org, { accountId, groupId }: Membership, context: WriteContext): Promise<boolean> {
  return insteadOf(notFound, false, async () => {
    for await (const { id } of readAll(org.http, groupsOfUser(accountId), context)) if (id === groupId) return true;
    return false;
  });
}
