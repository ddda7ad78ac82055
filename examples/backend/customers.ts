// One lifecycle for each customer that has connected an HR system: opened at connecting and at start, watched until it ends.
import { join } from 'node:path';
import { scimApp } from '@tenure/connector-apps';
import { mergeSource } from '@tenure/connector-merge';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, everyone, type Lifecycle } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';
import { type Accounts, type CustomerAccount, openAccounts } from './accounts.ts';
import type { Settings } from './settings.ts';

export interface Customers {
  readonly accounts: Accounts;
  /** The lifecycle of a customer who is connected. */
  lifecycle(customer: string): Lifecycle | undefined;
  /** Keeps the account and begins to watch. */
  connect(account: CustomerAccount): Promise<void>;
  /** Ends the connection at Merge and the watch; what was granted stays as it is. */
  disconnect(customer: string): Promise<void>;
  close(): Promise<void>;
}

interface Running {
  readonly lifecycle: Lifecycle;
  readonly disconnect: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function openCustomers(settings: Settings): Promise<Customers> {
  const accounts = openAccounts(join(settings.folder, 'customers.db'));
  const running = new Map<string, Running>();
  for (const account of accounts.all()) running.set(account.customer, await start(settings, account));
  const end = async (customer: string): Promise<void> => {
    await running.get(customer)?.stop();
    running.delete(customer);
  };
  return {
    accounts,
    lifecycle: (customer) => running.get(customer)?.lifecycle,
    async connect(account) {
      await end(account.customer);
      accounts.put(account);
      running.set(account.customer, await start(settings, account));
    },
    async disconnect(customer) {
      await running.get(customer)?.disconnect();
      await end(customer);
      accounts.remove(customer);
    },
    async close() {
      for (const customer of [...running.keys()]) await end(customer);
      accounts.close();
    },
  };
}

async function start(settings: Settings, { customer, accountToken, linkedAccountId }: CustomerAccount): Promise<Running> {
  const { merge, okta, chat } = settings;
  const { apiKey, baseUrl, signatureKey } = merge;
  const source = mergeSource({ apiKey, baseUrl, accountToken, webhook: { signatureKey, linkedAccountId } });
  // #region lifecycle
  const lifecycle = createLifecycle({
    timeZone: 'Europe/London',
    source,
    identityProvider: oktaProvider(okta),
    groups: { Sales: ['Sales-Access'] },
    apps: [{ app: scimApp({ id: 'chat', ...chat }), policy: 'both', for: everyone() }],
    schedule: { cutAccessAt: { at: '17:00' }, deleteAfterDays: 30 },
    store: await sqliteStore(join(settings.folder, `${customer}.db`)),
  });
  // #endregion
  const stopping = new AbortController();
  const watching = lifecycle.watch({ signal: stopping.signal, onError: settings.onError });
  return {
    lifecycle,
    disconnect: async () => {
      const signal = AbortSignal.timeout(30_000);
      const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
      await source.connection?.disconnect?.({ signal, now: Date.now, sleep: async () => {}, log });
    },
    stop: async () => {
      stopping.abort();
      await lifecycle.close();
      await watching.catch(() => {});
    },
  };
}
