export type { FirstCredential, FirstPassword } from './first-credential.ts';
export type * from './scim/index.ts';
export { genericProfile, optionsSchemaOf, profiledApp, scimApp } from './scim/index.ts';
