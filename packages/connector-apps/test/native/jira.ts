// Jira Cloud over its model.
import type { HeldAccount } from '@tenure/core/testing';
import { type JiraServer, type JiraUser, startJiraServer } from '@tenure/simulators/native';
import { jira, jiraDescription } from '../../src/native/jira/index.ts';
import type { TestedNativeApp } from './world.ts';

const problem = (status: number) => ({ status, body: { errorMessages: ['Not allowed'], errors: {} } });
const heldBy = ({ accountId, email }: JiraUser): HeldAccount => ({ id: accountId, state: 'active', profile: { email } });

/** What an app over this server is told. */
export const optionsFor = ({ url, email, apiToken }: JiraServer) => ({ site: 'acme', baseUrl: `${url}/rest/api/3`, email, apiToken });

export const testedJira: TestedNativeApp = {
  subpath: 'jira',
  description: jiraDescription,
  start: async (now) => {
    const model = await startJiraServer({ now });
    const { backend } = model;
    return {
      model,
      app: (options) => jira({ ...optionsFor(model), ...options }),
      seed: ({ profile }) => backend.seed({ email: String(profile.email) }).accountId,
      held: () =>
        backend
          .users()
          .filter(({ standing }) => standing === 'here')
          .map(heldBy),
      kindOf: ({ method, path }) => {
        if (method === 'GET') return path.startsWith('/rest/api/3/users/search') ? 'list' : 'look';
        return method === 'POST' ? 'create' : 'write';
      },
      unauthenticated: problem(401),
      forbidden: problem(403),
      ignoring: [{ method: 'DELETE', effect: { kind: 'answer', status: 204 } }],
      creation: { method: 'POST', path: '/rest/api/3/user' },
      reserve: backend.reserve,
      useUpSeats: () => backend.setSeats(0),
      showInstead: (address) => void backend.seed({ email: address, displayName: 'ada@example.com' }),
      secrets: [model.apiToken],
    };
  },
};
