// One function per endpoint of the users API that is used, each with what of its answer counts.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpRequest, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';
import { userSchema, type ZendeskUser } from './user.ts';

const oneSchema = z.object({ user: userSchema });
const pageSchema = z
  .object({ users: z.array(userSchema), meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }) })
  .refine(({ meta }) => !meta.has_more || (meta.after_cursor ?? '') !== '', 'a cursor where there is more');

const one = (id: string): string => `${pathOf`/users/${id}`}.json`;

export async function getUser(zendesk: Asking, verb: string, id: string, context: ConnectorContext): Promise<ZendeskUser | undefined> {
  const request = { verb, id, method: 'GET', path: one(id), effect: 'read', schema: oneSchema } as const;
  const user = (await askFor(zendesk, request, context))?.body?.user;
  if (user !== undefined && user.id !== id) throw anotherAccount(zendesk, verb, id);
  return user;
}

export async function getMe(zendesk: Asking, context: ConnectorContext): Promise<ZendeskUser> {
  return (await zendesk.http.request({ verb: 'check', method: 'GET', path: '/users/me.json', effect: 'read', schema: oneSchema }, context))
    .body.user;
}

export interface UsersQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Absent: everybody. */
  readonly roles?: readonly string[] | undefined;
}

export async function listUsers(zendesk: Asking, { limit, cursor, roles }: UsersQuery, context: ConnectorContext) {
  const query = { 'page[size]': Math.max(1, Math.min(limit, 100)), 'page[after]': cursor, 'role[]': roles };
  const request = { verb: 'list accounts', method: 'GET', path: '/users.json', query, effect: 'read', schema: pageSchema } as const;
  const { users, meta } = (await zendesk.http.request(request, context)).body;
  return { users, next: meta.has_more ? (meta.after_cursor ?? undefined) : undefined };
}

const foundSchema = z.object({ users: z.array(userSchema), next_page: z.string().nullish() });

/** Whoever a search shows: any part of any field counts there. `more`: it has more than it shows. */
export async function searchUsers(
  zendesk: Asking,
  verb: string,
  query: { readonly query: string } | { readonly external_id: string },
  context: ConnectorContext,
): Promise<{ readonly users: readonly ZendeskUser[]; readonly more: boolean }> {
  const request = { verb, method: 'GET', path: '/users/search.json', query, effect: 'read', schema: foundSchema } as const;
  const { users, next_page: next } = (await zendesk.http.request(request, context)).body;
  return { users, more: next != null && next !== '' };
}

export async function createUser(zendesk: Asking, user: object, context: ConnectorContext): Promise<ZendeskUser> {
  const request = {
    verb: 'create account',
    method: 'POST',
    path: '/users.json',
    effect: 'write',
    json: { user },
    schema: oneSchema,
  } as const;
  return (await zendesk.http.request(request, context)).body.user;
}

export type Written = 'done' | 'nobody';

export async function changeUser(zendesk: Asking, verb: string, id: string, user: object, context: ConnectorContext): Promise<Written> {
  return write(zendesk, { verb, id, method: 'PUT', path: one(id), json: { user } }, context);
}

export async function deleteSoftly(zendesk: Asking, id: string, context: ConnectorContext): Promise<Written> {
  return write(zendesk, { verb: 'delete account', id, method: 'DELETE', path: one(id) }, context);
}

/** Erases somebody who was deleted softly. */
export async function erase(zendesk: Asking, id: string, context: ConnectorContext): Promise<Written> {
  return write(zendesk, { verb: 'delete account', id, method: 'DELETE', path: `${pathOf`/deleted_users/${id}`}.json` }, context);
}

const identitiesSchema = z.object({
  identities: z.array(z.object({ id: z.union([z.number().int(), z.string()]), type: z.string().nullish(), value: z.string().nullish() })),
});

/** Every address of a user with its id; `undefined` when there is no such user. */
export async function listAddresses(zendesk: Asking, verb: string, id: string, context: ConnectorContext) {
  const path = `${pathOf`/users/${id}`}/identities.json`;
  const answer = await askFor(zendesk, { verb, id, method: 'GET', path, effect: 'read', schema: identitiesSchema }, context);
  const addresses = answer?.body?.identities.filter(({ type }) => type == null || type === 'email');
  return addresses?.map((identity) => ({ id: String(identity.id), address: identity.value ?? '' }));
}

/** Makes an address the main one, adding it where the user does not have it. */
export async function makeMain(zendesk: Asking, verb: string, id: string, address: string, context: ConnectorContext): Promise<Written> {
  const held = await listAddresses(zendesk, verb, id, context);
  if (held === undefined) return 'nobody';
  const own = held.find((each) => each.address.toLowerCase() === address.toLowerCase());
  const path = `${pathOf`/users/${id}`}/identities`;
  if (own !== undefined)
    return write(zendesk, { verb, id, method: 'PUT', path: `${path}/${encodeURIComponent(own.id)}/make_primary.json` }, context);
  const identity = { type: 'email', value: address, verified: true, primary: true };
  return write(zendesk, { verb, id, method: 'POST', path: `${path}.json`, json: { identity } }, context);
}

type Write = Pick<HttpRequest<undefined>, 'verb' | 'id' | 'method' | 'path' | 'json'>;

async function write(zendesk: Asking, request: Write, context: ConnectorContext): Promise<Written> {
  return (await askFor(zendesk, { ...request, effect: 'write' }, context)) === undefined ? 'nobody' : 'done';
}
