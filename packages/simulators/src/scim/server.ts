// Starts a simulated SCIM server: routing, authentication, the journal and the planned faults around scimmy.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import SCIMMYRouters from 'scimmy-routers';
import { type Backend, createBackend, type ScimUser } from './backend.ts';
import { createFaults, type ScimFault, suffer } from './faults.ts';
import { declareUsers, type RequestWorld } from './protocol.ts';

export interface ScimServerOptions {
  /** The bearer token that is let in. */
  readonly token: string;
  /** Faults planned from the start; more with `fail`. */
  readonly faults?: readonly ScimFault[];
  /** Milliseconds since the epoch for `meta`. Default: the machine's clock. */
  readonly clock?: () => number;
}

/** One request as it arrived. */
export interface ScimRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly body: unknown;
  /** The status that was answered; absent while open or when the connection was reset. */
  readonly status?: number;
}

export interface ScimServer {
  /** The base URL, `http://127.0.0.1:<port>/scim/v2`. */
  readonly url: string;
  /** Copies of all users in the backend, in order of creation. */
  users(): ScimUser[];
  /** Puts users into the backend, past the protocol and its checks; answers them with their ids. */
  seed(users: readonly (Omit<ScimUser, 'id'> & { readonly id?: string })[]): ScimUser[];
  /** Takes a user out of the backend, as an administrator there would. */
  remove(id: string): void;
  /** Every request so far, the struck ones included. */
  requests(): ScimRequest[];
  /** Plans a fault. */
  fail(fault: ScimFault): void;
  /** Takes back every planned fault. */
  heal(): void;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/**
 * Starts a SCIM server on a free port of 127.0.0.1. Servers share nothing: many can run in one process. User names
 * are unique whatever their case; filters compare as scimmy does, with case.
 */
export async function startScimServer(options: ScimServerOptions): Promise<ScimServer> {
  const backend = createBackend(options.clock ?? Date.now);
  const faults = createFaults(options.faults ?? []);
  const journal: Mutable<ScimRequest>[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const ignored = new WeakSet<object>();

  const record: RequestHandler = (request, response, next) => {
    const entry: Mutable<ScimRequest> = { method: request.method, url: request.originalUrl, body: request.body };
    journal.push(entry);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    next();
  };
  const strike: RequestHandler = (request, response, next) => {
    const fault = faults.strike(request.method, request.originalUrl);
    if (fault === undefined) return next();
    if (fault.kind === 'ignored') ignored.add(request);
    if (suffer(fault, request, response, timers)) next();
  };

  const app = express().disable('x-powered-by');
  app.use(express.json({ type: ['application/scim+json', 'application/json'] }), record, strike);
  app.use('/scim/v2', protocolFor(backend, options.token, ignored));
  app.use(quietly);

  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/scim/v2`,
    users: () => backend.all(),
    seed: (users) => users.map((user) => backend.put({ active: true, ...user })),
    remove: (id) => {
      backend.remove(id);
    },
    requests: () => journal.map((entry) => ({ ...entry })),
    fail: (fault) => faults.add(fault),
    heal: () => faults.clear(),
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

function protocolFor(backend: Backend, token: string, ignored: WeakSet<object>): RequestHandler {
  declareUsers();
  return new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.header('authorization') !== `Bearer ${token}`) throw new Error('The token is not valid');
      return '';
    },
    context: (request): RequestWorld => ({ backend, ignoreWrites: ignored.has(request) }),
  }) as unknown as RequestHandler;
}

/** Ends what failed without printing: express would write stack traces to the console. */
const quietly: ErrorRequestHandler = (_error, _request, response, _next) => {
  if (!response.headersSent) response.status(500).end();
};
