// A small HR system on loopback with a source that reads it over HTTP, so that login pages, redirects and timeouts are real.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { createHttp, pathOf } from '../src/connector/http/index.ts';
import type { Draft, Employee, EmployeeRecord, HrisSource } from '../src/connector/index.ts';
import { departments } from './world.ts';

export interface HrCall {
  readonly path: string;
  /** Number of the first person asked for; 0 for the first page. */
  readonly after: number;
}

/** `body` is sent as JSON unless it is text; `silent` never answers. */
export interface HrAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly silent?: boolean;
}

/** What goes wrong with a call: another answer, or undefined where it goes right. */
export type HrFault = (call: HrCall, right: HrAnswer) => HrAnswer | undefined;

export interface HrServer {
  readonly url: string;
  people: readonly Draft<Employee>[];
  /** When the data is from, by its own account; undefined: it does not say. */
  freshAt: number | undefined;
  fault: HrFault | undefined;
  /** How often the fault took the place of the right answer. */
  fired: number;
  close(): Promise<void>;
}

export async function startHr(people: readonly Draft<Employee>[]): Promise<HrServer> {
  const server = createServer((request, response) => serve(hr, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const hr: HrServer = {
    url: `http://127.0.0.1:${port}`,
    people,
    freshAt: undefined,
    fault: undefined,
    fired: 0,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return hr;
}

function serve(hr: HrServer, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', hr.url);
  const call: HrCall = { path: url.pathname, after: Number(url.searchParams.get('after') ?? 0) };
  const right = rightAnswer(hr, call, Number(url.searchParams.get('limit') ?? 5));
  const wrong = hr.fault?.(call, right);
  if (wrong !== undefined) hr.fired += 1;
  const { status, body, headers, silent } = wrong ?? right;
  if (silent === true) return;
  const text = typeof body === 'string';
  response.writeHead(status, { 'content-type': text ? 'text/html' : 'application/json', ...headers });
  response.end(text ? body : JSON.stringify(body ?? {}));
}

function rightAnswer({ people, freshAt }: HrServer, { path, after }: HrCall, limit: number): HrAnswer {
  if (path === '/status') return { status: 200, body: { count: people.length, freshAt } };
  if (path === '/departments') return { status: 200, body: { items: departments } };
  if (path === '/people') {
    const end = after + limit;
    return { status: 200, body: { items: people.slice(after, end), ...(end < people.length ? { next: String(end) } : {}) } };
  }
  const person = people.find(({ id }) => path === `/people/${encodeURIComponent(id)}`);
  return person === undefined ? { status: 404 } : { status: 200, body: person };
}

const personSchema = z.looseObject({ id: z.string() });
const pageSchema = z.object({ items: z.array(personSchema), next: z.string().optional() });
const statusSchema = z.object({ count: z.number(), freshAt: z.number().optional() });

/** What the HR system can do besides listing people. */
export interface HrAbilities {
  readonly evidence: boolean;
  readonly get: boolean;
}

/** A source for the server above: pages of five, no second tries. */
export function hrSource(server: HrServer, { evidence, get }: HrAbilities): HrisSource {
  const http = createHttp({
    system: 'hr',
    baseUrl: server.url,
    authorize: async () => ({ authorization: 'Bearer t' }),
    http: { timeoutMs: 1_000, maxRetries: 0 },
  });
  const record = (value: Draft<Employee>): EmployeeRecord => ({ kind: 'record', value });
  return {
    id: 'hr',
    contract: 1,
    covers: { employees: ['status', 'departmentId', 'startDate', 'workEmail', 'managerId', 'jobTitle'] },
    check: async () => ({ system: 'hr', items: [] }),
    employees: {
      list: async ({ cursor }, context) => {
        const query = { limit: 5, ...(cursor === undefined ? {} : { after: cursor }) };
        const request = { verb: 'list employees', method: 'GET', path: '/people', query, effect: 'read', schema: pageSchema } as const;
        const { body } = await http.request(request, context);
        return { items: body.items.map(record), next: body.next };
      },
      ...(get
        ? {
            get: async ({ id }, context) => {
              const request = { verb: 'get employee', id, method: 'GET', path: pathOf`/people/${id}`, effect: 'read' } as const;
              const { status, body } = await http.request({ ...request, accept: [404], schema: personSchema }, context);
              return status === 404 || body === undefined ? { kind: 'absent' } : { kind: 'found', record: record(body) };
            },
          }
        : {}),
    },
    departments: {
      list: async (_request, context) => {
        const request = { verb: 'list departments', method: 'GET', path: '/departments', effect: 'read', schema: pageSchema } as const;
        const { body } = await http.request(request, context);
        return { items: body.items.map((value) => ({ kind: 'record', value })) };
      },
    },
    ...(evidence
      ? {
          evidence: async (context) => {
            const request = { verb: 'read status', method: 'GET', path: '/status', effect: 'read', schema: statusSchema } as const;
            const { body } = await http.request(request, context);
            return { complete: true, employees: body.count, freshAt: body.freshAt };
          },
        }
      : {}),
  };
}
