// Box, modelled from its reference and the types of its own client: for tests and authors of clients.

export type { BoxStatus, BoxUser } from './enterprise.ts';
export type { BoxApp, BoxBackend, BoxServer, BoxServerOptions } from './server.ts';
export { startBoxServer } from './server.ts';
export type { BoxSwitches } from './switches.ts';
