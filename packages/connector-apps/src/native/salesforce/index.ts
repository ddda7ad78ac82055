// Salesforce.
export { salesforce } from './app.ts';
export { salesforceDescription } from './description.ts';
export type { SalesforceOptions } from './options.ts';
