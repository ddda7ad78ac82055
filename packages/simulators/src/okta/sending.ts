// Puts an answer on the wire, whole or spoilt as a planted fault demands.
import type { ServerResponse } from 'node:http';
import type { FaultEffect } from './faults.ts';
import type { Answer } from './routes/call.ts';

/** What goes around every answer. */
export interface Envelope {
  readonly requestId: string;
  readonly now: number;
  /** The body stops in the middle, although the framing says that it is whole. */
  readonly truncated: boolean;
}

/** What an edge proxy answers when nothing is behind it. */
export const proxyPage: Answer = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  headers: { 'Content-Type': 'text/html' },
};

/** Writes the answer; Link headers go out as separate lines. */
export function send(response: ServerResponse, { status, body, headers = {} }: Answer, { requestId, now, truncated }: Envelope): void {
  response.statusCode = truncated && status === 204 ? 200 : status;
  const json = { 'Content-Type': 'application/json' };
  const all = { ...(body === undefined ? {} : json), 'X-Okta-Request-Id': requestId, Date: new Date(now).toUTCString(), ...headers };
  for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  response.end(truncated ? `${text.slice(0, text.length / 2)}{` : text);
}

/** True for effects that take the place of the work itself. */
export function comesFirst({ kind }: FaultEffect): boolean {
  return kind === 'status' || kind === 'html' || kind === 'reset-before' || kind === 'crowded';
}
