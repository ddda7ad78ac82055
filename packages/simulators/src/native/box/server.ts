// The server: the Box users API over real HTTP on loopback, modelled from Box's reference and the types of its own client.
import { type Call, type IssuedTokens, issuedTokens, type Model, type ModelOptions, type Route, refuse, startModel } from '../model.ts';
import { type StandingToken, standingToken } from '../standing.ts';
import { type BoxUser, createEnterprise, type Enterprise } from './enterprise.ts';
import { routesOf } from './routes.ts';
import { type BoxSwitches, boxDefaults } from './switches.ts';
import { problem } from './wire.ts';

export interface BoxServerOptions extends ModelOptions {
  /** An access token that does not expire. Default `box-token`. */
  readonly token?: string | undefined;
  /** What the token endpoint accepts. Default fixed texts. */
  readonly app?: BoxApp | undefined;
  /** Whether the app may manage users. Default true. */
  readonly managesUsers?: boolean | undefined;
  /** How long an issued token lives, on the clock. Default 3600. */
  readonly tokenSeconds?: number | undefined;
  /** How many managed users can be on. Default any number. */
  readonly seats?: number | undefined;
  readonly switches?: Partial<BoxSwitches> | undefined;
}

export interface BoxApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly enterpriseId: string;
}

/** The enterprise behind the protocol: to be prepared and looked at by tests. */
export interface BoxBackend {
  /** Puts a user in; by default a managed one who is active and confirmed. Answers them. */
  seed(user: Partial<BoxUser> & { readonly login: string }): BoxUser;
  users(): readonly BoxUser[];
  user(id: string): BoxUser | undefined;
  /** Changes a user as an administrator there would, or as life does. Throws for an unknown id. */
  change(id: string, facts: Partial<Omit<BoxUser, 'id'>>): void;
  setSeats(seats: number): void;
  /** A retention policy holds content back from deletion. */
  retainContent(): void;
  /** Every access token is refused from now on, the standing one too. */
  endTokens(): void;
}

export interface BoxServer extends Model<BoxBackend> {
  /** What clients append `/users` to. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly token: string;
  readonly app: BoxApp;
}

const fixedApp: BoxApp = { clientId: 'box-client', clientSecret: 'box-secret', enterpriseId: '801234' };

/** Starts a simulated Box enterprise on loopback, on a free port. */
export async function startBoxServer(options: BoxServerOptions = {}): Promise<BoxServer> {
  const { token = 'box-token', app = fixedApp, managesUsers = true, tokenSeconds = 3_600, seats } = options;
  const switches = { ...boxDefaults, ...options.switches };
  const model = await startModel<BoxBackend>(options, (now) => {
    const enterprise = createEnterprise(now);
    if (seats !== undefined) enterprise.seats = seats;
    const tokens = issuedTokens(tokenSeconds * 1_000, now);
    const standing = standingToken(token, tokens);
    return {
      parts: {
        routes: [tokenRoute(app, tokens, tokenSeconds), ...routesOf({ enterprise, switches, now })],
        admit({ headers }) {
          const challenge = { 'WWW-Authenticate': 'Bearer realm="Service", error="invalid_token"' };
          if (standing.state(headers['authorization']) !== 'good')
            refuse(401, problem(401, 'unauthorized', 'Unauthorized').body, challenge);
          const right = problem(403, 'access_denied_insufficient_permissions', 'Access denied - insufficient permission');
          if (!managesUsers) refuse(right.status, right.body);
        },
        nowhere: problem(404, 'not_found', 'Not Found'),
      },
      backend: backendOf(enterprise, standing),
    };
  });
  return { ...model, baseUrl: `${model.url}/2.0`, tokenUrl: `${model.url}/oauth2/token`, token, app };
}

function tokenRoute(app: BoxApp, tokens: IssuedTokens, seconds: number): Route {
  const wrong = ({ form }: Call): string | undefined => {
    if (form.get('grant_type') !== 'client_credentials') return 'unsupported_grant_type';
    if (form.get('client_id') !== app.clientId || form.get('client_secret') !== app.clientSecret) return 'invalid_client';
    // With a user as its subject the token could look at nobody else's account.
    const isEnterprise = form.get('box_subject_type') === 'enterprise' && form.get('box_subject_id') === app.enterpriseId;
    return isEnterprise ? undefined : 'invalid_grant';
  };
  return {
    method: 'POST',
    path: '/oauth2/token',
    open: true,
    answer(call) {
      const error = wrong(call);
      if (error !== undefined) return { status: 400, body: { error, error_description: error } };
      return { status: 200, body: { access_token: tokens.issue(), expires_in: seconds, restricted_to: [], token_type: 'bearer' } };
    },
  };
}

function backendOf(enterprise: Enterprise, standing: StandingToken): BoxBackend {
  return {
    seed: (user) => ({ ...enterprise.put(user) }),
    users: () => enterprise.users.map((user) => ({ ...user })),
    user(id) {
      const user = enterprise.users.find((each) => each.id === id);
      return user && { ...user };
    },
    change(id, facts) {
      const user = enterprise.users.find((each) => each.id === id);
      if (user === undefined) throw new RangeError('No user has this id.');
      Object.assign(user, facts);
    },
    setSeats: (seats) => Object.assign(enterprise, { seats }),
    retainContent: () => Object.assign(enterprise, { hasRetention: true }),
    endTokens: standing.endAll,
  };
}
