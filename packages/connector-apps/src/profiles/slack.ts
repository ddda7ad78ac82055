// Slack, by its SCIM API (Business+ and Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, attribute, byEmail, corePlaces, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

const { userName: _handle, ...places } = corePlaces;

/** 180 a minute with a burst of 20: twenty in each ninth of a minute is never more than that. */
const perUserWrites = { count: 20, perMs: 6_700 };

export const slackProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'slack',
  name: 'Slack',
  description: 'Members of a Slack workspace or Enterprise organization.',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'SCIM API reference, limits and error codes', url: 'https://docs.slack.dev/reference/scim-api' },
    { certainty: 'observed', what: 'the vendor’s own live tests in java-slack-sdk: repeated deletes, the delay before `active` turns' },
  ],
  plan: 'Business+ or Enterprise; on Enterprise the app is installed on the organization',
  credential: 'OAuth user token (xoxp-…) of an admin or owner with the scope `admin`; it acts only on accounts of equal or lower rank.',
  traps: [
    'Members have a handle of at most 21 characters instead of an address as user name; it is made from the address, numbered when taken, and never changed afterwards.',
    'Handles share their names with channels, so that a free-looking handle can be refused.',
    'A switch shows only after some seconds; it is read back for up to ten.',
    'DELETE does what turning off does; no member is ever deleted.',
    'The token dies with the admin who made it; a workspace owner cannot be turned off.',
    'A guest who is turned on becomes what the workspace says; guests are not made here.',
  ],
  assumed: ['`email eq` filters in SCIM 2.0; where it is refused the handle made from the address is looked up and the address compared'],
  address: 'https://api.slack.com/scim/v2',
  places: { ...places, title: attribute('title') },
  userName: { from: 'handle', longest: 21, alphabet: 'a-z0-9._-', filter: 'userName', takenCode: 'username_taken' },
  lookups: [byEmail('email')],
  required: ['email'],
  create: { adopts: false, invites: false, password: false },
  disable: { form: 'patch-path', settlesMs: 10_000 },
  delete: undefined,
  paging: { mode: 'index', largestPage: 1_000, mostPages: 20_000 },
  errors: {
    code: 'detail',
    meanings: {
      email_taken: 'conflict',
      username_taken: 'conflict',
      user_creation_failed: 'conflict',
      no_such_user: 'gone',
      user_not_found: 'gone',
      invalid_authentication: 'unauthenticated',
      too_many_requests: 'rate-limited',
      plus_teams_only: 'forbidden',
      non_org_teams_only: 'forbidden',
      cannot_modify_owner: 'protected',
      cannot_disable_primary_owner: 'protected',
      primary_owner_check_failure: 'protected',
      username_too_long: 'rejected',
    },
  },
  limits: {
    concurrency: 4,
    buckets: {
      read: { count: 1_000, perMs: 60_000 },
      'read-one': { count: 300, perMs: 60_000 },
      create: perUserWrites,
      update: perUserWrites,
      delete: perUserWrites,
    },
  },
  serial: true,
  effects: {
    create: 'makes a full member with a handle made from the e-mail address',
    disable: 'deactivates the member and signs them out; messages, files and channels stay, and turning on brings all back',
    notOffered: 'deleting: Slack’s DELETE only deactivates',
    unverified: ['how long an open session goes on after deactivation'],
  },
};

/**
 * Slack members, for the `apps` of a lifecycle. Small plans have no such API: use a task for a person there.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function slack(options: AppOptions): AppProvisioner {
  return profiledApp(slackProfile, options);
}
