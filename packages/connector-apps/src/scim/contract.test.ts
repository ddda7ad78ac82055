import type { AccountProfile } from '@tenure/core/connector';
import { type AppWorld, describeConnector, type HeldAccount, type InjectableFault } from '@tenure/core/testing';
import { type ScimFault, type ScimUser, startScimServer } from '@tenure/simulators/scim';
import { describe, test } from 'vitest';
import { extended, genericProfile } from './generic.ts';
import { scimApp } from './index.ts';
import type { ScimProfile } from './profile.ts';

const faults: Readonly<Record<InjectableFault, ScimFault>> = {
  unauthenticated: { kind: 'status', status: 401 },
  forbidden: { kind: 'status', status: 403 },
  'rate-limited': { kind: 'status', status: 429, headers: { 'retry-after': '5' } },
  'rate-limited-no-header': { kind: 'status', status: 429 },
  'server-error': { kind: 'status', status: 500 },
  'lost-answer-before': { kind: 'reset-before' },
  'lost-answer-after': { kind: 'reset-after' },
  truncated: { kind: 'truncated' },
  html: { kind: 'html' },
  redirect: { kind: 'status', status: 302, headers: { location: 'https://login.example.com/' } },
  'unknown-fields': { kind: 'extra-fields' },
};

// Written out here and not with the connector's own mapping, which would hide its own mistakes.
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function userFrom(profile: AccountProfile, active: boolean): Omit<ScimUser, 'id'> {
  const { userName, externalId, employeeNumber, email, givenName, familyName, displayName, title, department } = profile;
  const { phone, city, country, timeZone } = profile;
  return {
    active,
    userName: userName ?? '',
    name: { ...text({ givenName, familyName }) },
    ...text({ externalId, displayName, title, timezone: timeZone }),
    ...(phone == null ? {} : { phoneNumbers: [{ value: phone, type: 'work' }] }),
    ...(city == null && country == null ? {} : { addresses: [{ type: 'work', ...text({ locality: city, country }) }] }),
    ...(email == null ? {} : { emails: [{ value: email, type: 'work', primary: true }] }),
    [enterprise]: text({ employeeNumber, department, costCenter: profile['customFields.costCenter'] }),
  };
}

function heldBy(user: ScimUser): HeldAccount {
  const extension = (user[enterprise] ?? {}) as Readonly<Record<'employeeNumber' | 'department' | 'costCenter', string | undefined>>;
  const { userName, externalId, displayName, title } = user;
  const email = user.emails?.find((entry) => entry.primary === true)?.value;
  const { givenName, familyName } = user.name ?? {};
  const { employeeNumber, department, costCenter } = extension;
  const [phone] = (user['phoneNumbers'] ?? []) as readonly { readonly value?: string }[];
  const [address] = (user['addresses'] ?? []) as readonly { readonly locality?: string; readonly country?: string }[];
  const located = {
    phone: phone?.value,
    city: address?.locality,
    country: address?.country,
    timeZone: user.timezone,
    'customFields.costCenter': costCenter,
  };
  return {
    id: user.id,
    state: user.active === false ? 'disabled' : 'active',
    profile: text({ userName, externalId, employeeNumber, email, givenName, familyName, displayName, title, department, ...located }),
  };
}

function text(values: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value == null ? [] : [[name, value]])));
}

const token = 'scim-token-never-shown';

// One app that is told a field of HR's own, one that is not.
const withCostCenter: ScimProfile = {
  ...genericProfile,
  places: { ...genericProfile.places, 'customFields.costCenter': extended('costCenter') },
};

async function makeWorld(removal: 'disable-and-delete' | 'delete'): Promise<AppWorld> {
  const server = await startScimServer({ token });
  const profile = removal === 'delete' ? genericProfile : withCostCenter;
  return {
    kind: 'app',
    connector: scimApp({ id: 'design', baseUrl: server.url, token, profile, removal, allowIrreversible: true, http: { maxRetries: 1 } }),
    backend: {
      seedAccount: ({ profile, state }) => server.seed([userFrom(profile, state === 'active')])[0]?.id ?? '',
      snapshot: () => ({ accounts: server.users().map(heldBy) }),
    },
    faults: Object.keys(faults) as InjectableFault[],
    inject: (fault) => {
      server.heal();
      if (fault !== undefined) server.fail({ ...faults[fault], times: Number.POSITIVE_INFINITY });
    },
    secrets: [token],
    close: () => server.close(),
  };
}

describeConnector({ name: 'scimApp', kind: 'app', makeWorld: () => makeWorld('disable-and-delete') }, { describe, test });
describeConnector({ name: 'scimApp for apps that only delete', kind: 'app', makeWorld: () => makeWorld('delete') }, { describe, test });
