// One function per endpoint of RFC 7644, each with what of its answer is used. Addresses are always built from ids.
import { type ConnectorContext, TenureError } from '@tenure/core/connector';
import { bearer, createHttp, type HttpClient, type HttpVerdict, pathOf } from '@tenure/core/connector/http';
import { z } from 'zod';
import type { ScimAppOptions } from './options.ts';
import type { Operation } from './patch.ts';
import type { ScimProfile } from './profile.ts';
import { type Resource, resourceSchema } from './resource.ts';

/** The server of one application. */
export interface ScimServer {
  readonly system: string;
  readonly profile: ScimProfile;
  readonly http: HttpClient;
}

export function serverOf(options: ScimAppOptions, profile: ScimProfile): ScimServer {
  const http = createHttp({
    system: options.id,
    baseUrl: options.baseUrl,
    authorize: bearer(options.token),
    headers: { accept: 'application/scim+json, application/json', 'user-agent': 'tenure-connector-apps' },
    http: options.http,
    classify,
  });
  return { system: options.id, profile, http };
}

const errorSchema = z.object({ schemas: z.array(z.string()).nullish(), scimType: z.string().nullish() });

/** What a server's `scimType` adds to the status. Details in words are not repeated: they can quote attribute values. */
function classify({ status, body }: { readonly status: number; readonly body: unknown }): HttpVerdict | undefined {
  const scimType = errorSchema.safeParse(body).data?.scimType ?? undefined;
  if (scimType === undefined || !/^[A-Za-z]{1,40}$/.test(scimType)) return undefined;
  const details = { vendorCode: scimType };
  if (scimType === 'uniqueness') return { code: 'CONNECTOR_CONFLICT', fact: 'an account with these names exists (uniqueness)', details };
  if (status !== 400) return undefined;
  return { code: 'CONNECTOR_REJECTED', fact: `the request was refused (${scimType})`, details };
}

/**
 * What a 404 on one user means: it is gone where a SCIM server says so and has users at all. Any other 404 is a wrong
 * address: web frameworks and gateways answer it too, some with the status in a JSON body, SCIM servers for a wrong tenant.
 *
 * @throws {TenureError} `CONNECTOR_RESPONSE_UNREADABLE` for a wrong address; nothing was changed.
 */
async function confirmGone(server: ScimServer, verb: string, id: string, problem: unknown, context: ConnectorContext): Promise<void> {
  const schemas = errorSchema.safeParse(problem).data?.schemas ?? [];
  if (!schemas.some((schema) => schema.endsWith(':Error'))) throw wrongAddress(server, verb, id);
  await listUsers(server, verb, { startIndex: 1, count: 1 }, context);
}

function wrongAddress({ system }: ScimServer, verb: string, id?: string): TenureError {
  const fact = 'the address answers 404 and not as a SCIM server; look at the base URL';
  return new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system, verb, id, fact, details: { status: 404, expected: 'a SCIM answer' } });
}

/** One user by id; `undefined` when there is none. */
export async function getUser(server: ScimServer, verb: string, id: string, context: ConnectorContext): Promise<Resource | undefined> {
  const request = { verb, id, method: 'GET', path: pathOf`/Users/${id}`, effect: 'read', accept: [404], schema: resourceSchema } as const;
  const { status, body, problem } = await server.http.request(request, context);
  if (status === 404) await confirmGone(server, verb, id, problem, context);
  if (body === undefined || body.id.toLowerCase() === id.toLowerCase()) return body;
  const [fact, expected] = ['the app answers with another account than was asked for', 'the account of this id'];
  throw new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { system: server.system, verb, id, fact, details: { expected } });
}

/** Creates a user. The answer's `Location` is not looked at: servers give relative and wrong ones. */
export async function postUser(server: ScimServer, resource: object, context: ConnectorContext): Promise<Resource> {
  const { http, profile } = server;
  const headers = { 'content-type': profile.mediaType };
  const request = { verb: 'create account', method: 'POST', path: '/Users', effect: 'write', json: resource, headers } as const;
  return (await http.request({ ...request, schema: resourceSchema }, context)).body;
}

/** Applies operations to a user; false when there is none. */
export async function patchUser(
  server: ScimServer,
  verb: string,
  id: string,
  operations: readonly Operation[],
  context: ConnectorContext,
): Promise<boolean> {
  const { http, profile } = server;
  const json = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  const headers = { 'content-type': profile.mediaType };
  const path = pathOf`/Users/${id}`;
  const request = { verb, id, method: 'PATCH', path, effect: 'write', json, headers, accept: [404] } as const;
  const { status, problem } = await http.request(request, context);
  if (status !== 404) return true;
  await confirmGone(server, verb, id, problem, context);
  return false;
}

/** Deletes a user; false when there is none. */
export async function deleteUser(server: ScimServer, id: string, context: ConnectorContext): Promise<boolean> {
  const verb = 'delete account';
  const request = { verb, id, method: 'DELETE', path: pathOf`/Users/${id}`, effect: 'write', accept: [404] } as const;
  const { status, problem } = await server.http.request(request, context);
  if (status !== 404) return true;
  await confirmGone(server, verb, id, problem, context);
  return false;
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
    Resources: z.array(resourceSchema).nullish(),
  })
  .refine((list) => typeof list.totalResults === 'number' || Array.isArray(list.Resources), 'not a list')
  .refine((list) => Array.isArray(list.Resources) || list.totalResults === 0, 'a list without its resources')
  .transform(({ totalResults, startIndex, Resources }) => ({
    total: totalResults ?? undefined,
    startIndex: startIndex ?? undefined,
    resources: Resources ?? [],
  }));

export type UserList = z.infer<typeof listSchema>;

/** Users, filtered or not, from `startIndex` (1-based) on. `count` is a wish. */
export async function listUsers(
  server: ScimServer,
  verb: string,
  query: { readonly filter?: string; readonly startIndex?: number; readonly count: number },
  context: ConnectorContext,
): Promise<UserList> {
  const request = { verb, method: 'GET', path: '/Users', query, effect: 'read', accept: [404], schema: listSchema } as const;
  const { body } = await server.http.request(request, context);
  if (body === undefined) throw wrongAddress(server, verb);
  return body;
}

const supported = z.object({ supported: z.boolean().nullish() }).nullish();
const configSchema = z.object({ patch: supported, filter: supported });

/** What the server says it can do; `undefined` when it has no such page. */
export async function getServiceProviderConfig(
  server: ScimServer,
  context: ConnectorContext,
): Promise<z.infer<typeof configSchema> | undefined> {
  const request = { verb: 'check', method: 'GET', path: '/ServiceProviderConfig', effect: 'read', accept: [404] } as const;
  return (await server.http.request({ ...request, schema: configSchema }, context)).body;
}
