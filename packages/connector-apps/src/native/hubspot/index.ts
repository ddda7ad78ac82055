// HubSpot.
export { hubspot } from './app.ts';
export { hubspotDescription } from './description.ts';
export type { HubspotOptions } from './options.ts';
