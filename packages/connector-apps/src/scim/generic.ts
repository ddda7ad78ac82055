// RFC 7643 and 7644 as they stand, and the parts that vendors' profiles are put together from.
import type { Lookup, Place, ScimProfile } from './profile.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export const attribute = (...path: [string, ...string[]]): Place => ({ kind: 'attribute', path });
export const extended = (...path: [string, ...string[]]): Place => ({ kind: 'attribute', path, extension: enterprise });
export const entry = (list: string, field: string): Place => ({ kind: 'entry', list, field });

export const byExternalId: Lookup = { key: 'externalId', filter: 'externalId', exactCase: true };
export const byUserName: Lookup = { key: 'userName', filter: 'userName', exactCase: false };
export const byEmail = (filter = 'emails.value'): Lookup => ({ key: 'email', filter, exactCase: false });

/** The keys and the name: what nearly every app keeps. */
export const corePlaces = {
  userName: attribute('userName'),
  externalId: attribute('externalId'),
  email: entry('emails', 'value'),
  givenName: attribute('name', 'givenName'),
  familyName: attribute('name', 'familyName'),
  displayName: attribute('displayName'),
} as const satisfies ScimProfile['places'];

/** What the standard has besides for people at work. */
export const workPlaces = {
  employeeNumber: extended('employeeNumber'),
  title: attribute('title'),
  department: extended('department'),
} as const satisfies ScimProfile['places'];

/** For any server that keeps to the standard, and nothing counted on that a server may leave out. */
export const genericProfile: ScimProfile<never> = {
  id: 'scim',
  name: 'SCIM 2.0',
  description: 'Any application with a SCIM 2.0 server.',
  status: 'tested',
  sources: [
    { certainty: 'vendor', what: 'the standard', url: 'https://www.rfc-editor.org/rfc/rfc7644' },
    { certainty: 'run', what: 'scimmy 1.3.5 on loopback, with the connector contract' },
  ],
  plan: 'whatever the vendor asks for SCIM',
  credential:
    'The SCIM bearer token from the app’s administration; it must be allowed to read, create, change and (to delete) delete users.',
  traps: [],
  assumed: [],
  parameters: {},
  mediaType: 'application/scim+json',
  places: {
    ...corePlaces,
    ...workPlaces,
    phone: entry('phoneNumbers', 'value'),
    city: entry('addresses', 'locality'),
    country: entry('addresses', 'country'),
    timeZone: attribute('timezone'),
  },
  lists: { shape: 'array', single: false },
  userName: { from: 'profile' },
  lookups: [byExternalId, byUserName, byEmail()],
  required: ['userName'],
  create: { adopts: false, invites: false, password: true },
  update: 'patch-path',
  disable: { form: 'patch-path', settlesMs: 0 },
  delete: { form: 'delete', settlesMs: 0, undone: 'never' },
  operation: 'replace',
  paging: { mode: 'index', largestPage: 100, mostPages: 20_000 },
  versions: 'asked',
  errors: { code: 'scimType', meanings: {} },
  limits: { concurrency: 4 },
  serial: false,
  effects: {
    create: 'creates an account that is on',
    disable: 'sets the account inactive; what the person owns there stays',
    delete: 'removes the account for good; the app may not give its name or its content back',
    unverified: ['open sessions in the app until they end by themselves'],
  },
};
