// Zendesk over its model.
import type { HeldAccount } from '@tenure/core/testing';
import { type ShownZendeskUser, startZendeskServer, type ZendeskServer } from '@tenure/simulators/native';
import { zendesk, zendeskDescription } from '../../src/native/zendesk/index.ts';
import type { TestedNativeApp } from './world.ts';

function heldBy({ id, email, name, externalId, phone, suspended }: ShownZendeskUser): HeldAccount {
  const profile = {
    ...{ email, displayName: name },
    ...(externalId === undefined ? {} : { externalId }),
    ...(phone === '' ? {} : { phone }),
  };
  return { id: String(id), state: suspended ? 'disabled' : 'active', profile };
}

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, email, apiToken }: ZendeskServer) => ({ subdomain: 'acme', baseUrl, email, apiToken });

export const testedZendesk: TestedNativeApp = {
  subpath: 'zendesk',
  description: zendeskDescription,
  start: async (now) => {
    const model = await startZendeskServer({ now, switches: { agentsCanBeDeleted: true } });
    const { backend } = model;
    return {
      model,
      app: (options) => zendesk({ ...optionsFor(model), ...options }),
      seed: ({ profile, state }) =>
        String(
          backend.seed({
            email: String(profile.email),
            name: String(profile.displayName),
            externalId: profile.externalId ?? undefined,
            suspended: state === 'disabled',
          }).id,
        ),
      held: () =>
        backend
          .users()
          .filter(({ active }) => active)
          .map(heldBy),
      kindOf: ({ method, path }) => {
        if (method === 'GET') return path.startsWith('/api/v2/users.json') ? 'list' : 'look';
        return method === 'POST' && path === '/api/v2/users.json' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: { error: "Couldn't authenticate you" } },
      forbidden: { status: 403, body: { error: 'Forbidden', description: 'You do not have access to this page' } },
      ignoring: [
        { method: 'PUT', effect: { kind: 'answer', status: 200, body: {} } },
        { method: 'DELETE', effect: { kind: 'answer', status: 200, body: {} } },
      ],
      creation: { method: 'POST', path: '/api/v2/users.json' },
      // Whoever was deleted softly keeps the address there, and no search shows them.
      reserve: backend.reserve,
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) =>
        void backend.seed({ email: address, name: 'ada@example.com', otherEmails: ['ada@example.com'], externalId: 'P-10' }),
      secrets: [model.apiToken],
    };
  },
};
