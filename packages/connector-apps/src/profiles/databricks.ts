// Databricks, by the SCIM API of an account.
import type { AppProvisioner } from '@tenure/core/connector';
import { byUserName, corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const databricksProfile: ScimProfile<'accountId'> = {
  ...genericProfile,
  id: 'databricks',
  name: 'Databricks',
  description: 'Users of a Databricks account.',
  status: 'documented',
  sources: [
    {
      certainty: 'observed',
      what: 'addresses and paths of the account’s SCIM API, in others’ connectors',
      url: 'https://docs.databricks.com/api/account/accountusers',
    },
  ],
  plan: 'Premium',
  credential: 'OAuth token of a service principal, or the account’s SCIM token.',
  traps: [
    'Users are provisioned for the account, not for a workspace: two places fight over one user.',
    'Each cloud has a host of its own: give `baseUrl` for Azure and Google.',
    'A token by OAuth lasts an hour: give a function that fetches it.',
  ],
  assumed: ['that turning off is reversible, and what DELETE does'],
  address: 'https://accounts.cloud.databricks.com/api/2.0/accounts/{accountId}/scim/v2',
  parameters: { accountId: { description: 'The account’s id', example: '0d26daa6-5e44-4c97-a497-ef015f91254a', pattern: '[0-9a-f-]{36}' } },
  places: corePlaces,
  lookups: [byUserName],
  create: { adopts: false, invites: false, password: false },
  effects: {
    create: 'makes a user of the account without access to a workspace',
    disable: 'deactivates the user in every workspace; turning on brings all back',
    delete: 'removes the user from the account and every workspace for good',
    unverified: ['jobs that run as the user, and personal access tokens until the deactivation is through'],
  },
};

/**
 * Users of a Databricks account. The address is that of AWS; give `baseUrl` for Azure and Google.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function databricks(options: ProfiledOptions<'accountId'>): AppProvisioner {
  return profiledApp(databricksProfile, options);
}
