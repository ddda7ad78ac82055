// GitLab.com groups, by the SCIM API of a top-level group.
import type { AppProvisioner } from '@tenure/core/connector';
import { corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const gitlabProfile: ScimProfile<'group'> = {
  ...genericProfile,
  id: 'gitlab',
  name: 'GitLab.com group',
  description: 'Members of a top-level group on GitLab.com with SAML single sign-on.',
  status: 'documented',
  sources: [{ certainty: 'vendor', what: 'SCIM API reference', url: 'https://docs.gitlab.com/development/internal_api/' }],
  plan: 'Premium or Ultimate with SAML single sign-on for the group',
  credential: 'SCIM token of the group, from its SAML settings.',
  traps: [
    'The id of an account is the external id that we gave it, in every address.',
    'A filter knows `id eq` with that id and nothing else: somebody who is there under another id cannot be seen, and creating them is a conflict that a person has to look into.',
    'The external id has to be the one that single sign-on sends.',
    'Names cannot be changed here, and answers spell `name.formatted` as one key.',
    'Pages may repeat rows or leave some out.',
  ],
  assumed: ['that a removal takes the membership with the identity; filters by other attributes'],
  address: 'https://gitlab.com/api/scim/v2/groups/{group}',
  parameters: { group: { description: 'The path of the top-level group', example: 'acme', pattern: '[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}' } },
  identifier: 'externalId',
  places: corePlaces,
  lookups: [{ key: 'externalId', filter: 'id', exactCase: true }],
  required: ['externalId', 'userName', 'email', 'givenName', 'familyName'],
  create: { adopts: false, invites: false, password: false },
  update: 'none',
  disable: undefined,
  delete: { form: 'delete', settlesMs: 0, undone: 'again' },
  effects: {
    create: 'links or makes a GitLab account and adds it to the group',
    delete: 'removes the SAML identity and the membership of the group; the GitLab account stays and can be added again',
    notOffered: 'turning off: `active: false` is the same removal',
    unverified: ['membership of projects that are shared from outside the group', 'personal access tokens, for what stays public'],
  },
  readUser: ({ 'name.formatted': formatted, ...user }) =>
    formatted === undefined ? user : { ...user, name: { ...(user['name'] as object | undefined), formatted } },
};

/**
 * Members of a top-level group on GitLab.com.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function gitlab(options: ProfiledOptions<'group'>): AppProvisioner {
  return profiledApp(gitlabProfile, options);
}
