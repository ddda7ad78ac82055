// What is known about Box, as data.
import type { DescriptionOf } from '../options.ts';
import type { BoxOptions } from './options.ts';

export const boxDescription = {
  id: 'box',
  name: 'Box',
  description: 'Managed users of a Box enterprise.',
  interfaceName: 'the Box API',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'Users and error codes in Box’s reference, and the types of its own client, box-node-sdk 10.12.0',
      url: 'https://developer.box.com/reference/resources/user/',
    },
    {
      certainty: 'observed',
      what: 'the token for an enterprise, in others’ connectors; the refusal of a deletion (400 “User has managed content”), in Box’s support forum',
    },
  ],
  plan: 'Business or above; every managed user who is on takes a licence',
  credential:
    'A custom app with client credentials, “App + Enterprise access” and the scope to manage users, authorized by an administrator of the enterprise.',
  traps: [
    'A search matches the beginning of logins and names: only the whole login counts, and an alias is somebody else.',
    'People from outside are shown only by their whole login and are never ours; one of them makes a creation fail, and nobody here shows it.',
    'A token has to act for the enterprise: one for a user sees only that user.',
    'Somebody who owns files cannot be deleted. Box destroys the files when it is forced to, and is never forced unless `ownedContent` says `destroy`.',
    'Content moves to the `contentHeir` first, where one is named; a large move goes on after Box’s answer, so that the deletion may have to wait for a later run.',
    'A retention policy or legal hold anywhere in the enterprise refuses the deletion of whoever owns content, forced or not.',
    'The role is shown only where it is asked for; administrators and co-administrators are left alone.',
    'A login cannot be changed before its owner has confirmed the address.',
    'Lists go by marker: by number they end at 10 000 users.',
    '`cannot_delete_edit` and `cannot_delete_edit_upload` are still ways in: whoever has them counts as on.',
  ],
  assumed: [
    'that a licence shortage is told by words such as “licenses” and “maximum”, as 400 or 403',
    'that an inactive user takes no licence',
    'no number is known for the rate limit; 429 and `Retry-After` are obeyed',
    'how long content goes on moving; nobody can ask',
  ],
  address: 'https://api.box.com/2.0',
  parameters: {
    enterpriseId: { description: 'Id of the enterprise', example: '801234', pattern: '[0-9]+' },
    clientId: { description: 'Client id of the app', example: 'ab12cd34', pattern: '[A-Za-z0-9_-]+' },
    contentHeir: {
      description: 'Id of the user who gets what a deleted user owns',
      example: '20000001',
      pattern: '[0-9]+',
      optional: true,
    },
    ownedContent: {
      description: 'Whether deleting destroys what the user owns: `keep` or `destroy`',
      example: 'keep',
      pattern: 'keep|destroy',
      optional: true,
    },
    tokenUrl: {
      description: 'Another token endpoint than Box’s: a proxy, a test',
      example: 'https://api.box.com/oauth2/token',
      pattern: 'address',
      optional: true,
    },
  },
  workspace: ['enterpriseId'],
  secrets: { clientSecret: { description: 'Client secret of the app' } },
  attributes: ['email', 'displayName', 'phone', 'title'],
  required: ['email', 'displayName'],
  create: { adopts: false, invites: false, password: false },
  disable: { settlesMs: 0 },
  delete: { settlesMs: 0, undone: 'never' },
  limits: { concurrency: 4 },
  calls: { find: 1, create: 1, update: 2, disable: 3, enable: 3, delete: 3 },
  effects: {
    create: 'makes a managed user, whom Box mails',
    disable: 'makes the user inactive and signs them out; files stay theirs, and turning on brings all back',
    delete: 'deletes the user for good, once what they own has gone to somebody else',
    unverified: [
      'links that the person shared openly',
      'files that were synced to a device before',
      'whether the person has confirmed their address',
    ],
  },
  serial: true,
} as const satisfies DescriptionOf<BoxOptions>;
