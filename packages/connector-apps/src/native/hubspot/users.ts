// One function per endpoint of HubSpot's user provisioning API that is used, each with what of its answer counts.
import type { Account, AccountProfile, ConnectorContext, Page, PageRequest } from '@tenure/core/connector';
import { pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import type { Done } from '../api.ts';
import { type Asking, askFor } from '../asking.ts';

const text = z.string().nullish().catch(undefined);
const userSchema = z.object({
  ...{ id: z.string().min(1), email: z.string(), firstName: text, lastName: text },
  superAdmin: z.boolean().nullish().catch(undefined),
});
const pageSchema = z.object({
  results: z.array(userSchema),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).nullish() }).nullish(),
});

export async function listUsers(hubspot: Asking, { cursor, limit }: PageRequest, context: ConnectorContext): Promise<Page<Account>> {
  const query = { limit: Math.max(1, Math.min(limit, 100)), after: cursor };
  const request = { verb: 'list accounts', method: 'GET', path: '/settings/v3/users/', query, effect: 'read', schema: pageSchema } as const;
  const { body } = await hubspot.http.request(request, context);
  const next = body.paging?.next?.after;
  return { items: body.results.map(accountOf), ...(next === undefined ? {} : { next }) };
}

/** `by`: what the key is; without it HubSpot takes an address for an id and finds nobody. */
export async function getUser(
  hubspot: Asking,
  key: string,
  by: 'USER_ID' | 'EMAIL',
  verb: string,
  context: ConnectorContext,
): Promise<Account | undefined> {
  const request = { verb, method: 'GET', path: pathOf`/settings/v3/users/${key}`, query: { idProperty: by } } as const;
  const id = by === 'USER_ID' ? key : undefined;
  const user = (await askFor(hubspot, { ...request, id, effect: 'read', schema: userSchema }, context))?.body;
  if (user !== undefined && id !== undefined && user.id !== id) throw anotherAccount(hubspot, verb, id);
  return user && accountOf(user);
}

export async function makeUser(hubspot: Asking, json: object, context: ConnectorContext): Promise<Account> {
  const request = { verb: 'create account', method: 'POST', path: '/settings/v3/users/', effect: 'write', json } as const;
  return accountOf((await hubspot.http.request({ ...request, schema: userSchema }, context)).body);
}

export async function removeUser(hubspot: Asking, id: string, context: ConnectorContext): Promise<Done> {
  const request = { verb: 'delete account', id, method: 'DELETE', path: pathOf`/settings/v3/users/${id}` } as const;
  return (await askFor(hubspot, { ...request, query: { idProperty: 'USER_ID' }, effect: 'write' }, context)) === undefined ? 'nobody' : [];
}

function accountOf({ id, email, firstName, lastName, superAdmin }: z.infer<typeof userSchema>): Account {
  const shown = { userName: email, givenName: firstName, familyName: lastName };
  const profile = Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value === 'string')) as AccountProfile;
  return {
    ...{ id, state: 'active', userName: email, email, profile },
    ...(superAdmin === true ? { protectedBecause: 'a super administrator' } : {}),
  };
}
