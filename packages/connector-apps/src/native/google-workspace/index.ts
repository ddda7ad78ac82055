// Google Workspace.
export { googleWorkspace } from './app.ts';
export { googleWorkspaceDescription } from './description.ts';
export type { GoogleWorkspaceOptions } from './options.ts';
