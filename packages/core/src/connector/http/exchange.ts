// One try: send, read the whole answer within the time and size limits. It judges nothing and never throws on faults.
import ky, { isNetworkError } from 'ky';
import { unlessAborted } from './abort.ts';
import type { HttpSettings } from './options.ts';

/** What is sent, ready for the wire. */
export interface Sending {
  readonly address: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly json: unknown;
  readonly form: Readonly<Record<string, string>> | undefined;
}

/** Why the body of an answer is not there: it is above the limit, or the connection or the time ended within it. */
export type Fault = 'too-large' | 'broken';

/** What came back, or that nothing did. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly text: string; readonly fault?: Fault }
  /** `sent: false`: it is certain that the request never reached the server. */
  | { readonly kind: 'lost'; readonly sent: boolean; readonly fact: string };

// Codes that arise before the first byte of a request leaves: name resolution, connecting, and the TLS handshake.
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The server ended the handshake over a certificate: with TLS 1.3 that is heard after sending, and nothing was processed. */
const handshakeAlert = /^ERR_SSL_\w*ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;

/** Sends once. Rejects only with the caller's abort reason. */
export async function exchange(sending: Sending, settings: HttpSettings, caller: AbortSignal): Promise<Exchange> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), settings.timeoutMs);
  const signal = AbortSignal.any([caller, stop.signal]);
  try {
    const response = await unlessAborted(signal, send(sending, settings, signal));
    const { status, headers } = response;
    const body = await readText(response, settings.maxAnswerBytes, signal).catch(() => {
      caller.throwIfAborted();
      return { text: '', fault: 'broken' } as const;
    });
    return { kind: 'answer', status, headers, ...body };
  } catch (error) {
    caller.throwIfAborted();
    if (stop.signal.aborted) return { kind: 'lost', sent: true, fact: `no answer within ${settings.timeoutMs} ms` };
    return lostBy(error);
  } finally {
    clearTimeout(timer);
    // Ends what a custom fetch or an unread body may still be doing.
    stop.abort();
  }
}

function send(sending: Sending, settings: HttpSettings, signal: AbortSignal): Promise<Response> {
  const { address, method, headers, json, form } = sending;
  return ky(address, {
    method,
    headers,
    signal,
    redirect: 'manual',
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
    ...(json === undefined ? {} : { json }),
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    ...(settings.fetch === undefined ? {} : { fetch: settings.fetch }),
  });
}

async function readText(response: Response, maxBytes: number, signal: AbortSignal): Promise<{ text: string; fault?: Fault }> {
  const tooLarge = { text: '', fault: 'too-large' } as const;
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return tooLarge;
  if (response.body === null) return { text: '' };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await unlessAborted(signal, reader.read());
    if (done) return { text: text + decoder.decode() };
    size += value.byteLength;
    if (size > maxBytes) return tooLarge;
    text += decoder.decode(value, { stream: true });
  }
}

function lostBy(error: unknown): Exchange {
  const code = systemCode(isNetworkError(error) ? error.cause : error);
  if (code === undefined) return { kind: 'lost', sent: true, fact: 'the connection failed' };
  const isUnsent = beforeSending.has(code) || handshakeAlert.test(code);
  return { kind: 'lost', sent: !isUnsent, fact: `the connection failed (${code})` };
}

/** The system's code for a fault, found down the chain of causes. Messages are not read: they can repeat a header. */
function systemCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  return systemCode(cause, depth + 1);
}
