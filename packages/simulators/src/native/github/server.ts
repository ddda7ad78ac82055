// A modelled GitHub organization: paths and bodies from GitHub's OpenAPI, its behaviour from documents; never held against GitHub itself.
import { type Answer, answered } from '../../serving/answering.ts';
import { type Call, type Model, type ModelOptions, type Route, startModel } from '../model.ts';
import { createCredentials, type GitHubApp } from './credentials.ts';
import { createOrganization, type GitHubUser, type Invitation, type Organization } from './organization.ts';
import { hourUsedUp, noUserAgent } from './problems.ts';
import { routesOf } from './routes.ts';

/** What nobody could confirm about GitHub: a client has to hold under each position. */
export interface GitHubSwitches {
  /** The status that says that the hour is used up. */
  readonly hourUsedUp: 403 | 429;
}

export const gitHubSwitches: GitHubSwitches = { hourUsedUp: 403 };

export interface GitHubServerOptions extends ModelOptions {
  /** Default `acme`. */
  readonly organization?: string | undefined;
  /** A personal token of an owner. Default a fixed text. */
  readonly token?: string | undefined;
  readonly switches?: Partial<GitHubSwitches> | undefined;
  /** Invitations in 24 hours. Default 50, as a young organization has them. */
  readonly invitationsPerDay?: number | undefined;
  /** Calls in an hour. Default 5000. */
  readonly callsPerHour?: number | undefined;
  /** Members and invitations together. Default: any number. */
  readonly seats?: number | undefined;
}

export interface GitHubBackend {
  /** Somebody with an account at GitHub, a member of nothing. */
  person(login: string, email: string): Readonly<GitHubUser>;
  /** Makes somebody a member. */
  join(userId: number, role?: 'admin' | 'member'): void;
  /** Makes somebody a member by way of an enterprise team. */
  joinByEnterpriseTeam(userId: number): void;
  collaborate(userId: number): void;
  invitations(): readonly Invitation[];
  members(): readonly { readonly user: Readonly<GitHubUser>; readonly role: string }[];
  collaborators(): readonly Readonly<GitHubUser>[];
  users(): readonly Readonly<GitHubUser>[];
  /** Somebody accepts an invitation, with whatever account they like. */
  accept(invitationId: number, userId: number): void;
  /** An invitation runs out. */
  expire(invitationId: number): void;
  rename(userId: number, login: string): void;
  /** Whom GitHub wrote to, and about what. */
  mails(): Organization['mails'];
  setSeats(seats: number): void;
  /** The owner of the token owns nothing any more. */
  demote(): void;
  setPermission(level: 'read' | 'write'): void;
  /** Tokens of the installation are refused from now on; new ones are given out. */
  endTokens(): void;
  /** Every credential is refused from now on. */
  endAll(): void;
}

export interface GitHubServer extends Model<GitHubBackend> {
  readonly organization: string;
  readonly token: string;
  readonly app: GitHubApp;
}

const hour = 3_600_000;

/** Starts a modelled GitHub organization on loopback, with GitHub's paths at the root. */
export async function startGitHubServer(options: GitHubServerOptions = {}): Promise<GitHubServer> {
  const { token = 'github-token', invitationsPerDay = 50, callsPerHour = 5_000, seats } = options;
  const organization = createOrganization(options.organization ?? 'acme');
  if (seats !== undefined) organization.seats = seats;
  const switches = { ...gitHubSwitches, ...options.switches };
  const caller = { owns: true };
  let app: GitHubApp | undefined;
  const model = await startModel(options, (now) => {
    const held = createCredentials(token, now);
    app = held.app;
    const window = { from: Number.NEGATIVE_INFINITY, used: 0 };
    const counted = (route: Route): Route => ({
      ...route,
      async answer(call) {
        if (now() >= window.from + hour) Object.assign(window, { from: now(), used: 0 });
        window.used += 1;
        const answer = await answered(() => {
          if (window.used > callsPerHour) throw hourUsedUp(switches.hourUsedUp);
          return route.answer(call);
        });
        const resets = Math.ceil((window.from + hour) / 1_000);
        return {
          ...answer,
          headers: { ...limitHeaders(callsPerHour, Math.max(0, callsPerHour - window.used), resets, now()), ...answer.headers },
        };
      },
    });
    const exchange: Route = {
      ...{ method: 'POST', path: '/app/installations/*/access_tokens', open: true },
      answer: held.exchange,
    };
    const routes = routesOf({ organization, owns: () => caller.owns, invitationsPerDay, now }).map(counted);
    const admit = (call: Call): void => {
      if (call.headers['user-agent'] === undefined) throw noUserAgent();
      held.admit(call);
    };
    const backend: GitHubBackend = {
      ...createBackend(organization, now),
      demote() {
        caller.owns = false;
      },
      ...{ setPermission: held.setPermission, endTokens: held.endTokens, endAll: held.endAll },
    };
    return { parts: { routes: [exchange, ...routes], admit, nowhere }, backend };
  });
  return { ...model, organization: organization.login, token, app: app as unknown as GitHubApp };
}

const nowhere: Answer = { status: 404, body: '<html><body>Page not found</body></html>', headers: { 'Content-Type': 'text/html' } };

function limitHeaders(limit: number, left: number, resets: number, now: number): Readonly<Record<string, string>> {
  return {
    ...{ 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Remaining': String(left), 'X-RateLimit-Reset': String(resets) },
    ...{ 'X-RateLimit-Resource': 'core', Date: new Date(now).toUTCString() },
  };
}

function createBackend(
  organization: Organization,
  now: () => number,
): Omit<GitHubBackend, 'demote' | 'setPermission' | 'endTokens' | 'endAll'> {
  const existing = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new RangeError('There is nothing with this id.');
    return value;
  };
  return {
    person: organization.newUser,
    join: (userId, role = 'member') => void organization.members.set(userId, role),
    joinByEnterpriseTeam: (userId) => void organization.byEnterpriseTeam.add(userId),
    collaborate: (userId) => void organization.collaborators.add(userId),
    invitations: () => [...organization.invitations.values()],
    members: () => [...organization.members].map(([id, role]) => ({ user: existing(organization.users.get(id)), role })),
    collaborators: () => [...organization.collaborators].map((id) => existing(organization.users.get(id))),
    users: () => [...organization.users.values()],
    accept(invitationId, userId) {
      const { role } = existing(organization.invitations.get(invitationId));
      organization.invitations.delete(invitationId);
      organization.members.set(userId, role === 'admin' ? 'admin' : 'member');
    },
    expire(invitationId) {
      const invitation = existing(organization.invitations.get(invitationId));
      organization.invitations.delete(invitationId);
      organization.failed.push({
        ...invitation,
        failedAt: now(),
        failedReason: 'Invitation expired. User did not accept this invite for 7 days.',
      });
    },
    rename(userId, login) {
      existing(organization.users.get(userId)).login = login;
    },
    mails: () => organization.mails,
    setSeats(seats) {
      organization.seats = seats;
    },
  };
}
