// The server: Jira Cloud's users API over real HTTP on loopback, modelled from Atlassian's own OpenAPI text.
import { type Model, type ModelOptions, refuse, startModel } from '../model.ts';
import { type JiraRights, problem, routesOf } from './routes.ts';
import { createSite, type JiraUser } from './site.ts';
import { type JiraSwitches, jiraDefaults } from './switches.ts';

export interface JiraServerOptions extends ModelOptions {
  /** Whose API token it is. Default `admin@example.com`. */
  readonly email?: string | undefined;
  /** Sent as Basic `email:token`. Default `jira-token`. */
  readonly apiToken?: string | undefined;
  /** What its owner may do. Default everything. */
  readonly rights?: Partial<JiraRights> | undefined;
  /** Whether the token's owner is among the users. Default false, so that a test begins with nobody. */
  readonly ownerIsListed?: boolean | undefined;
  /** How many users can have a product, a listed owner included. Default any number. */
  readonly seats?: number | undefined;
  readonly switches?: Partial<JiraSwitches> | undefined;
}

/** The site behind the protocol: to be prepared and looked at by tests. */
export interface JiraBackend {
  /** Whose credential it is. */
  readonly ownerId: string;
  /** Puts a user in; by default one with access to Jira Software. Answers them. */
  seed(user: Partial<JiraUser> & { readonly email: string }): JiraUser;
  /** Everybody who is or was here, and whoever has an account elsewhere. */
  users(): readonly JiraUser[];
  user(accountId: string): JiraUser | undefined;
  /** An address whose Atlassian account is not let in, and which nobody shows. */
  reserve(email: string): void;
  setSeats(seats: number): void;
  /** The credential is refused from now on. */
  endToken(): void;
}

export interface JiraServer extends Model<JiraBackend> {
  readonly email: string;
  readonly apiToken: string;
}

/** Starts a simulated Jira site on loopback, on a free port. */
export async function startJiraServer(options: JiraServerOptions = {}): Promise<JiraServer> {
  const { email = 'admin@example.com', apiToken = 'jira-token', ownerIsListed = false, seats } = options;
  const rights = { browses: true, administers: true, isSiteAdmin: true, ...options.rights };
  const switches = { ...jiraDefaults, ...options.switches };
  const model = await startModel<JiraBackend>(options, () => {
    const site = createSite();
    if (seats !== undefined) site.seats = seats;
    const me = site.put({ email, displayName: 'Site admin' });
    if (!ownerIsListed) site.users.pop();
    const good = new Set([`Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`]);
    const backend: JiraBackend = {
      ownerId: me.accountId,
      seed: (user) => ({ ...site.put(user) }),
      users: () => site.users.map((user) => ({ ...user })),
      user(accountId) {
        const user = site.byId(accountId);
        return user && { ...user };
      },
      reserve: (address) => void site.reserved.add(address.toLowerCase()),
      setSeats: (count) => Object.assign(site, { seats: count }),
      endToken: () => good.clear(),
    };
    return {
      parts: {
        routes: routesOf({ site, switches, me, rights }),
        admit({ headers }) {
          const refusal = problem(401, 'Client must be authenticated to access this resource.');
          if (!good.has(headers['authorization'] ?? '')) refuse(refusal.status, refusal.body);
        },
        nowhere: {
          status: 404,
          body: '<html><title>Oops, you have found a dead link</title></html>',
          headers: { 'Content-Type': 'text/html' },
        },
      },
      backend,
    };
  });
  return { ...model, email, apiToken };
}
