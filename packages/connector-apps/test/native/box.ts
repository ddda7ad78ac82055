// Box over its model.
import type { HeldAccount } from '@tenure/core/testing';
import { type BoxServer, type BoxUser, startBoxServer } from '@tenure/simulators/native';
import { box, boxDescription } from '../../src/native/box/index.ts';
import type { TestedNativeApp } from './world.ts';

const problem = (status: number, code: string) => ({ status, body: { type: 'error', status, code, message: code } });

function heldBy({ id, login, name, status, jobTitle, phone }: BoxUser): HeldAccount {
  return {
    id,
    state: status === 'inactive' ? 'disabled' : 'active',
    profile: { email: login, displayName: name, ...(jobTitle === '' ? {} : { title: jobTitle }), ...(phone === '' ? {} : { phone }) },
  };
}

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, tokenUrl, app }: BoxServer) => ({ baseUrl, tokenUrl, ...app });

export const testedBox: TestedNativeApp = {
  subpath: 'box',
  description: boxDescription,
  start: async (now) => {
    const model = await startBoxServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => box({ ...optionsFor(model), ...options }),
      seed: ({ profile, state }) =>
        backend.seed({
          login: String(profile.email),
          name: String(profile.displayName),
          jobTitle: profile.title ?? '',
          status: state === 'active' ? 'active' : 'inactive',
        }).id,
      held: () =>
        backend
          .users()
          .filter(({ kind }) => kind === 'managed')
          .map(heldBy),
      kindOf: ({ method, path }) => {
        if (path.startsWith('/oauth2')) return 'token';
        if (method === 'GET') return path.startsWith('/2.0/users?') && !path.includes('filter_term=') ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: problem(401, 'unauthorized'),
      forbidden: problem(403, 'access_denied_insufficient_permissions'),
      ignoring: [
        { method: 'PUT', effect: { kind: 'answer', status: 200, body: {} } },
        { method: 'DELETE', effect: { kind: 'answer', status: 204 } },
      ],
      creation: { method: 'POST', path: '/2.0/users' },
      reserve: (address) => void backend.seed({ login: address, kind: 'outside' }),
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) => void backend.seed({ login: address, name: 'ada@example.com', aliases: ['ada@example.com'] }),
      secrets: [model.app.clientSecret, 'model-token-1'],
    };
  },
};
