// The connector contract, on the simulated org over real HTTP. The backend is asked directly, never through the connector.
import type { AccountProfile } from '@tenure/core/connector';
import { describeConnector, type IdentityWorld, type InjectableFault, testContext } from '@tenure/core/testing';
import {
  type FaultEffect,
  noLimits,
  type OktaServer,
  type OktaServerOptions,
  type OktaStatus,
  startOktaServer,
} from '@tenure/simulators/okta';
import { describe, test } from 'vitest';
import { seedApp } from '../test/app.ts';
import { sdkClient } from '../test/sdk.ts';
import { stateOf } from './mapping.ts';
import type { OktaProviderOptions } from './options.ts';
import { oktaProvider } from './provider.ts';

const names = {
  userName: 'login',
  externalId: 'hrId',
  employeeNumber: 'employeeNumber',
  email: 'email',
  givenName: 'firstName',
  familyName: 'lastName',
  displayName: 'displayName',
  phone: 'primaryPhone',
  title: 'title',
  department: 'department',
  city: 'city',
  country: 'countryCode',
  timeZone: 'timezone',
  'customFields.costCenter': 'costCenter',
} as const satisfies Record<keyof AccountProfile, string>;

const attributes = { externalId: 'hrId', 'customFields.costCenter': 'costCenter' } as const;

const effects = {
  unauthenticated: { kind: 'status', status: 401, code: 'E0000011' },
  forbidden: { kind: 'status', status: 403, code: 'E0000006' },
  'rate-limited': { kind: 'throttled' },
  'rate-limited-no-header': { kind: 'throttled', silent: true },
  'server-error': { kind: 'status', status: 500, code: 'E0000009' },
  'lost-answer-before': { kind: 'reset-before' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'truncated' },
  html: { kind: 'html', status: 200 },
  redirect: { kind: 'redirect' },
  'unknown-fields': { kind: 'unknown-fields' },
} as const satisfies Record<InjectableFault, FaultEffect>;

const entries = Object.entries(names) as [keyof AccountProfile, string][];

type Connect = (server: OktaServer) => OktaProviderOptions;

const directly: Connect = ({ url: orgUrl, token }) => ({ orgUrl, token, attributes });
const asServiceApp: Connect = (server) => ({ ...seedApp(server).options, attributes });
const bySdk: Connect = ({ url: orgUrl, token }) => ({
  client: sdkClient({ orgUrl, token, authorizationMode: 'SSWS' }),
  attributes,
});

async function makeWorld(off: OktaStatus, options: OktaServerOptions, connect: Connect = directly): Promise<IdentityWorld> {
  const token = 'contract-token-that-is-secret';
  const server = await startOktaServer({ ...options, token, limits: noLimits, uniqueAttributes: ['hrId'] });
  const { backend } = server;
  let heal: (() => void) | undefined;
  return {
    kind: 'identity-provider',
    connector: oktaProvider(connect(server)),
    faults: Object.keys(effects) as InjectableFault[],
    inject(fault) {
      heal?.();
      heal = fault === undefined ? undefined : server.fail({ effect: effects[fault], times: Number.POSITIVE_INFINITY }).remove;
    },
    secrets: [token],
    close: () => server.close(),
    backend: {
      seedUser({ profile, state, groups }) {
        const okta = Object.fromEntries(entries.flatMap(([name, key]) => (profile[name] == null ? [] : [[key, profile[name]]])));
        const login = profile.userName ?? profile.email ?? '';
        return backend.seedUser({ login, profile: okta, status: state === 'active' ? 'ACTIVE' : off, groupIds: groups }).id;
      },
      seedGroup: (name) => backend.seedGroup({ name }).id,
      seedSession: (userId) => backend.signIn(userId),
      snapshot: () => ({
        users: backend.users().map(({ id, status, profile, sessions }) => ({
          id,
          state: stateOf(status),
          profile: Object.fromEntries(entries.flatMap(([name, key]) => (profile[key] === undefined ? [] : [[name, String(profile[key])]]))),
          groups: backend.groups().flatMap((group) => (backend.membersOf(group.id).includes(id) ? [group.id] : [])),
          // One sign-in opens one of each; both must end.
          sessions: Math.max(sessions.okta, sessions.tokens),
        })),
        groups: backend.groups().map(({ id, name }) => ({ id, name })),
      }),
    },
  };
}

describeConnector(
  { name: 'Okta, where off is suspended', kind: 'identity-provider', makeWorld: () => makeWorld('SUSPENDED', {}) },
  { describe, test },
);

// The other position of every switch that leaves the contract's own terms alone.
const otherwise = {
  passwordSurvives: true,
  suspendProvisioned: 'allow',
  activateElsewhere: 'E0000016',
  sessionsOfDeprovisioned: 404,
  loginOfDeprovisioned: 'not-found',
  addMemberTwice: 400,
  removeMemberTwice: 404,
  readOnlyGroup: 501,
  exclusionsFull: 'put-back',
  invalidCursor: 'E0000029',
  manageScopeReads: true,
  turningOffEndsTokens: true,
  errorCauses: 'object',
  emptyLastPage: true,
} as const;

describeConnector(
  {
    name: 'Okta, where off is deactivated and every open question has the other answer',
    kind: 'identity-provider',
    makeWorld: () => makeWorld('DEPROVISIONED', { switches: otherwise }),
  },
  { describe, test },
);

describeConnector(
  {
    name: 'Okta by a client of its own SDK, with the cache and the retries that it comes with',
    kind: 'identity-provider',
    makeWorld: () => makeWorld('DEPROVISIONED', { switches: otherwise }, bySdk),
  },
  { describe, test },
);

describeConnector(
  {
    name: 'Okta as a service app with a private key and DPoP',
    kind: 'identity-provider',
    makeWorld: () => makeWorld('SUSPENDED', { now: testContext().now }, asServiceApp),
  },
  { describe, test },
);
