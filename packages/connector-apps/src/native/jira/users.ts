// One function per endpoint that is used, each with what of its answer counts.
import { type Account, type ConnectorContext, TenureError } from '@tenure/core/connector';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';

const userSchema = z.object({
  accountId: z.string().min(1),
  accountType: z.string().nullish(),
  emailAddress: z.string().nullish(),
  active: z.boolean().nullish(),
});

export type JiraUser = z.infer<typeof userSchema>;

/** Apps and customers of a service desk are nobody's accounts. */
export const isPerson = ({ accountType }: JiraUser): boolean =>
  accountType == null || accountType === 'atlassian' || accountType === 'unknown';

export const addressOf = ({ emailAddress }: JiraUser): string | undefined =>
  emailAddress == null || emailAddress === '' ? undefined : emailAddress;

/** Somebody who is not active was removed from the site, or is off for good where Atlassian decides: no account here. */
export function accountOf(user: JiraUser): Account {
  const email = addressOf(user);
  const state = user.active == null ? 'unknown' : user.active ? 'active' : 'gone';
  return { id: user.accountId, state, email, profile: email === undefined ? {} : { email } };
}

export async function getUser(jira: Asking, verb: string, id: string, context: ConnectorContext): Promise<JiraUser | undefined> {
  const request = { verb, id, method: 'GET', path: '/user', query: { accountId: id }, effect: 'read', schema: userSchema } as const;
  const user = (await askFor(jira, request, context))?.body;
  if (user === undefined) await mayBrowse(jira, verb, context);
  if (user !== undefined && user.accountId !== id) throw anotherAccount(jira, verb, id);
  return user;
}

const usersSchema = z.array(userSchema);

/** Whoever's name or address begins so. Nobody is believed only of a caller who may look. */
export async function searchUsers(jira: Asking, verb: string, query: string, context: ConnectorContext): Promise<readonly JiraUser[]> {
  const request = {
    verb,
    method: 'GET',
    path: '/user/search',
    query: { query, maxResults: mostHits },
    effect: 'read',
    schema: usersSchema,
  } as const;
  const { body } = await jira.http.request(request, context);
  if (body.length === 0) await mayBrowse(jira, verb, context);
  return body;
}

/** More than this a search does not show here. */
export const mostHits = 100;

/** One page of everybody who is or was here. An empty one is the last. */
export async function listUsers(
  jira: Asking,
  verb: string,
  { startAt, maxResults }: { readonly startAt: number; readonly maxResults: number },
  context: ConnectorContext,
): Promise<readonly JiraUser[]> {
  const request = {
    verb,
    method: 'GET',
    path: '/users/search',
    query: { startAt, maxResults },
    effect: 'read',
    schema: usersSchema,
  } as const;
  const { body } = await jira.http.request(request, context);
  if (body.length === 0 && startAt === 0) await mayBrowse(jira, verb, context);
  return body;
}

export async function createUser(
  jira: Asking,
  emailAddress: string,
  products: readonly string[],
  context: ConnectorContext,
): Promise<JiraUser> {
  const json = { emailAddress, products };
  const request = { verb: 'create account', method: 'POST', path: '/user', effect: 'write', json, schema: userSchema } as const;
  return (await jira.http.request(request, context)).body;
}

export async function removeUser(jira: Asking, id: string, context: ConnectorContext): Promise<'done' | 'nobody'> {
  const request = { verb: 'delete account', id, method: 'DELETE', path: '/user', query: { accountId: id }, effect: 'write' } as const;
  return (await askFor(jira, request, context)) === undefined ? 'nobody' : 'done';
}

/** Whose token it is. */
export async function getMyself(jira: Asking, verb: string, context: ConnectorContext): Promise<JiraUser> {
  return (await jira.http.request({ verb, method: 'GET', path: '/myself', effect: 'read', schema: userSchema }, context)).body;
}

const permissionsSchema = z.object({ permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })) });

/** Whether the token's owner has these rights. */
export async function rights(jira: Asking, verb: string, names: readonly string[], context: ConnectorContext): Promise<readonly boolean[]> {
  const query = { permissions: names.join(',') };
  const request = { verb, method: 'GET', path: '/mypermissions', query, effect: 'read', schema: permissionsSchema } as const;
  const { permissions } = (await jira.http.request(request, context)).body;
  return names.map((name) => permissions[name]?.havePermission === true);
}

/**
 * Nobody, as Jira also answers whoever may not look.
 *
 * @throws {TenureError} `CONNECTOR_FORBIDDEN` without the right to browse users: then nobody is gone.
 */
async function mayBrowse(jira: Asking, verb: string, context: ConnectorContext): Promise<void> {
  const [browses] = await rights(jira, verb, ['USER_PICKER'], context);
  if (browses === true) return;
  const fact = 'the token’s owner may not browse users, so that nobody is shown';
  throw new TenureError('CONNECTOR_FORBIDDEN', { system: jira.system, verb, fact, details: { missing: 'Browse users and groups' } });
}
