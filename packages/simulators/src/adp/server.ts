// The servers: tokens and data behind mutual TLS, the marketplace beside them, all on loopback.
import { createServer } from 'node:http';
import { createServer as createTlsServer, type Server } from 'node:https';
import { TLSSocket } from 'node:tls';
import { type Answer, type Incoming, Refusal } from '../serving/answering.ts';
import { createClock, type SimulatedClock } from '../serving/clock.ts';
import { createFaultScript, type Planted, type PlantedFault } from '../serving/faults.ts';
import { createHandler, type JournalEntry, listen, type Serving, stop } from '../serving/serving.ts';
import { createReadCache } from './cache.ts';
import { createAuthority, type IssuedCertificate } from './certificates.ts';
import { type AdpFaultEffect, type AdpServiceEffect, insteadOfWork, spoilAnswer } from './faults.ts';
import { type AdpLimits, createAdpLimiter, quotedAdpLimits } from './limits.ts';
import { type AdpMarketplace, createMarketplace } from './marketplace.ts';
import type { ProductName } from './products.ts';
import { type Adp, answer } from './routes/table.ts';
import { type AdpSubscriber, type ConsentState, createSubscriber, type OwnSubscriber } from './subscribers.ts';
import { type AdpSwitches, defaultAdpSwitches } from './switches.ts';
import { type Credentials, createTokens, type Tokens } from './tokens.ts';

export interface AdpServerOptions {
  /** ISO instant at which the clock stands until it is moved. Default: the clock runs with the machine's. */
  readonly at?: string | undefined;
  /** The product of the first subscriber. Default `workforce-now`. */
  readonly product?: ProductName | undefined;
  /** The zone of the first subscriber: it decides when a day begins. Default `America/New_York`. */
  readonly timeZone?: string | undefined;
  /** How long a token lives, on the simulated clock. Default 3600. */
  readonly tokenSeconds?: number | undefined;
  /** How long a long poll waits, on the simulated clock or in reality, whichever comes first. Default 15 000. */
  readonly longPollMs?: number | undefined;
  /** Default `quotedAdpLimits`. */
  readonly limits?: AdpLimits | undefined;
  readonly switches?: Partial<AdpSwitches> | undefined;
  /** How long every answer takes, in real milliseconds. Default 0. */
  readonly latencyMs?: number | undefined;
}

export type AdpFault = Planted<AdpFaultEffect>;

