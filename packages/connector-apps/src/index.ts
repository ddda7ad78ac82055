export type { ScimAppOptions } from './scim/index.ts';
export { scimApp } from './scim/index.ts';
