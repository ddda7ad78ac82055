// What is known about GitHub organizations without SCIM, as data.
import type { DescriptionOf } from '../options.ts';
import type { GithubOptions } from './options.ts';

export const githubDescription: DescriptionOf<GithubOptions> = {
  id: 'github',
  name: 'GitHub organization',
  description: 'Members of a GitHub organization, by invitation and removal.',
  interfaceName: 'the GitHub API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'GitHub’s own OpenAPI, in @octokit/openapi 23.0.2: members, invitations, outside collaborators',
      url: 'https://docs.github.com/en/rest/orgs/members',
    },
    { certainty: 'vendor', what: 'Rate limits', url: 'https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api' },
  ],
  plan: 'any',
  credential:
    'Personal access token of an owner with `admin:org`; or a GitHub App with the organization permission Members: write, by app id, installation id and private key.',
  traps: [
    'The account belongs to the person: creating sends an invitation, and nobody is a member before they accept.',
    'GitHub tells nobody whose work e-mail a login belongs to. With `loginOf` people are invited and removed by their own account; without it an accepted invitation can be removed by a person only, and the leaver stays in sight until then.',
    'An invitation by e-mail can be accepted with any account.',
    'An invitation is an account of its own (`invitation-…`) until it is accepted, taken back or has run out.',
    'There are 50 invitations in 24 hours, or 500 when the organization is older than a month or paid (`invitationsPerDay`); running out is an error of its own and stops no removal.',
    'Removal also ends what the person was given as an outside collaborator.',
    'Members by way of an enterprise team stay until they are removed from the team: that is told as not effective.',
    'The last owner cannot be removed, and owners only by a person.',
    'A login can be changed and then be somebody else’s; accounts are kept by the user’s id.',
    'Limits are answered as 403 as well as 429.',
  ],
  assumed: [
    'whether a member whose account GitHub has flagged is hidden from look-ups: only whoever stands in no list either is gone',
    'the words with which an invitation is refused: already in, used up, no seat; GitHub has no codes for them',
  ],
  address: 'https://api.github.com',
  parameters: {
    organization: { description: 'Login of the organization', example: 'acme', pattern: '[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})' },
    appId: {
      description: 'Id of the GitHub App, where it is used in place of a token',
      example: '123456',
      pattern: '\\S+',
      optional: true,
    },
    installationId: {
      description: 'Id of the app’s installation on the organization',
      example: '7890123',
      pattern: '\\d+',
      optional: true,
    },
    invitationsPerDay: {
      description: 'Invitations that GitHub lets the organization send in 24 hours',
      example: '50',
      pattern: '50|500',
      optional: true,
    },
  },
  workspace: ['organization'],
  secrets: {
    token: { description: 'Personal access token of an owner, with admin:org', optional: true },
    privateKey: { description: 'Private key of the GitHub App, as PEM', optional: true },
  },
  eitherOf: ['token', 'privateKey'],
  functions: {
    loginOf: { description: 'Given a work e-mail, the GitHub login of its owner, where it is known', optional: true },
  },
  attributes: ['userName', 'email'],
  required: ['email'],
  create: { adopts: false, invites: true, password: false },
  delete: { settlesMs: 0, undone: 'again' },
  limits: {
    requests: { count: 5_000, perMs: 3_600_000 },
    buckets: { invitations: { count: 50, perMs: 86_400_000 } },
    concurrency: 4,
  },
  calls: { find: 3, create: 3, delete: 6 },
  effects: {
    create: 'sends an invitation to join the organization; pending until it is accepted with an account of the person’s own',
    delete:
      'removes the person from the organization with its teams and repositories, or takes the invitation back; the GitHub account is theirs and stays, and they can be invited again',
    notOffered: 'turning off: an ordinary organization has no way to do it',
    unverified: [
      'forks and clones that the person has',
      'who accepted an invitation that was sent to an e-mail address',
      'repositories that the person is given as an outside collaborator after the removal',
    ],
  },
  serial: true,
};
