// Making a group, for a person who asked for it.
import { type GroupAnswer, isTenureError, TenureError, type WriteContext } from '@tenure/core/connector';
import { postGroup } from '../api/groups.ts';
import { groupOf } from '../mapping.ts';
import type { Org } from '../org.ts';
import { groupsNamed } from './list.ts';

/** One call. Okta lets no two groups have one name: that it is taken says that it is there, and a look-up which one it is. */
export async function createGroup(org: Org, { name }: { readonly name: string }, context: WriteContext): Promise<GroupAnswer> {
  // Somebody who mapped an id of another org wants no group of that name.
  if (/^00g[0-9A-Za-z]{17}$/.test(name)) throw idAsName(org);
  try {
    return { outcome: 'changed', group: groupOf(await postGroup(org.http, name, context)) };
  } catch (error) {
    if (!isTenureError(error) || error.code !== 'CONNECTOR_CONFLICT') throw error;
    const [known, ...more] = await groupsNamed(org, name, context);
    if (known === undefined || more.length > 0) throw error;
    return { outcome: 'unchanged', group: groupOf(known, await org.ruledGroups(context)) };
  }
}

function idAsName({ settings }: Org): TenureError {
  const fact = 'the name has the form of a group id; no group of this id is there';
  return new TenureError('CONNECTOR_REJECTED', { system: settings.id, verb: 'create group', fact, details: {} });
}
