// Datadog, by its SCIM API.
import type { AppProvisioner } from '@tenure/core/connector';
import { attribute, byUserName, corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const datadogProfile: ScimProfile<'site'> = {
  ...genericProfile,
  id: 'datadog',
  name: 'Datadog',
  description: 'Users of a Datadog organization.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'SCIM guide and API reference: hosts and paths',
      url: 'https://docs.datadoghq.com/account_management/scim/',
    },
  ],
  plan: 'Pro or Enterprise with SAML single sign-on',
  credential:
    'Application key, best of a service account, sent as the bearer token; it needs `user_access_invite` and `user_access_manage`.',
  traps: [
    'Each site is another host: a key of one site is refused at the others.',
    'The bearer token is an application key, not an API key.',
    'What DELETE does is not said clearly (the native API’s only disables), so it is not used.',
  ],
  assumed: ['filters by `userName`; which attributes it keeps'],
  address: 'https://api.{site}/api/v2/scim',
  parameters: {
    site: {
      description: 'The Datadog site',
      example: 'datadoghq.com',
      pattern: '(?:(?:us3|us5|ap1|ap2)\\.)?datadoghq\\.com|datadoghq\\.eu|ddog-gov\\.com',
    },
  },
  places: { ...corePlaces, title: attribute('title') },
  lookups: [byUserName],
  required: ['userName', 'email'],
  create: { adopts: false, invites: false, password: false },
  delete: undefined,
  effects: {
    create: 'makes a user with the default role',
    disable: 'disables the user and their keys’ sign-in; dashboards stay, and turning on brings all back',
    notOffered: 'deleting: it is not certain that DELETE does more than turn off',
    unverified: ['application keys of the user until Datadog has disabled them'],
  },
};

/**
 * Users of a Datadog organization.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function datadog(options: ProfiledOptions<'site'>): AppProvisioner {
  return profiledApp(datadogProfile, options);
}
