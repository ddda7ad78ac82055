// What is known about HubSpot, as data.
import type { DescriptionOf } from '../options.ts';
import type { HubspotOptions } from './options.ts';

export const hubspotDescription: DescriptionOf<HubspotOptions> = {
  id: 'hubspot',
  name: 'HubSpot',
  description: 'Users of a HubSpot account.',
  interfaceName: 'the HubSpot API',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'the vendor’s own client, @hubspot/api-client 13.5.0: user provisioning' },
    {
      certainty: 'vendor',
      what: 'User provisioning API',
      url: 'https://developers.hubspot.com/docs/api-reference/settings-user-provisioning-v3/guide',
    },
  ],
  plan: 'any paid one; the limits grow with it',
  credential: 'Access token of a private app with the scopes settings.users.read and settings.users.write.',
  traps: [
    'There is no pause: a leaver is removed from the account. What they made stays, and they can be added again with a new id.',
    'An address is looked up only when the request says that it is one; without that HubSpot takes it for an id and finds nobody.',
    'A PUT sets the whole user, and takes away roles and teams that it does not name: so nothing is ever updated.',
    'A new user has no paid seat and no permission beyond the account’s default; both are given in HubSpot.',
    'Super administrators are removed by a person only.',
    'The limit of ten seconds is shared by everything the private app does, the day’s by all apps of the account.',
  ],
  assumed: [
    'whether an address that is taken is refused with 409 or among the invalid ones; both are understood',
    'that a shortage of seats is told in words',
    'the numbers of the limits; 100 calls in ten seconds are kept to',
  ],
  address: 'https://api.hubapi.com',
  parameters: {
    welcomeMail: {
      description: 'Whether HubSpot writes to new users with a link to set a password',
      example: 'yes',
      pattern: 'yes|no',
      optional: true,
    },
  },
  secrets: { token: { description: 'Access token of the private app' } },
  attributes: ['userName', 'givenName', 'familyName'],
  required: ['userName'],
  create: { adopts: false, invites: false, password: false },
  delete: { settlesMs: 0, undone: 'again' },
  limits: { requests: { count: 100, perMs: 10_000 }, concurrency: 4 },
  effects: {
    create: 'adds the person to the account with its default permissions and without a paid seat',
    delete: 'removes the person from the account; records and content stay, and they can be added again',
    notOffered: 'turning off: HubSpot has no way to do it',
    unverified: ['connected inboxes and calendars of the person, until HubSpot has cut them'],
  },
  serial: false,
};
