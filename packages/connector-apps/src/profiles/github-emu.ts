// GitHub Enterprise Managed Users, by the enterprise's SCIM API.
import type { AppProvisioner } from '@tenure/core/connector';
import {
  byExternalId,
  byUserName,
  corePlaces,
  genericProfile,
  type ProfiledOptions,
  profiledApp,
  type ScimProfile,
} from '../scim/index.ts';

const advised = { count: 1_000, perMs: 3_600_000 };

export const githubEmuProfile: ScimProfile<'enterprise'> = {
  ...genericProfile,
  id: 'github-emu',
  name: 'GitHub Enterprise Managed Users',
  description: 'Managed accounts of a GitHub enterprise.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'GitHub’s own OpenAPI (ghec), in @octokit/openapi 23.0.2',
      url: 'https://docs.github.com/en/enterprise-cloud@latest/rest/enterprise-admin/scim',
    },
    { certainty: 'observed', what: 'the advised pace and the token of the setup user, in others’ connectors' },
  ],
  plan: 'Enterprise Cloud with Enterprise Managed Users',
  credential: 'Classic personal access token of the setup user with `scim:enterprise`.',
  traps: [
    'DELETE is for good: the account is anonymised and its name never comes back. It is refused unless it is allowed.',
    'While an account is off GitHub hides its handle and address, so that only the external id finds it.',
    'Only one filter with one comparison is understood, and paths in a PATCH have no effect.',
    'One system may provision an enterprise; two fight over it.',
    'The user name or external id has to be the one that single sign-on sends.',
    'A rate limit is answered as 403.',
  ],
  assumed: ['users are made without `roles`; where the server refuses that, name the base role in a profile of your own'],
  address: 'https://api.github.com/scim/v2/enterprises/{enterprise}',
  parameters: {
    enterprise: { description: 'The enterprise’s name in its address', example: 'acme', pattern: '[A-Za-z0-9][A-Za-z0-9-]{0,59}' },
  },
  places: corePlaces,
  lookups: [byExternalId, { ...byUserName, hides: true }],
  required: ['userName', 'externalId', 'displayName', 'email'],
  create: { adopts: false, invites: false, password: false },
  update: 'put',
  disable: { form: 'patch-value', settlesMs: 0 },
  delete: { form: 'delete', settlesMs: 0, undone: 'never' },
  limits: { concurrency: 4, buckets: { create: advised, update: advised, delete: advised } },
  effects: {
    create: 'makes a managed account of the enterprise',
    disable: 'suspends the managed account and hides its handle and address; turning on brings all back',
    delete: 'deletes the managed account for good and anonymises what it did; the name is never free again',
    unverified: ['tokens and keys of the account until GitHub has suspended it everywhere'],
  },
};

/**
 * Managed accounts of a GitHub enterprise.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function githubEmu(options: ProfiledOptions<'enterprise'>): AppProvisioner {
  return profiledApp(githubEmuProfile, options);
}
