// The server: listens on loopback, takes requests through faults, limits and routes, and keeps the journal.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answering, answer, type Incoming } from './answering.ts';
import { createBackend, type OktaBackend } from './backend.ts';
import { createFaults, type Fault, type PlantedFault } from './faults.ts';
import { type Bucket, createLimiter, type OktaLimits, workforceLimits } from './limits.ts';
import { createOrg } from './org.ts';
import { createTable } from './routes/table.ts';
import { send } from './sending.ts';
import { inPlaceOfWork, type Spoiling, spoilt } from './spoiling.ts';
import type { OktaSwitches } from './switches.ts';

export interface OktaServerOptions {
  /** The one accepted API token. Default `okta-simulator-token`. */
  readonly token?: string | undefined;
  /** The server's clock: timestamps, the Date header and rate-limit windows. Default: the real one. */
  readonly now?: (() => number) | undefined;
  /** Default: a workforce org at one principal's default half. */
  readonly limits?: OktaLimits | undefined;
  readonly switches?: Partial<OktaSwitches> | undefined;
  /** Names of profile attributes the org has added to the schema. */
  readonly customAttributes?: readonly string[] | undefined;
  /** Names of added attributes whose values are unique. */
  readonly uniqueAttributes?: readonly string[] | undefined;
}

/** One request as it was answered. `status` 0: the connection was broken. */
export interface JournalEntry {
  readonly method: string;
  /** Path and query, without the origin. */
  readonly path: string;
  readonly bucket: Bucket;
  readonly status: number;
}

export interface OktaServer {
  /** The org's address, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  readonly backend: OktaBackend;
  /** Every request so far, in the order in which they were answered. */
  requests(): readonly JournalEntry[];
  /** Plants a fault. */
  fail(fault: Fault): PlantedFault;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a simulated Okta org on loopback, on a free port. It knows one administrator, the owner of the token. */
export async function startOktaServer(options: OktaServerOptions = {}): Promise<OktaServer> {
  const { token = 'okta-simulator-token', now = Date.now, limits = workforceLimits } = options;
  const { switches = {}, customAttributes = [], uniqueAttributes = [] } = options;
  const org = createOrg({ now, switches, customAttributes, uniqueAttributes });
  const findEndpoint = createTable(org);
  const faults = createFaults();
  const journal: JournalEntry[] = [];
  let underWay = 0;
  const limiter = createLimiter(limits, now);
  const answering: Answering = { org, token, limiter, isCrowded: () => underWay > limits.concurrency };

  const spoiling: Spoiling = { org, limiter, now };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const incoming = await read(request);
    const { method, url } = incoming;
    const endpoint = findEndpoint(method, url.pathname);
    const effect = faults.on(method, url.pathname) ?? { kind: 'none' };
    const log = (status: number) => journal.push({ method, path: url.pathname + url.search, bucket: endpoint.bucket, status });
    const broken = (): void => {
      log(0);
      request.socket.resetAndDestroy();
    };
    if (effect.kind === 'reset-before') return broken();
    const given = inPlaceOfWork(effect, spoiling) ?? spoilt(effect, answer(incoming, endpoint, answering), spoiling);
    if (effect.kind === 'reset-after') return broken();
    if (effect.kind === 'slow') await wait(effect.milliseconds, undefined, { ref: false });
    log(given.status);
    send(response, given, { requestId: org.newId('req'), now: now(), truncated: effect.kind === 'truncated' });
  };

  const server = createServer((request, response) => {
    underWay += 1;
    handle(request, response)
      .catch(() => response.destroy())
      .finally(() => {
        underWay -= 1;
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    backend: createBackend(org),
    requests: () => [...journal],
    fail: faults.plant,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  return { method: request.method ?? 'GET', url, headers, text: Buffer.concat(parts).toString('utf8') };
}
