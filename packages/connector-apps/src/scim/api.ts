// One function per endpoint of RFC 7644, each with what of its answer is used. Addresses are always built from ids.
import type { ConnectorContext } from '@tenure/core/connector';
import { type HttpAnswer, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import { anotherAccount, wrongAddress } from '../verbs/trouble.ts';
import { saysGone } from './meaning.ts';
import { type Resource, resourceSchema } from './resource.ts';
import type { ScimServer } from './server.ts';

/**
 * What a 404 on one user means: it is gone where a SCIM server says so and has users at all. Any other 404 is a wrong
 * address: web frameworks and gateways answer it too, some with the status in a JSON body, SCIM servers for a wrong tenant.
 *
 * @throws {TenureError} `CONNECTOR_RESPONSE_UNREADABLE` for a wrong address; nothing was changed.
 */
async function confirmGone(
  server: ScimServer,
  verb: string,
  id: string,
  answer: HttpAnswer<unknown>,
  context: ConnectorContext,
): Promise<void> {
  if (!saysGone(server.profile, answer.problem, answer.headers)) throw wrongAddress(server, verb, id, 'a SCIM server');
  await listUsers(server, verb, server.profile.paging.mode === 'none' ? {} : { count: 1 }, context);
}

/** One user by id, with its version where the server states one; `undefined` when there is none. */
export async function getUser(server: ScimServer, verb: string, id: string, context: ConnectorContext): Promise<Resource | undefined> {
  const request = {
    verb,
    id: server.shown(id),
    method: 'GET',
    path: pathOf`/Users/${id}`,
    effect: 'read',
    accept: [404],
    schema: resourceSchema,
  } as const;
  const answer = await server.http.request(request, context);
  if (answer.status === 404) await confirmGone(server, verb, id, answer, context);
  if (answer.body === undefined) return undefined;
  const resource = server.read(answer.body);
  if (resource.id.toLowerCase() === id.toLowerCase()) return withVersion(resource, answer.headers.get('etag'));
  throw anotherAccount(server, verb, id);
}

const withVersion = (resource: Resource, version: string | null): Resource =>
  version === null ? resource : { ...resource, meta: { ...(resource['meta'] as object | undefined), version } };

/** Creates a user. The answer's `Location` is not looked at: servers give relative and wrong ones. */
export async function postUser(server: ScimServer, resource: object, context: ConnectorContext): Promise<Resource> {
  const { http, profile } = server;
  const headers = { 'content-type': profile.mediaType };
  const request = { verb: 'create account', method: 'POST', path: '/Users', effect: 'write', json: resource, headers } as const;
  return server.read((await http.request({ ...request, schema: resourceSchema }, context)).body);
}

export interface Operation {
  readonly op: 'replace' | 'Replace' | 'remove';
  readonly path?: string;
  readonly value?: unknown;
}

/** One change to one user: operations, the whole of it, or its end. */
export type UserWrite =
  | { readonly method: 'PATCH'; readonly operations: readonly Operation[] }
  | { readonly method: 'PUT'; readonly resource: object }
  | { readonly method: 'DELETE' };

/** `stale`: the server wants to be told a version, or another one, and has done nothing. */
export type Written = 'done' | 'nobody' | 'stale';

export async function writeUser(
  server: ScimServer,
  verb: string,
  id: string,
  write: UserWrite,
  version: string | undefined,
  context: ConnectorContext,
): Promise<Written> {
  const { http, profile } = server;
  const path = pathOf`/Users/${id}`;
  const json = bodyOf(write);
  const headers = {
    ...(json === undefined ? {} : { 'content-type': profile.mediaType }),
    ...(version === undefined ? {} : { 'if-match': version }),
  };
  const request = {
    verb,
    id: server.shown(id),
    method: write.method,
    path,
    effect: 'write',
    json,
    headers,
    accept: [404, 412, 428],
  } as const;
  const answer = await http.request(request, context);
  if (answer.status === 412 || answer.status === 428) return 'stale';
  if (answer.status !== 404) return 'done';
  await confirmGone(server, verb, id, answer, context);
  return 'nobody';
}

function bodyOf(write: UserWrite): unknown {
  if (write.method === 'PUT') return write.resource;
  if (write.method === 'DELETE') return undefined;
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: write.operations };
}

/** Some servers write numbers as text. */
const count = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
]);

/** A list as servers send it. One of the two must be there: a page or another service answers neither. */
const listSchema = z
  .object({
    totalResults: count.nullish(),
    startIndex: count.nullish(),
    nextCursor: z.string().nullish(),
    Resources: z.array(resourceSchema).nullish(),
  })
  .refine((list) => typeof list.totalResults === 'number' || Array.isArray(list.Resources), 'not a list')
  .refine((list) => Array.isArray(list.Resources) || list.totalResults === 0, 'a list without its resources')
  .transform(({ totalResults, startIndex, nextCursor, Resources }) => ({
    total: totalResults ?? undefined,
    startIndex: startIndex ?? undefined,
    nextCursor: nextCursor === '' ? undefined : (nextCursor ?? undefined),
    resources: Resources ?? [],
  }));

export type UserList = z.infer<typeof listSchema>;

export interface ListQuery {
  readonly filter?: string;
  /** 1-based. */
  readonly startIndex?: number;
  /** RFC 9865; empty on the first page. */
  readonly cursor?: string;
  /** A wish. */
  readonly count?: number;
}

/** Users, filtered or not. */
export async function listUsers(server: ScimServer, verb: string, query: ListQuery, context: ConnectorContext): Promise<UserList> {
  const request = { verb, method: 'GET', path: '/Users', query: { ...query }, effect: 'read', accept: [404], schema: listSchema } as const;
  const { body } = await server.http.request(request, context);
  if (body === undefined) throw wrongAddress(server, verb, undefined, 'a SCIM server');
  return { ...body, resources: body.resources.map(server.read) };
}

const supported = z.object({ supported: z.boolean().nullish() }).nullish();
const configSchema = z.object({
  patch: supported,
  filter: supported,
  etag: supported,
  pagination: z.object({ cursor: z.boolean().nullish() }).nullish(),
});

export type ServiceProviderConfig = z.infer<typeof configSchema>;

/** What the server says it can do; `undefined` when it has no such page. */
export async function getServiceProviderConfig(server: ScimServer, context: ConnectorContext): Promise<ServiceProviderConfig | undefined> {
  const request = { verb: 'check', method: 'GET', path: '/ServiceProviderConfig', effect: 'read', accept: [404] } as const;
  return (await server.http.request({ ...request, schema: configSchema }, context)).body;
}
