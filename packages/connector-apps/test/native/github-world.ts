// A modelled GitHub organization with the app over it, on one clock that stands, for tests of what would bite.
import { manualClock, testContext } from '@tenure/core/testing';
import { type GitHubServer, type GitHubServerOptions, startGitHubServer } from '@tenure/simulators/native';
import { type GithubOptions, github } from '../../src/index.ts';
import { loginOf } from './github.ts';

export type Overrides = Partial<GithubOptions>;

const noon = Date.parse('2026-11-23T12:00:00Z');

/** `options`: what the app is told besides, once the server is there. */
export async function githubWorld(
  options: Overrides | ((server: GitHubServer) => Overrides) = {},
  serverOptions: GitHubServerOptions = {},
) {
  const clock = manualClock(noon);
  const server = await startGitHubServer({ now: clock.now, ...serverOptions });
  const given = typeof options === 'function' ? options(server) : options;
  const credential = given.appId === undefined ? { token: server.token } : {};
  const app = github({ ...credential, organization: 'acme', baseUrl: server.url, http: { maxRetries: 0 }, ...given });
  return { app, accounts: app.accounts, backend: server.backend, server, clock, context: () => testContext({ clock }) };
}

/** The host knows the login of whoever GitHub has by their work e-mail. */
export const knowing = (server: GitHubServer): Overrides => ({ loginOf: loginOf(server) });
export const writes = (server: GitHubServer) => server.requests().filter(({ method }) => method !== 'GET');
export const ada = { userName: 'ada@example.com', email: 'ada@example.com' };
