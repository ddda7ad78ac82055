// One function per endpoint of the users API that is used, each with what of its answer counts.
import type { ConnectorContext } from '@tenure/core/connector';
import { pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';
import { type BoxUser, fields, userSchema } from './user.ts';

const pageSchema = z.object({ entries: z.array(userSchema), next_marker: z.string().nullish() });

export interface UsersQuery {
  /** The beginning of a login or a name. */
  readonly term?: string | undefined;
  readonly limit: number;
  readonly marker?: string | undefined;
}

/** Managed users only: people from outside are nobody's accounts. */
export async function listUsers(box: Asking, verb: string, { term, limit, marker }: UsersQuery, context: ConnectorContext) {
  const query = { user_type: 'managed', usemarker: true, filter_term: term, limit, marker, fields };
  const request = { verb, method: 'GET', path: '/users', query, effect: 'read', schema: pageSchema } as const;
  const { body } = await box.http.request(request, context);
  return { users: body.entries, next: body.next_marker == null || body.next_marker === '' ? undefined : body.next_marker };
}

export async function getUser(box: Asking, verb: string, id: string, context: ConnectorContext): Promise<BoxUser | undefined> {
  const request = { verb, id, method: 'GET', path: pathOf`/users/${id}`, query: { fields }, effect: 'read', schema: userSchema } as const;
  const user = (await askFor(box, request, context))?.body;
  if (user !== undefined && user.id !== id) throw anotherAccount(box, verb, id);
  return user;
}

export async function createUser(box: Asking, user: object, context: ConnectorContext): Promise<BoxUser> {
  const verb = 'create account';
  const request = { verb, method: 'POST', path: '/users', query: { fields }, effect: 'write', json: user, schema: userSchema } as const;
  return (await box.http.request(request, context)).body;
}

export async function changeUser(
  box: Asking,
  verb: string,
  id: string,
  json: object,
  context: ConnectorContext,
): Promise<'done' | 'nobody'> {
  const request = { verb, id, method: 'PUT', path: pathOf`/users/${id}`, effect: 'write', json } as const;
  return (await askFor(box, request, context)) === undefined ? 'nobody' : 'done';
}

/** Everything that the user owns goes to somebody else. Nobody can ask whether a large move has ended. */
export async function moveContent(
  box: Asking,
  verb: string,
  from: string,
  to: string,
  context: ConnectorContext,
): Promise<'done' | 'nobody'> {
  const path = `${pathOf`/users/${from}`}/folders/0`;
  const request = {
    verb,
    id: from,
    method: 'PUT',
    path,
    query: { notify: false },
    effect: 'write',
    json: { owned_by: { id: to } },
  } as const;
  return (await askFor(box, request, context)) === undefined ? 'nobody' : 'done';
}

export async function deleteUser(box: Asking, id: string, force: boolean, context: ConnectorContext): Promise<'done' | 'nobody'> {
  const request = {
    verb: 'delete account',
    id,
    method: 'DELETE',
    path: pathOf`/users/${id}`,
    query: { force, notify: false },
    effect: 'write',
  } as const;
  return (await askFor(box, request, context)) === undefined ? 'nobody' : 'done';
}
