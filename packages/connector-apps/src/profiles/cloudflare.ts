// The Cloudflare dashboard, by the SCIM API of an account (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { byUserName, corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const cloudflareProfile: ScimProfile<'accountId'> = {
  ...genericProfile,
  id: 'cloudflare',
  name: 'Cloudflare',
  description: 'Members of a Cloudflare account’s dashboard.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'SCIM for the dashboard',
      url: 'https://developers.cloudflare.com/fundamentals/account/account-security/scim-setup/',
    },
  ],
  plan: 'Enterprise',
  credential: 'API token of the account with the permission “SCIM Provisioning: Edit”.',
  traps: [
    'The only way out is `active: false`; DELETE removes nobody and is not used.',
    'The last Super Administrator is never removed: the app says yes, and the account stays on.',
    'Zero Trust has SCIM addresses of its own, one for each identity provider; this is the dashboard’s.',
  ],
  assumed: [
    'filters by `userName`; that the record stays with `active: false` and `active: true` lets the person in again; 1,200 requests in five minutes',
  ],
  address: 'https://api.cloudflare.com/client/v4/accounts/{accountId}/scim/v2',
  parameters: { accountId: { description: 'The account’s id', example: '0123456789abcdef0123456789abcdef', pattern: '[0-9a-f]{32}' } },
  places: corePlaces,
  lookups: [byUserName],
  required: ['userName', 'email'],
  create: { adopts: false, invites: false, password: false },
  delete: undefined,
  limits: { concurrency: 4, requests: { count: 1_200, perMs: 300_000 } },
  effects: {
    create: 'adds the person to the account as a member',
    disable: 'ends the membership of the account; turning on lets the person in again',
    notOffered: 'deleting: DELETE removes nobody',
    unverified: ['API tokens that the member made', 'seats of Zero Trust, which another address decides'],
  },
};

/**
 * Members of a Cloudflare account.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function cloudflare(options: ProfiledOptions<'accountId'>): AppProvisioner {
  return profiledApp(cloudflareProfile, options);
}
