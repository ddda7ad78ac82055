// Applications with interfaces of their own, modelled from their vendors' documents over real HTTP. No vendor has been asked by them.

export type { WireEffect } from '../serving/breaking.ts';
export type { SimulatedClock } from '../serving/clock.ts';
export type { Planted, PlantedFault } from '../serving/faults.ts';
export * from './box/index.ts';
export * from './dropbox/index.ts';
export * from './github/index.ts';
export type {
  GoogleWorkspaceBackend,
  GoogleWorkspaceServer,
  GoogleWorkspaceServerOptions,
  GoogleWorkspaceUser,
} from './google-workspace/server.ts';
export { googleScopes, startGoogleWorkspaceServer } from './google-workspace/server.ts';
export type { GooglePace } from './google-workspace/state.ts';
export * from './hubspot/index.ts';
export * from './jira/index.ts';
export type {
  MicrosoftEntraBackend,
  MicrosoftEntraServer,
  MicrosoftEntraServerOptions,
  MicrosoftEntraUser,
} from './microsoft-entra/server.ts';
export { startMicrosoftEntraServer } from './microsoft-entra/server.ts';
export type { Model, ModelFault, ModelFaultEffect, ModelOptions, ModelRequest, ModelServiceEffect } from './model.ts';
export * from './salesforce/index.ts';
export * from './zendesk/index.ts';
export * from './zoom/index.ts';
