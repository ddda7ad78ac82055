// Dropbox Business, modelled from the types of Dropbox's own client: for tests and authors of clients.

export type { DropboxBackend, DropboxServer, DropboxServerOptions } from './server.ts';
export { dropboxRateLimit, startDropboxServer } from './server.ts';
export type { DropboxSwitches } from './switches.ts';
export type { DropboxMember, MemberStatus } from './team.ts';
