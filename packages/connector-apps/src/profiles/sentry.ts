// Sentry, by its SCIM API.
import type { AppProvisioner } from '@tenure/core/connector';
import { attribute, byUserName, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const sentryProfile: ScimProfile<'organization'> = {
  ...genericProfile,
  id: 'sentry',
  name: 'Sentry',
  description: 'Members of a Sentry organization.',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'OpenAPI schema of 2026-08-16 (getsentry/sentry-api-schema)', url: 'https://docs.sentry.io/api/scim/' },
  ],
  plan: 'Business or Enterprise with SAML single sign-on',
  credential: 'SCIM bearer token from the organization’s single sign-on settings.',
  traps: [
    'Every way out removes the member for good: there is no pause, and `active: false` is the same removal.',
    'A member is only an address: no name, no external id, no change.',
    'Names come back as `N/A`.',
    'Only `eq` filters are understood.',
    'Data of the European region lives at another address: give `baseUrl`.',
  ],
  assumed: ['the addresses of the regions'],
  address: 'https://sentry.io/api/0/organizations/{organization}/scim/v2',
  parameters: { organization: { description: 'The organization’s slug', example: 'acme', pattern: '[a-z0-9][a-z0-9-]{0,63}' } },
  places: { userName: attribute('userName') },
  lookups: [byUserName],
  create: { adopts: false, invites: false, password: false },
  update: 'none',
  disable: undefined,
  delete: { form: 'delete', settlesMs: 0, undone: 'never' },
  effects: {
    create: 'adds the address to the organization as a member with the default role',
    delete: 'removes the member from the organization for good; whoever comes back is a new member',
    notOffered: 'turning off: `active: false` is the same removal',
    unverified: ['auth tokens that the member made until the removal is through'],
  },
};

/**
 * Members of a Sentry organization. Removal cannot be undone there, so `allowIrreversible` has to be said: with false leavers
 * stay members, fail with `CONNECTOR_IRREVERSIBLE_REFUSED` and stand in `openAccess`.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function sentry(options: ProfiledOptions<'organization'> & { readonly allowIrreversible: boolean }): AppProvisioner {
  return profiledApp(sentryProfile, options);
}
