// A request's way through a simulated service: read, fault script, work, latency, answer, journal.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, answered, type Incoming } from './answering.ts';
import { inPlaceOfWork, spoilt, type WireEffect } from './breaking.ts';
import type { FaultScript } from './faults.ts';

/** One request as it was answered. `status` 0: the connection was broken. */
export interface JournalEntry {
  readonly method: string;
  /** Path and query, without the origin. */
  readonly path: string;
  readonly status: number;
  /** What would have been answered had the answer arrived. Absent where it did, and where nothing was done. */
  readonly lost?: number | undefined;
  /** Whether the request asked for news only (`If-None-Match`, `If-Modified-Since`). */
  readonly conditional: boolean;
}

export interface Serving<Effect extends { readonly kind: string }> {
  readonly faults: FaultScript<Effect | WireEffect>;
  /** Does the work. A thrown `Refusal` is its answer. */
  work(incoming: Incoming): Answer | Promise<Answer>;
  /** The answer in place of the work, for effects of this service's own. */
  instead(effect: Effect, incoming: Incoming): Answer | undefined;
  /** What the client sees of work that was done, for effects of this service's own. */
  spoil(effect: Effect, done: Answer, incoming: Incoming): Answer;
  /** Sees every answer before it goes out. */
  finish(answer: Answer, incoming: Incoming): Answer;
  /** How long every answer takes, in real milliseconds. */
  readonly latencyMs: number;
  readonly journal: JournalEntry[];
  /** Sees every request as it was answered, where a service keeps more of it than the journal does. */
  record?(incoming: Incoming, status: number, lost: number | undefined): void;
}

const wireKinds: ReadonlySet<string> = new Set<WireEffect['kind']>([
  ...(['answer', 'throttled', 'html', 'empty', 'cut', 'reset', 'reset-after', 'reset-mid-body', 'stall', 'meanwhile'] as const),
]);

/** Handles every request of a server. */
export function createHandler<Effect extends { readonly kind: string }>(serving: Serving<Effect>): RequestListener {
  return (request, response) => {
    handle(serving, request, response).catch(() => response.destroy());
  };
}

async function handle<Effect extends { readonly kind: string }>(
  serving: Serving<Effect>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const incoming = await read(request, gone.signal);
  const { method, url, headers } = incoming;
  const conditional = headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
  const log = (status: number, lost?: number): void => {
    const entry = { method, path: url.pathname + url.search, status, conditional };
    serving.journal.push({ ...entry, ...(lost === undefined ? {} : { lost }) });
    serving.record?.(incoming, status, lost);
  };
  const broken = (lost?: number): void => {
    log(0, lost);
    request.socket.destroy();
  };
  const planted = serving.faults.on(method, url.pathname);
  const wire = isWire<Effect>(planted) ? planted : undefined;
  if (wire?.kind === 'reset') return broken();
  if (wire?.kind === 'meanwhile') wire.does();
  const given = await givenFor(serving, incoming, planted);
  if (wire?.kind === 'reset-after') return broken(given.status);
  const seen = serving.finish(given, incoming);
  const delay = serving.latencyMs + (wire?.kind === 'stall' ? (wire.milliseconds ?? 60_000) : 0);
  if (delay > 0) await wait(delay, undefined, { ref: false, signal: gone.signal }).catch(() => undefined);
  const breaks = wire?.kind === 'reset-mid-body';
  if (gone.signal.aborted || breaks) log(0, seen.status);
  else log(seen.status);
  send(response, seen, breaks);
}

/** The answer, with what a planted effect makes of it. */
async function givenFor<Effect extends { readonly kind: string }>(
  serving: Serving<Effect>,
  incoming: Incoming,
  effect: Effect | WireEffect | undefined,
): Promise<Answer> {
  const work = () => answered(() => serving.work(incoming));
  if (effect === undefined) return work();
  if (isWire<Effect>(effect)) return inPlaceOfWork(effect) ?? spoilt(effect, await work());
  return serving.instead(effect, incoming) ?? serving.spoil(effect, await work(), incoming);
}

function isWire<Effect extends { readonly kind: string }>(effect: Effect | WireEffect | undefined): effect is WireEffect {
  return effect !== undefined && wireKinds.has(effect.kind);
}

async function read(request: IncomingMessage, signal: AbortSignal): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  const text = Buffer.concat(parts).toString('utf8');
  return { method: request.method ?? 'GET', url, headers, text, socket: request.socket, signal };
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer, breaks: boolean): void {
  response.statusCode = status;
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  if (body !== undefined) response.setHeader('Content-Type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!breaks) {
    response.end(text);
    return;
  }
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.socket?.destroy());
}

/** Listens on loopback, on a free port. */
export async function listen(server: Server | TlsServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Ends every connection and stops listening. */
export function stop(server: Server | TlsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
