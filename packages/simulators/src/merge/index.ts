// A simulated Merge (HRIS category) over real HTTP: for tests, examples and authors of clients.

export type { WireEffect } from '../serving/breaking.ts';
export type { SimulatedClock } from '../serving/clock.ts';
export type { Planted, PlantedFault } from '../serving/faults.ts';
export type { JournalEntry } from '../serving/serving.ts';
export type { AccountStatus, EndUser, MergeAccount, MergeIssue } from './account.ts';
export type { LinkChoice } from './accounts.ts';
export type { MergeFaultEffect, MergePageEffect } from './faults.ts';
export type { HrEmployee, HrJob, HrRecord, HrSystem } from './hr.ts';
export type { Integration } from './integrations.ts';
export { sampleIntegrations } from './integrations.ts';
export type { MergeLimits } from './limits.ts';
export { enterpriseLimits, launchLimits, noMergeLimits, professionalLimits } from './limits.ts';
export type { Fields, MergeModel } from './models.ts';
export type { MergeFault, MergeServer, MergeServerOptions } from './server.ts';
export { startMergeServer } from './server.ts';
export type { MergeSwitches } from './switches.ts';
export { defaultMergeSwitches } from './switches.ts';
export type { SyncEngine, SyncOutcomes, SyncReason, SyncResult, SyncStatus } from './sync.ts';
export type { Selection, Visibility, Withheld } from './visibility.ts';
export type { Delivery, DeliveryOptions, HookSignature, MergeHook, MergeWebhooks } from './webhooks.ts';
