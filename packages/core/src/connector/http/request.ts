// What a connector asks of the HTTP client and what it gets.
import type { z } from 'zod';
import type { ConnectorContext } from '../context.ts';
import type { LimitObservation } from '../limiter.ts';
import type { QueryValue } from './address.ts';
import type { HttpOptions } from './options.ts';
import type { Classify } from './verdict.ts';

/**
 * Headers that prove who we are, asked for before every try. `rejected`: the last try got 401, fetch a new credential;
 * at most once per request, and `refused` are the headers of that try: of many that were refused at once the first fetches, and
 * the others see by them that it was done. Answering the same headers again ends the request without another try.
 */
export type Authorize = (
  context: ConnectorContext,
  reason: 'first' | 'rejected',
  refused?: Headers | undefined,
) => Promise<Record<string, string>>;

/** What a connector knows about its vendor's limits, for the engine's limiter. Without it a refusal is all that is seen. */
export interface HttpLimits {
  /** Which of the vendor's limits a request counts against. Default: the one of the whole credential. */
  readonly bucketOf?: ((request: { readonly method: string; readonly pathname: string }) => string | undefined) | undefined;
  /**
   * Reads the limit headers of an answer; times are on the engine's clock, `now`. `undefined`: nothing to learn from it;
   * a 429 is then a refusal until its `Retry-After`.
   */
  readonly observe?:
    | ((
        answer: { readonly status: number; readonly headers: Headers; readonly bucket: string | undefined },
        now: number,
      ) => LimitObservation | undefined)
    | undefined;
}

export interface HttpClientOptions {
  /** The connector's id, for errors. */
  readonly system: string;
  /** Where all paths start; see `baseUrlSchema`. */
  readonly baseUrl: string;
  readonly authorize: Authorize;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly http?: HttpOptions | undefined;
  /** The vendor's error table; `undefined` from it means the meaning by status. */
  readonly classify?: Classify | undefined;
  readonly limits?: HttpLimits | undefined;
}

export interface HttpRequest<Body> {
  /** Verb and noun for errors: `disable user`. */
  readonly verb: string;
  /** The id of the thing, for errors. */
  readonly id?: string | undefined;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, ids encoded with `pathOf`. Either this or `url`. */
  readonly path?: string | undefined;
  /** A link the server gave, absolute or relative. Another origin than the base URL's is refused before sending. */
  readonly url?: string | undefined;
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `write`: it may change something, so it is tried again only when it is certain that it was not processed. */
  readonly effect: 'read' | 'write';
  /** Statuses outside 2xx that are answers, not faults. Their body is not read with the schema. */
  readonly accept?: readonly number[] | undefined;
  /** Media types besides JSON that the answer may have; such a body is handed to the schema as text. */
  readonly mediaTypes?: readonly string[] | undefined;
  /** `text`: a body is handed to the schema as it came, whatever its type, for answers that must be told apart even when broken. */
  readonly bodyAs?: 'text' | undefined;
  /** What of the answer is used, leniently. Without one the body is not read, and a page in its place is still
   * refused. Names of fields appear in errors: read a map keyed by people with `z.unknown()` and check it later. */
  readonly schema?: z.ZodType<Body> | undefined;
}

export interface HttpAnswer<Body> {
  readonly status: number;
  /** An empty body is `undefined`; a schema that does not allow that makes it unreadable. */
  readonly body: Body;
  /** For an accepted status outside 2xx: its body, where that is JSON. Unchecked. */
  readonly problem?: unknown;
  readonly headers: Headers;
}

export interface HttpClient {
  /**
   * One request with all its tries. Reads are tried again on lost connections, timeouts, 408, 425, 429 and 5xx; writes
   * only where it is certain that they were not processed. The waits are the server's `Retry-After` or back-off with full
   * jitter, on the engine's clock; a wait above `maxWaitMs` is thrown instead. With `accept` the body may be `undefined`.
   *
   * @throws {TenureError} `CONNECTOR_OUTCOME_UNKNOWN` when the answer to a write was lost: look before doing it again.
   *   After every other error of a write it did not take effect. Other codes by status or by the vendor's table;
   *   `CONNECTOR_RESPONSE_UNREADABLE` for redirects, pages and broken documents. An abort throws the signal's reason.
   */
  request<Body = undefined, Accept extends readonly number[] | undefined = undefined>(
    request: HttpRequest<Body> & { readonly accept?: Accept },
    context: ConnectorContext,
  ): Promise<HttpAnswer<Accept extends readonly number[] ? Body | undefined : Body>>;
}
