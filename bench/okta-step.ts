// One step of the Okta bench, in a process of its own: prints its figures as JSON.

import { openCompany, worker } from '../packages/connector-okta/test/company.ts';
import { eventClock } from '../packages/connector-okta/test/event-clock.ts';
import { noLimits } from '../packages/simulators/src/okta/index.ts';

export interface OktaFigures {
  readonly perMinute: number;
  /** Requests to the org, and those of them that read a page of users. */
  readonly calls: number;
  readonly pages: number;
  /** Answers that were 429. */
  readonly refused: number;
  readonly changes: string;
  /** Seconds of the org’s clock: what the plan said, and what the run took. */
  readonly estimate: number;
  readonly took: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

const [step = 'import', count = '1000'] = process.argv.slice(2);
const people = Number(count);
const perMinute = 600;
/** What a create took in recordings of live orgs, at the median. */
const latencyMs = 480;

const clock = eventClock(Date.parse('2026-11-23T12:00:17.250Z'));
const never = new AbortController().signal;
let org: typeof fetch = fetch;
const slowly: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  await clock.sleep(latencyMs / 2, never);
  const answer = await clock.during(() => org(request));
  await clock.sleep(latencyMs / 2, never);
  return answer;
};

const names = Array.from({ length: people }, (_, index) => `person${index}`);
const company = await openCompany(
  names.map((name) => worker(name)),
  {
    clock,
    org: { limits: { ...noLimits, perMinute: { ...noLimits.perMinute, users: perMinute } } },
    okta: { http: { fetch: slowly, timeoutMs: 600_000 } },
  },
);
org = company.server.fetch;
if (step === 'correlate') {
  for (const name of names)
    company.backend.seedUser({
      login: `${name}@example.com`,
      profile: { employeeNumber: `N-${name}`, hrId: name, firstName: name, lastName: 'Lovelace' },
    });
}

const plan = await company.lifecycle.plan();
const from = clock.now();
if (step === 'import') await company.lifecycle.apply(plan);
const took = Math.round((clock.now() - from) / 1_000);
const requests = company.server.requests();
if (step === 'import' && company.backend.users().length !== people + 1) throw new Error(`${company.backend.users().length} users`);
const { user, system } = process.cpuUsage();
const figures: OktaFigures = {
  perMinute,
  calls: requests.length,
  pages: requests.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/users?')).length,
  refused: requests.filter(({ status }) => status === 429).length,
  changes: plan.header.changes.map(({ class: of, changes }) => `${changes} ${of}`).join(', '),
  estimate: plan.header.estimates?.[0]?.seconds ?? 0,
  took,
  cpuSeconds: (user + system) / 1_000_000,
  megabytes: Math.round(process.resourceUsage().maxRSS / 1_024),
};
await company[Symbol.asyncDispose]();
console.log(JSON.stringify(figures));
