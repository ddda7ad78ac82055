export { scimApp } from './app.ts';
export type { ScimAppOptions } from './options.ts';
