export {
  type HubSpotBackend,
  type HubSpotLimits,
  type HubSpotServer,
  type HubSpotServerOptions,
  type HubSpotSwitches,
  type HubSpotUser,
  hubSpotSwitches,
  startHubSpotServer,
} from './server.ts';
