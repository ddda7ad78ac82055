// A modelled Zoom account: written from Zoom's documents and others' connectors, never held against Zoom itself.
import type { Answer } from '../../serving/answering.ts';
import { type Model, type ModelOptions, startModel } from '../model.ts';
import type { ZoomLimits } from './limits.ts';
import { routesOf } from './routes.ts';
import { type ZoomSwitches, zoomSwitches } from './switches.ts';
import { createTenant, type NewZoomUser, type ZoomStatus, type ZoomUser } from './tenant.ts';
import { createTokens, type ZoomCredentials } from './tokens.ts';

export interface ZoomServerOptions extends ModelOptions {
  /** What the app signs in with. Default: fixed texts. */
  readonly credentials?: ZoomCredentials | undefined;
  /** Other positions for what nobody could confirm. */
  readonly switches?: Partial<ZoomSwitches> | undefined;
  /** Default none. */
  readonly limits?: ZoomLimits | undefined;
  /** How many licensed users there can be. Default: any number. */
  readonly licences?: number | undefined;
}

export interface ZoomBackend {
  /** Puts a user in. Default: an active basic member. */
  seed(user: NewZoomUser): Readonly<ZoomUser>;
  /** Every user, in the order of creation. */
  users(): readonly Readonly<ZoomUser>[];
  user(id: string): Readonly<ZoomUser> | undefined;
  /** The person accepts the invitation. Throws for an unknown id. */
  accept(id: string): void;
  /** Turns a user off or on, as an administrator there would. Throws for an unknown id. */
  turn(id: string, status: ZoomStatus): void;
  /** Takes a user out, as an administrator there would. */
  remove(id: string): void;
  /** An address that is refused as taken and shown by nothing. */
  hide(address: string): void;
  /** Whether the person has a personal account outside, such as one that `disassociate` left behind. */
  hasPersonalAccount(address: string): boolean;
  /** What removals handed over, and to whom. */
  handedOver(): readonly { readonly to: string; readonly what: readonly string[] }[];
  setLicences(count: number): void;
  /** The app has these scopes from now on. */
  grantScopes(scopes: readonly string[]): void;
  /** Every access token given out so far is refused. */
  endTokens(): void;
  /** The app is switched off: its tokens and its sign-in are refused. */
  switchOffApp(): void;
}

export interface ZoomServer extends Model<ZoomBackend> {
  readonly credentials: ZoomCredentials;
  /** What clients append `/users` to. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
}

/** Starts a modelled Zoom account on loopback: the API under `/v2`, the token endpoint at `/oauth/token`. */
export async function startZoomServer(options: ZoomServerOptions = {}): Promise<ZoomServer> {
  const credentials = options.credentials ?? { accountId: 'zoom-account', clientId: 'zoom-client', clientSecret: 'zoom-secret' };
  const model = await startModel(options, (now) => {
    const tenant = createTenant(now);
    const tokens = createTokens(credentials, now);
    if (options.licences !== undefined) tenant.licences = options.licences;
    const switches = { ...zoomSwitches, ...options.switches };
    const routes = routesOf({ tenant, tokens, switches, limits: options.limits ?? {}, now });
    return { parts: { routes, admit: (call) => void tokens.scopesOf(call), nowhere }, backend: createBackend(tenant, tokens) };
  });
  return { ...model, credentials, baseUrl: `${model.url}/v2`, tokenUrl: `${model.url}/oauth/token` };
}

const nowhere: Answer = { status: 404, body: '<html><body>Not found</body></html>', headers: { 'Content-Type': 'text/html' } };

function createBackend(tenant: ReturnType<typeof createTenant>, tokens: ReturnType<typeof createTokens>): ZoomBackend {
  const existing = (id: string): ZoomUser => {
    const user = tenant.users.get(id);
    if (user === undefined) throw new RangeError('No user has this id.');
    return user;
  };
  return {
    seed: (user) => ({ ...tenant.add(user) }),
    users: () => [...tenant.users.values()].map((user) => ({ ...user })),
    user: (id) => tenant.users.get(id),
    accept(id) {
      existing(id).status = 'active';
    },
    turn(id, status) {
      existing(id).status = status;
    },
    remove: (id) => void tenant.users.delete(id),
    hide: (address) => void tenant.hidden.add(address.toLowerCase()),
    hasPersonalAccount: (address) => tenant.outside.has(address.toLowerCase()),
    handedOver: () => [...tenant.handedOver],
    setLicences(count) {
      tenant.licences = count;
    },
    grantScopes: tokens.grant,
    endTokens: tokens.endAll,
    switchOffApp() {
      tokens.endAll();
      tokens.refuse();
    },
  };
}
