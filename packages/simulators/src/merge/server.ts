// The server: Merge's API over real HTTP on loopback, with one linked account to begin with.
import { createServer } from 'node:http';
import { type Answer, Refusal } from '../serving/answering.ts';
import { createClock, type SimulatedClock } from '../serving/clock.ts';
import { createFaultScript, type Planted, type PlantedFault } from '../serving/faults.ts';
import { createHandler, type JournalEntry, listen, stop } from '../serving/serving.ts';
import type { MergeAccount } from './account.ts';
import { createAccounts, type LinkChoice } from './accounts.ts';
import { type MergeFaultEffect, type MergePageEffect, spoilPage } from './faults.ts';
import { createHooks } from './hooks.ts';
import { type Integration, sampleIntegrations } from './integrations.ts';
import { createLimiter, type MergeLimits, professionalLimits } from './limits.ts';
import type { Merge } from './routes/call.ts';
import { answer } from './routes/table.ts';
import { defaultMergeSwitches, type MergeSwitches } from './switches.ts';
import { createWebhooks, type MergeWebhooks } from './webhooks.ts';

export interface MergeServerOptions {
  /** The one accepted API key. Default `merge-simulator-key`. */
  readonly apiKey?: string | undefined;
  /** ISO instant at which the clock stands until it is moved. Default: the clock runs with the machine's. */
  readonly at?: string | undefined;
  /** The catalogue; the first HR system in it is the one that is linked to begin with. Default `sampleIntegrations`. */
  readonly integrations?: readonly Integration[] | undefined;
  /** How often Merge syncs by itself, in minutes of the simulated clock. Default 1440: daily. */
  readonly syncEveryMinutes?: number | undefined;
  /** How long such a sync takes, in minutes of the simulated clock. Default 0: it is done when it is looked at. */
  readonly syncTakesMinutes?: number | undefined;
  /** Default `professionalLimits`. */
  readonly limits?: MergeLimits | undefined;
  readonly switches?: Partial<MergeSwitches> | undefined;
  /** How long every answer takes, in real milliseconds. Default 0. */
  readonly latencyMs?: number | undefined;
  /** Default `merge-simulator-signature-key`. */
  readonly signatureKey?: string | undefined;
}

export type MergeFault = Planted<MergeFaultEffect>;

export interface MergeServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** What clients append `/hris/v1/…` to: `http://127.0.0.1:<port>/api`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly clock: SimulatedClock;
  /** The account that is linked to begin with. */
  readonly account: MergeAccount;
  /** Every linked account, oldest first. */
  accounts(): readonly MergeAccount[];
  /** Does the customer's part in the widget; answers the public token. Throws for a used or expired link token. */
  completeLink(linkToken: string, choice?: LinkChoice): string;
  readonly webhooks: MergeWebhooks;
  /** Every request so far, in the order in which they were answered. */
  requests(): readonly JournalEntry[];
  /** Plants a fault: the n-th call to a path goes wrong. */
  fail(fault: MergeFault): PlantedFault;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a simulated Merge (HRIS category) on loopback, on a free port. */
export async function startMergeServer(options: MergeServerOptions = {}): Promise<MergeServer> {
  const { apiKey = 'merge-simulator-key', integrations = sampleIntegrations, limits = professionalLimits, latencyMs = 0 } = options;
  const { syncEveryMinutes = 1440, syncTakesMinutes = 0, signatureKey = 'merge-simulator-signature-key' } = options;
  const clock = createClock(options.at);
  const switches: MergeSwitches = { ...defaultMergeSwitches, ...options.switches };
  const webhooks = createWebhooks(signatureKey);
  const hooks = createHooks(webhooks, switches);
  const making = { clock, switches, everyMs: syncEveryMinutes * 60_000, takesMs: syncTakesMinutes * 60_000, ...hooks };
  const accounts = createAccounts(making, integrations, hooks.onLinked);
  const [integration = { name: 'BambooHR', slug: 'bamboohr' }] = integrations;
  const account = accounts.add({ originId: 'tenant-1', organization: 'Example Company', email: 'it@company.example' }, integration);
  const merge: Merge = { accounts, integrations, switches, hooks, now: clock.now };
  const limiter = createLimiter(limits, clock.now);
  const faults = createFaultScript<MergeFaultEffect>();
  const journal: JournalEntry[] = [];
  clock.onMove(() => {
    for (const one of accounts.all) one.sync.keepUp();
  });

  const server = createServer(
    createHandler<MergePageEffect>({
      faults,
      journal,
      latencyMs,
      work(incoming) {
        if (limiter.isShutOut()) throw new Refusal({ status: switches.blockedStatus, body: { detail: 'Too many errors.' } });
        const token = incoming.headers['x-account-token'];
        const seconds = token === undefined ? undefined : limiter.count(token);
        if (seconds !== undefined) throw tooMany(seconds, switches);
        return answer(merge, apiKey, incoming);
      },
      instead: () => undefined,
      spoil: spoilPage,
      finish(given) {
        if (given.status >= 400 && given.status !== 429) limiter.noteError();
        return given;
      },
    }),
  );
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    baseUrl: `${url}/api`,
    apiKey,
    clock,
    account,
    accounts: () => accounts.all,
    completeLink: accounts.completeLink,
    webhooks,
    requests: () => [...journal],
    fail: faults.plant,
    close: () => stop(server),
  };
}

function tooMany(seconds: number, { retryAfter }: MergeSwitches): Refusal {
  const headers: Answer['headers'] = retryAfter ? { 'Retry-After': String(seconds) } : {};
  return new Refusal({ status: 429, body: { detail: 'Request was throttled.' }, headers });
}
