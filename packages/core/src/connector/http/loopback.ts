// For the tests of this folder: a scripted HTTP server on loopback, and a context whose clock only moves when slept on.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConnectorContext } from '../context.ts';
import { type AnyTenureError, isTenureError } from '../errors.ts';

/** One scripted answer. A function does what it likes with the response. */
export type Script =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | ((response: ServerResponse) => void);

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Loopback {
  readonly url: string;
  readonly received: Received[];
  /** Answers in this order; the last one repeats. */
  script(...answers: Script[]): void;
  close(): Promise<void>;
}

export async function startLoopback(): Promise<Loopback> {
  const received: Received[] = [];
  let scripts: Script[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const script = scripts.length > 1 ? scripts.shift() : scripts[0];
      if (typeof script === 'function') return script(response);
      response.writeHead(script?.status ?? 500, { 'content-type': 'application/json', ...script?.headers });
      response.end(script?.body ?? '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    script: (...answers) => {
      scripts = answers;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface TestContext extends ConnectorContext {
  readonly slept: number[];
  readonly logged: unknown[];
}

export function testContext(signal: AbortSignal = new AbortController().signal): TestContext {
  const slept: number[] = [];
  const logged: unknown[] = [];
  let now = Date.parse('2026-03-01T12:00:00Z');
  const line = (fields: Readonly<Record<string, unknown>>, message: string) => logged.push({ fields, message });
  return {
    signal,
    now: () => now,
    sleep: async (milliseconds) => {
      signal.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
    log: { debug: line, info: line, warn: line, error: line },
    slept,
    logged,
  };
}

/** The TenureError that a promise rejects with; fails when it does not. */
export async function refusal(promise: Promise<unknown>): Promise<AnyTenureError> {
  const outcome = await promise.then(
    () => 'it was answered',
    (error: unknown) => error,
  );
  if (isTenureError(outcome)) return outcome;
  throw new Error('expected a TenureError', { cause: outcome });
}
