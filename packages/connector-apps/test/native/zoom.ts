// Zoom over its model.
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { startZoomServer, type ZoomServer, type ZoomUser } from '@tenure/simulators/native';
import { zoom, zoomDescription } from '../../src/native/zoom/index.ts';
import type { TestedNativeApp } from './world.ts';

const states = { active: 'active', inactive: 'disabled', pending: 'pending' } as const;

const heldBy = ({ id, email, status, firstName, lastName, displayName }: ZoomUser): HeldAccount => ({
  ...{ id, state: states[status] },
  profile: { userName: email, givenName: firstName, familyName: lastName, displayName },
});

const seedOf = ({ profile, state }: SeedAccount) => ({
  email: String(profile.userName),
  firstName: profile.givenName ?? undefined,
  lastName: profile.familyName ?? undefined,
  displayName: profile.displayName ?? undefined,
  status: state === 'disabled' ? ('inactive' as const) : ('active' as const),
});

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, tokenUrl, credentials }: ZoomServer) => ({ baseUrl, tokenUrl, ...credentials });

export const testedZoom: TestedNativeApp = {
  subpath: 'zoom',
  description: zoomDescription,
  start: async (now) => {
    const model = await startZoomServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => zoom({ ...optionsFor(model), addressChanges: 'send', licence: 'licensed', ...options }),
      seed: (account) => backend.seed(seedOf(account)).id,
      held: () => backend.users().map(heldBy),
      kindOf: ({ method, path }) => {
        if (path.startsWith('/oauth')) return 'token';
        if (method === 'GET') return path.startsWith('/v2/users?') ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: { code: 124, message: 'Invalid access token.' } },
      forbidden: { status: 400, body: { code: 4_711, message: 'Invalid access token, does not contain scopes:[user:read:user:admin].' } },
      ignoring: [
        { method: 'PUT', effect: { kind: 'answer', status: 204 } },
        { method: 'DELETE', effect: { kind: 'answer', status: 204 } },
      ],
      creation: { method: 'POST', path: '/v2/users' },
      reserve: backend.hide,
      useUpSeats: () => backend.setLicences(0),
      // Zoom also finds a user under an address they had before.
      showInstead: (address) => void backend.seed({ email: address, aliases: ['ada@example.com'] }),
      secrets: [model.credentials.clientSecret, 'zoom-access-1'],
    };
  },
};
