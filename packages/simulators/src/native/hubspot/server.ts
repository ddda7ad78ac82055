// A modelled HubSpot account: written from the vendor's own client and its documents, never held against HubSpot itself.
import type { Answer } from '../../serving/answering.ts';
import { type Call, type Model, type ModelOptions, type Route, startModel } from '../model.ts';
import { badToken, invalid, missingScope, noSeat, protectedUser, taken, tooMany, unknownUser } from './problems.ts';

export interface HubSpotUser {
  readonly id: string;
  readonly email: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly superAdmin: boolean;
  readonly roleIds: readonly string[];
  /** Whether a mail was sent that asks for a password. */
  readonly welcomed: boolean;
}

/** What nobody could confirm about HubSpot: a client has to hold under each position. */
export interface HubSpotSwitches {
  /** How an address that is taken is refused: 409, or 400 among the invalid ones. */
  readonly taken: 'conflict' | 'validation';
}

export const hubSpotSwitches: HubSpotSwitches = { taken: 'conflict' };

export interface HubSpotLimits {
  /** Calls in ten seconds. Default: any number. */
  readonly perTenSeconds?: number | undefined;
  /** Calls in a day of the clock. Default: any number. */
  readonly perDay?: number | undefined;
}

export interface HubSpotServerOptions extends ModelOptions {
  /** The one accepted token. Default a fixed text. */
  readonly token?: string | undefined;
  readonly switches?: Partial<HubSpotSwitches> | undefined;
  /** Default none. */
  readonly limits?: HubSpotLimits | undefined;
  /** How many users there can be. Default: any number. */
  readonly seats?: number | undefined;
}

export interface HubSpotBackend {
  seed(user: Partial<Omit<HubSpotUser, 'id'>> & { readonly email: string }): HubSpotUser;
  /** Every user, in the order of creation. */
  users(): readonly HubSpotUser[];
  /** Takes a user out, as an administrator there would. */
  remove(id: string): void;
  /** An address that is refused as taken and shown by nothing. */
  hide(address: string): void;
  setSeats(count: number): void;
  /** What the token may do from now on. Default both. */
  grantScopes(scopes: readonly string[]): void;
  /** The token is refused from now on. */
  endToken(): void;
}

export interface HubSpotServer extends Model<HubSpotBackend> {
  readonly token: string;
}

interface Account {
  readonly users: Map<string, HubSpotUser>;
  readonly hidden: Set<string>;
  seats: number;
  scopes: readonly string[];
  tokenIsDead: boolean;
  add(user: Partial<HubSpotUser> & { readonly email: string }): HubSpotUser;
}

const root = '/settings/v3/users';

/** Starts a modelled HubSpot account on loopback, with its users under `/settings/v3/users`. */
export async function startHubSpotServer(options: HubSpotServerOptions = {}): Promise<HubSpotServer> {
  const token = options.token ?? 'hubspot-token';
  const account = createAccount(options.seats);
  const switches = { ...hubSpotSwitches, ...options.switches };
  const model = await startModel(options, (now) => {
    const count = createCounter(options.limits ?? {}, now);
    const admit = ({ headers }: Call): void => {
      if (headers['authorization'] !== `Bearer ${token}` || account.tokenIsDead) throw badToken();
      count();
    };
    return { parts: { routes: routesOf(account, switches), admit, nowhere }, backend: createBackend(account) };
  });
  return { ...model, token };
}

const nowhere: Answer = { status: 404, body: '<html><body>Not found</body></html>', headers: { 'Content-Type': 'text/html' } };

function createAccount(seats = Number.POSITIVE_INFINITY): Account {
  const users = new Map<string, HubSpotUser>();
  let made = 0;
  return {
    ...{ users, hidden: new Set(), seats, tokenIsDead: false },
    scopes: ['settings.users.read', 'settings.users.write'],
    add({ email, firstName, lastName, superAdmin = false, roleIds = [], welcomed = false }) {
      made += 1;
      const user = { id: String(40_000_000 + made * 7), email, firstName, lastName, superAdmin, roleIds, welcomed };
      users.set(user.id, user);
      return user;
    },
  };
}

