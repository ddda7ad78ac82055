// The caller's own client of Okta's SDK as the carrier of requests: its credential, its executor, its proxy. Its cache, its
// retries and its errors are passed by, for the HTTP kit does all three.
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { ConnectorContext } from '@tenure/core/connector';
import { isTenureError } from '@tenure/core/connector';
import { refusedCredential, type Transport } from './transport.ts';

/** What an executor of the SDK is handed and hands back: the shape of `node-fetch`, or of `fetch`. */
export interface OktaSdkExecutor {
  fetch(request: never): Promise<OktaSdkResponse>;
}

export interface OktaSdkResponse {
  readonly status: number;
  readonly headers: { forEach(each: (value: string, name: string) => void): void };
  readonly body: unknown;
}

/** The part of a `Client` of `@okta/okta-sdk-nodejs` that is used. The SDK itself is never loaded by this package. */
export interface OktaSdkClient {
  readonly baseUrl: string;
  readonly http: {
    readonly defaultHeaders: Readonly<Record<string, unknown>>;
    readonly requestExecutor: OktaSdkExecutor;
    readonly agent?: unknown;
    prepareRequest(request: never): Promise<unknown>;
  };
  /** There when the client uses a private key. */
  readonly oauth?:
    | {
        getAccessToken(): Promise<{ readonly access_token?: unknown; readonly scope?: unknown } | null | undefined>;
        clearCachedAccessToken(): void;
      }
    | undefined;
  readonly clientId?: string | undefined;
}

export function sdkTransport(system: string, client: OktaSdkClient): Transport {
  const { oauth } = client;
  let underWay: Promise<readonly string[]> | undefined;
  /** The SDK asks for a token once per caller and hides a refusal; here one request serves all, and a refusal is an error. */
  const token = (): Promise<readonly string[]> => {
    underWay ??= granted(system, oauth).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  return {
    baseUrl: client.baseUrl,
    authorize: async (_context, reason) => {
      if (oauth === undefined) return {};
      if (reason === 'rejected') oauth.clearCachedAccessToken();
      await token();
      // Only so that the kit sees that the proof is another one now; the SDK writes the header itself.
      return reason === 'rejected' ? { 'x-okta-renewed': 'true' } : {};
    },
    fetch: async (input, init) => webResponse(await sent(client, new Request(input, init))),
    belongsTo: oauth === undefined ? 'user' : 'app',
    actorId: oauth === undefined ? undefined : client.clientId,
    ...(oauth === undefined ? {} : { scopes: (_context: ConnectorContext) => token() }),
  };
}

async function granted(system: string, oauth: OktaSdkClient['oauth']): Promise<readonly string[]> {
  try {
    const answer = await oauth?.getAccessToken();
    if (typeof answer?.access_token !== 'string') {
      oauth?.clearCachedAccessToken();
      throw refusedCredential(system, 'Okta gave the client no token; look at its id, its key and its scopes');
    }
    return typeof answer.scope === 'string' ? answer.scope.split(' ') : [];
  } catch (error) {
    if (isTenureError(error)) throw error;
    oauth?.clearCachedAccessToken();
    // The SDK's own errors repeat what was sent.
    throw refusedCredential(system, 'the client could not fetch its token');
  }
}

/** One request by the client's executor, as `Http.http` of the SDK would make it, without what comes before and after. */
async function sent({ http }: OktaSdkClient, request: Request): Promise<OktaSdkResponse> {
  const body = await request.text();
  const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== 'x-okta-renewed'));
  const prepared = {
    url: request.url,
    method: request.method,
    headers: { ...headers, ...http.defaultHeaders },
    redirect: 'manual',
    signal: request.signal,
    ...(body === '' ? {} : { body }),
    ...(http.agent === undefined ? {} : { agent: http.agent }),
  };
  await http.prepareRequest(prepared as never);
  return withoutRetries(http.requestExecutor).fetch(prepared as never);
}

/** The executor of the SDK waits and tries again on 429 by its own rules; told to try never, it hands the answer over. */
function withoutRetries(executor: OktaSdkExecutor): OktaSdkExecutor {
  return 'maxRetries' in executor ? Object.create(executor, { maxRetries: { value: 0 } }) : executor;
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

function webResponse({ status, headers, body }: OktaSdkResponse): Response {
  const plain = new Headers();
  headers.forEach((value, name) => {
    plain.append(name, value);
  });
  return new Response(bodiless.has(status) ? null : streamOf(body), { status, headers: plain });
}

function streamOf(body: unknown): ReadableStream<Uint8Array> | null {
  if (body instanceof ReadableStream) return body;
  if (!(body instanceof Readable)) return null;
  const stream: NodeStream = Readable.toWeb(body);
  return stream as unknown as ReadableStream<Uint8Array>;
}
