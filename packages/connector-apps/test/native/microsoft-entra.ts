// Microsoft Entra ID over its model.
import type { AccountProfile } from '@tenure/core/connector';
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { type MicrosoftEntraServer, type MicrosoftEntraUser, startMicrosoftEntraServer } from '@tenure/simulators/native';
import { microsoftEntra, microsoftEntraDescription } from '../../src/native/microsoft-entra/index.ts';
import type { TestedNativeApp } from './world.ts';

const problem = (status: number, code: string) => ({ status, body: { error: { code, message: code } } });
const users = '/v1.0/users';

function heldBy({ id, accountEnabled, fields }: MicrosoftEntraUser): HeldAccount {
  const values = {
    userName: fields['userPrincipalName'],
    employeeNumber: fields['employeeId'],
    givenName: fields['givenName'],
    familyName: fields['surname'],
    displayName: fields['displayName'],
    title: fields['jobTitle'],
    department: fields['department'],
    city: fields['city'],
  };
  const profile = Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as AccountProfile;
  return { id, state: accountEnabled ? 'active' : 'disabled', profile };
}

const seedOf = ({ profile, state }: SeedAccount) => ({
  userPrincipalName: String(profile.userName),
  employeeId: profile.employeeNumber,
  givenName: profile.givenName,
  surname: profile.familyName,
  displayName: profile.displayName,
  jobTitle: profile.title,
  department: profile.department,
  city: profile.city,
  accountEnabled: state === 'active',
});

/** What an app over this server is told. */
export const optionsFor = ({ baseUrl, loginUrl, tenantId, clientId, clientSecret }: MicrosoftEntraServer) => ({
  ...{ baseUrl, loginUrl, tenantId, clientId, clientSecret },
});

export const testedMicrosoftEntra: TestedNativeApp = {
  subpath: 'microsoft-entra',
  description: microsoftEntraDescription,
  start: async (now) => {
    const model = await startMicrosoftEntraServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => microsoftEntra({ ...optionsFor(model), ...options }),
      seed: (account) => backend.seed(seedOf(account)),
      held: () =>
        backend
          .users()
          .filter(({ deleted }) => !deleted)
          .map(heldBy),
      kindOf: ({ method, path }) => {
        if (path.endsWith('/token')) return 'token';
        if (method === 'GET') return path.startsWith(`${users}?`) && !path.includes('filter=') ? 'list' : 'look';
        return method === 'POST' && path === users ? 'create' : 'write';
      },
      unauthenticated: problem(401, 'InvalidAuthenticationToken'),
      forbidden: problem(403, 'Authorization_RequestDenied'),
      ignoring: [
        { method: 'PATCH', effect: { kind: 'answer', status: 204 } },
        { method: 'DELETE', effect: { kind: 'answer', status: 204 } },
      ],
      creation: { method: 'POST', path: users },
      reserve: backend.reserve,
      useUpSeats: () => backend.setSeats(0),
      // Graph compares whole values; what it could show for a name is somebody whose mail it is.
      showInstead: (address) => {
        const id = backend.seed({ userPrincipalName: address, displayName: 'Other One', mail: 'ada@example.com' });
        const body = { id, userPrincipalName: address, accountEnabled: true };
        model.fail({ method: 'GET', path: users, times: 9, effect: { kind: 'answer', status: 200, body: { value: [body] } } });
      },
      // Every token of the model begins so.
      secrets: [model.clientSecret, Buffer.from('{"alg":"none"}').toString('base64url')],
    };
  },
};
