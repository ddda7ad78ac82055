// Atlassian Guard, by the SCIM API of a directory.
import type { AppProvisioner } from '@tenure/core/connector';
import {
  byEmail,
  byExternalId,
  byUserName,
  corePlaces,
  genericProfile,
  type ProfiledOptions,
  profiledApp,
  type ScimProfile,
  workPlaces,
} from '../scim/index.ts';

export const atlassianProfile: ScimProfile<'directoryId'> = {
  ...genericProfile,
  id: 'atlassian',
  name: 'Atlassian',
  description: 'Managed accounts of an Atlassian organization: Jira, Confluence and the rest.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'User provisioning API',
      url: 'https://developer.atlassian.com/cloud/admin/user-provisioning/rest/intro/',
    },
  ],
  plan: 'Atlassian Guard',
  credential: 'API key of the directory, shown once when the directory is made; another key than the organization’s.',
  traps: [
    'A deleted record cannot be brought back: the person gets a new one with another id.',
    'An account outside the verified domains is not managed: turning it off only unlinks it, and the person can still sign in.',
    'Accounts that Google Workspace provides cannot be changed from here.',
    'The directory id is part of the address; a wrong one answers 404.',
  ],
  assumed: [
    'filters by `userName`, `externalId` and `emails.value`; no number is known for the rate limit, 429 and `Retry-After` are obeyed',
  ],
  address: 'https://api.atlassian.com/scim/directory/{directoryId}',
  parameters: {
    directoryId: {
      description: 'The directory’s id, from its SCIM address',
      example: '1c1a2b3c-0000-4000-8000-000000000000',
      pattern: '[A-Za-z0-9-]{8,64}',
    },
  },
  places: { ...corePlaces, ...workPlaces },
  lookups: [byExternalId, byUserName, byEmail()],
  required: ['userName', 'email'],
  create: { adopts: false, invites: false, password: false },
  effects: {
    create: 'makes or links an account of the organization’s directory',
    disable: 'deactivates the managed account in every product; turning on brings all back',
    delete: 'unlinks the account from the directory and deactivates it if it is managed; its SCIM record never comes back',
    unverified: [
      'accounts outside the verified domains: they are only unlinked',
      'API tokens of the account until it is deactivated everywhere',
    ],
  },
};

/**
 * Managed accounts of an Atlassian organization.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function atlassian(options: ProfiledOptions<'directoryId'>): AppProvisioner {
  return profiledApp(atlassianProfile, options);
}
