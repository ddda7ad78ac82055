// Salesforce over its model.
import type { AccountProfile } from '@tenure/core/connector';
import type { HeldAccount, SeedAccount } from '@tenure/core/testing';
import { type HeldSalesforceUser, type SalesforceServer, standardProfile, startSalesforceServer } from '@tenure/simulators/native';
import { salesforce, salesforceDescription } from '../../src/native/salesforce/index.ts';
import type { TestedNativeApp } from './world.ts';

const suffix = '.sf';

function heldBy(user: HeldSalesforceUser): HeldAccount {
  const values = {
    ...{ userName: user.Username.slice(0, -suffix.length), employeeNumber: user.EmployeeNumber, email: user.Email },
    ...{ givenName: user.FirstName, familyName: user.LastName, title: user.Title, department: user.Department },
  };
  const profile = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as AccountProfile;
  return { id: user.Id, state: user.IsActive && !user.frozen ? 'active' : 'disabled', profile };
}

const seedOf = ({ profile, state }: SeedAccount) => ({
  ...{ Username: `${profile.userName}${suffix}`, Email: String(profile.email), IsActive: state === 'active' },
  ...{ FirstName: profile.givenName ?? null, LastName: profile.familyName ?? 'Nobody', Title: profile.title ?? null },
  ...{ Department: profile.department ?? null, EmployeeNumber: profile.employeeNumber ?? null },
});

/** What an app over this server is told. */
export const optionsFor = ({ url, credentials }: SalesforceServer) => ({
  ...{ baseUrl: url, myDomain: 'acme.my.salesforce.com', ...credentials, runAs: `run-as@example.com${suffix}` },
  ...{ profileId: standardProfile, timeZone: 'Europe/London', locale: 'en_GB', language: 'en_US', usernameSuffix: suffix },
});

const query = '/services/data/v62.0/query';
const isList = (path: string): boolean => /UserType|IsFrozen%20%3D%20true/.test(path) || path.startsWith(`${query}/`);

export const testedSalesforce: TestedNativeApp = {
  subpath: 'salesforce',
  description: salesforceDescription,
  start: async (now) => {
    const model = await startSalesforceServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => salesforce({ ...optionsFor(model), ...options }),
      seed: (account) => backend.seed(seedOf(account)).Id,
      held: () => backend.users().map(heldBy),
      kindOf: ({ method, path }) => {
        if (path.startsWith('/services/oauth2')) return 'token';
        if (method === 'GET') return isList(path) ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] },
      forbidden: { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'insufficient access rights' }] },
      ignoring: [{ method: 'PATCH', effect: { kind: 'answer', status: 204 } }],
      creation: { method: 'POST', path: '/services/data/v62.0/sobjects/User' },
      reserve: (address) => backend.takeElsewhere(`${address}${suffix}`),
      useUpSeats: () => backend.setLicences(0),
      showInstead: (address) => {
        const records = [
          { Id: '005000000000009AAA', Username: `${address}${suffix}`, Email: address, IsActive: false, EmployeeNumber: 'N10' },
        ];
        const effect = { kind: 'answer', status: 200, body: { totalSize: 1, done: true, records } } as const;
        model.fail({ path: query, times: Number.POSITIVE_INFINITY, effect });
      },
      secrets: [model.credentials.clientSecret, '00D-session-1'],
    };
  },
};
