// Linear, by its SCIM API (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, byUserName, corePlaces, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

export const linearProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'linear',
  name: 'Linear',
  description: 'Members of a Linear workspace.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'SCIM page of the documentation: what is created, updated and suspended',
      url: 'https://linear.app/docs/scim',
    },
  ],
  plan: 'Enterprise with SAML single sign-on',
  credential: 'Bearer token from the workspace’s SAML and SCIM settings.',
  traps: [
    'The address is shown in the settings with the workspace in it, and has to be said whole.',
    'People are recognised by their e-mail address.',
    'While SCIM is on, nobody can manage members by hand there.',
    'Deleting is not documented and not used.',
  ],
  assumed: ['filters by `userName`; that turning on ends a suspension; no number is known for the rate limit'],
  places: corePlaces,
  lookups: [byUserName],
  required: ['userName', 'email'],
  create: { adopts: false, invites: false, password: false },
  delete: undefined,
  effects: {
    create: 'makes a member of the workspace',
    disable: 'suspends the member; what they made stays, and turning on brings all back',
    notOffered: 'deleting: it is not documented',
    unverified: ['API keys of the member until the suspension is through'],
  },
};

/**
 * Members of a Linear workspace. `baseUrl` is the SCIM address that the workspace's settings show.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function linear(options: AppOptions & { readonly baseUrl: string }): AppProvisioner {
  return profiledApp(linearProfile, options);
}
