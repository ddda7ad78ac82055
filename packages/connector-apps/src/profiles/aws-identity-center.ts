// AWS IAM Identity Center, by its SCIM API.
import type { AppProvisioner } from '@tenure/core/connector';
import {
  byExternalId,
  byUserName,
  corePlaces,
  genericProfile,
  type ProfiledOptions,
  profiledApp,
  type ScimProfile,
  workPlaces,
} from '../scim/index.ts';

export const awsIdentityCenterProfile: ScimProfile<'region' | 'tenantId'> = {
  ...genericProfile,
  id: 'aws',
  name: 'AWS IAM Identity Center',
  description: 'Users of AWS IAM Identity Center, from whom access to AWS accounts follows.',
  status: 'documented',
  sources: [
    {
      certainty: 'vendor',
      what: 'SCIM developer guide',
      url: 'https://docs.aws.amazon.com/singlesignon/latest/developerguide/what-is-scim.html',
    },
    { certainty: 'observed', what: 'cursors, run live by a third party' },
  ],
  plan: 'none besides IAM Identity Center with an external identity provider',
  credential: 'Access token from automatic provisioning; it lasts a year and renews by hand.',
  traps: [
    'A list holds at most 50 users and ignores where it is asked to start: only a cursor leads on.',
    'Filters know `userName` and `externalId` with `eq`, nothing else.',
    'A user needs a given name, a family name, a name to display, a user name and exactly one e-mail address.',
    'Lists take one entry each.',
    'Errors are AWS exceptions; a wrong tenant answers 401.',
    'The name that single sign-on sends has to be the user name.',
  ],
  assumed: ['the shape of an error’s body; that a conflict is ConflictException with 409'],
  address: 'https://scim.{region}.amazonaws.com/{tenantId}/scim/v2',
  parameters: {
    region: { description: 'The region of IAM Identity Center', example: 'eu-west-1', pattern: '[a-z]{2}(?:-[a-z]+)+-\\d' },
    tenantId: {
      description: 'The tenant, from the SCIM endpoint the console shows',
      example: 'aBcD1234-0000-4000-8000-000000000000',
      pattern: '[A-Za-z0-9-]{8,64}',
    },
  },
  places: { ...corePlaces, ...workPlaces },
  lists: { shape: 'array', single: true },
  lookups: [byExternalId, byUserName],
  required: ['userName', 'givenName', 'familyName', 'displayName', 'email'],
  create: { adopts: false, invites: false, password: false },
  paging: { mode: 'cursor', largestPage: 50, mostPages: 20_000 },
  errors: {
    code: 'aws',
    meanings: {
      ConflictException: 'conflict',
      ThrottlingException: 'rate-limited',
      UnauthorizedException: 'unauthenticated',
      AccessDeniedException: 'forbidden',
      ResourceNotFoundException: 'gone',
      ValidationException: 'rejected',
    },
  },
  effects: {
    create: 'makes a user of the identity store; what they may do in AWS accounts is decided elsewhere',
    disable: 'disables the user: no new sign-in to any account; turning on brings all back',
    delete: 'deletes the user with every assignment for good',
    unverified: ['role sessions in AWS accounts until they expire, up to twelve hours'],
  },
};

/**
 * Users of AWS IAM Identity Center. Take region and tenant from the SCIM endpoint that the console shows.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function awsIdentityCenter(options: ProfiledOptions<'region' | 'tenantId'>): AppProvisioner {
  return profiledApp(awsIdentityCenterProfile, options);
}
