// What is known about Microsoft Entra ID, as data.
import type { DescriptionOf } from '../options.ts';
import type { MicrosoftEntraOptions } from './options.ts';

export const microsoftEntraDescription: DescriptionOf<MicrosoftEntraOptions> = {
  id: 'microsoft-entra',
  name: 'Microsoft Entra ID',
  description: 'Users of a Microsoft Entra tenant, and with it of Microsoft 365.',
  interfaceName: 'Microsoft Graph',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'Microsoft Graph v1.0: users', url: 'https://learn.microsoft.com/en-us/graph/api/resources/user' },
    { certainty: 'observed', what: 'others’ working connectors: the wording of a duplicate, throttling, delays after a creation' },
  ],
  plan: 'any edition; licences for Microsoft 365 are assigned elsewhere',
  credential:
    'Client secret or certificate of an app registration with the application permission User.ReadWrite.All; to change administrators it needs a directory role as well.',
  traps: [
    'A taken name is answered as 400, not 409, and told from other bad requests by its words.',
    'Whether an account is on is only shown when it is asked for by name.',
    'For up to 30 seconds after a creation reads and changes may not find the user; they are tried again.',
    'A user does not show that they hold an administrator role, and only an app that holds one can change them: roles are read before anybody is turned off or deleted, and whoever holds one is left to a person.',
    'Users synchronized from an on-premises directory are changed there, not here.',
    'Turning off does not end sessions by itself; they are revoked besides, which takes some minutes and does nothing for guests.',
    'User principal names take no accents and only letters, digits and a few signs, in a verified domain.',
    'For 30 days after deletion an administrator can restore the user.',
    'A password is set at creation, and to be changed at the first sign-in.',
  ],
  assumed: [
    'that a full directory is told by the code Directory_QuotaExceeded',
    'that `employeeId eq` filters without further headers',
    'that a deleted user’s name is free again for a new one',
  ],
  address: 'https://graph.microsoft.com/v1.0',
  parameters: {
    tenantId: {
      description: 'The tenant’s id or one of its domains',
      example: 'contoso.onmicrosoft.com',
      pattern: '[A-Za-z0-9][A-Za-z0-9.-]{0,252}',
    },
    clientId: {
      description: 'The application (client) id of the app registration',
      example: '11111111-2222-3333-4444-555555555555',
      pattern: '[0-9A-Fa-f-]{36}',
    },
    usageLocation: { description: 'Country that licences of new users are for', example: 'GB', pattern: '[A-Z]{2}', optional: true },
    loginUrl: {
      description: 'Another sign-in service than Microsoft’s worldwide one: a national cloud, a proxy, a test',
      example: 'https://login.microsoftonline.us',
      pattern: 'address',
      optional: true,
    },
    scope: {
      description: 'Scope of the tokens, for a national cloud',
      example: 'https://graph.microsoft.us/.default',
      pattern: 'https://[A-Za-z0-9.-]+/\\.default',
      optional: true,
    },
  },
  workspace: ['tenantId'],
  secrets: {
    clientSecret: { description: 'A client secret of the app registration', optional: true },
    certificate: { description: 'A certificate of the app registration with its RSA private key, as PEM', optional: true },
  },
  eitherOf: ['clientSecret', 'certificate'],
  attributes: [
    ...(['userName', 'employeeNumber', 'givenName', 'familyName', 'displayName'] as const),
    ...(['phone', 'title', 'department', 'city', 'country'] as const),
  ],
  required: ['userName', 'displayName'],
  create: { adopts: false, invites: false, password: 'always' },
  disable: { settlesMs: 30_000 },
  delete: { settlesMs: 30_000, undone: 'for-days' },
  // The smallest tenants have 3,500 units in ten seconds, and a page of users costs two.
  limits: { concurrency: 4, buckets: { read: { count: 1_700, perMs: 10_000 }, write: { count: 3_000, perMs: 150_000 } } },
  calls: { find: 2, create: 1, update: 2, disable: 5, enable: 3, delete: 4 },
  effects: {
    create: 'makes a user that is on, with a random password to be changed and without a licence',
    disable: 'blocks sign-in and revokes open sessions; mailbox, files and licences stay, and turning on brings all back',
    delete: 'deletes the user and frees their licences; for 30 days an administrator can restore it',
    unverified: [
      'sessions in Microsoft 365 until their access tokens end, up to an hour',
      'sessions of guests, which cannot be revoked from here',
    ],
  },
  serial: true,
};
