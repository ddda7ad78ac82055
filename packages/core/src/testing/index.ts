// What connector and store authors test with. Nothing published imports it.
export type { MemoryAccount } from './memory/accounts.ts';
export { type MemoryAppBackend, type MemoryAppOptions, type MemoryAppVerb, memoryApp } from './memory/app.ts';
export {
  type LoggedLine,
  type ManualClock,
  manualClock,
  type TestContext,
  type TestContextOptions,
  testContext,
} from './memory/context.ts';
export type { FaultChoice, MemoryCall, MemoryDesk, MemoryFault } from './memory/faults.ts';
export {
  type MemoryIdentityBackend,
  type MemoryIdentityProviderOptions,
  type MemoryIdentityVerb,
  type MemoryUser,
  memoryIdentityProvider,
} from './memory/identity.ts';
export { type MemorySourceBackend, type MemorySourceOptions, type MemorySourceVerb, memorySource } from './memory/source.ts';
export { memoryAppWorld, memoryIdentityWorld, memorySourceWorld } from './memory/worlds.ts';
export { type DescribedConnector, describeConnector, type InapplicableRule, runRule, type TestRunner } from './rules/describe.ts';
export { contractFaults, contractRules } from './rules/index.ts';
export { readAll } from './rules/paging.ts';
export { type ContractRule, lacking, offers } from './rules/rule.ts';
export {
  type AppWorld,
  type ConnectorKind,
  type ContractWorld,
  type HeldAccount,
  type HeldUser,
  type IdentityWorld,
  type InjectableFault,
  injectableFaults,
  type SeedAccount,
  type SeedEmployee,
  type SourceWorld,
  type TargetWorld,
  type WorldOf,
} from './rules/world.ts';
export * from './store/index.ts';
