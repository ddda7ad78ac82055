// Microsoft Entra ID.
export { microsoftEntra } from './app.ts';
export { microsoftEntraDescription } from './description.ts';
export type { MicrosoftEntraOptions } from './options.ts';
