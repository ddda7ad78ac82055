// The User of RFC 7643, as far as the shape of its attributes goes.

/** `items`: several values, each with parts of these kinds. */
export type Shape = 'text' | 'boolean' | 'read-only' | { readonly parts: readonly string[] } | { readonly items: readonly string[] };

const plural = { items: ['value', 'display', 'type', 'primary', '$ref'] };

/** By name in lower case. */
export const coreAttributes: ReadonlyMap<string, Shape> = new Map<string, Shape>(
  Object.entries({
    id: 'read-only',
    meta: 'read-only',
    groups: 'read-only',
    ...textual(['externalId', 'userName', 'displayName', 'nickName', 'profileUrl', 'title', 'userType']),
    ...textual(['preferredLanguage', 'locale', 'timezone', 'password']),
    active: 'boolean',
    name: { parts: ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'] },
    ...Object.fromEntries(
      ['emails', 'phoneNumbers', 'ims', 'photos', 'entitlements', 'roles', 'x509Certificates'].map((name) => [name, plural]),
    ),
    addresses: { items: ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type', 'primary'] },
  } satisfies Record<string, Shape>).map(([name, shape]) => [name.toLowerCase(), shape]),
);

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

function textual(names: readonly string[]): Readonly<Record<string, 'text'>> {
  return Object.fromEntries(names.map((name) => [name, 'text']));
}
