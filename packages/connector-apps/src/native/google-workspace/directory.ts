// One function per endpoint of the Directory API that is used, each with what of its answer counts.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpRequest, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount } from '../../verbs/trouble.ts';
import { type Asking, askFor } from '../asking.ts';
import { type GoogleUser, userSchema } from './user.ts';

export interface Directory extends Asking {
  /** `my_customer`, or the customer's id. */
  readonly customer: string;
}

/** A user by address or alias, as the API looks: the caller has to see whose primary address it is. */
export async function getByAddress(directory: Directory, address: string, context: ConnectorContext): Promise<GoogleUser | undefined> {
  const request = { verb: 'find account', method: 'GET', path: pathOf`/users/${address}`, query: { projection: 'full' } } as const;
  return (await askFor(directory, { ...request, effect: 'read', schema: userSchema }, context))?.body;
}

export async function getById(directory: Directory, id: string, verb: string, context: ConnectorContext): Promise<GoogleUser | undefined> {
  const request = { verb, id, method: 'GET', path: pathOf`/users/${id}`, query: { projection: 'full' } } as const;
  const user = (await askFor(directory, { ...request, effect: 'read', schema: userSchema }, context))?.body;
  // The key is also looked for among addresses and aliases.
  if (user !== undefined && user.id !== id) throw anotherAccount(directory, verb, id);
  return user;
}

const pageSchema = z.object({
  kind: z.string().nullish(),
  users: z.array(userSchema).nullish(),
  nextPageToken: z.string().nullish(),
});

export interface UsersQuery {
  readonly query?: string | undefined;
  readonly maxResults: number;
  readonly pageToken?: string | undefined;
  readonly showDeleted?: boolean | undefined;
}

export async function listUsers(
  directory: Directory,
  verb: string,
  query: UsersQuery,
  context: ConnectorContext,
): Promise<{ readonly users: readonly GoogleUser[]; readonly next: string | undefined }> {
  const { body } = await directory.http.request(
    {
      verb,
      method: 'GET',
      path: '/users',
      query: { customer: directory.customer, projection: 'full', ...query },
      effect: 'read',
      schema: pageSchema,
    },
    context,
  );
  return { users: body.users ?? [], next: body.nextPageToken ?? undefined };
}

export async function insertUser(directory: Directory, user: object, context: ConnectorContext): Promise<GoogleUser> {
  const request = { verb: 'create account', method: 'POST', path: '/users', effect: 'write', json: user, schema: userSchema } as const;
  return (await directory.http.request(request, context)).body;
}

/** What came of a change: `unsettled` is Google's way to say that the user is too new, or was changed too shortly before. */
export type Changed = 'done' | 'nobody' | 'unsettled';

type Change = Pick<HttpRequest<undefined>, 'verb' | 'method' | 'path' | 'json'> & { readonly id: string };

/** `accepts`: statuses that mean "not yet" for this change. */
export async function changeUser(
  directory: Directory,
  change: Change,
  accepts: readonly number[],
  context: ConnectorContext,
): Promise<Changed> {
  const answer = await askFor(directory, { ...change, effect: 'write', accept: accepts }, context);
  if (answer === undefined) return 'nobody';
  return accepts.includes(answer.status) ? 'unsettled' : 'done';
}

/** Ends every session of the user. Safe to repeat, so that a lost answer is no reason to stop. */
export async function signOut(directory: Directory, id: string, context: ConnectorContext): Promise<void> {
  const request = { verb: 'end sessions', id, method: 'POST', path: `${pathOf`/users/${id}`}/signOut`, effect: 'read' } as const;
  await askFor(directory, request, context);
}
