export { profiledApp, scimApp } from './app.ts';
export { genericProfile } from './generic.ts';
export type { AppOptions, ProfiledOptions, Removal, ScimAppOptions, ScimOptions } from './options.ts';
export { optionsSchemaOf } from './options.ts';
export type * from './profile.ts';
