// Zendesk Support.
export { zendesk } from './app.ts';
export { zendeskDescription } from './description.ts';
export type { ZendeskOptions } from './options.ts';
