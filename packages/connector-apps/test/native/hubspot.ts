// HubSpot over its model.
import type { AccountProfile } from '@tenure/core/connector';
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { type HubSpotUser, startHubSpotServer } from '@tenure/simulators/native';
import { hubspot, hubspotDescription } from '../../src/native/hubspot/index.ts';
import type { TestedNativeApp } from './world.ts';

function heldBy({ id, email, firstName, lastName }: HubSpotUser): HeldAccount {
  const values = { userName: email, givenName: firstName, familyName: lastName };
  return {
    id,
    state: 'active',
    profile: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as AccountProfile,
  };
}

const seedOf = ({ profile }: SeedAccount) => ({
  email: String(profile.userName),
  firstName: profile.givenName ?? undefined,
  lastName: profile.familyName ?? undefined,
});

const users = '/settings/v3/users';

export const testedHubspot: TestedNativeApp = {
  subpath: 'hubspot',
  description: hubspotDescription,
  start: async (now) => {
    const token = 'hubspot-token-never-shown';
    const model = await startHubSpotServer({ now, token });
    const { backend } = model;
    return {
      model,
      app: (options) => hubspot({ token, baseUrl: model.url, ...options }),
      seed: (account) => backend.seed(seedOf(account)).id,
      held: () => backend.users().map(heldBy),
      kindOf: ({ method, path }) => {
        if (method === 'GET') return path.startsWith(`${users}/?`) ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION', message: 'no' } },
      forbidden: { status: 403, body: { status: 'error', category: 'MISSING_SCOPES', message: 'no' } },
      ignoring: [{ method: 'DELETE', effect: { kind: 'answer', status: 204 } }],
      creation: { method: 'POST', path: users },
      reserve: backend.hide,
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) => {
        const effect = { kind: 'answer', status: 200, body: { id: '9', email: address, superAdmin: false } } as const;
        model.fail({ method: 'GET', path: `${users}/*`, times: Number.POSITIVE_INFINITY, effect });
      },
      secrets: [token],
    };
  },
};
