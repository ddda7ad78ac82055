export type { GitHubApp } from './credentials.ts';
export type { GitHubUser, Invitation } from './organization.ts';
export {
  type GitHubBackend,
  type GitHubServer,
  type GitHubServerOptions,
  type GitHubSwitches,
  gitHubSwitches,
  startGitHubServer,
} from './server.ts';
