// What is known about Google Workspace, as data.
import type { DescriptionOf } from '../options.ts';
import type { GoogleWorkspaceOptions } from './options.ts';

export const googleWorkspaceDescription: DescriptionOf<GoogleWorkspaceOptions> = {
  id: 'google-workspace',
  name: 'Google Workspace',
  description: 'Users of a Google Workspace or Cloud Identity account.',
  interfaceName: 'the Directory API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'Admin SDK Directory API: users, quotas and errors',
      url: 'https://developers.google.com/workspace/admin/directory/reference/rest/v1/users',
    },
    {
      certainty: 'observed',
      what: 'others’ working connectors: what a new user refuses for up to 90 seconds, look-ups that answer for an alias',
    },
  ],
  plan: 'any edition; each active and suspended user takes a licence as the edition says',
  credential:
    'Key file (JSON) of a service account with domain-wide delegation for the scopes admin.directory.user and admin.directory.user.security.',
  traps: [
    'A look-up by address also answers for an alias: the holder of an alias is somebody else and never a match.',
    'For a minute after a user is made or renamed, reads may not find it and changes are refused; they are tried again for up to 90 seconds.',
    'Both scopes have to be delegated: a token that asks for one that is not is refused altogether. Delegation takes minutes to apply.',
    'Creating needs a super administrator to act as; delegated administrators cannot create users.',
    'Renaming leaves the old address behind as an alias of the user.',
    'Limits are answered as 403 as well as 429, and not always with how long to wait.',
    'A password is set at creation whether it is used or not; with single sign-on nobody ever needs it.',
    'Deleting takes mail and files with it: transfer them before. For 20 days an administrator can restore the user.',
    'An archived user counts as off and is not brought back here: that takes another licence.',
    'Lists of a user, such as phones or organizations, are written whole: what others put there is kept.',
  ],
  assumed: [
    'that a licence shortage is told by the words “user limit”',
    'that a deleted user’s address is free again for a new one',
    'that nobody is found for an address outside the account’s domains',
  ],
  address: 'https://admin.googleapis.com/admin/directory/v1',
  parameters: {
    administrator: {
      description: 'Address of the super administrator whom the service account acts as',
      example: 'admin@example.com',
      pattern: '[^@\\s]+@[^@\\s]+',
    },
    customer: {
      description: 'Customer id, where it is not the administrator’s own',
      example: 'C01abc234',
      pattern: '[A-Za-z0-9_]+',
      optional: true,
    },
    orgUnitPath: { description: 'Organizational unit for new users', example: '/Staff', pattern: '/.*', optional: true },
    tokenUrl: {
      description: 'Another token endpoint than Google’s: a proxy, a test',
      example: 'https://oauth2.googleapis.com/token',
      pattern: 'address',
      optional: true,
    },
  },
  workspace: ['customer'],
  secrets: {
    serviceAccountKey: { description: 'Text of the service account’s JSON key file, from the Cloud console' },
  },
  attributes: ['userName', 'externalId', 'employeeNumber', 'givenName', 'familyName', 'phone', 'title', 'department'],
  required: ['userName', 'givenName', 'familyName'],
  create: { adopts: false, invites: false, password: 'always' },
  disable: { settlesMs: 60_000 },
  delete: { settlesMs: 60_000, undone: 'for-days' },
  limits: { requests: { count: 2_400, perMs: 60_000 }, concurrency: 4 },
  calls: { find: 3, create: 1, update: 2, disable: 4, enable: 3, delete: 3 },
  effects: {
    create: 'makes a user that is on, with a random password and in the chosen organizational unit',
    disable: 'suspends the user and signs them out everywhere; mail and files stay, and turning on brings all back',
    delete: 'deletes the user with mail and files; for 20 days an administrator can restore all of it',
    unverified: [
      'tokens of other apps that were given access to the person’s data, until suspension reaches them',
      'mail that other systems go on sending to the address',
    ],
  },
  serial: true,
};
