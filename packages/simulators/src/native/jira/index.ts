// Jira Cloud without Atlassian Guard, modelled from Atlassian's own OpenAPI text: for tests and authors of clients.

export type { JiraRights } from './routes.ts';
export type { JiraBackend, JiraServer, JiraServerOptions } from './server.ts';
export { startJiraServer } from './server.ts';
export type { JiraUser } from './site.ts';
export type { JiraSwitches } from './switches.ts';
