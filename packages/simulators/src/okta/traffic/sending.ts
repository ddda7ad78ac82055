// Puts an answer on the wire, whole or spoilt as a planted fault demands.
import type { ServerResponse } from 'node:http';
import type { Answer } from '../routes/call.ts';

/** What goes around every answer. */
export interface Envelope {
  readonly requestId: string;
  readonly now: number;
  /** The body stops in the middle, although the framing says that it is whole. */
  readonly truncated: boolean;
}

/** Writes the answer; Link headers go out as separate lines. */
export function send(response: ServerResponse, { status, body, headers = {} }: Answer, { requestId, now, truncated }: Envelope): void {
  response.statusCode = truncated && status === 204 ? 200 : status;
  const json = { 'Content-Type': 'application/json' };
  const all = { ...(body === undefined ? {} : json), 'X-Okta-Request-Id': requestId, Date: new Date(now).toUTCString(), ...headers };
  for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  response.end(truncated ? `${text.slice(0, text.length / 2)}{` : text);
}
