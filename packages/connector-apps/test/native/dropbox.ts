// Dropbox over its model.
import type { AccountProfile } from '@tenure/core/connector';
import type { HeldAccount } from '@tenure/core/testing';
import { type DropboxMember, type DropboxServer, startDropboxServer } from '@tenure/simulators/native';
import { dropbox, dropboxDescription } from '../../src/native/dropbox/index.ts';
import type { TestedNativeApp } from './world.ts';

const members = '/2/team/members';
const looks = new Set(['get_info_v2', 'add/job_status/get_v2', 'remove/job_status/get']);

function heldBy({ id, email, externalId, givenName, surname, status }: DropboxMember): HeldAccount {
  const profile: AccountProfile = { email, givenName, familyName: surname, ...(externalId === undefined ? {} : { externalId }) };
  const states = { active: 'active', invited: 'pending', suspended: 'disabled', removed: 'gone' } as const;
  return { id, state: states[status], profile };
}

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, tokenUrl, app }: DropboxServer) => ({
  ...{ baseUrl, tokenUrl, appKey: app.key, appSecret: app.secret, refreshToken: app.refreshToken },
});

export const testedDropbox: TestedNativeApp = {
  subpath: 'dropbox',
  description: dropboxDescription,
  start: async (now) => {
    const model = await startDropboxServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => dropbox({ ...optionsFor(model), ...options }),
      seed: ({ profile, state }) =>
        backend.seed({
          email: String(profile.email),
          externalId: profile.externalId ?? undefined,
          givenName: String(profile.givenName),
          surname: String(profile.familyName),
          status: state === 'active' ? 'active' : 'suspended',
        }).id,
      held: () =>
        backend
          .members()
          .filter(({ status }) => status !== 'removed')
          .map(heldBy),
      kindOf: ({ path }) => {
        if (path.startsWith('/oauth2')) return 'token';
        const route = path.slice(members.length + 1);
        if (route.startsWith('list')) return 'list';
        if (looks.has(route)) return 'look';
        return route === 'add_v2' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: { error_summary: 'invalid_access_token/', error: { '.tag': 'invalid_access_token' } } },
      forbidden: {
        status: 401,
        body: { error_summary: 'missing_scope/', error: { '.tag': 'missing_scope', required_scope: 'members.read' } },
      },
      ignoring: [
        { path: `${members}/suspend`, effect: { kind: 'answer', status: 200, body: null } },
        { path: `${members}/unsuspend`, effect: { kind: 'answer', status: 200, body: null } },
        { path: `${members}/remove`, effect: { kind: 'answer', status: 200, body: { '.tag': 'complete' } } },
      ],
      creation: { method: 'POST', path: `${members}/add_v2` },
      reserve: backend.seedElsewhere,
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) => void backend.seed({ email: address, externalId: 'P-10', givenName: 'Other', surname: 'One' }),
      secrets: [model.app.secret, model.app.refreshToken, 'model-token-1'],
    };
  },
};
