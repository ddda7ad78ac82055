// Plain requests for the tests of this folder: no client of ours stands between a test and the server.
import type { Dialect } from './dialect.ts';
import { type Fields, isFields, itemsOf, without } from './json.ts';
import { type DialectServer, type DialectServerOptions, startDialectServer } from './server.ts';
import type { Vendor } from './sheets/vendors.ts';

export interface Given {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the answer is no JSON object. */
  readonly body: Fields;
}

export interface Asking {
  send(
    method: string,
    path: string,
    body?: unknown,
    how?: { readonly token?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Given>;
  create(user: Fields): Promise<Given>;
  get(id: string): Promise<Given>;
  list(query: string, how?: { readonly token?: string }): Promise<Given>;
  /** The rows of `attribute eq "value"`. */
  find(attribute: string, value: string): Promise<readonly unknown[]>;
  patch(id: string, ...operations: readonly Fields[]): Promise<Given>;
  put(id: string, user: Fields): Promise<Given>;
  remove(id: string): Promise<Given>;
  rowsOf(given: Given): readonly unknown[];
  /** What an account has under the name that a filter gives it. */
  valueOf(id: string, attribute: string): string;
}

export type Started = DialectServer & Asking;

export interface Servers {
  /** Starts a vendor's server on a clock that stands still. */
  start(vendor: Vendor, options?: Omit<DialectServerOptions, 'vendor'>): Promise<Started>;
  /** Closes every server that was started. */
  stop(): Promise<void>;
}

export function servers(): Servers {
  let started: readonly DialectServer[] = [];
  return {
    async start(vendor, options = {}) {
      const server = await startDialectServer({ vendor, at: '2026-08-03T08:00:00Z', ...options });
      started = [...started, server];
      return { ...server, ...asking(server) };
    },
    async stop() {
      await Promise.all(started.map((server) => server.close()));
      started = [];
    },
  };
}

function asking({ baseUrl, token, dialect, backend }: DialectServer): Asking {
  const send: Asking['send'] = async (method, path, body, how = {}) => {
    const type = { 'content-type': dialect.accepts[0] ?? '' };
    const headers = { authorization: `Bearer ${how.token ?? token}`, ...(body === undefined ? {} : type), ...how.headers };
    const isSent = body !== undefined && method !== 'GET' && method !== 'DELETE';
    const response = await fetch(baseUrl + path, {
      method,
      headers,
      redirect: 'manual',
      ...(isSent ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, headers: response.headers, body: fieldsIn(await response.text()) };
  };
  const list: Asking['list'] = (query, how) => send('GET', `/Users${query}`, undefined, how);
  const one = (id: string): string => `/Users/${encodeURIComponent(id)}`;
  return {
    send,
    list,
    create: (user) => send('POST', '/Users', user),
    get: (id) => send('GET', one(id)),
    find: async (attribute, value) =>
      itemsOf((await list(`?filter=${encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`)}`)).body['Resources']),
    patch: (id, ...operations) =>
      send('PATCH', one(id), { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations }),
    put: (id, user) => send('PUT', one(id), user),
    remove: (id) => send('DELETE', one(id)),
    rowsOf: ({ body }) => itemsOf(body['Resources']),
    valueOf(id, attribute) {
      const account = backend.account(id);
      const name = isFields(account?.user['name']) ? account.user['name'] : {};
      const email = account?.emails[0] ?? '';
      const values: Readonly<Record<string, unknown>> = {
        ...{ id, userName: account?.userName, externalId: account?.externalId, displayName: account?.user['displayName'] },
        ...{ email, emails: email, 'emails.value': email, given_name: name['givenName'], family_name: name['familyName'] },
      };
      return String(values[attribute]);
    },
  };
}

function fieldsIn(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : {};
  } catch {
    return {};
  }
}

export interface Newcomer {
  /** An attribute to leave out, such as `name.givenName`. */
  readonly without?: string;
  /** What is the same as another's. */
  readonly sharing?: string;
  readonly with?: string;
}

/** A whole user of RFC 7643 with everything that any vendor asks for. */
export function newcomer(
  { userName: { kind } }: Dialect,
  name: string,
  { without: left = '', sharing, with: other = '' }: Newcomer = {},
): Fields {
  const of = (what: string): string => (sharing === what ? other : name);
  const email = `${of(kind === 'email' && sharing === 'userName' ? 'userName' : 'email')}@example.com`;
  const userName = kind === 'email' ? `${of('userName')}@example.com` : of('userName').toLowerCase();
  const user = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    ...{ userName, externalId: `P-${of('externalId')}`, displayName: `${name} Example`, active: true },
    name: { givenName: name, familyName: `${name} Example`, formatted: `${name} Example` },
    emails: [{ value: email, type: 'work', primary: true }],
    entitlements: [{ value: '00e1' }],
  };
  const [outer = '', inner] = left.split('.');
  if (inner === undefined) return without(user, [outer]);
  return { ...user, name: without(user.name, [inner]) };
}
