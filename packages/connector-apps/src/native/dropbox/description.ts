// What is known about Dropbox Business, as data.
import type { DescriptionOf } from '../options.ts';
import type { DropboxOptions } from './options.ts';

const memberId = 'dbmid:[A-Za-z0-9_-]+';

export const dropboxDescription = {
  id: 'dropbox',
  name: 'Dropbox Business',
  description: 'Members of a Dropbox team.',
  interfaceName: 'the Dropbox team API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'Dropbox’s own client, dropbox 10.34.0: calls, cases, scopes and the token endpoint',
      url: 'https://www.dropbox.com/developers/documentation/http/teams',
    },
  ],
  plan: 'a team plan; every active and invited member takes a licence',
  credential:
    'A scoped team app with members.read, members.write and members.delete, and the refresh token of a team administrator’s consent (offline access).',
  traps: [
    'Suspending and removing delete what the member’s linked devices hold unless told not to: `wipe_data: false` is always sent.',
    'Adding answers 200 whatever came of it; each person’s own case stands inside, and a full team is one of them.',
    'Adding and removing may go on as a job: it is asked for up to a minute, and an end that is not seen is an unknown outcome.',
    'A new member is invited and pending until they accept, unless the team manages their domain.',
    'Somebody who was removed can be recovered for seven days and not be added: a rehire with our external id is recovered, with files and all.',
    'An address of a removed member without our external id is nobody’s to give away: a person decides.',
    'Somebody who is invited cannot be suspended: turning off withdraws the invitation, and a return is a new one.',
    'The last administrator of a team is neither suspended nor removed.',
    'A missing scope is answered as 401, like a dead token; it is told apart by its tag.',
    'An address that belongs to another team is refused, and nobody here shows it.',
  ],
  assumed: [
    'that the names of administrators’ roles contain “admin”',
    'that a suspended member takes no licence, since letting them in again can be refused for want of one',
    'whether a removed member is shown by look-ups: both are handled',
    'no number is known for the rate limit; 429 with the wait in the header or in the body is obeyed',
  ],
  address: 'https://api.dropboxapi.com/2',
  parameters: {
    appKey: { description: 'Key of the team app', example: 'a1b2c3d4e5f6g7h', pattern: '[A-Za-z0-9-]+' },
    welcomeEmail: {
      description: 'Whether Dropbox mails new members: `send` or `none`',
      example: 'none',
      pattern: 'send|none',
      optional: true,
    },
    transferFilesTo: {
      description: 'Id of the member who gets a deleted member’s files',
      example: 'dbmid:AAD1',
      pattern: memberId,
      optional: true,
    },
    transferAdmin: {
      description: 'Id of the administrator who is told of failed transfers',
      example: 'dbmid:AAD2',
      pattern: memberId,
      optional: true,
    },
    tokenUrl: {
      description: 'Another token endpoint than Dropbox’s: a proxy, a test',
      example: 'https://api.dropboxapi.com/oauth2/token',
      pattern: 'address',
      optional: true,
    },
  },
  secrets: {
    appSecret: { description: 'Secret of the team app' },
    refreshToken: { description: 'Refresh token of the consent' },
  },
  attributes: ['externalId', 'email', 'givenName', 'familyName'],
  required: ['email', 'givenName', 'familyName'],
  create: { adopts: false, invites: true, password: false },
  disable: { settlesMs: 10_000 },
  delete: { settlesMs: 10_000, undone: 'for-days' },
  limits: { concurrency: 4 },
  calls: { find: 1, create: 2, update: 2, disable: 3, enable: 3, delete: 4 },
  effects: {
    create: 'invites the person to the team, or brings back who was removed in the last seven days',
    disable: 'suspends the member and signs them out; files stay in the team, and turning on brings all back; an invitation is withdrawn',
    delete: 'removes the member and keeps their files with the team; for seven days the member can be recovered',
    unverified: ['files on devices that were synced before: they are not wiped', 'links that the person shared with people outside'],
  },
  serial: true,
} as const satisfies DescriptionOf<DropboxOptions>;
