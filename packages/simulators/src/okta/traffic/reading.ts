// Reads a request to its end.

import type { IncomingMessage } from 'node:http';
import type { Incoming } from './incoming.ts';

export async function read(request: IncomingMessage): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
  return { method: request.method ?? 'GET', url, headers, text: Buffer.concat(parts).toString('utf8') };
}

/** The request of a client in this process. */
export async function readRequest(request: Request): Promise<Incoming> {
  const text = await request.text();
  const url = new URL(request.url);
  const headers = { ...Object.fromEntries(request.headers), host: url.host, 'content-length': String(Buffer.byteLength(text)) };
  return { method: request.method, url, headers, text };
}

/** Whether a write says neither how long its body is nor that it comes in chunks: live orgs answer 411. */
export function lacksLength({ method, headers }: Incoming): boolean {
  const writes = method === 'POST' || method === 'PUT';
  return writes && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}
