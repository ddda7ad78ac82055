// A simulated ADP behind mutual TLS: for tests, examples and authors of clients.

export type { WireEffect } from '../serving/breaking.ts';
export type { SimulatedClock } from '../serving/clock.ts';
export type { Planted, PlantedFault } from '../serving/faults.ts';
export type { JournalEntry } from '../serving/serving.ts';
export type { IssuedCertificate } from './certificates.ts';
export type { EventName } from './events.ts';
export type { AdpFaultEffect, AdpServiceEffect } from './faults.ts';
export type { AdpHr, OnDay } from './hr.ts';
export type { AdpLimits } from './limits.ts';
export { noAdpLimits, quotedAdpLimits } from './limits.ts';
export type { AdpMarketplace, MarketplaceEvent, Ordered } from './marketplace.ts';
export type { ProblemShape } from './problems.ts';
export type { ProductName } from './products.ts';
export { productNames } from './products.ts';
export type { AdpQueue, QueuedMessage } from './queue.ts';
export type { AdpFault, AdpServer, AdpServerOptions } from './server.ts';
export { startAdpServer } from './server.ts';
export type { AdpScope, AdpSubscriber, ConsentState, SubscriptionState } from './subscribers.ts';
export type { AdpSwitches } from './switches.ts';
export { defaultAdpSwitches } from './switches.ts';
export type { Credentials } from './tokens.ts';
export type { AdpAssignment, AdpCode, AdpDepartment, AdpHire, AdpStatus, AdpWorker } from './workers.ts';
