// Roster Desk itself, small enough to read: a real HTTP server on loopback, seeded and inspected without its API.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InjectableFault } from '@tenure/core/testing';

export interface Member {
  readonly id: string;
  status: 'active' | 'inactive';
  login: string;
  email?: string | null;
  external_ref?: string | null;
  name?: string | null;
  job_title?: string | null;
  owner?: boolean;
}

export interface RosterDeskServer {
  readonly baseUrl: string;
  readonly token: string;
  readonly members: Map<string, Member>;
  add(member: Omit<Member, 'id'>): Member;
  /** From now on every request goes wrong in this way; `undefined` heals the server. */
  inject(fault: InjectableFault | undefined): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Starts a Roster Desk with one member, its owner. */
export async function startRosterDesk(): Promise<RosterDeskServer> {
  const token = `rd_secret_${Math.random().toString(36).slice(2)}`;
  const members = new Map<string, Member>();
  const answered = new Map<string, Member>();
  let made = 0;
  let fault: InjectableFault | undefined;
  const add = (member: Omit<Member, 'id'>) => {
    made += 1;
    const added = { ...member, id: `mem_${String(made).padStart(4, '0')}` };
    members.set(added.id, added);
    return added;
  };
  add({ login: 'owner@rosterdesk.example', status: 'active', owner: true });

  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    const refused = request.headers.authorization === `Bearer ${token}` ? undefined : { status: 401, body: { error: 'bad_token' } };
    if (fault === 'lost-answer-before') return void request.socket.destroy();
    const answer = refused ?? instead(fault) ?? answerTo({ members, answered, add }, request, text);
    if (fault === 'lost-answer-after') return void request.socket.destroy();
    send(response, answer, fault);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    token,
    members,
    add,
    inject: (next) => {
      fault = next;
    },
    close: () => closed(server),
  };
}

/** What is answered in place of doing anything. */
function instead(fault: InjectableFault | undefined): Answer | undefined {
  switch (fault) {
    case 'unauthenticated':
      return { status: 401, body: { error: 'bad_token' } };
    case 'forbidden':
      return { status: 403, body: { error: 'scope' } };
    case 'rate-limited':
      return { status: 429, headers: { 'retry-after': '2' } };
    case 'rate-limited-no-header':
      return { status: 429 };
    case 'server-error':
      return { status: 500, body: { error: 'oops' } };
    case 'html':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Please sign in</body></html>' };
    case 'redirect':
      return { status: 302, headers: { location: '/sign-in' } };
    case 'truncated':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"members":[{"id":"mem_00' };
    default:
      return undefined;
  }
}

interface Desk {
  readonly members: Map<string, Member>;
  /** Members by the idempotency key of the request that made them. */
  readonly answered: Map<string, Member>;
  readonly add: RosterDeskServer['add'];
}

function answerTo(desk: Desk, request: IncomingMessage, text: string): Answer {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, id, action] = /^\/api\/members(?:\/([^/]+))?(?:\/(activate|deactivate))?$/.exec(url.pathname) ?? [];
  if (url.pathname === '/api/token') return { status: 200, body: { scopes: ['members:read', 'members:write'] } };
  if (id === undefined) return request.method === 'POST' ? create(desk, request, JSON.parse(text)) : list(desk, url.searchParams);
  const member = desk.members.get(decodeURIComponent(id));
  if (member === undefined) return { status: 404, body: { error: 'no_such_member' } };
  if (request.method === 'GET') return { status: 200, body: member };
  if (member.owner === true) return { status: 403, body: { error: 'owner' } };
  if (request.method === 'DELETE') {
    desk.members.delete(member.id);
    return { status: 204 };
  }
  if (action !== undefined) return setStatus(member, action === 'activate' ? 'active' : 'inactive');
  const wanted = JSON.parse(text) as Partial<Member>;
  const refusal = taken(desk, wanted.login, member.id);
  if (refusal === undefined) Object.assign(member, wanted);
  return refusal ?? { status: 200, body: member };
}

function list({ members }: Desk, query: URLSearchParams): Answer {
  const search = query.get('search')?.toLowerCase();
  const begins = (text: unknown) => typeof text === 'string' && text.toLowerCase().startsWith(search ?? '');
  const hits = [...members.values()].filter((member) => search === undefined || Object.values(member).some(begins));
  const start = Number(query.get('after') ?? 0);
  const end = start + Number(query.get('limit') ?? 20);
  return { status: 200, body: { members: hits.slice(start, end), next: end < hits.length ? String(end) : null } };
}

function create({ add, answered, ...desk }: Desk, request: IncomingMessage, wanted: Omit<Member, 'id'>): Answer {
  const key = String(request.headers['idempotency-key']);
  const made = answered.get(key);
  if (made !== undefined) return { status: 200, body: made };
  const refusal = taken({ add, answered, ...desk }, wanted.login);
  if (refusal !== undefined) return refusal;
  const member = add({ ...wanted, status: 'active' });
  answered.set(key, member);
  return { status: 201, body: member };
}

function taken({ members }: Desk, login: string | undefined, by?: string): Answer | undefined {
  const holder = [...members.values()].find((member) => member.login.toLowerCase() === login?.toLowerCase() && member.id !== by);
  return holder === undefined ? undefined : { status: 409, body: { error: 'login_taken', holder: holder.id } };
}

function setStatus(member: Member, status: Member['status']): Answer {
  if (member.status === status) return { status: 409, body: { error: 'already_so' } };
  member.status = status;
  return { status: 200, body: member };
}

function send(response: ServerResponse, { status, body, headers }: Answer, fault: InjectableFault | undefined): void {
  const strange = fault === 'unknown-fields' && typeof body === 'object' ? { ...body, brand_new: { field: [1] } } : body;
  const text = typeof strange === 'string' || strange === undefined ? (strange ?? '') : JSON.stringify(strange);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
