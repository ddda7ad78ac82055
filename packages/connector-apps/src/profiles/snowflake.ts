// Snowflake, by its SCIM API.
import type { AppProvisioner } from '@tenure/core/connector';
import { byUserName, corePlaces, genericProfile, type ProfiledOptions, profiledApp, type ScimProfile } from '../scim/index.ts';

export const snowflakeProfile: ScimProfile<'account'> = {
  ...genericProfile,
  id: 'snowflake',
  name: 'Snowflake',
  description: 'Users of a Snowflake account.',
  status: 'documented',
  sources: [
    {
      certainty: 'observed',
      what: 'address, switching and the SQL it comes to, in others’ connectors',
      url: 'https://docs.snowflake.com/en/user-guide/scim',
    },
  ],
  plan: 'any edition',
  credential: 'Token from SYSTEM$GENERATE_SCIM_ACCESS_TOKEN of a SCIM integration; it lasts six months.',
  traps: [
    'The account stands in the address with hyphens: an underscore of its name becomes one, or nothing answers.',
    'Turning off sets DISABLED and ends running queries only when they end by themselves.',
    'DELETE drops the user with what only they own. It is refused unless it is allowed.',
    'Users belong to the role of the integration; one that another role owns cannot be changed.',
  ],
  assumed: ['filters by `userName`; what DELETE does; that few calls may go at once'],
  address: 'https://{account}.snowflakecomputing.com/scim/v2',
  parameters: {
    account: {
      description: 'Organization and account, with hyphens',
      example: 'acme-production',
      pattern: '[A-Za-z0-9](?:[A-Za-z0-9.-]{0,120})',
    },
  },
  places: corePlaces,
  lookups: [byUserName],
  create: { adopts: false, invites: false, password: true },
  limits: { concurrency: 2 },
  effects: {
    create: 'makes a user without roles',
    disable: 'sets the user DISABLED: no new sign-in; turning on brings all back',
    delete: 'drops the user for good',
    unverified: ['queries that are running, and sessions until they end'],
  },
};

/**
 * Users of a Snowflake account.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function snowflake(options: ProfiledOptions<'account'>): AppProvisioner {
  return profiledApp(snowflakeProfile, options);
}
