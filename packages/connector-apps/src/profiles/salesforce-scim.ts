// Salesforce, by its SCIM API; the native adapter knows more of its user record.
import type { AppProvisioner } from '@tenure/core/connector';
import { byUserName, corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const salesforceScimProfile: ScimProfile<'myDomain' | 'profileId'> = {
  ...genericProfile,
  id: 'salesforce-scim',
  name: 'Salesforce (SCIM)',
  description: 'Users of a Salesforce org, by SCIM.',
  status: 'documented',
  sources: [{ certainty: 'observed', what: 'entitlements, the form of a change and that nothing is deleted, in others’ connectors' }],
  plan: 'any edition with the API',
  credential: 'OAuth access token of a connected app with a run-as user who may manage users; a function that fetches it.',
  traps: [
    'A user needs a profile, sent as an entitlement: `profileId`, of those that `/Entitlements` lists.',
    'User names are unique in all of Salesforce: one that another org has is a conflict with nobody to see.',
    'No user can be deleted.',
    'Operations are written `Replace` and carry a value without a path.',
    'An access token lasts as long as its session: give a function that fetches it.',
  ],
  assumed: ['filters by `userName`; whether an external id is kept'],
  address: 'https://{myDomain}/services/scim/v2',
  parameters: {
    myDomain: {
      description: 'The host of My Domain',
      example: 'acme.my.salesforce.com',
      pattern: '[a-z0-9][a-z0-9.-]*\\.salesforce\\.com',
    },
    profileId: {
      description: 'The id of the profile that new users get',
      example: '00e000000000001AAA',
      pattern: '[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?',
    },
  },
  places: corePlaces,
  lookups: [byUserName],
  required: ['userName', 'email', 'familyName'],
  create: { adopts: false, invites: false, password: false },
  update: 'patch-value',
  disable: { form: 'patch-value', settlesMs: 0 },
  delete: undefined,
  operation: 'Replace',
  errors: { code: 'scimType', meanings: {} },
  effects: {
    create: 'makes a user with the stated profile, which takes a licence',
    disable: 'deactivates the user and frees the licence; records stay theirs, and turning on brings all back',
    notOffered: 'deleting: Salesforce deletes no users',
    unverified: [
      'sessions and OAuth tokens until they end',
      'a user whom something still needs, such as a default owner, cannot be deactivated',
    ],
  },
  mapUser: (user, _profile, { profileId = '' }) => ({ ...user, entitlements: [{ value: profileId, primary: true }] }),
};

/**
 * Users of a Salesforce org, by SCIM.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function salesforceScim(options: ProfiledOptions<'myDomain' | 'profileId'>): AppProvisioner {
  return profiledApp(salesforceScimProfile, options);
}
