// One function per endpoint of groups.
import type { ConnectorContext, Page, PageRequest } from '@tenure/core/connector';
import { type HttpClient, pathOf } from '@tenure/core/connector/http';
import { type ListCall, readPage } from './page.ts';
import { userId } from './users.ts';
import { groupSchema, groupsSchema, idsSchema, type OktaGroup } from './wire.ts';

const path = '/api/v1/groups';

export function listGroups(http: HttpClient, request: PageRequest, context: ConnectorContext): Promise<Page<OktaGroup>> {
  return readPage(http, { verb: 'list groups', path, schema: groupsSchema }, request, context);
}

/** As many as Okta gives for the start of a name; it does not page here. */
export const mostByPrefix = 300;

/** Groups whose names start so, in any case, at most {@link mostByPrefix}; current. */
export async function groupsStarting(http: HttpClient, start: string, context: ConnectorContext): Promise<readonly OktaGroup[]> {
  const request = { verb: 'find group', method: 'GET', path, effect: 'read', schema: groupsSchema } as const;
  return (await http.request({ ...request, query: { q: start, limit: mostByPrefix } }, context)).body;
}

/** Groups that fit an expression; lags behind writes by a second or more. */
export const groupsWhere = (search: string): ListCall<OktaGroup> => ({ verb: 'find group', path, query: { search }, schema: groupsSchema });

/** Makes a group without members. Bucket: groups. */
export async function postGroup(http: HttpClient, name: string, context: ConnectorContext): Promise<OktaGroup> {
  const request = { verb: 'create group', method: 'POST', path, effect: 'write', schema: groupSchema } as const;
  return (await http.request({ ...request, json: { profile: { name } } }, context)).body;
}

export const membersOf = (groupId: string): ListCall<{ readonly id: string }> => ({
  verb: 'list members of group',
  id: groupId,
  path: pathOf`/api/v1/groups/${groupId}/users`,
  schema: idsSchema,
});

/** Puts a user into a group or takes one out. */
export async function writeMembership(
  http: HttpClient,
  method: 'PUT' | 'DELETE',
  { groupId, accountId }: { readonly groupId: string; readonly accountId: string },
  context: ConnectorContext,
): Promise<void> {
  const verb = method === 'PUT' ? 'add to group' : 'remove from group';
  const path = pathOf`/api/v1/groups/${groupId}/users/${userId(accountId)}`;
  await http.request({ verb, id: accountId, method, path, effect: 'write' }, context);
}
