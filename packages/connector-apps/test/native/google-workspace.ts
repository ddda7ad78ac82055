// Google Workspace over its model.
import type { AccountProfile } from '@tenure/core/connector';
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { type GoogleWorkspaceServer, type GoogleWorkspaceUser, startGoogleWorkspaceServer } from '@tenure/simulators/native';
import { googleWorkspace, googleWorkspaceDescription } from '../../src/native/google-workspace/index.ts';
import type { TestedNativeApp } from './world.ts';

const problem = (code: number, reason: string) => ({ status: code, body: { error: { code, message: reason, errors: [{ reason }] } } });
const users = '/admin/directory/v1/users';

interface Entry {
  readonly type?: string;
  readonly customType?: string;
  readonly value?: string;
  readonly title?: string;
  readonly department?: string;
}

function heldBy({ id, primaryEmail, suspended, fields }: GoogleWorkspaceUser): HeldAccount {
  const entries = (name: string) => (fields[name] ?? []) as readonly Entry[];
  const name = fields['name'] as { readonly givenName?: string; readonly familyName?: string };
  const values = {
    userName: primaryEmail,
    externalId: entries('externalIds').find(({ customType }) => customType === 'tenure')?.value,
    employeeNumber: entries('externalIds').find(({ type }) => type === 'organization')?.value,
    givenName: name.givenName,
    familyName: name.familyName,
    title: entries('organizations')[0]?.title,
    department: entries('organizations')[0]?.department,
  };
  const profile = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as AccountProfile;
  return { id, state: suspended ? 'disabled' : 'active', profile };
}

const seedOf = ({ profile, state }: SeedAccount) => ({
  primaryEmail: String(profile.userName),
  name: { givenName: profile.givenName, familyName: profile.familyName },
  externalIds: [
    { type: 'custom', customType: 'tenure', value: profile.externalId },
    { type: 'organization', value: profile.employeeNumber },
  ],
  organizations: [{ primary: true, title: profile.title, department: profile.department }],
  suspended: state === 'disabled',
});

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, tokenUrl, serviceAccountKey, administrator }: GoogleWorkspaceServer) => ({
  ...{ baseUrl, tokenUrl, serviceAccountKey, administrator },
});

export const testedGoogleWorkspace: TestedNativeApp = {
  subpath: 'google-workspace',
  description: googleWorkspaceDescription,
  start: async (now) => {
    const model = await startGoogleWorkspaceServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => googleWorkspace({ ...optionsFor(model), ...options }),
      seed: (account) => backend.seed(seedOf(account)),
      held: () =>
        backend
          .users()
          .filter(({ deleted }) => !deleted)
          .map(heldBy),
      kindOf: ({ method, path }) => {
        if (path.startsWith('/token')) return 'token';
        if (method === 'GET') return path.startsWith(`${users}?`) && !path.includes('query=') ? 'list' : 'look';
        return method === 'POST' && path === users ? 'create' : 'write';
      },
      unauthenticated: problem(401, 'authError'),
      forbidden: problem(403, 'forbidden'),
      ignoring: [
        { method: 'PATCH', effect: { kind: 'answer', status: 200, body: {} } },
        { method: 'DELETE', effect: { kind: 'answer', status: 204 } },
      ],
      creation: { method: 'POST', path: users },
      reserve: backend.reserve,
      useUpSeats: () => backend.setSeats(0),
      // The holder of an alias, and whose external id begins with the one that is looked for.
      showInstead: (address) =>
        void backend.seed({
          primaryEmail: address,
          aliases: ['ada@example.com'],
          name: { givenName: 'Other', familyName: 'One' },
          externalIds: [{ type: 'custom', customType: 'tenure', value: 'P-10' }],
        }),
      secrets: [(JSON.parse(model.serviceAccountKey) as { private_key: string }).private_key, 'model-token-1'],
    };
  },
};
