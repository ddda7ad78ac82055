// The server: one vendor's SCIM dialect over real HTTP on loopback.
import { createServer } from 'node:http';
import { createClock, type SimulatedClock } from '../serving/clock.ts';
import { createFaultScript, type Planted, type PlantedFault } from '../serving/faults.ts';
import { createHandler, listen, stop } from '../serving/serving.ts';
import { createTenant } from './accounts/tenant.ts';
import { addressOf } from './address.ts';
import { createDoor } from './answers/door.ts';
import { createBackend, type DialectBackend } from './backend.ts';
import type { Dialect, Limit } from './dialect.ts';
import { type DialectFaultEffect, type DialectServiceEffect, insteadOfWork } from './faults.ts';
import { type DialectRequest, shapeOf } from './journal.ts';
import { createLimiter } from './limits.ts';
import { parsed, wrongMessage } from './message/message.ts';
import { dialectOf } from './sheets/sheet.ts';
import { sheets, type Vendor } from './sheets/vendors.ts';

export interface DialectServerOptions {
  readonly vendor: Vendor;
  /** The one accepted bearer token. Default `dialect-token`. */
  readonly token?: string | undefined;
  /** ISO instant at which the clock stands until it is moved. Default: the clock runs with the machine's. */
  readonly at?: string | undefined;
  /** Other positions for rows that nobody could confirm. A row that is documented or reported is refused with a `RangeError`. */
  readonly switches?: Partial<Dialect> | undefined;
  /** In place of the vendor's limits; an empty list for none. */
  readonly limits?: readonly Limit[] | undefined;
  /** Domains that belong to the tenant, for vendors that ask. Default `example.com`. */
  readonly domains?: readonly string[] | undefined;
  /** How many accounts can be on. Default: any number. */
  readonly seats?: number | undefined;
  /** How long every answer takes, in real milliseconds, so that requests overlap. Default 0. */
  readonly latencyMs?: number | undefined;
}

export type DialectFault = Planted<DialectFaultEffect>;

export interface DialectServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What clients append `/Users` to: the vendor's own path under `url`. */
  readonly baseUrl: string;
  readonly token: string;
  /** What this server does, row by row. */
  readonly dialect: Dialect;
  readonly clock: SimulatedClock;
  readonly backend: DialectBackend;
  /** Other clients use up every limit. */
  exhaustLimits(): void;
  /** Every request so far, in the order in which they were answered. */
  requests(): readonly DialectRequest[];
  /** Plants a fault: the n-th call to a path goes wrong. */
  fail(fault: DialectFault): PlantedFault;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a simulated SCIM app in one vendor's dialect on loopback, on a free port. */
export async function startDialectServer(options: DialectServerOptions): Promise<DialectServer> {
  const { vendor, token = 'dialect-token', switches, domains = ['example.com'], seats, latencyMs = 0 } = options;
  const dialect = dialectOf(sheets[vendor], switches);
  const clock = createClock(options.at);
  const tenant = createTenant(dialect, clock.now, domains);
  if (seats !== undefined) tenant.setSeats(seats);
  const limiter = createLimiter(options.limits ?? dialect.limits, clock.now);
  const address = addressOf(dialect);
  const door = createDoor({ tenant, token, limiter, address });
  const faults = createFaultScript<DialectFaultEffect>();
  const requests: DialectRequest[] = [];
  const server = createServer(
    createHandler<DialectServiceEffect>({
      faults,
      journal: [],
      latencyMs,
      work: door.answer,
      instead: (effect, { text }) => insteadOfWork(effect, dialect, parsed(text), clock.now()),
      spoil: (_effect, done) => done,
      finish: (given) => ({
        ...given,
        headers: { ...(given.body === undefined ? {} : { 'Content-Type': dialect.answersAs }), ...given.headers },
      }),
      record({ method, url, headers, text }, status, lost) {
        const place = address.placeOf(url.pathname);
        const invalid =
          place.kind === 'users' ? wrongMessage({ method, id: place.id, query: url.searchParams, headers, text }, dialect) : undefined;
        const body = parsed(text) ?? (text === '' ? undefined : text);
        requests.push({
          ...{ method, path: url.pathname + url.search, status, shape: body === undefined ? [] : shapeOf(body) },
          ...(body === undefined ? {} : { body }),
          ...(lost === undefined ? {} : { lost }),
          ...(invalid === undefined ? {} : { invalid }),
        });
      },
    }),
  );
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    ...{ url, token, dialect, clock },
    baseUrl: url + address.basePath,
    backend: createBackend(tenant),
    exhaustLimits: limiter.exhaust,
    requests: () => [...requests],
    fail: faults.plant,
    close: () => stop(server),
  };
}