function createCounter({ perTenSeconds, perDay }: HubSpotLimits, nowOf: () => number): () => void {
  let recent: number[] = [];
  let today = { day: -1, count: 0 };
  return () => {
    const now = nowOf();
    const day = Math.floor(now / 86_400_000);
    if (today.day !== day) today = { day, count: 0 };
    recent = recent.filter((at) => at > now - 10_000);
    if (perDay !== undefined && today.count >= perDay) throw tooMany('DAILY');
    if (perTenSeconds !== undefined && recent.length >= perTenSeconds) throw tooMany('TEN_SECONDLY_ROLLING');
    recent.push(now);
    today.count += 1;
  };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function routesOf(account: Account, switches: HubSpotSwitches): readonly Route[] {
  const route = (method: string, path: string, work: (call: Call) => Answer): Route => ({
    method,
    path: root + path,
    answer(call) {
      const scope = method === 'GET' ? 'settings.users.read' : 'settings.users.write';
      if (!account.scopes.includes(scope)) throw missingScope(scope);
      return work(call);
    },
  });
  const user = ({ params: [key = ''], query }: Call): HubSpotUser => byKey(account, key, query.get('idProperty') ?? 'USER_ID');
  const notThere = (): Answer => ({ status: 405, body: { status: 'error', message: 'Method not allowed.' } });
  return [
    route('GET', '', ({ query }) => list(account, query)),
    route('POST', '', ({ json }) => create(account, switches, json)),
    route('GET', '/*', (call) => ({ status: 200, body: shown(user(call)) })),
    route('PUT', '/*', (call) => replace(account, user(call), call.json)),
    route('PATCH', '/*', notThere),
    route('DELETE', '/*', (call) => remove(account, user(call))),
  ];
}

function remove(account: Account, user: HubSpotUser): Answer {
  const others = [...account.users.values()].filter(({ superAdmin, id }) => superAdmin && id !== user.id);
  if (user.superAdmin && others.length === 0) throw protectedUser();
  account.users.delete(user.id);
  return { status: 204 };
}

function byKey(account: Account, key: string, property: string): HubSpotUser {
  if (property !== 'USER_ID' && property !== 'EMAIL') throw invalid('idProperty is not one of USER_ID, EMAIL.');
  const address = key.toLowerCase();
  const user =
    property === 'USER_ID' ? account.users.get(key) : [...account.users.values()].find(({ email }) => email.toLowerCase() === address);
  if (user === undefined) throw unknownUser(key);
  return user;
}

function create(account: Account, { taken: how }: HubSpotSwitches, body: Readonly<Record<string, unknown>>): Answer {
  const email = text(body['email']);
  if (email === undefined || !email.includes('@')) throw invalid('email is not valid.');
  const address = email.toLowerCase();
  const holder = [...account.users.values()].some((user) => user.email.toLowerCase() === address);
  if (holder || account.hidden.has(address)) throw taken(email, how);
  if (account.users.size >= account.seats) throw noSeat();
  const roleId = text(body['roleId']);
  const user = account.add({
    ...{ email, firstName: text(body['firstName']), lastName: text(body['lastName']) },
    ...{ roleIds: roleId === undefined ? [] : [roleId], welcomed: body['sendWelcomeEmail'] === true },
  });
  return { status: 201, body: shown(user) };
}

/** PUT sets the whole user: a role that is not named is taken away. */
function replace(account: Account, user: HubSpotUser, body: Readonly<Record<string, unknown>>): Answer {
  const roleId = text(body['roleId']);
  const names = { firstName: text(body['firstName']) ?? user.firstName, lastName: text(body['lastName']) ?? user.lastName };
  const next = { ...user, ...names, roleIds: roleId === undefined ? [] : [roleId] };
  account.users.set(user.id, next);
  return { status: 200, body: shown(next) };
}

function list(account: Account, query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalid('limit is not between 1 and 100.');
  const all = [...account.users.values()];
  const after = query.get('after');
  const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && from === 0) throw invalid('after is not valid.');
  const page = all.slice(from, from + limit);
  const last = page.at(-1);
  const more = last !== undefined && from + page.length < all.length;
  const paging = more ? { paging: { next: { after: last.id, link: `https://api.hubapi.com${root}/?after=${last.id}` } } } : {};
  return { status: 200, body: { results: page.map(shown), ...paging } };
}

function shown({ id, email, firstName, lastName, superAdmin, roleIds }: HubSpotUser): object {
  return { id, email, firstName, lastName, roleIds, superAdmin };
}

function createBackend(account: Account): HubSpotBackend {
  return {
    seed: account.add,
    users: () => [...account.users.values()],
    remove: (id) => void account.users.delete(id),
    hide: (address) => void account.hidden.add(address.toLowerCase()),
    setSeats(count) {
      account.seats = count;
    },
    grantScopes(scopes) {
      account.scopes = scopes;
    },
    endToken() {
      account.tokenIsDead = true;
    },
  };
}
