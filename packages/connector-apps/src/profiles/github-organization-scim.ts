// GitHub organizations on Enterprise Cloud with SAML, by the organization's SCIM API.
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
} from '../scim/index.ts';

export const githubOrganizationScimProfile: ScimProfile<'organization'> = {
  ...genericProfile,
  id: 'github-organization',
  name: 'GitHub organization (SCIM)',
  description: 'Members of a GitHub organization on Enterprise Cloud with SAML single sign-on.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'GitHub’s own OpenAPI (ghec), in @octokit/openapi 23.0.2',
      url: 'https://docs.github.com/en/enterprise-cloud@latest/rest/scim',
    },
  ],
  plan: 'Enterprise Cloud with SAML single sign-on for the organization',
  credential: 'Personal access token with `admin:org`, authorized for the organization’s single sign-on.',
  traps: [
    'The account belongs to the person: creating sends an invitation, and nobody is a member before accepting it and signing in by SAML.',
    'Turning off removes the member and destroys the identity with its SCIM id; there is no pause.',
    'Removing somebody by hand or by the REST API as well leaves a stale identity behind.',
    'Paths in a PATCH have no effect, so changes are sent as the whole user.',
    'A rate limit is answered as 403.',
  ],
  assumed: ['the form of the token; the number of users in one page'],
  address: 'https://api.github.com/scim/v2/organizations/{organization}',
  parameters: {
    organization: { description: 'The organization’s name in its address', example: 'acme', pattern: '[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})' },
  },
  places: corePlaces,
  lookups: [byExternalId, byUserName, byEmail('emails')],
  required: ['userName', 'email', 'givenName', 'familyName'],
  create: { adopts: false, invites: true, password: false },
  update: 'put',
  disable: undefined,
  delete: { form: 'delete', settlesMs: 0, undone: 'never' },
  limits: { concurrency: 4, requests: { count: 5_000, perMs: 3_600_000 } },
  effects: {
    create: 'sends an invitation by e-mail and reinstates what a returning member had; pending until they accept and sign in by SAML',
    delete: 'removes the member from the organization and destroys the SCIM identity; private forks go with it',
    notOffered: 'turning off: `active: false` is the same removal',
    unverified: [
      'whether an invited person has accepted',
      'personal access tokens and SSH keys of the person’s own account, for what stays public',
    ],
  },
};

/**
 * Members of a GitHub organization by SCIM. Removal cannot be undone there, so `allowIrreversible` has to be said: with
 * false leavers stay members, fail with `CONNECTOR_IRREVERSIBLE_REFUSED` and stand in `openAccess`.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function githubOrganizationScim(options: ProfiledOptions<'organization'> & { readonly allowIrreversible: boolean }): AppProvisioner {
  return profiledApp(githubOrganizationScimProfile, options);
}
