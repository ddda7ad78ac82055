// How a SCIM server speaks, as plain data: where attributes stand, what can be looked up, how pages go. A vendor's
// dialect is another such object; no code asks which vendor it talks to.
import type { FindKeys, ProfileAttribute } from '@tenure/core/connector';

/** Where an attribute stands in a user resource. */
export type Place =
  /** `title`, `name.givenName`, or the same inside an extension schema. */
  | { readonly kind: 'attribute'; readonly path: readonly [string, ...string[]]; readonly extension?: string }
  /** A field of the chosen entry of a list: the primary one, else the one of type `work`. */
  | { readonly kind: 'entry'; readonly list: string; readonly field: string };

/** A key that accounts can be filtered by, always with `eq`. */
export interface Lookup {
  readonly key: keyof FindKeys;
  /** The attribute as the filter names it. */
  readonly filter: string;
  /** Whether the value counts with its case. Without it lower case is asked first, then the spelling as given. */
  readonly exactCase: boolean;
}

export interface ScimProfile {
  readonly mediaType: 'application/scim+json' | 'application/json';
  readonly places: { readonly [Name in ProfileAttribute]?: Place };
  /** Strongest first. */
  readonly lookups: readonly Lookup[];
  readonly paging: { readonly largestPage: number; readonly mostPages: number };
  /** Attributes that the server refuses to be without. */
  readonly required: readonly ProfileAttribute[];
  /** In words, for a plan. */
  readonly effects: { readonly disable: string; readonly delete: string };
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const attribute = (...path: [string, ...string[]]): Place => ({ kind: 'attribute', path });
const extended = (...path: [string, ...string[]]): Place => ({ kind: 'attribute', path, extension: enterprise });
const entry = (list: string, field: string): Place => ({ kind: 'entry', list, field });

/** RFC 7643 and 7644 as they stand, and nothing a server may leave out. */
export const rfcProfile: ScimProfile = {
  mediaType: 'application/scim+json',
  places: {
    userName: attribute('userName'),
    externalId: attribute('externalId'),
    employeeNumber: extended('employeeNumber'),
    email: entry('emails', 'value'),
    givenName: attribute('name', 'givenName'),
    familyName: attribute('name', 'familyName'),
    displayName: attribute('displayName'),
    phone: entry('phoneNumbers', 'value'),
    title: attribute('title'),
    department: extended('department'),
    city: entry('addresses', 'locality'),
    country: entry('addresses', 'country'),
    timeZone: attribute('timezone'),
  },
  lookups: [
    { key: 'externalId', filter: 'externalId', exactCase: true },
    { key: 'userName', filter: 'userName', exactCase: false },
    { key: 'email', filter: 'emails.value', exactCase: false },
  ],
  paging: { largestPage: 100, mostPages: 20_000 },
  required: ['userName'],
  effects: {
    disable: 'sets the account inactive; what the person owns there stays',
    delete: 'removes the account for good; the app may not give its name or its content back',
  },
};
