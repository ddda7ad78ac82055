// A simulated Okta org over real HTTP: for tests, examples and authors of clients.
export type { OktaBackend, SeedGroup, SeedUser } from './backend.ts';
export type { Fault, FaultEffect, PlantedFault } from './faults.ts';
export type { Bucket, OktaLimits } from './limits.ts';
export { freeLimits, noLimits, workforceLimits } from './limits.ts';
export type { OktaGroup, OktaGroupType, OktaProfile, OktaSessions, OktaStatus, OktaUser } from './records.ts';
export { oktaStatuses } from './records.ts';
export type { JournalEntry, OktaServer, OktaServerOptions } from './server.ts';
export { startOktaServer } from './server.ts';
export type { OktaSwitches } from './switches.ts';
export { defaultSwitches } from './switches.ts';
