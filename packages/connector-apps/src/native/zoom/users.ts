// One function per endpoint of the Zoom API that is used, each with what of its answer counts.
import type { Account, AccountProfile, AccountState, ConnectorContext } from '@tenure/core/connector';
import { pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import type { Done } from '../api.ts';
import { type Asking, askFor } from '../asking.ts';

const text = z.string().nullish().catch(undefined);

const userSchema = z.object({
  id: z.string().min(1),
  email: z.string(),
  first_name: text,
  last_name: text,
  display_name: text,
  status: text,
  role_id: text,
  role_name: text,
});
type ZoomUser = z.infer<typeof userSchema>;

/** A user without an id cannot be an account: the list of the invited is said to hold such rows. */
const rowSchema = userSchema.extend({ id: z.string().nullish() });
const pageSchema = z.object({ users: z.array(rowSchema), next_page_token: text });

export const statuses = ['active', 'inactive', 'pending'] as const;
export type Status = (typeof statuses)[number];

export interface UsersPage {
  readonly accounts: readonly Account[];
  readonly next: string | undefined;
  /** Addresses of rows without an id: somebody is there, and it cannot be said under which id. */
  readonly withoutId: readonly string[];
}

export async function listUsers(
  zoom: Asking,
  verb: string,
  query: { readonly status: Status; readonly page_size: number; readonly next_page_token?: string | undefined },
  context: ConnectorContext,
): Promise<UsersPage> {
  const { body } = await zoom.http.request({ verb, method: 'GET', path: '/users', query, effect: 'read', schema: pageSchema }, context);
  const users = body.users.filter((user): user is ZoomUser => typeof user.id === 'string' && user.id !== '');
  const next = body.next_page_token ?? '';
  return {
    // The list that was asked for says the status, whatever its rows do.
    accounts: users.map((user) => accountOf({ ...user, status: query.status })),
    next: next === '' ? undefined : next,
    withoutId: body.users.filter(({ id }) => (id ?? '') === '').map(({ email }) => email),
  };
}

/** A user by address; Zoom also looks at former ones, so the caller has to see whose address it is. */
export async function getByAddress(zoom: Asking, address: string, context: ConnectorContext): Promise<Account | undefined> {
  const request = { verb: 'find account', method: 'GET', path: pathOf`/users/${address}`, effect: 'read', schema: userSchema } as const;
  const user = (await askFor(zoom, request, context))?.body;
  return user && accountOf(user);
}

export async function getById(zoom: Asking, id: string, verb: string, context: ConnectorContext): Promise<Account | undefined> {
  const request = { verb, id, method: 'GET', path: pathOf`/users/${id}`, effect: 'read', schema: userSchema } as const;
  const user = (await askFor(zoom, request, context))?.body;
  if (user !== undefined && user.id !== id) throw anotherAccount(zoom, verb, id);
  return user && accountOf(user);
}

export interface Invited {
  readonly account?: Account | undefined;
  /** Where there is no such account: addresses of those who were invited and are listed without an id. */
  readonly withoutId: readonly string[];
}

/** Somebody who has not accepted yet: whether a read by key shows them is not documented, the list of the pending does. */
export async function invitedOne(
  zoom: Asking,
  verb: string,
  isThem: (account: Account) => boolean,
  context: ConnectorContext,
): Promise<Invited> {
  const withoutId: string[] = [];
  let token: string | undefined;
  do {
    const page = await listUsers(zoom, verb, { status: 'pending', page_size: 300, next_page_token: token }, context);
    const account = page.accounts.find(isThem);
    if (account !== undefined) return { account, withoutId };
    withoutId.push(...page.withoutId);
    token = page.next;
  } while (token !== undefined);
  return { withoutId };
}

const madeSchema = z.object({ id: z.string().min(1) });

export async function inviteUser(zoom: Asking, json: object, context: ConnectorContext): Promise<string> {
  const request = { verb: 'create account', method: 'POST', path: '/users', effect: 'write', json, schema: madeSchema } as const;
  return (await zoom.http.request(request, context)).body.id;
}

type Write = {
  readonly method: 'PATCH' | 'PUT' | 'DELETE';
  readonly part?: 'status' | 'email' | 'token' | undefined;
  readonly json?: object;
};

/** A change of one user. `nobody` when Zoom says that there is no such user. */
export async function changeUser(
  zoom: Asking,
  verb: string,
  id: string,
  { method, part, json, query }: Write & { readonly query?: Readonly<Record<string, string>> },
  context: ConnectorContext,
): Promise<Done> {
  const path = part === undefined ? pathOf`/users/${id}` : `${pathOf`/users/${id}`}/${part}`;
  // Ending sessions twice does what doing it once does: a lost answer is no reason to stop.
  const effect = part === 'token' ? 'read' : 'write';
  return (await askFor(zoom, { verb, id, method, path, query, json, effect }, context)) === undefined ? 'nobody' : [];
}

const states: Readonly<Record<string, AccountState>> = { active: 'active', inactive: 'disabled', pending: 'pending' };

function accountOf({ id, email, first_name, last_name, display_name, status, role_id, role_name }: ZoomUser): Account {
  const shown = { userName: email, givenName: first_name, familyName: last_name, displayName: display_name };
  const profile = Object.fromEntries(Object.entries(shown).filter(([, value]) => typeof value === 'string')) as AccountProfile;
  const isOwner = role_id === '0' || role_name?.toLowerCase() === 'owner';
  const isAdmin = role_id === '1' || role_name?.toLowerCase() === 'admin';
  const protectedBecause = isOwner ? 'the owner of the Zoom account' : isAdmin ? 'an administrator of the Zoom account' : undefined;
  return {
    ...{ id, state: states[status ?? ''] ?? 'unknown', userName: email, email, profile },
    ...(protectedBecause === undefined ? {} : { protectedBecause }),
  };
}
