// The connector contract on the simulated ADP over real HTTP behind mutual TLS. The HR system behind it is asked directly,
// never through the connector.
import { describeConnector, type InjectableFault, type SourceWorld } from '@tenure/core/testing';
import { type AdpFaultEffect, type AdpSwitches, noAdpLimits, type ProductName, startAdpServer } from '@tenure/simulators/adp';
import { describe, test } from 'vitest';
import { adpSource } from '../src/index.ts';
import { openTls } from '../src/transport/tls.ts';

const effects = {
  unauthenticated: { kind: 'problem', status: 401, shape: 'gateway' },
  forbidden: { kind: 'problem', status: 403, shape: 'gateway' },
  'rate-limited': { kind: 'throttled', retryAfterSeconds: 3 },
  'rate-limited-no-header': { kind: 'throttled' },
  'server-error': { kind: 'problem', status: 500, shape: 'confirm-message' },
  'lost-answer-before': { kind: 'reset' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'cut' },
  html: { kind: 'html' },
  redirect: { kind: 'answer', status: 302, headers: { location: 'https://login.example/' } },
} as const satisfies Record<Exclude<InjectableFault, 'unknown-fields'>, AdpFaultEffect>;

async function makeWorld(switches: Partial<AdpSwitches>, product: ProductName): Promise<SourceWorld> {
  const server = await startAdpServer({ at: '2025-01-01T12:00:00Z', limits: noAdpLimits, switches, product });
  const { subscriber, authority } = server;
  const { hr, clientId, clientSecret } = subscriber;
  const tls = openTls({ ...server.certificate, authority });
  await tls.renew();
  let heal: (() => void) | undefined;
  let strange = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await tls.fetch(input, init);
    return strange && response.status === 200 ? withUnknownFields(response) : response;
  };
  return {
    kind: 'source',
    connector: adpSource({
      ...{ clientId, clientSecret, ...pem(server.certificate), authority, product },
      ...{ accountsUrl: server.accountsUrl, apiUrl: server.apiUrl },
      // One more try shows all that five would, without their handshakes.
      ...{ timeZone: subscriber.timeZone, http: { fetch, maxRetries: 1 } },
    }),
    faults: [...(Object.keys(effects) as (keyof typeof effects)[]), 'unknown-fields'],
    inject(fault) {
      heal?.();
      heal = undefined;
      strange = fault === 'unknown-fields';
      if (fault === undefined || fault === 'unknown-fields') return;
      heal = server.fail({ effect: effects[fault], times: Number.POSITIVE_INFINITY }).remove;
    },
    secrets: [clientId, clientSecret, server.certificate.key],
    close: () => server.close(),
    backend: {
      seedEmployees: async (employees) =>
        hr.bulkLoad(
          employees.map(({ firstName, lastName, workEmail, jobTitle }) => ({
            givenName: firstName ?? undefined,
            familyName: lastName ?? undefined,
            workEmail: workEmail ?? undefined,
            jobTitle: jobTitle ?? undefined,
          })),
        ),
      ...(product === 'run'
        ? {}
        : {
            seedDepartments(names: readonly string[]) {
              for (const name of names) hr.putDepartment({ payrollGroup: '7ZQ', code: name, name });
              return names.map((name) => (product === 'international' ? name : `7ZQ|${name}`));
            },
          }),
      seedUnreadable({ firstName, lastName }) {
        const [id = ''] = hr.bulkLoad([{ givenName: firstName ?? '' }]);
        const worker = hr.worker(id);
        // The wrong kind of value, as no rule of the HR system would allow it.
        if (worker !== undefined) hr.put({ ...worker, familyName: [lastName] as unknown as string });
      },
      snapshot: () => [hr.size, [...hr.departments()], subscriber.queue.messages().length],
    },
  };
}

const pem = ({ certificate, key }: { readonly certificate: string; readonly key: string }) => ({ certificate, key });

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
  return new Response(JSON.stringify(strange(await response.json())), { status, headers });
}

/** The other position of every switch that a source can meet. */
const otherwise: Partial<AdpSwitches> = {
  deadToken: 400,
  endOfList: 'empty-list',
  meta: 'filled',
  roleCode: 'required',
  readCacheSeconds: 3_600,
  order: 'newest-first',
  departmentsHonourSkip: false,
  emptyQueue: 404,
};

const worlds: readonly (readonly [string, Partial<AdpSwitches>, ProductName])[] = [
  ['adpSource on Workforce Now', {}, 'workforce-now'],
  ['adpSource on Workforce Now, where every open question has the other answer', otherwise, 'workforce-now'],
  ['adpSource on RUN, with departments from people', {}, 'run'],
  ['adpSource on an international product', {}, 'international'],
];

for (const [name, switches, product] of worlds) {
  describeConnector({ name, kind: 'source', makeWorld: () => makeWorld(switches, product) }, { describe, test });
}
