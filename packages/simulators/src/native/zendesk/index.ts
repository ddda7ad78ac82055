// Zendesk Support, modelled from its reference and from others' clients: for tests and authors of clients.

export type { SeededZendeskUser, ZendeskIdentity, ZendeskUser } from './accounts.ts';
export type { ShownZendeskUser, ZendeskBackend, ZendeskServer, ZendeskServerOptions } from './server.ts';
export { startZendeskServer, zendeskRateLimit } from './server.ts';
export type { ZendeskSwitches } from './switches.ts';
