// The server: listens on loopback, takes requests through faults, limits and routes, and keeps the journal.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createBackend, type OktaBackend } from './backend.ts';
import { type CallKind, type JournalEntry, kindOf } from './journal.ts';
import type { DeliveryOptions, HookDelivery } from './log/hooks.ts';
import { createTokenEndpoint } from './oauth/token-endpoint.ts';
import { createOrg } from './org.ts';
import type { OktaPace } from './pace.ts';
import type { Answer } from './routes/call.ts';
import { createTable } from './routes/table.ts';
import type { OktaSwitches } from './switches.ts';
import { type Answering, answer } from './traffic/answering.ts';
import { createFaults, type Fault, type PlantedFault } from './traffic/faults.ts';
import type { Incoming } from './traffic/incoming.ts';
import { type Bucket, createLimiter, type OktaLimits, workforceLimits } from './traffic/limits.ts';
import { lacksLength, read, readRequest } from './traffic/reading.ts';
import { type Envelope, responseOf, send } from './traffic/sending.ts';
import { inPlaceOfWork, type Spoiling, spoilt } from './traffic/spoiling.ts';
import type { OktaAttributeTypes } from './users/profile.ts';

export interface OktaServerOptions {
  /** The API token that is accepted from the start. Default `okta-simulator-token`. */
  readonly token?: string | undefined;
  /** The server's clock: timestamps, the Date header and rate-limit windows. Default: the real one. */
  readonly now?: (() => number) | undefined;
  /** Default: a workforce org at one principal's default half. */
  readonly limits?: OktaLimits | undefined;
  readonly switches?: Partial<OktaSwitches> | undefined;
  /** How long the org takes for what is asynchronous. Default: everything at once. */
  readonly pace?: Partial<OktaPace> | undefined;
  /** How long an answer takes, in real milliseconds, so that requests overlap. Default: as fast as it can. */
  readonly latencyMs?: ((request: { readonly method: string; readonly bucket: Bucket }) => number) | undefined;
  /** How long access tokens live, in milliseconds on the server's clock. Default one hour. */
  readonly accessTokenLifeMs?: number | undefined;
  /** Names of profile attributes the org has added to the schema. */
  readonly customAttributes?: readonly string[] | undefined;
  /** Types of added attributes that are not text. */
  readonly typedAttributes?: OktaAttributeTypes | undefined;
  /** Names of added attributes whose values are unique; at most 5. */
  readonly uniqueAttributes?: readonly string[] | undefined;
}

export interface OktaServer {
  /** The org's address, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  readonly backend: OktaBackend;
  /**
   * Answers like the address, without a socket in between: a third of the time, for runs of many thousand requests. What only a
   * wire can do to a request, no client sees here.
   */
  readonly fetch: typeof globalThis.fetch;
  /** Every request so far, in the order in which they were answered; of one kind when asked. */
  requests(kind?: CallKind): readonly JournalEntry[];
  /** Plants a fault. */
  fail(fault: Fault): PlantedFault;
  /** Lets other clients take from the org's bucket: at once, or at the start of every window from now on. */
  foreignTraffic(bucket: Bucket, requests: number, when?: 'now' | 'every-window'): void;
  /** Sends to event hooks what has arrived in the System Log since the last time. */
  deliverHooks(options?: DeliveryOptions): Promise<HookDelivery[]>;
  /** From now on DPoP proofs at the token endpoint need another nonce. */
  rotateNonce(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

const hourMs = 60 * 60 * 1000;

/** Starts a simulated Okta org on loopback, on a free port. It knows one administrator, the owner of the token. */
export async function startOktaServer(options: OktaServerOptions = {}): Promise<OktaServer> {
  const { token = 'okta-simulator-token', now = Date.now, limits = workforceLimits } = options;
  const {
    switches = {},
    pace = {},
    customAttributes = [],
    uniqueAttributes = [],
    typedAttributes = {},
    accessTokenLifeMs = hourMs,
  } = options;
  const org = createOrg({ now, token, switches, pace, customAttributes, uniqueAttributes, typedAttributes });
  const tokenEndpoint = createTokenEndpoint({ principals: org.principals, checks: org.checks, lifeMs: accessTokenLifeMs });
  const findEndpoint = createTable(org, tokenEndpoint);
  const faults = createFaults();
  const journal: JournalEntry[] = [];
  let underWay = 0;
  const limiter = createLimiter(limits, now);
  const answering: Answering = { org, limiter, isCrowded: () => underWay > limits.concurrency };
  const spoiling: Spoiling = { org, limiter, now };

  /** What is answered; undefined where the connection breaks. */
  const handle = async (incoming: Incoming): Promise<{ readonly given: Answer; readonly envelope: Envelope } | undefined> => {
    const { method, url } = incoming;
    const endpoint = findEndpoint(method, url.pathname);
    const effect = faults.on(method, url.pathname) ?? { kind: 'none' };
    const at = now();
    let principal: string | undefined;
    const log = (status: number, lost?: number): undefined => {
      const kind = kindOf(method, url.pathname);
      const entry = { method, path: url.pathname + url.search, kind, bucket: endpoint.bucket, status, principal, at };
      journal.push({ ...entry, ...(lost === undefined ? {} : { lost }) });
    };
    if (effect.kind === 'reset-before') return log(0);
    let given = lacksLength(incoming) ? { status: 411 } : inPlaceOfWork(effect, spoiling);
    if (given === undefined) {
      const answered = answer(incoming, endpoint, answering);
      principal = answered.principal?.id;
      given = spoilt(effect, answered.given instanceof Promise ? await answered.given : answered.given, spoiling);
    }
    if (effect.kind === 'reset-after') return log(0, given.status);
    const latencyMs = options.latencyMs?.({ method, bucket: endpoint.bucket }) ?? 0;
    const delayMs = effect.kind === 'slow' ? effect.milliseconds : latencyMs;
    if (delayMs > 0) await wait(delayMs, undefined, { ref: false });
    log(given.status);
    return { given, envelope: { requestId: org.newId('req'), now: now(), truncated: effect.kind === 'truncated' } };
  };
  const counted = async <Done>(work: () => Promise<Done>): Promise<Done> => {
    underWay += 1;
    return work().finally(() => {
      underWay -= 1;
    });
  };

  const server = createServer((request, response) => {
    const answerIt = async (): Promise<void> => {
      const done = await handle(await read(request));
      if (done === undefined) request.socket.resetAndDestroy();
      else send(response, done.given, done.envelope);
    };
    counted(answerIt).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    url: origin,
    token,
    backend: createBackend(org),
    fetch: (input, init) =>
      counted(async () => {
        const done = await handle(await readRequest(new Request(input, init)));
        if (done === undefined) throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
        return responseOf(done.given, done.envelope);
      }),
    requests: (kind) => journal.filter((entry) => kind === undefined || entry.kind === kind),
    fail: faults.plant,
    foreignTraffic: limiter.countForeign,
    deliverHooks: (delivery) => org.hooks.deliver(origin, delivery),
    rotateNonce: tokenEndpoint.rotateNonce,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
