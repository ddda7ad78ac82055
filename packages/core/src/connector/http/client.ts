// The HTTP client of connectors: authorise, send, judge, and try again only where that is safe.
import pRetry from 'p-retry';
import type { ConnectorContext } from '../context.ts';
import { isTenureError, TenureError } from '../errors.ts';
import { unlessAborted } from './abort.ts';
import { addressOf } from './address.ts';
import { exchange } from './exchange.ts';
import { type Judgement, judge } from './judge.ts';
import { observationOf } from './observe.ts';
import { type HttpSettings, settingsOf } from './options.ts';
import type { HttpAnswer, HttpClient, HttpClientOptions, HttpRequest } from './request.ts';
import { backoffMs } from './retry-after.ts';
import { errorFor, refusedLink, triedAgain } from './verdict.ts';

/** A client for one system and credential. Holds no state, opens nothing; there is nothing to close. */
export function createHttp(options: HttpClientOptions): HttpClient {
  const settings = settingsOf(options.http);
  return {
    // The conditional result cannot be inferred: without `accept` every answer has been read with the schema.
    request: (request, context) => tried(options, settings, request, context) as never,
  };
}

async function tried<Body>(
  options: HttpClientOptions,
  settings: HttpSettings,
  request: HttpRequest<Body>,
  context: ConnectorContext,
): Promise<HttpAnswer<Body | undefined>> {
  const { signal, log } = context;
  signal.throwIfAborted();
  const subject = { system: options.system, verb: request.verb, id: request.id };
  const address = addressOf(options.baseUrl, request, request.query);
  if ('refused' in address) throw errorFor(refusedLink(address.refused), subject);
  const renewal = { used: false };
  const once = async (attempt: number) => {
    const judged = await judgedOnce(options, settings, request, address, renewal, context);
    if (judged.kind === 'answer') return judged.answer;
    throw errorFor(judged.verdict, subject, judged.exchanged, judged.stated, backoffMs(attempt - 1));
  };
  const { maxRetries, maxWaitMs } = settings;
  try {
    return await pRetry(once, {
      retries: maxRetries,
      // p-retry would wait on the machine's clock; the wait is in `shouldRetry`, on the engine's.
      minTimeout: 0,
      shouldRetry: async ({ error, retriesConsumed }) => {
        if (!isTenureError(error) || !triedAgain(error.code)) return false;
        const stated = 'retryAfterMs' in error.details ? error.details.retryAfterMs : undefined;
        const waitMs = stated ?? backoffMs(retriesConsumed);
        if (waitMs > maxWaitMs) return false;
        log.debug({ ...subject, id: error.id, code: error.code, retry: retriesConsumed + 1, waitMs }, 'trying again');
        await context.sleep(waitMs);
        return true;
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** One try, or two when the credential was refused and a new one is at hand. */
async function judgedOnce<Body>(
  options: HttpClientOptions,
  settings: HttpSettings,
  request: HttpRequest<Body>,
  address: URL,
  renewal: { used: boolean },
  context: ConnectorContext,
): Promise<Judgement<Body>> {
  const { json, form, method } = request;
  const send = async (headers: Headers): Promise<Judgement<Body>> => {
    const bucket = options.limits?.bucketOf?.({ method, pathname: address.pathname });
    const room = await context.limiter?.take({ bucket });
    try {
      const exchanged = await exchange({ address, method, headers, json, form }, settings, context.signal);
      const judged = judge(exchanged, options, request, context.now());
      context.limiter?.saw(observationOf(options.limits, bucket, exchanged, judged, context.now()));
      return judged;
    } finally {
      room?.release();
    }
  };
  const headers = await headersFor(options, settings, request, context);
  const first = await send(headers);
  if (first.kind === 'answer' || first.verdict.code !== 'CONNECTOR_UNAUTHENTICATED' || renewal.used) return first;
  renewal.used = true;
  const renewed = await headersFor(options, settings, request, context, headers);
  // The same proof would be refused again, and repeated refusals lock accounts.
  return sameHeaders(headers, renewed) ? first : send(renewed);
}

async function headersFor(
  options: HttpClientOptions,
  { timeoutMs }: HttpSettings,
  request: HttpRequest<unknown>,
  context: ConnectorContext,
  refused?: Headers,
): Promise<Headers> {
  const facts = { system: options.system, verb: request.verb, id: request.id };
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  let proof: Record<string, string>;
  try {
    proof = await unlessAborted(
      AbortSignal.any([context.signal, stop.signal]),
      options.authorize(context, refused === undefined ? 'first' : 'rejected', refused),
    );
  } catch (error) {
    context.signal.throwIfAborted();
    if (isTenureError(error)) throw error;
    // Its message may hold the secret; it comes from the caller's own function, which can log it.
    const fact = `the credential could not be fetched${stop.signal.aborted ? ` within ${timeoutMs} ms` : ''}`;
    throw new TenureError('CONNECTOR_UNAVAILABLE', { ...facts, fact, details: {} });
  } finally {
    clearTimeout(timer);
  }
  try {
    const headers = new Headers({ accept: 'application/json', ...options.headers });
    for (const [name, value] of Object.entries({ ...request.headers, ...proof })) headers.set(name, value);
    return headers;
  } catch {
    // The original message repeats the header's value.
    const fact = 'a header holds a character that cannot be sent; look at the credential';
    throw new TenureError('CONNECTOR_UNAUTHENTICATED', { ...facts, fact, details: {} });
  }
}

function sameHeaders(one: Headers, other: Headers): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}
