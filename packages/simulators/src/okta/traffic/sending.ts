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

interface Written {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string | readonly string[]])[];
  readonly text: string;
}

function written({ status, body, headers = {} }: Answer, { requestId, now, truncated }: Envelope): Written {
  const json = { 'Content-Type': 'application/json' };
  const all = { ...(body === undefined ? {} : json), 'X-Okta-Request-Id': requestId, Date: new Date(now).toUTCString(), ...headers };
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return {
    status: truncated && status === 204 ? 200 : status,
    headers: Object.entries(all),
    text: truncated ? `${text.slice(0, text.length / 2)}{` : text,
  };
}

/** Writes the answer; Link headers go out as separate lines. */
export function send(response: ServerResponse, answer: Answer, envelope: Envelope): void {
  const { status, headers, text } = written(answer, envelope);
  response.statusCode = status;
  for (const [name, value] of headers) response.setHeader(name, value);
  response.end(text);
}

/** The same answer for a client in this process. */
export function responseOf(answer: Answer, envelope: Envelope): Response {
  const { status, headers, text } = written(answer, envelope);
  const lines = new Headers();
  for (const [name, value] of headers) for (const line of [value].flat()) lines.append(name, line);
  return new Response(status === 204 || status === 304 ? null : text, { status, headers: lines });
}
