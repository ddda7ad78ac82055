// One function per endpoint of users. None decides anything.
import { type ConnectorContext, type Page, type PageRequest, TenureError } from '@tenure/core/connector';
import { type HttpClient, pathOf } from '@tenure/core/connector/http';
import { insteadOf, notFound } from '../errors.ts';
import { type ListCall, readPage } from './page.ts';
import { idsSchema, type OktaUser, rolesSchema, userSchema, usersSchema } from './wire.ts';

/**
 * The id of one user, for a path. Okta also reads logins, short names and `me` in its place, and a write to one of those
 * can reach somebody else, the owner of the token for one.
 *
 * @throws {TenureError} `CONNECTOR_REJECTED` for what is no id; it is not repeated, for it may be a login.
 */
export function userId(id: string): string {
  if (/^[\w-]{20}$/.test(id)) return id;
  const fact = 'the account id is none of Okta, whose ids have 20 letters and digits';
  throw new TenureError('CONNECTOR_REJECTED', { system: 'okta', verb: 'address user', fact, details: {} });
}

export const userPath = (id: string): string => pathOf`/api/v1/users/${userId(id)}`;

/** What an attribute of a profile can be told; null takes the value away. */
export type OktaValue = string | number | boolean | null;

/** The body of a create. */
export interface NewOktaUser {
  readonly profile: Readonly<Record<string, OktaValue>>;
  readonly groupIds: readonly string[];
  readonly credentials?: { readonly provider: { readonly type: string; readonly name: string } } | undefined;
}

export interface CreateQuery {
  readonly activate: boolean;
  /** Needed for `credentials.provider` to count. */
  readonly provider?: boolean | undefined;
}

/** Creates a user with up to 20 groups. Bucket: users. */
export async function postUser(http: HttpClient, user: NewOktaUser, query: CreateQuery, context: ConnectorContext): Promise<OktaUser> {
  const request = { verb: 'create user', method: 'POST', path: '/api/v1/users', effect: 'write', schema: userSchema } as const;
  return (await http.request({ ...request, query: { ...query }, json: user }, context)).body;
}

/**
 * One user by id or login, as it is at this moment; `undefined` when there is none. Okta also reads short names and `me`
 * here: compare the answer with what was asked. `id` goes into errors, so a login is left out of them. Bucket: one user.
 */
export async function getUser(
  http: HttpClient,
  name: { readonly id: string } | { readonly login: string },
  context: ConnectorContext,
): Promise<OktaUser | undefined> {
  const [path, id] = 'id' in name ? [userPath(name.id), name.id] : [pathOf`/api/v1/users/${name.login}`, undefined];
  const request = { verb: 'read user', id, method: 'GET', path, effect: 'read', schema: userSchema } as const;
  return insteadOf(notFound, undefined, async () => (await http.request(request, context)).body);
}

/** The owner of the token. */
export async function getMe(http: HttpClient, context: ConnectorContext): Promise<OktaUser> {
  return (
    await http.request({ verb: 'read token owner', method: 'GET', path: '/api/v1/users/me', effect: 'read', schema: userSchema }, context)
  ).body;
}

/** Every user, deprovisioned ones included; or with an expression those who fit. Bucket: users. */
export const usersWhere = (search: string): ListCall<OktaUser> => ({
  verb: search === everyUser ? 'list users' : 'find user',
  path: '/api/v1/users',
  query: { search },
  schema: usersSchema,
});

/** Also finds whom a plain list hides. */
export const everyUser = 'status pr';

export function listUsers(http: HttpClient, request: PageRequest, context: ConnectorContext): Promise<Page<OktaUser>> {
  return readPage(http, usersWhere(everyUser), request, context);
}

/** Changes the given attributes, null clears one. Bucket: writes of one user. */
export async function postProfile(
  http: HttpClient,
  id: string,
  profile: Readonly<Record<string, OktaValue>>,
  context: ConnectorContext,
): Promise<void> {
  const request = { verb: 'update user', id, method: 'POST', path: userPath(id), effect: 'write' } as const;
  await http.request({ ...request, json: { profile } }, context);
}

/**
 * Deactivates a user who is not deprovisioned, erases one who is; the answer does not tell which. `false`: there was none.
 * Bucket: writes of one user.
 */
export async function deleteUser(
  http: HttpClient,
  id: string,
  context: ConnectorContext,
  headers?: Readonly<Record<string, string>>,
): Promise<boolean> {
  const request = { verb: 'delete user', id, method: 'DELETE', path: userPath(id), headers, effect: 'write' } as const;
  return insteadOf(notFound, false, async () => {
    await http.request(request, context);
    return true;
  });
}

/** The administrator roles of a user; `undefined` when there is no such user. Bucket: users. */
export async function getRoles(http: HttpClient, id: string, context: ConnectorContext): Promise<readonly string[] | undefined> {
  const request = { verb: 'read roles of user', id, method: 'GET', path: `${userPath(id)}/roles`, effect: 'read' } as const;
  return insteadOf(notFound, undefined, async () => {
    const { body } = await http.request({ ...request, schema: rolesSchema }, context);
    return body.map(({ type }) => (type != null && /^[A-Z][A-Z_]{0,59}$/.test(type) ? type : 'CUSTOM'));
  });
}

/** The groups of a user, the built-in one included. Bucket: users. */
export const groupsOfUser = (id: string): ListCall<{ readonly id: string }> => ({
  verb: 'list groups of user',
  id,
  path: `${userPath(id)}/groups`,
  schema: idsSchema,
});
