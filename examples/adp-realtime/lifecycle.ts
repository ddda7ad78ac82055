// ADP into Okta as it is written once: what changes at ADP is in its queue, and `watch` follows it.
import { adpSource } from '@tenure/connector-adp';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, type Lifecycle } from '@tenure/core';
import type { HrisSource } from '@tenure/core/connector';
import { sqliteStore } from '@tenure/core/sqlite';
import { z } from 'zod';

/** Where everything is, as a program is told by its environment. */
export const environmentSchema = z.object({
  STORE: z.string(),
  ADP_CLIENT_ID: z.string(),
  ADP_CLIENT_SECRET: z.string(),
  ADP_CERTIFICATE: z.string(),
  ADP_KEY: z.string(),
  ADP_AUTHORITY: z.string(),
  ADP_ACCOUNTS_URL: z.string(),
  ADP_API_URL: z.string(),
  OKTA_URL: z.string(),
  OKTA_TOKEN: z.string(),
});
export type Environment = z.infer<typeof environmentSchema>;

export function openSource(environment: Environment): HrisSource {
  return adpSource({
    clientId: environment.ADP_CLIENT_ID,
    clientSecret: environment.ADP_CLIENT_SECRET,
    certificate: environment.ADP_CERTIFICATE,
    key: environment.ADP_KEY,
    // The three below are for the simulator; ADP itself needs none of them.
    authority: environment.ADP_AUTHORITY,
    accountsUrl: environment.ADP_ACCOUNTS_URL,
    apiUrl: environment.ADP_API_URL,
    timeZone: 'America/New_York',
    http: { maxRetries: 0 },
  });
}

export function openLifecycle(environment: Environment, source: HrisSource = openSource(environment)): Lifecycle {
  return createLifecycle({
    timeZone: 'America/New_York',
    source,
    identityProvider: oktaProvider({ orgUrl: environment.OKTA_URL, token: environment.OKTA_TOKEN }),
    groups: { Engineering: ['Engineering-Core'], Sales: ['Sales-App-Access'] },
    // Whoever HR terminates is out now; the default lets the last day come to its end.
    schedule: { cutAccessAt: 'immediately' },
    store: sqliteStore(environment.STORE),
  });
}
