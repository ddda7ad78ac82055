// A company behind the simulated ADP, provisioned by the engine into an identity provider in memory.

import { createLifecycle, type GuardLimits, type Lifecycle, type LifecycleOptions, type Plan } from '@tenure/core';
import type { HrisSource } from '@tenure/core/connector';
import { sqliteStore } from '@tenure/core/sqlite';
import { memoryIdentityProvider } from '@tenure/core/testing';
import { type AdpHire, type AdpHr, type AdpServer, type AdpServerOptions, noAdpLimits, startAdpServer } from '@tenure/simulators/adp';
import { type AdpSourceOptions, adpSource } from '../src/index.ts';

const classes = [
  ...(['create', 'adopt', 'link', 'enable', 'reactivate', 'update'] as const),
  ...(['rename', 'clear', 'disable', 'delete', 'group-add', 'group-removal'] as const),
];

/** Guards that hold nothing: what is tested is the reading, not the guard. */
const noGuards: GuardLimits = Object.fromEntries(classes.map((name) => [name, { floor: 1_000_000, share: 1 }]));

export interface Company extends AsyncDisposable {
  readonly adp: AdpServer;
  readonly hr: AdpHr;
  /** Associate OIDs, in the order of hire. */
  readonly ids: readonly string[];
  readonly lifecycle: Lifecycle;
  readonly source: HrisSource;
  /** Who may sign in, by e-mail address, sorted. */
  on(): readonly string[];
  /** Plans and applies; answers why the reading was not complete, however that was told. */
  sync(): Promise<readonly string[]>;
}

export interface CompanyOptions {
  readonly people: number;
  readonly server?: AdpServerOptions | undefined;
  readonly source?: Partial<AdpSourceOptions> | undefined;
  readonly lifecycle?: Partial<LifecycleOptions> | undefined;
}

export function emailOf(number: number): string {
  return `person${String(number).padStart(4, '0')}@example.com`;
}

export function worker(number: number): AdpHire {
  const department = number % 2 === 0 ? { code: 'ENG', name: 'Engineering' } : { code: 'SAL', name: 'Sales' };
  const names = { givenName: `First${number}`, familyName: `Last${number}`, workEmail: emailOf(number) };
  return { ...names, department, jobTitle: 'Worker', workerType: { code: 'F', name: 'Full Time' }, on: '2020-01-06' };
}

/** What a source needs to reach the simulator. */
export function accessTo(adp: AdpServer): AdpSourceOptions {
  const { subscriber, certificate, authority, accountsUrl, apiUrl } = adp;
  const { clientId, clientSecret, timeZone, product } = subscriber;
  const hosts = { accountsUrl, apiUrl, authority };
  return { clientId, clientSecret, certificate: certificate.certificate, key: certificate.key, ...hosts, timeZone, product };
}

export async function startCompany({ people, server, source, lifecycle: changes }: CompanyOptions): Promise<Company> {
  const adp = await startAdpServer({ at: '2026-11-23T12:00:00Z', limits: noAdpLimits, ...server });
  const { hr } = adp.subscriber;
  for (const [code, name] of [
    ['ENG', 'Engineering'],
    ['SAL', 'Sales'],
  ] as const)
    hr.putDepartment({ payrollGroup: '7ZQ', code, name });
  const ids = hr.bulkLoad(Array.from({ length: people }, (_, index) => worker(index + 1)));
  const { provider, backend } = memoryIdentityProvider({ id: 'okta' });
  for (const name of ['Sales-Access', 'Engineering-Core']) backend.addGroup(name);
  const hris = adpSource({ ...accessTo(adp), http: { maxRetries: 2, timeoutMs: 5_000 }, ...source });
  const lifecycle = createLifecycle({
    timeZone: 'America/New_York',
    source: hris,
    identityProvider: provider,
    groups: { Sales: ['Sales-Access'], Engineering: ['Engineering-Core'] },
    guards: noGuards,
    store: sqliteStore(':memory:'),
    clock: {
      now: adp.clock.now,
      sleep: async (milliseconds, signal) => {
        signal.throwIfAborted();
        adp.clock.advance(milliseconds);
      },
    },
    ...changes,
  });
  return {
    adp,
    hr,
    ids,
    lifecycle,
    source: hris,
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
    async [Symbol.asyncDispose]() {
      await lifecycle.close();
      await adp.close();
    },
  };
}
