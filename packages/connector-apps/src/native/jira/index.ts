// Jira Cloud without Atlassian Guard.
export { jira } from './app.ts';
export { jiraDescription } from './description.ts';
export type { JiraOptions } from './options.ts';
