// Notion, by its SCIM API (Enterprise).
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, attribute, byEmail, entry, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

export const notionProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'notion',
  name: 'Notion',
  description: 'Members of a Notion workspace.',
  status: 'documented',
  sources: [
    { certainty: 'vendor', what: 'SCIM API and its help page', url: 'https://www.notion.com/help/provision-users-and-groups-with-scim' },
  ],
  plan: 'Enterprise',
  credential: 'SCIM token of the workspace, made by a workspace owner; it dies with that owner’s membership.',
  traps: [
    'Accounts are filtered by `email`, not by `userName`.',
    'Creating somebody who uses Notion already takes that account into the workspace: so it is looked for first.',
    'Changes of name or address are taken only for verified domains; creating and removing need none.',
    'The dates in `meta` mean nothing.',
    'The owner who made the token cannot be removed, and removing another owner kills their tokens.',
  ],
  assumed: ['what an external id would do there is not documented, so none is sent and people are recognised by their address'],
  address: 'https://api.notion.com/scim/v2',
  places: { userName: attribute('userName'), email: entry('emails', 'value'), displayName: attribute('name', 'formatted') },
  lookups: [byEmail('email')],
  required: ['userName', 'email'],
  create: { adopts: true, invites: false, password: false },
  disable: undefined,
  delete: { form: 'delete', settlesMs: 0, undone: 'again' },
  effects: {
    create: 'adds the person to the workspace as a member, with their Notion account if they have one',
    delete:
      'removes the person from the workspace and signs them out everywhere; their own Notion account stays, and they can be added again',
    notOffered: 'turning off: `active: false` is the same removal',
    unverified: ['pages that were shared with the person’s address from outside the workspace'],
  },
  readUser: ({ meta: _meaningless, ...user }) => user,
};

/**
 * Members of a Notion workspace.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function notion(options: AppOptions): AppProvisioner {
  return profiledApp(notionProfile, options);
}
