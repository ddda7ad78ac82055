export type { ZoomLimits } from './limits.ts';
export { startZoomServer, type ZoomBackend, type ZoomServer, type ZoomServerOptions } from './server.ts';
export { type ZoomSwitches, zoomSwitches } from './switches.ts';
export type { NewZoomUser, ZoomStatus, ZoomUser } from './tenant.ts';
export { type ZoomCredentials, zoomScopes } from './tokens.ts';
