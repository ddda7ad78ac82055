// What is known about Zoom, as data.
import type { DescriptionOf } from '../options.ts';
import type { ZoomOptions } from './options.ts';

const choice = (description: string, first: string, second: string) => ({
  description,
  example: first,
  pattern: `${first}|${second}`,
  optional: true,
});

export const zoomDescription: DescriptionOf<ZoomOptions> = {
  id: 'zoom',
  name: 'Zoom',
  description: 'Users of a Zoom account.',
  interfaceName: 'the Zoom API',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'Zoom API: users, rate limits', url: 'https://developers.zoom.us/docs/api/users/' },
    { certainty: 'observed', what: 'others’ working connectors: sign-in without a renewal token, scopes, the life of a page’s token' },
  ],
  plan: 'any paid account; the daily limits of a free one are soon used up',
  credential:
    'Server-to-server OAuth app with the scopes user:read:user:admin, user:read:list_users:admin, user:write:user:admin, user:update:user:admin, user:update:status:admin and user:delete:user:admin.',
  traps: [
    'Creating only invites: the person is pending until they accept, unless they join by single sign-on or with a password in a managed domain.',
    'What Zoom deletes by default is the membership: the person would go on with a free account of the same address. Here it is said each time which of both is meant.',
    'Deactivating leaves sessions of single sign-on open; their token is deleted besides.',
    'Somebody who has not accepted cannot be deactivated: their invitation is withdrawn instead.',
    'Rows of the invited may come without an id: such a row makes nobody absent and nobody gone.',
    'A used-up day is told with an instant in `Retry-After`, not with seconds.',
    'Two changes of one user at once are refused, also while the user is being made; they go one after the other.',
    'A page’s token lives a quarter of an hour.',
    'The owner of the account can be neither deactivated nor removed.',
  ],
  assumed: [
    'that a shortage of licences is told in words, for no code is known',
    'whether somebody invited is shown by a read of one user; the list of the pending is looked at besides',
    'that an invitation can be withdrawn by removing the pending user; where Zoom refuses that, the change fails and says so',
    'which rate limit each call counts against; the middle one of a Pro account is kept to for all',
  ],
  address: 'https://api.zoom.us/v2',
  parameters: {
    accountId: { description: 'Account id of the server-to-server app', example: 'aBcDeFgHiJkLmNoPqRsTuV', pattern: '\\S+' },
    clientId: { description: 'Client id of the server-to-server app', example: 'XyZ1234567890abcdefghi', pattern: '\\S+' },
    joining: choice('How people join: by an invitation they accept, or at once by single sign-on', 'invitation', 'single-sign-on'),
    licence: choice('What new users get', 'basic', 'licensed'),
    deletion: choice('Whether deleting ends the Zoom account or lets the person leave with it', 'delete', 'disassociate'),
    handOverTo: {
      description: 'Address of the user who gets what a deleted one leaves',
      example: 'archive@example.com',
      pattern: '[^@\\s]+@[^@\\s]+',
      optional: true,
    },
    addressChanges: choice('What becomes of a changed work e-mail; Zoom takes it in managed domains only', 'refuse', 'send'),
    tokenUrl: {
      description: 'Another token endpoint than Zoom’s: a proxy, a test',
      example: 'https://zoom.us/oauth/token',
      pattern: 'address',
      optional: true,
    },
  },
  workspace: ['accountId'],
  secrets: { clientSecret: { description: 'Client secret of the server-to-server app' } },
  attributes: ['userName', 'givenName', 'familyName', 'displayName'],
  required: ['userName'],
  create: { adopts: false, invites: true, password: true },
  disable: { settlesMs: 10_000 },
  delete: { settlesMs: 10_000, undone: 'never' },
  limits: { requests: { count: 20, perMs: 1_000 }, concurrency: 4 },
  calls: { find: 2, create: 1, update: 2, disable: 4, enable: 3, delete: 3 },
  effects: {
    create: 'invites the person by e-mail; pending until they accept',
    disable:
      'deactivates the user and ends sessions of single sign-on; an invitation that was not accepted is withdrawn. Turning on brings all back',
    delete: 'ends the Zoom account with everything in it that is not handed over',
    unverified: ['meetings that are under way, and who is in them', 'whether an app on a device is still signed in with a password'],
  },
  serial: true,
};
