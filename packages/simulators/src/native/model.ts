// The base of the modelled servers: one vendor's interface over real HTTP on loopback, with state, faults, journal and clock. A
// model is made from the vendor's documents; no vendor has been asked by it.
import { createServer } from 'node:http';
import { type Answer, type Incoming, Refusal } from '../serving/answering.ts';
import type { WireEffect } from '../serving/breaking.ts';
import { createClock, type SimulatedClock } from '../serving/clock.ts';
import { createFaultScript, type FaultScript, type Planted, type PlantedFault, patternOf } from '../serving/faults.ts';
import { createHandler, listen, stop } from '../serving/serving.ts';

export interface ModelOptions {
  /** ISO instant at which the clock stands until it is moved. Default: it runs with the machine's. */
  readonly at?: string | undefined;
  /** A clock from outside, in milliseconds since the epoch, in place of one of its own. */
  readonly now?: (() => number) | undefined;
  /** How long every answer takes, in real milliseconds. Default 0. */
  readonly latencyMs?: number | undefined;
}

/** One request as a route sees it. */
export interface Call {
  /** What stands for each `*` of the route's path, decoded. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as JSON; empty where it is none. */
  readonly json: Readonly<Record<string, unknown>>;
  /** The body as a form. */
  readonly form: URLSearchParams;
  readonly url: URL;
  /** Aborted when the answer has gone out, or the client has gone. */
  readonly signal: AbortSignal;
}

export interface Route {
  readonly method: string;
  /** `*` stands for one segment. */
  readonly path: string;
  /** Nobody has to prove who they are: a token endpoint. Faults strike it only by its path. */
  readonly open?: true | undefined;
  answer(call: Call): Answer | Promise<Answer>;
}

/** What a model is made of. */
export interface ModelParts {
  readonly routes: readonly Route[];
  /** Throws a `Refusal` at whoever may not come in. Not asked for open routes. */
  admit(call: Call): void;
  /** What the vendor answers where it has no such address. */
  readonly nowhere: Answer;
}

/** One request as it was answered. */
export interface ModelRequest {
  readonly method: string;
  /** Path and query, without the origin. */
  readonly path: string;
  /** 0: the connection was broken. */
  readonly status: number;
  /** When, on the model's clock. */
  readonly at: number;
  /** The body as JSON, or as text where it is none; absent without one. */
  readonly body?: unknown;
}

/** Right answers with fields that nobody documented, in every object. */
export type ModelServiceEffect = { readonly kind: 'unknown-fields' };
export type ModelFaultEffect = WireEffect | ModelServiceEffect;
export type ModelFault = Planted<ModelFaultEffect>;

/** A running model. `Backend` is what the vendor's state can be seeded and read by, past the interface. */
export interface Model<Backend> {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly clock: SimulatedClock;
  readonly backend: Backend;
  /** Every request so far, in the order in which they were answered. */
  requests(): readonly ModelRequest[];
  /** Plants a fault: the n-th call to a path goes wrong. */
  fail(fault: ModelFault): PlantedFault;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a model on loopback, on a free port. `make` is given the clock and answers the routes and the backend. */
export async function startModel<Backend>(
  options: ModelOptions,
  make: (now: () => number) => { readonly parts: ModelParts; readonly backend: Backend },
): Promise<Model<Backend>> {
  const clock = createClock(options.at);
  const now = options.now ?? clock.now;
  const { parts, backend } = make(now);
  const table = parts.routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  const routeOf = (method: string, pathname: string) =>
    table.find(({ route, pattern }) => route.method === method && pattern.test(pathname));
  const faults = sparing((method, path) => routeOf(method, path)?.route.open === true);
  const requests: ModelRequest[] = [];
  const server = createServer(
    createHandler<ModelServiceEffect>({
      faults,
      journal: [],
      latencyMs: options.latencyMs ?? 0,
      work(incoming) {
        const found = routeOf(incoming.method, incoming.url.pathname);
        const call = callOf(incoming, found?.pattern);
        if (found?.route.open !== true) parts.admit(call);
        return found === undefined ? parts.nowhere : found.route.answer(call);
      },
      instead: () => undefined,
      spoil: (_effect, done) => ({ ...done, body: withUnknownFields(done.body) }),
      finish: (given) => given,
      record({ method, url, text }, status) {
        const body = text === '' ? undefined : (parsed(text) ?? text);
        requests.push({ method, path: url.pathname + url.search, status, at: now(), ...(body === undefined ? {} : { body }) });
      },
    }),
  );
  const url = `http://127.0.0.1:${await listen(server)}`;
  return { url, clock, backend, requests: () => [...requests], fail: faults.plant, close: () => stop(server) };
}

/** Open routes are struck only by faults that name a path. */
function sparing(isOpen: (method: string, path: string) => boolean): FaultScript<ModelFaultEffect> {
  const [named, others] = [createFaultScript<ModelFaultEffect>(), createFaultScript<ModelFaultEffect>()];
  return {
    plant: (fault) => (fault.path === undefined ? others : named).plant(fault),
    on: (method, path) => named.on(method, path) ?? (isOpen(method, path) ? undefined : others.on(method, path)),
  };
}

function callOf({ url, headers, text, signal }: Incoming, pattern: RegExp | undefined): Call {
  const params = (pattern?.exec(url.pathname) ?? []).slice(1).map(decodeURIComponent);
  const json = parsed(text);
  return { params, query: url.searchParams, headers, json: isObject(json) ? json : {}, form: new URLSearchParams(text), url, signal };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknownFields);
  if (!isObject(value)) return value;
  const known = Object.entries(value).map(([name, inner]) => [name, withUnknownFields(inner)] as const);
  return { ...Object.fromEntries(known), undocumentedField: { nested: ['value'] } };
}

/** Access tokens that a model has given out. */
export interface IssuedTokens {
  /** `claims`: the token is a JWT that says so, unsigned; without, text that says nothing. */
  issue(claims?: Readonly<Record<string, unknown>>): string;
  /** Whether the `Authorization` header carries one that still holds. */
  admits(authorization: string | undefined): boolean;
  /** Every token so far is refused from now on. */
  endAll(): void;
}

export function issuedTokens(lifeMs: number, now: () => number): IssuedTokens {
  const ends = new Map<string, number>();
  return {
    issue(claims) {
      const name = `model-token-${ends.size + 1}`;
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const text = claims === undefined ? name : `${part({ alg: 'none' })}.${part({ jti: name, ...claims })}.`;
      ends.set(text, now() + lifeMs);
      return text;
    },
    admits: (authorization) => now() < (ends.get((authorization ?? '').replace(/^Bearer /, '')) ?? Number.NEGATIVE_INFINITY),
    endAll() {
      for (const text of ends.keys()) ends.set(text, Number.NEGATIVE_INFINITY);
    },
  };
}

/** An answer that ends the work. */
export function refuse(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): never {
  throw new Refusal({ status, body, headers });
}
