// A simulated Okta org over real HTTP: for tests, examples and authors of clients.
export type { Administering } from './administering.ts';
export type { OktaApp } from './apps.ts';
export type { OktaBackend, SeedGroup, SeedUser } from './backend.ts';
export type { RuleContent } from './groups/rules.ts';
export type { CallKind, JournalEntry } from './journal.ts';
export type { Actor, EventType, LogEvent, Target } from './log/events.ts';
export type { DeliveryOptions, HookDelivery } from './log/hooks.ts';
export type { Lag, OktaPace } from './pace.ts';
export { defaultPace } from './pace.ts';
export type { OktaServiceApp } from './principals/principals.ts';
export type {
  OktaGroup,
  OktaGroupRule,
  OktaGroupType,
  OktaProfile,
  OktaSessions,
  OktaSource,
  OktaStatus,
  OktaUser,
} from './records.ts';
export { oktaStatuses } from './records.ts';
export type { OktaServer, OktaServerOptions } from './server.ts';
export { startOktaServer } from './server.ts';
export type { OktaSwitches } from './switches.ts';
export { defaultSwitches } from './switches.ts';
export type { Fault, FaultEffect, PlantedFault } from './traffic/faults.ts';
export type { Bucket, OktaLimits } from './traffic/limits.ts';
export { enterpriseLimits, freeLimits, noLimits, workforceLimits } from './traffic/limits.ts';
export type { LifecycleOperation } from './users/lifecycle.ts';
export type { OktaAttributeTypes } from './users/profile.ts';
