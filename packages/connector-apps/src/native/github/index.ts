// A GitHub organization without SCIM.
export { github } from './app.ts';
export { githubDescription } from './description.ts';
export type { GithubOptions } from './options.ts';
