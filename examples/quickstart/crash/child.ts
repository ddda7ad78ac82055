// One process that synchronises and ends: the test beside it kills it in the middle, again and again.
import { scimApp } from '@tenure/connector-apps';
import { fileSource } from '@tenure/connector-file';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, everyone } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';

const { STORE = '', EMPLOYEES = '', OKTA_URL = '', OKTA_TOKEN = '', CHAT_URL = '', CHAT_TOKEN = '' } = process.env;

const lifecycle = createLifecycle({
  timeZone: 'Europe/London',
  source: fileSource({ employees: EMPLOYEES }),
  identityProvider: oktaProvider({ orgUrl: OKTA_URL, token: OKTA_TOKEN }),
  groups: { Engineering: ['Engineering-Core'] },
  apps: [{ app: scimApp({ id: 'chat', baseUrl: CHAT_URL, token: CHAT_TOKEN }), policy: 'both', for: everyone() }],
  guards: { disable: { floor: 1_000, share: 1 } },
  store: sqliteStore(STORE),
});

const { plan, run } = await lifecycle.sync();
const after = await lifecycle.plan();
await lifecycle.close();
process.stdout.write(
  JSON.stringify({
    planned: plan.total,
    run: String(run),
    left: after.total,
    why: after.header.changes,
    held: after.header.held.map(({ because }) => because),
  }),
);
