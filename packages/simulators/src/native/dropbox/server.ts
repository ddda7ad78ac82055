// The server: the Dropbox Business team API over real HTTP on loopback, modelled from the types of Dropbox's own client.
import type { WireEffect } from '../../serving/breaking.ts';
import { type Call, type IssuedTokens, issuedTokens, type Model, type ModelOptions, type Route, refuse, startModel } from '../model.ts';
import { standingToken } from '../standing.ts';
import { createEndpoints, type Endpoint } from './routes.ts';
import { type DropboxSwitches, dropboxDefaults } from './switches.ts';
import { createTeam, type DropboxMember, type Team } from './team.ts';
import { authError, badCall, type Fields } from './wire.ts';

export interface DropboxServerOptions extends ModelOptions {
  /** An access token that does not expire. Default `dropbox-token`. */
  readonly token?: string | undefined;
  /** What the token endpoint accepts. Default fixed texts. */
  readonly app?: { readonly key: string; readonly secret: string; readonly refreshToken: string } | undefined;
  /** What the tokens may do. Default `members.read`, `members.write`, `members.delete`. */
  readonly scopes?: readonly string[] | undefined;
  /** How long an issued token lives, on the clock. Default 14 400. */
  readonly tokenSeconds?: number | undefined;
  /** How many members can be on. Default any number. */
  readonly seats?: number | undefined;
  readonly switches?: Partial<DropboxSwitches> | undefined;
}

/** The team behind the protocol: to be prepared and looked at by tests. */
export interface DropboxBackend {
  /** Puts a member in; by default one who is active. Answers them. */
  seed(member: Partial<DropboxMember> & { readonly email: string }): DropboxMember;
  /** Everybody who ever was a member, in the order of joining. */
  members(): readonly DropboxMember[];
  member(id: string): DropboxMember | undefined;
  /** The person accepts the invitation. */
  accept(id: string): void;
  /** An address that belongs to another team. */
  seedElsewhere(email: string): void;
  setSeats(seats: number): void;
  /** Every access token is refused from now on, the standing one too. */
  endTokens(): void;
}

export interface DropboxServer extends Model<DropboxBackend> {
  /** What clients append `/team/members/list_v2` to. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly token: string;
  readonly app: { readonly key: string; readonly secret: string; readonly refreshToken: string };
}

/** Starts a simulated Dropbox team on loopback, on a free port. */
export async function startDropboxServer(options: DropboxServerOptions = {}): Promise<DropboxServer> {
  const { token = 'dropbox-token', seats, tokenSeconds = 14_400 } = options;
  const { app = { key: 'app-key', secret: 'app-secret', refreshToken: 'refresh-token' } } = options;
  const { scopes = ['members.read', 'members.write', 'members.delete'] } = options;
  const switches = { ...dropboxDefaults, ...options.switches };
  const model = await startModel<DropboxBackend>(options, (now) => {
    const team = createTeam(now);
    if (seats !== undefined) team.seats = seats;
    const tokens = issuedTokens(tokenSeconds * 1_000, now);
    const standing = standingToken(token, tokens);
    const endpoints = Object.entries(createEndpoints(team, switches));
    return {
      parts: {
        routes: [tokenRoute(app, tokens, tokenSeconds), ...endpoints.map(([name, endpoint]) => routeOf(name, endpoint, scopes))],
        admit({ headers }) {
          const state = standing.state(headers['authorization']);
          if (state === 'good') return;
          const { status, body } = authError(state === 'ended' ? 'expired_access_token' : 'invalid_access_token');
          refuse(status, body);
        },
        nowhere: badCall('', 'Unknown API function').answer,
      },
      backend: backendOf(team, standing.endAll),
    };
  });
  return { ...model, baseUrl: `${model.url}/2`, tokenUrl: `${model.url}/oauth2/token`, token, app };
}

function routeOf(name: string, { scope, answer }: Endpoint, scopes: readonly string[]): Route {
  return {
    method: 'POST',
    path: `/2/${name}`,
    answer(call) {
      if (!scopes.includes(scope)) return authError('missing_scope', { required_scope: scope });
      if (call.headers['content-type'] !== 'application/json') throw badCall(name, 'Bad HTTP "Content-Type" header');
      return answer(call.json);
    },
  };
}

/** A refusal for too many calls, for `fail`. Unconfirmed is whether the header, the body or both say how long to wait. */
export function dropboxRateLimit(seconds: number, form: 'both' | 'header' | 'body' | 'none' = 'both'): WireEffect {
  const inBody = form === 'both' || form === 'body';
  const inHeader = form === 'both' || form === 'header';
  const error: Fields = { reason: { '.tag': 'too_many_requests' }, ...(inBody ? { retry_after: seconds } : {}) };
  return {
    kind: 'answer',
    status: 429,
    body: { error_summary: 'too_many_requests/..', error },
    headers: inHeader ? { 'Retry-After': String(seconds) } : {},
  };
}

function tokenRoute(app: DropboxServer['app'], tokens: IssuedTokens, seconds: number): Route {
  const wrong = ({ form }: Call): string | undefined => {
    if (form.get('grant_type') !== 'refresh_token') return 'unsupported_grant_type';
    if (form.get('client_id') !== app.key || form.get('client_secret') !== app.secret) return 'invalid_client';
    return form.get('refresh_token') === app.refreshToken ? undefined : 'invalid_grant';
  };
  return {
    method: 'POST',
    path: '/oauth2/token',
    open: true,
    answer(call) {
      const error = wrong(call);
      if (error !== undefined) return { status: 400, body: { error, error_description: error } };
      return { status: 200, body: { access_token: tokens.issue(), token_type: 'bearer', expires_in: seconds } };
    },
  };
}

function backendOf(team: Team, endTokens: () => void): DropboxBackend {
  return {
    seed: (member) => ({ ...team.put(member) }),
    members: () => team.members.map((member) => ({ ...member })),
    member(id) {
      const member = team.byId(id);
      return member && { ...member };
    },
    accept(id) {
      const member = team.byId(id);
      if (member?.status !== 'invited') throw new RangeError('Nobody with this id is invited.');
      Object.assign(member, { status: 'active', hasJoined: true });
    },
    seedElsewhere: (email) => void team.elsewhere.add(email.toLowerCase()),
    setSeats: (seats) => Object.assign(team, { seats }),
    endTokens,
  };
}
