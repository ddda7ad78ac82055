// A company behind the simulated Merge, provisioned by the engine into an identity provider in memory.

import { createLifecycle, type GuardLimits, type Lifecycle, type LifecycleOptions, type Plan } from '@tenure/core';
import type { HrisSource } from '@tenure/core/connector';
import { sqliteStore } from '@tenure/core/sqlite';
import { memoryIdentityProvider } from '@tenure/core/testing';
import { type MergeServer, type MergeServerOptions, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { mergeSource } from '../src/index.ts';
import type { MergeReadingOptions } from '../src/options.ts';

const classes = [
  ...(['create', 'adopt', 'link', 'enable', 'reactivate', 'update'] as const),
  ...(['rename', 'clear', 'disable', 'delete', 'group-add', 'group-removal'] as const),
];

/** Guards that hold nothing: what is tested is the reading, not the guard. */
const noGuards: GuardLimits = Object.fromEntries(classes.map((name) => [name, { floor: 1_000_000, share: 1 }]));

export interface Company extends AsyncDisposable {
  readonly merge: MergeServer;
  readonly lifecycle: Lifecycle;
  readonly source: HrisSource;
  /** The account token in use; another one after a fresh link. */
  accountToken: string;
  /** The same company and store under other options. */
  reopened(others: Partial<LifecycleOptions>): Lifecycle;
  /** Every account there is, on or off. */
  accounts(): number;
  /** Who may sign in, by e-mail address, sorted. */
  on(): readonly string[];
  /** How many are in groups, each membership once. */
  memberships(): number;
  /** Plans and applies; answers why the reading was not complete, however that was told. */
  sync(): Promise<readonly string[]>;
  /** Paths that were asked for since the last call. */
  asked(): readonly string[];
}

export interface CompanyOptions {
  readonly people: number;
  readonly server?: MergeServerOptions | undefined;
  readonly source?: MergeReadingOptions | undefined;
  readonly lifecycle?: Partial<LifecycleOptions> | undefined;
}

export function worker(number: number) {
  return {
    remote_id: `E-${number}`,
    employee_number: `N${number}`,
    first_name: `First${number}`,
    last_name: `Last${number}`,
    work_email: emailOf(number),
    groups: [number % 2 === 0 ? 'D-eng' : 'D-sales'],
    work_location: 'L-1',
    start_date: '2020-01-06',
    job: { job_title: 'Worker', employment_type: 'Full-Time' },
  };
}

export function emailOf(number: number): string {
  return `person${String(number).padStart(4, '0')}@example.com`;
}

export async function startCompany({ people, server, source, lifecycle: changes }: CompanyOptions): Promise<Company> {
  const merge = await startMergeServer({ at: '2026-11-23T08:00:00Z', limits: noMergeLimits, ...server });
  const { account, apiKey, baseUrl, clock } = merge;
  account.hr.put('groups', { remote_id: 'D-eng', name: 'Engineering', type: 'Department' });
  account.hr.put('groups', { remote_id: 'D-sales', name: 'Sales', type: 'Department' });
  account.hr.put('locations', { remote_id: 'L-1', name: 'HQ', city: 'Bristol', country: 'GB', location_type: 'WORK' });
  account.seed(Array.from({ length: people }, (_, index) => worker(index + 1)));
  const { provider, backend } = memoryIdentityProvider({ id: 'okta' });
  for (const name of ['Sales-Access', 'Engineering-Core']) backend.addGroup(name);
  const access = { accountToken: account.token };
  const hris = mergeSource({
    apiKey,
    baseUrl,
    accountToken: async () => access.accountToken,
    http: { maxRetries: 2, timeoutMs: 5_000 },
    ...source,
  });
  const options: LifecycleOptions = {
    timeZone: 'Europe/London',
    source: hris,
    identityProvider: provider,
    groups: { Sales: ['Sales-Access'], Engineering: ['Engineering-Core'] },
    guards: noGuards,
    store: sqliteStore(':memory:'),
    clock: {
      now: clock.now,
      sleep: async (milliseconds, signal) => {
        signal.throwIfAborted();
        clock.advance(milliseconds);
      },
    },
    ...changes,
  };
  const lifecycle = createLifecycle(options);
  let seen = 0;
  return {
    merge,
    lifecycle,
    source: hris,
    get accountToken() {
      return access.accountToken;
    },
    set accountToken(token) {
      access.accountToken = token;
    },
    reopened: (others) => createLifecycle({ ...options, ...others }),
    accounts: () => backend.users.size,
    memberships: () => [...backend.users.values()].reduce((sum, { groups }) => sum + groups.size, 0),
    on: () =>
      [...backend.users.values()]
        .filter(({ state }) => state === 'active')
        .map(({ profile }) => profile.email ?? '')
        .sort(),
    async sync() {
      let plan: Plan;
      try {
        plan = await lifecycle.plan();
      } catch (error) {
        return [error instanceof Error ? error.message : 'a thrown value'];
      }
      await lifecycle.apply(plan);
      return plan.header.feed.verdict.reasons;
    },
    asked() {
      const fresh = merge.requests().slice(seen);
      seen = merge.requests().length;
      return fresh.map(({ method, path }) => `${method} ${path.replace('/api', '')}`);
    },
    async [Symbol.asyncDispose]() {
      await lifecycle.close();
      await merge.close();
    },
  };
}
