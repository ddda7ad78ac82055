// 1Password, by the customer's own SCIM bridge or the hosted endpoint.
import type { AppProvisioner } from '@tenure/core/connector';
import { type AppOptions, byUserName, corePlaces, genericProfile, profiledApp, type ScimProfile } from '../scim/index.ts';

export const onePasswordProfile: ScimProfile<never> = {
  ...genericProfile,
  id: 'one-password',
  name: '1Password',
  description: 'Members of a 1Password account.',
  status: 'documented',
  sources: [{ certainty: 'observed', what: 'the bridge’s endpoints and answers, in others’ connectors' }],
  plan: 'Business',
  credential: 'Bearer token from the setup of the SCIM bridge.',
  traps: [
    'The address is the customer’s own bridge, often within their network: give `http.fetch` where it needs a certificate authority of its own.',
    'The person has to accept before they can sign in; the bridge does not show whether they have.',
    'DELETE suspends or deletes by a setting of the bridge, so it is not used.',
  ],
  assumed: ['filters by `userName`; no number is known for the rate limit'],
  places: corePlaces,
  lookups: [byUserName],
  required: ['userName', 'email'],
  create: { adopts: false, invites: false, password: false },
  delete: undefined,
  effects: {
    create: 'invites the person to the account; they choose their password themselves',
    disable: 'suspends the member: no vault can be opened; turning on brings all back',
    notOffered: 'deleting: what DELETE does depends on a setting of the bridge',
    unverified: ['items kept on a device that stays offline', 'whether an invited person has accepted'],
  },
};

/**
 * Members of a 1Password account. `baseUrl` is the bridge's, such as `https://scim.example.com/scim`.
 *
 * @throws {TenureError} `OPTIONS_INVALID`. Nothing is requested before a verb is called.
 */
export function onePassword(options: AppOptions & { readonly baseUrl: string }): AppProvisioner {
  return profiledApp(onePasswordProfile, options);
}
