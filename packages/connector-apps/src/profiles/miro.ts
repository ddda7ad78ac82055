// Miro, by its SCIM API (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, byUserName, corePlaces, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

const per30Seconds = (count: number) => ({ count, perMs: 30_000 });

export const miroProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'miro',
  name: 'Miro',
  description: 'Members of a Miro organization.',
  status: 'documented',
  sources: [{ certainty: 'vendor', what: 'SCIM API reference and rate limits', url: 'https://developers.miro.com/docs/scim' }],
  plan: 'Enterprise',
  credential: 'SCIM bearer token from the company’s single sign-on settings.',
  traps: [
    'Deleting is refused for the last administrator of a team or of the organization, for guests and for non-members.',
    'With a deletion the person’s boards move to the oldest administrator of the team.',
    'Only 20 deletions go in 30 seconds.',
    'Operations are written `Replace` with a capital.',
    'New members land in the default team.',
  ],
  assumed: ['which attributes besides names it keeps'],
  address: 'https://miro.com/api/v1/scim',
  places: corePlaces,
  lookups: [byUserName],
  required: ['userName'],
  create: { adopts: false, invites: false, password: false },
  operation: 'Replace',
  delete: { form: 'delete', settlesMs: 0, undone: 'never' },
  limits: {
    concurrency: 4,
    buckets: {
      read: per30Seconds(200),
      'read-one': per30Seconds(200),
      create: per30Seconds(200),
      update: per30Seconds(100),
      delete: per30Seconds(20),
    },
  },
  effects: {
    create: 'adds the person to the organization and its default team',
    disable: 'deactivates the member; boards stay theirs, and turning on brings all back',
    delete: 'deletes the member for good; their boards move to the oldest administrator of the team',
    unverified: ['boards that are shared by a public link'],
  },
};

/**
 * Members of a Miro organization.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function miro(options: AppOptions): AppProvisioner {
  return profiledApp(miroProfile, options);
}
