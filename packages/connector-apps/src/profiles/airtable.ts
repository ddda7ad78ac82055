// Airtable, by its SCIM API (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, byUserName, corePlaces, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

export const airtableProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'airtable',
  name: 'Airtable',
  description: 'Managed users of an Airtable enterprise account.',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'SCIM endpoints of the Web API reference', url: 'https://airtable.com/developers/web/api/scim-overview' },
  ],
  plan: 'Enterprise Scale',
  credential: 'Personal access token of an enterprise administrator with the scope for users and groups by SCIM.',
  traps: [
    'The user name becomes the e-mail address: it has to be unused and of a domain that belongs to the enterprise.',
    'Creating can conflict with a person who exists outside the enterprise and whom no list shows.',
    'Where the enterprise has several identity providers, the extension that names the domain is needed; give a profile of your own then.',
  ],
  assumed: ['filters by `userName`; the name of the scope; that a deleted user does not come back'],
  address: 'https://airtable.com/scim/v2',
  places: { ...corePlaces },
  lookups: [byUserName],
  required: ['userName', 'givenName', 'familyName'],
  create: { adopts: false, invites: false, password: false },
  effects: {
    create: 'makes a managed user of the enterprise',
    disable: 'deactivates the managed user; bases stay, and turning on brings all back',
    delete: 'deletes the managed user for good',
    unverified: ['open sessions: they are ended by another API', 'bases that are shared by a public link'],
  },
};

/**
 * Managed users of an Airtable enterprise account.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function airtable(options: AppOptions): AppProvisioner {
  return profiledApp(airtableProfile, options);
}
