// A permissive SCIM server for tests of what is sent: it takes every form of a change, and records each request. It decides
// nothing about a vendor; what one answers is scripted by the test.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type User = { id: string } & Record<string, unknown>;

export interface Asked {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown> | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Stub {
  readonly url: string;
  readonly users: Map<string, User>;
  readonly asked: Asked[];
  /** Looked at before the stub answers; an answer from it is sent instead. */
  script(answer: (asked: Asked) => Answer | undefined): void;
  /** The next request of this method is processed, and its answer lost. */
  lose(method: string): void;
  close(): Promise<void>;
}

const scimError = (status: number, more: object = {}): Answer => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...more },
});

export const uniqueness: Answer = scimError(409, { scimType: 'uniqueness' });
export const notFound: Answer = scimError(404);

export async function startStub(): Promise<Stub> {
  const users = new Map<string, User>();
  const asked: Asked[] = [];
  let script: (request: Asked) => Answer | undefined = () => undefined;
  let lost: string | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      const text = Buffer.concat(chunks).toString();
      const entry: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      asked.push(entry);
      const { status, body, headers } = script(entry) ?? answerOf(users, entry);
      if (lost === entry.method) {
        lost = undefined;
        request.socket.resetAndDestroy();
        return;
      }
      response.writeHead(status, { 'content-type': 'application/scim+json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    users,
    asked,
    script: (answer) => {
      script = answer;
    },
    lose: (method) => {
      lost = method;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

function answerOf(users: Map<string, User>, { method, path, query, body = {} }: Asked): Answer {
  if (path === '/ServiceProviderConfig') return { status: 200, body: { patch: { supported: true } } };
  if (path === '/') return { status: 200, body: {} };
  if (path === '/Users' && method === 'POST') return created(users, body);
  if (path === '/Users') return { status: 200, body: listOf([...users.values()].filter(matching(query.get('filter')))) };
  const user = users.get(decodeURIComponent(path.slice('/Users/'.length)));
  if (user === undefined) return notFound;
  if (method === 'DELETE') {
    users.delete(user.id);
    return { status: 204 };
  }
  if (method === 'PUT') users.set(user.id, { ...body, id: user.id });
  if (method === 'PATCH') users.set(user.id, patched(user, body));
  return { status: 200, body: users.get(user.id) };
}

/** User names are unique in any case. */
function created(users: Map<string, User>, body: Record<string, unknown>): Answer {
  const nameOf = ({ userName }: Record<string, unknown>): string => String(userName).toLowerCase();
  if ([...users.values()].some((user) => nameOf(user) === nameOf(body))) return uniqueness;
  const user = { ...body, id: randomUUID() };
  users.set(user.id, user);
  return { status: 201, body: user };
}

export const listOf = (found: readonly unknown[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: found.length,
  Resources: found,
});

/** The value is somewhere in the user: the stub knows no vendor's attribute names. */
function matching(filter: string | null): (user: User) => boolean {
  if (filter === null) return () => true;
  const value = JSON.stringify(JSON.parse(filter.slice(filter.indexOf('"')))).toLowerCase();
  return (user) => JSON.stringify(user).toLowerCase().includes(value);
}

function patched(user: User, body: Record<string, unknown>): User {
  const result: User = { ...user };
  for (const { op, path, value } of body['Operations'] as { op: string; path?: string; value?: unknown }[]) {
    if (path === undefined) Object.assign(result, value);
    else if (op.toLowerCase() === 'remove') delete result[path];
    else result[path] = value;
  }
  return result;
}
