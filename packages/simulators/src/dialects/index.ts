// SCIM apps as their vendors run them, modelled from each vendor's sheet over real HTTP: for tests and authors of clients.

export type { WireEffect } from '../serving/breaking.ts';
export type { SimulatedClock } from '../serving/clock.ts';
export type { Planted, PlantedFault } from '../serving/faults.ts';
export type { DialectAccount, DialectBackend, SeededAccount } from './backend.ts';
export type { Dialect, Limit, NameRule, Problem, Protection, Removal, Saying, Standing } from './dialect.ts';
export type { DialectFaultEffect, DialectServiceEffect } from './faults.ts';
export type { DialectRequest } from './journal.ts';
export type { DialectFault, DialectServer, DialectServerOptions } from './server.ts';
export { startDialectServer } from './server.ts';
export type { Certainty, DialectRow, Sheet } from './sheets/sheet.ts';
export { certaintyOf, dialectOf } from './sheets/sheet.ts';
export type { Vendor } from './sheets/vendors.ts';
export { sheets } from './sheets/vendors.ts';
