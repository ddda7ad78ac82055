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
