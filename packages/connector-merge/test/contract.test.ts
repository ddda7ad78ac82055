// The connector contract on the simulated Merge over real HTTP, by both ways to reach it. The HR system behind it is asked
// directly, never through the connector.
import { MergeClient } from '@mergeapi/merge-node-client';
import type { HrisSource } from '@tenure/core/connector';
import { describeConnector, type InjectableFault, type SourceWorld } from '@tenure/core/testing';
import { type MergeFaultEffect, type MergeSwitches, noMergeLimits, startMergeServer } from '@tenure/simulators/merge';
import { describe, test } from 'vitest';
import { mergeSource } from '../src/index.ts';

const effects = {
  unauthenticated: { kind: 'answer', status: 401, body: { detail: 'Invalid token.' } },
  forbidden: { kind: 'answer', status: 403, body: { detail: 'No.' } },
  'rate-limited': { kind: 'throttled', retryAfterSeconds: 3 },
  'rate-limited-no-header': { kind: 'throttled' },
  'server-error': { kind: 'answer', status: 500, body: { detail: 'Oh.' } },
  'lost-answer-before': { kind: 'reset' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'cut' },
  html: { kind: 'html' },
  redirect: { kind: 'answer', status: 302, headers: { location: 'https://login.example/' } },
} as const satisfies Record<Exclude<InjectableFault, 'unknown-fields'>, MergeFaultEffect>;

interface Reached {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly accountToken: string;
  readonly fetch: typeof globalThis.fetch;
}

const ways: Readonly<Record<string, (reached: Reached) => HrisSource>> = {
  'by its own requests': ({ fetch, ...keys }) => mergeSource({ ...keys, http: { fetch, maxRetries: 1 } }),
  'by the caller’s MergeClient': (reached) => mergeSource({ client: new MergeClient(reached), http: { maxRetries: 1 } }),
};

async function makeWorld(open: (reached: Reached) => HrisSource, switches: Partial<MergeSwitches>): Promise<SourceWorld> {
  const server = await startMergeServer({ at: '2025-01-01T00:00:00Z', limits: noMergeLimits, switches });
  const { account, apiKey, baseUrl } = server;
  const { hr } = account;
  account.sync.run();
  let heal: (() => void) | undefined;
  let strange = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init);
    return strange ? withUnknownFields(response) : response;
  };
  return {
    kind: 'source',
    connector: open({ baseUrl, apiKey, accountToken: account.token, fetch }),
    faults: [...(Object.keys(effects) as (keyof typeof effects)[]), 'unknown-fields'],
    inject(fault) {
      heal?.();
      heal = undefined;
      strange = fault === 'unknown-fields';
      if (fault === undefined || fault === 'unknown-fields') return;
      heal = server.fail({ effect: effects[fault], times: Number.POSITIVE_INFINITY }).remove;
    },
    secrets: [apiKey, account.token],
    close: () => server.close(),
    backend: {
      seedEmployees: (employees) =>
        account.seed(
          employees.map(({ firstName, lastName, workEmail, jobTitle }) => ({
            first_name: firstName,
            last_name: lastName,
            work_email: workEmail,
            job: { job_title: jobTitle },
          })),
        ),
      seedDepartments(names) {
        for (const name of names) hr.put('groups', { remote_id: `D-${name}`, name, type: 'Department' });
        account.sync.run();
        return names.map((name) => account.idOf('groups', `D-${name}`));
      },
      seedUnreadable({ firstName, lastName, workEmail }) {
        hr.put('employees', { remote_id: 'E-broken', first_name: firstName, last_name: [lastName], work_email: workEmail });
        account.sync.run();
      },
      snapshot: () => [[...hr.all('employees')], [...hr.all('employments')], [...hr.all('groups')]],
    },
  };
}

async function withUnknownFields(response: Response): Promise<Response> {
  const strange = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strange);
    if (typeof value !== 'object' || value === null) return value;
    return {
      ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strange(inner)])),
      nobody_documented_this: { a: [1] },
    };
  };
  const { status, headers } = response;
  return new Response(JSON.stringify(strange(await response.json())), {
    status,
    headers: { 'content-type': headers.get('content-type') ?? '' },
  });
}

/** The other position of every switch that a source can meet. */
const otherwise: Partial<MergeSwitches> = {
  largePages: 'refuse',
  childChangeTouchesEmployee: true,
  deletedById: 'never',
  changedRecordsMove: true,
  dates: 'date',
  retryAfter: false,
};

for (const [way, open] of Object.entries(ways)) {
  const about = { name: `mergeSource ${way}`, kind: 'source' as const };
  describeConnector({ ...about, makeWorld: () => makeWorld(open, {}) }, { describe, test });
  const elsewhere = { ...about, name: `${about.name}, where every open question has the other answer` };
  describeConnector({ ...elsewhere, makeWorld: () => makeWorld(open, otherwise) }, { describe, test });
}
