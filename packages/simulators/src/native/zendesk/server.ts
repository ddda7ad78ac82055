// The server: the Zendesk Support users API over real HTTP on loopback, modelled from its reference and from others' clients.
import type { Answer } from '../../serving/answering.ts';
import type { WireEffect } from '../../serving/breaking.ts';
import { type Model, type ModelOptions, refuse, startModel } from '../model.ts';
import { createUsers, primaryEmail, type SeededZendeskUser, type Users, type ZendeskUser } from './accounts.ts';
import { routesOf } from './routes.ts';
import { type ZendeskSwitches, zendeskDefaults } from './switches.ts';
import { notFound } from './wire.ts';

export interface ZendeskServerOptions extends ModelOptions {
  /** Whose API token it is. Default `owner@example.com`, who owns the account. */
  readonly email?: string | undefined;
  /** The API token, sent as Basic `email/token:token`. Default `zendesk-token`. */
  readonly apiToken?: string | undefined;
  /** An OAuth access token, sent as Bearer. Default `zendesk-oauth`. */
  readonly accessToken?: string | undefined;
  /** What the credential's owner may do. Default `admin`; an agent cannot manage agents. */
  readonly role?: 'admin' | 'agent' | undefined;
  /** Whether the credential's owner is among the users. Default false, so that a test begins with nobody. */
  readonly ownerIsListed?: boolean | undefined;
  /** How many agents and administrators there can be, a listed owner included. Default any number. */
  readonly seats?: number | undefined;
  readonly switches?: Partial<ZendeskSwitches> | undefined;
}

export interface ShownZendeskUser extends ZendeskUser {
  readonly email: string;
}

/** The account behind the protocol: to be prepared and looked at by tests. */
export interface ZendeskBackend {
  /** Whose credential it is. */
  readonly ownerId: number;
  /** Puts a user in; by default an agent who is on. Answers them. */
  seed(user: SeededZendeskUser): ShownZendeskUser;
  /** Everybody, the softly deleted too. */
  users(): readonly ShownZendeskUser[];
  user(id: number): ShownZendeskUser | undefined;
  change(id: number, facts: Partial<Omit<ZendeskUser, 'id' | 'identities'>>): void;
  /** An address that is refused as taken and that nobody shows. */
  reserve(email: string): void;
  setSeats(seats: number): void;
  /** Both credentials are refused from now on. */
  endCredentials(): void;
}

export interface ZendeskServer extends Model<ZendeskBackend> {
  /** What clients append `/users.json` to. */
  readonly baseUrl: string;
  readonly email: string;
  readonly apiToken: string;
  readonly accessToken: string;
}

/** Starts a simulated Zendesk account on loopback, on a free port. */
export async function startZendeskServer(options: ZendeskServerOptions = {}): Promise<ZendeskServer> {
  const { email = 'owner@example.com', apiToken = 'zendesk-token', accessToken = 'zendesk-oauth', role = 'admin', seats } = options;
  const { ownerIsListed = false } = options;
  const switches = { ...zendeskDefaults, ...options.switches };
  const model = await startModel<ZendeskBackend>(options, (now) => {
    const users = createUsers(now, switches.deletionFreesAddress);
    if (seats !== undefined) users.seats = seats;
    const me = users.put({ email, role, isOwner: role === 'admin', changedAt: 0 });
    if (!ownerIsListed) users.remove(me);
    const good = new Set([`Basic ${Buffer.from(`${email}/token:${apiToken}`).toString('base64')}`, `Bearer ${accessToken}`]);
    // An agent may look at everybody and change nobody.
    const forbidden: Answer = { status: 403, body: { error: 'Forbidden', description: 'You do not have access to this page' } };
    const routes = routesOf({ users, switches, now, me });
    return {
      parts: {
        routes: role === 'admin' ? routes : routes.map((route) => (route.method === 'GET' ? route : { ...route, answer: () => forbidden })),
        admit({ headers }) {
          if (!good.has(headers['authorization'] ?? '')) refuse(401, { error: "Couldn't authenticate you" });
        },
        nowhere: notFound,
      },
      backend: { ...backendOf(users), ownerId: me.id, endCredentials: () => good.clear() },
    };
  });
  return { ...model, baseUrl: `${model.url}/api/v2`, email, apiToken, accessToken };
}

/** A refusal for too many calls, for `fail`: documented as a page of plain text with the wait in a header. */
export function zendeskRateLimit(seconds: number): WireEffect {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Retry-After': String(seconds) };
  return { kind: 'answer', status: 429, body: 'Rate limit exceeded, please wait before trying again', headers };
}

function backendOf(users: Users): Omit<ZendeskBackend, 'ownerId' | 'endCredentials'> {
  const shown = (user: ZendeskUser): ShownZendeskUser => ({ ...user, email: primaryEmail(user) });
  return {
    seed: (user) => shown(users.put(user)),
    users: () => users.users.map(shown),
    user(id) {
      const user = users.byId(id);
      return user && shown(user);
    },
    change(id, facts) {
      const user = users.byId(id);
      if (user === undefined) throw new RangeError('No user has this id.');
      Object.assign(user, facts);
    },
    reserve: (email) => void users.reserved.add(email.toLowerCase()),
    setSeats: (seats) => Object.assign(users, { seats }),
  };
}
