// Box.
export { box } from './app.ts';
export { boxDescription } from './description.ts';
export type { BoxOptions } from './options.ts';