export interface AdpServer {
  /** Host of tokens, `https://127.0.0.1:<port>`; `/auth/oauth/v2/token` is answered by the data host too. */
  readonly accountsUrl: string;
  /** Host of data. */
  readonly apiUrl: string;
  /** The authority that a client has to trust, as PEM. */
  readonly authority: string;
  /** A client certificate that is accepted. */
  readonly certificate: IssuedCertificate;
  /** Issues a further one; with a negative number of days it has expired. */
  issueCertificate(name: string, validForDays?: number): Promise<IssuedCertificate>;
  /** Ends a certificate: open connections break, new ones fail in the handshake. */
  expireCertificate(certificate: IssuedCertificate): void;
  readonly clock: SimulatedClock;
  /** The customer there is to begin with: consent given, an own project with id and secret. */
  readonly subscriber: AdpSubscriber;
  /** Every customer, oldest first. */
  subscribers(): readonly AdpSubscriber[];
  /** The application's own credentials, for partner mode. */
  readonly partner: Credentials;
  readonly marketplace: AdpMarketplace;
  /** Ends every token that is alive. */
  expireTokens(): void;
  /** Every request so far, in the order in which they were answered. A refused handshake is none. */
  requests(): readonly JournalEntry[];
  /** How many handshakes failed. */
  refusedHandshakes(): number;
  /** Plants a fault: the n-th call to a path goes wrong. */
  fail(fault: AdpFault): PlantedFault;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

const tokenPath = '/auth/oauth/v2/token';

/** Starts a simulated ADP on loopback, on free ports. Its certificates are made for this run alone. */
export async function startAdpServer(options: AdpServerOptions = {}): Promise<AdpServer> {
  const { limits = quotedAdpLimits, tokenSeconds = 3600, longPollMs = 15_000, latencyMs = 0 } = options;
  const clock = createClock(options.at);
  const switches: AdpSwitches = { ...defaultAdpSwitches, ...options.switches };
  const authority = await createAuthority('ADP simulator');
  const [own, certificate] = [await authority.issueForServer(), await authority.issue('client')];
  const subscribers: OwnSubscriber[] = [];
  const add = (product: ProductName, timeZone: string, consent: ConsentState): OwnSubscriber => {
    const subscriber = createSubscriber({ number: subscribers.length + 1, clock, switches, product, timeZone, consent });
    subscribers.push(subscriber);
    return subscriber;
  };
  const subscriber = add(options.product ?? 'workforce-now', options.timeZone ?? 'America/New_York', 'given');
  const partner: Credentials = { clientId: 'partner-client', clientSecret: 'partner-secret' };
  const tokens = createTokens({ now: clock.now, lifetimeSeconds: tokenSeconds, subscribers, partner });
  const limiter = createAdpLimiter(limits, clock.now);
  const cache = createReadCache(switches.readCacheSeconds, clock.now);
  const adp: Adp = { tokens, limiter, subscribers, switches, cache, now: clock.now, longPollMs };
  const faults = createFaultScript<AdpFaultEffect>();
  const journal: JournalEntry[] = [];
  const expired = new Set<string>();
  let refused = 0;
  let answers = 0;
  clock.onMove(() => {
    for (const one of subscribers) one.hr.keepUp();
  });

  const serving = (work: Serving<AdpServiceEffect>['work']): Serving<AdpServiceEffect> => ({
    faults,
    journal,
    latencyMs,
    work,
    instead: (effect, incoming) => insteadOfWork(effect, incoming, clock.now()),
    spoil: spoilAnswer,
    finish(given) {
      answers += 1;
      return { ...given, headers: { 'ADP-CorrelationID': `correlation-${answers}`, ...given.headers } };
    },
  });

  const behindTls = (work: Serving<AdpServiceEffect>['work']): Server => {
    const guarded = (incoming: Incoming) => {
      refuseWithoutCertificate(incoming);
      return work(incoming);
    };
    const tls = { cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true };
    const server = createTlsServer(
      { ...tls, rejectUnauthorized: switches.withoutCertificate === 'handshake' },
      createHandler(serving(guarded)),
    );
    server.on('tlsClientError', () => {
      refused += 1;
    });
    server.on('secureConnection', (socket) => {
      if (!expired.has(fingerprintOf(socket))) return;
      refused += 1;
      socket.destroy();
    });
    return server;
  };

  const accounts = behindTls((incoming) => tokenAnswer(tokens, incoming));
  const api = behindTls((incoming) => (incoming.url.pathname === tokenPath ? tokenAnswer(tokens, incoming) : answer(adp, incoming)));
  let marketplaceOrigin = '';
  const marketplace = createMarketplace(
    () => marketplaceOrigin,
    (product, timeZone) => add(product, timeZone, 'not-given'),
  );
  const market = createServer(createHandler(serving(marketplace.answer)));
  const ports = [await listen(accounts), await listen(api), await listen(market)];
  marketplaceOrigin = `http://127.0.0.1:${ports[2]}`;

  return {
    accountsUrl: `https://127.0.0.1:${ports[0]}`,
    apiUrl: `https://127.0.0.1:${ports[1]}`,
    authority: authority.certificate,
    certificate,
    issueCertificate: authority.issue,
    expireCertificate({ fingerprint }) {
      expired.add(fingerprint);
      for (const server of [accounts, api]) server.closeAllConnections();
    },
    clock,
    subscriber,
    subscribers: () => subscribers,
    partner,
    marketplace,
    expireTokens: tokens.expireAll,
    requests: () => [...journal],
    refusedHandshakes: () => refused,
    fail: faults.plant,
    async close() {
      await Promise.all([accounts, api, market].map(stop));
    },
  };
}

function tokenAnswer(tokens: Tokens, { method, url, text, headers }: Incoming): Answer {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (method !== 'POST' || url.pathname !== tokenPath) throw new Refusal({ status: 404, body: 'default backend - 404' });
  return tokens.issue(isForm ? text : '', headers['authorization']);
}

/** Only where the handshake lets everybody in; the text is approximate. */
function refuseWithoutCertificate({ socket }: Incoming): void {
  if (socket instanceof TLSSocket && socket.authorized) return;
  const body = { error: 'invalid_request', error_description: 'proper client ssl certificate was not presented' };
  throw new Refusal({ status: 401, body });
}

function fingerprintOf(socket: TLSSocket): string {
  return (socket.getPeerCertificate().fingerprint256 ?? '').replaceAll(':', '').toLowerCase();
}
