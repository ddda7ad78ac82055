// Figma, by its SCIM API (Organization and Enterprise).
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

export const figmaProfile: ScimProfile<'tenantId'> = {
  ...genericProfile,
  id: 'figma',
  name: 'Figma',
  description: 'Members of a Figma organization.',
  status: 'documented',
  sources: [{ certainty: 'vendor', what: 'SCIM API reference' }],
  plan: 'Organization or Enterprise',
  credential: 'SCIM token from the organization’s login and provisioning settings; another token than the REST API’s.',
  traps: [
    'Creating binds a Figma user who has the address already: so it is looked for first.',
    'The address has to belong to a captured domain, or the change may fail.',
    '`emails` is one object with a `primary` of text, and the external id is spelled in three ways.',
    'Changes and switches are sent as the whole user (PUT).',
    'DELETE is for good. It is refused unless it is allowed.',
    'Seats are not chosen here: the organization’s default seat applies.',
  ],
  assumed: ['a list of `emails` would be taken as well; the object of the reference is sent'],
  address: 'https://www.figma.com/scim/v2/{tenantId}',
  parameters: {
    tenantId: {
      description: 'The tenant id, from the organization’s SCIM settings',
      example: '12345678901234567',
      pattern: '[A-Za-z0-9-]{1,64}',
    },
  },
  probe: { path: '/', title: 'The tenant id is one of Figma’s' },
  mediaType: 'application/json',
  places: corePlaces,
  lists: { shape: 'object', single: true },
  lookups: [byExternalId, byUserName],
  required: ['userName', 'email'],
  create: { adopts: true, invites: false, password: false },
  update: 'put',
  disable: { form: 'put', settlesMs: 0 },
  paging: { mode: 'index', largestPage: 1_000, mostPages: 20_000 },
  effects: {
    create: 'adds the person to the organization with its default seat, with their Figma account if they have one',
    disable: 'removes the person from the organization and keeps the SCIM record; turning on brings them back',
    delete: 'deletes the member for good',
    unverified: ['files that the person has copied to an account of their own'],
  },
  readUser: ({ externalID, external_id: snake, ...user }) => {
    const externalId = user['externalId'] ?? externalID ?? snake;
    return externalId === undefined ? user : { ...user, externalId };
  },
};

/**
 * Members of a Figma organization.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function figma(options: ProfiledOptions<'tenantId'>): AppProvisioner {
  return profiledApp(figmaProfile, options);
}
