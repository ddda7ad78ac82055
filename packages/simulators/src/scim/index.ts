// A SCIM 2.0 server on loopback: scimmy's protocol over users held in memory.

export type { ScimUser } from './backend.ts';
export type { ScimFault } from './faults.ts';
export type { ScimRequest, ScimServer, ScimServerOptions } from './server.ts';
export { startScimServer } from './server.ts';
