// One function per endpoint of Microsoft Graph that is used, each with what of its answer counts.
import type { Account, ConnectorContext } from '@tenure/core/connector';
import { type HttpAnswer, type HttpRequest, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';
import { type GraphUser, selected, userSchema } from './user.ts';

/** One request, under an id of its own that Microsoft's support can find it by. */
const ask = <Body = undefined>(
  graph: Asking,
  request: HttpRequest<Body>,
  context: ConnectorContext,
): Promise<HttpAnswer<Body | undefined> | undefined> =>
  askFor(graph, { ...request, headers: { ...request.headers, 'client-request-id': crypto.randomUUID() } }, context);

/** A user by id or by principal name. */
export async function getUser(graph: Asking, verb: string, key: string, context: ConnectorContext): Promise<GraphUser | undefined> {
  const request = { verb, id: key, method: 'GET', path: pathOf`/users/${key}`, query: { $select: selected }, effect: 'read' } as const;
  const user = (await ask(graph, { ...request, schema: userSchema }, context))?.body;
  const asked = (one: string): boolean => one.toLowerCase() === key.toLowerCase();
  if (user !== undefined && !asked(user.id) && !asked(user.userPrincipalName)) throw anotherAccount(graph, verb, key);
  return user;
}

const pageSchema = z.object({ value: z.array(userSchema), '@odata.nextLink': z.string().nullish() });

export interface UsersPage {
  readonly users: readonly GraphUser[];
  readonly next: string | undefined;
}

/** The first page, or the one that a link leads to, taken as it stands. */
export async function listUsers(
  graph: Asking,
  verb: string,
  page: { readonly link: string } | { readonly filter?: string | undefined; readonly top: number },
  context: ConnectorContext,
): Promise<UsersPage> {
  const where =
    'link' in page ? { url: page.link } : { path: '/users', query: { $select: selected, $top: page.top, $filter: page.filter } };
  const headers = { 'client-request-id': crypto.randomUUID() };
  const { body } = await graph.http.request({ verb, method: 'GET', ...where, headers, effect: 'read', schema: pageSchema }, context);
  return { users: body.value, next: body['@odata.nextLink'] ?? undefined };
}

export async function postUser(graph: Asking, user: object, context: ConnectorContext): Promise<GraphUser> {
  const headers = { 'client-request-id': crypto.randomUUID() };
  const request = {
    verb: 'create account',
    method: 'POST',
    path: '/users',
    effect: 'write',
    json: user,
    headers,
    schema: userSchema,
  } as const;
  return (await graph.http.request(request, context)).body;
}

/** Whether there was such a user. */
export async function changeUser(
  graph: Asking,
  change: { readonly verb: string; readonly id: string; readonly method: 'PATCH' | 'DELETE'; readonly json?: object },
  context: ConnectorContext,
): Promise<boolean> {
  return (await ask(graph, { ...change, path: pathOf`/users/${change.id}`, effect: 'write' }, context)) !== undefined;
}

/** Ends every session of the user. Safe to repeat, so that a lost answer is no reason to stop. */
export async function revokeSessions(graph: Asking, id: string, context: ConnectorContext): Promise<void> {
  const path = `${pathOf`/users/${id}`}/revokeSignInSessions`;
  await ask(graph, { verb: 'end sessions', id, method: 'POST', path, effect: 'read' }, context);
}

/** Whether the user holds a role of the directory, by a group too. */
export async function holdsRole(graph: Asking, { id }: Account, context: ConnectorContext): Promise<boolean> {
  const path = `${pathOf`/users/${id}`}/transitiveMemberOf/microsoft.graph.directoryRole`;
  const schema = z.object({ value: z.array(z.unknown()) });
  // A list of one kind only is an advanced query, which needs both of these.
  const advanced = { query: { $select: 'id', $count: true }, headers: { ConsistencyLevel: 'eventual' } } as const;
  const request = { verb: 'read roles', id, method: 'GET', path, ...advanced, effect: 'read', schema } as const;
  const answer = await ask(graph, request, context);
  return (answer?.body?.value.length ?? 0) > 0;
}
