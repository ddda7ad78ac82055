import { scimApp } from '@tenure/connector-apps';
import { fileSource } from '@tenure/connector-file';
import { oktaProvider } from '@tenure/connector-okta';
import { createLifecycle, everyone, inDepartment } from '@tenure/core';
import { sqliteStore } from '@tenure/core/sqlite';

const { OKTA_URL = '', OKTA_TOKEN = '', CHAT_URL = '', CHAT_TOKEN = '', CODE_URL = '', CODE_TOKEN = '' } = process.env;

const lifecycle = createLifecycle({
  timeZone: 'Europe/London',
  source: fileSource({ employees: 'team.csv' }),
  identityProvider: oktaProvider({ orgUrl: OKTA_URL, token: OKTA_TOKEN }),
  groups: { Engineering: ['Engineering-Core'], Sales: ['Sales-App-Access'] },
  apps: [
    { app: scimApp({ id: 'chat', baseUrl: CHAT_URL, token: CHAT_TOKEN }), policy: 'both', for: everyone() },
    { app: scimApp({ id: 'code', baseUrl: CODE_URL, token: CODE_TOKEN }), policy: 'create-only', for: inDepartment('Engineering') },
  ],
  schedule: { createDaysBeforeStart: 3, cutAccessAt: 'end-of-last-day', deleteAfterDays: 30 },
  store: sqliteStore('tenure.db'),
});

const plan = await lifecycle.plan(); // reads and decides; writes to no target
console.log(plan.toTable());
const run = await lifecycle.apply(plan); // exactly that plan; held parts wait for approval
console.log(run.toString());
await lifecycle.close();
