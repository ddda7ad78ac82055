// Dropbox Business.
export { dropbox } from './app.ts';
export { dropboxDescription } from './description.ts';
export type { DropboxOptions } from './options.ts';
