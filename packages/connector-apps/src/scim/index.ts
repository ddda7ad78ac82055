export { profiledApp, scimApp } from './app.ts';
export { attribute, byEmail, byExternalId, byUserName, corePlaces, entry, extended, genericProfile, workPlaces } from './generic.ts';
export type { AppOptions, ProfiledOptions, ScimAppOptions, ScimOptions } from './options.ts';
export type { ProbeOptions, ProbeReport } from './probe.ts';
export { probeScim } from './probe.ts';
export type * from './profile.ts';
