// Asana, by its SCIM API (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, attribute, byUserName, entry, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

export const asanaProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'asana',
  name: 'Asana',
  description: 'Members of an Asana organization.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'SCIM guide of the developer documentation, an older copy',
      url: 'https://developers.asana.com/docs/scim',
    },
  ],
  plan: 'Enterprise',
  credential: 'Token of a service account of the organization.',
  traps: [
    'Names are read from `name.formatted`; given and family names are ignored.',
    'The user name has to be an e-mail address.',
    'Creating somebody who is there already answers that account: so it is looked for first.',
    'Guests are not shown: creating one of them can fail with nobody to see.',
    'The list may come whole, whatever page was asked for.',
    'DELETE does what turning off does.',
  ],
  assumed: ['filters by `userName`; that `active: true` brings a deprovisioned member back'],
  address: 'https://app.asana.com/api/1.0/scim',
  places: {
    userName: attribute('userName'),
    email: entry('emails', 'value'),
    displayName: attribute('name', 'formatted'),
    title: attribute('title'),
  },
  lookups: [byUserName],
  required: ['userName'],
  create: { adopts: true, invites: false, password: false },
  delete: undefined,
  effects: {
    create: 'adds the person to the organization as a member',
    disable: 'deprovisions the member: they lose the organization, what they made stays; turning on lets them in again',
    notOffered: 'deleting: DELETE does what turning off does',
    unverified: ['guests, whom SCIM does not show'],
  },
};

/**
 * Members of an Asana organization.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function asana(options: AppOptions): AppProvisioner {
  return profiledApp(asanaProfile, options);
}
