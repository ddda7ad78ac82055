// A modelled Salesforce organization: written from documents and others' connectors, never held against Salesforce itself.
import type { Answer } from '../../serving/answering.ts';
import { type Call, type Model, type ModelOptions, type Route, startModel } from '../model.ts';
import { createOrg, type NewSalesforceUser, type Org, type SalesforceUser } from './org.ts';
import { badSession, dayUsedUp, noAccess, notFound } from './problems.ts';
import { createQueries, type Queries } from './queries.ts';
import { change, create, freeze, remove } from './users.ts';

/** What nobody could confirm about Salesforce: a client has to hold under each position. */
export interface SalesforceSwitches {
  /** The code with which deactivating somebody who is still needed is refused. */
  readonly refusalOfDeactivation: string;
}

export const salesforceSwitches: SalesforceSwitches = { refusalOfDeactivation: 'FIELD_INTEGRITY_EXCEPTION' };

export interface SalesforceCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SalesforceServerOptions extends ModelOptions {
  /** Default: fixed texts. */
  readonly credentials?: SalesforceCredentials | undefined;
  readonly switches?: Partial<SalesforceSwitches> | undefined;
  /** Default `62.0`. */
  readonly version?: string | undefined;
  /** Rows in one answer at most. Default 2000. */
  readonly batchSize?: number | undefined;
  /** How many users can be active. Default: any number. */
  readonly licences?: number | undefined;
  /** Calls in a day of the clock. Default: any number. */
  readonly callsPerDay?: number | undefined;
}

export interface HeldSalesforceUser extends Readonly<SalesforceUser> {
  readonly frozen: boolean;
}

export interface SalesforceBackend {
  /** Puts a user in. Default: an active internal one. */
  seed(user: NewSalesforceUser): HeldSalesforceUser;
  /** Every user, in the order of creation. */
  users(): readonly HeldSalesforceUser[];
  /** A username of another organization: nobody here can have it, and no query shows it. */
  takeElsewhere(username: string): void;
  /** Makes somebody a default owner or a running user: deactivating them is refused. */
  need(id: string): void;
  /** Nobody needs them any more. */
  release(id: string): void;
  freeze(id: string, frozen: boolean): void;
  turn(id: string, active: boolean): void;
  setLicences(count: number): void;
  /** Every session is over: the next call has to sign in again. */
  endSessions(): void;
  /** The app signs in no more. */
  refuseApp(): void;
  /** The run-as user may read users and change none. */
  forbidWrites(): void;
}

export interface SalesforceServer extends Model<SalesforceBackend> {
  readonly credentials: SalesforceCredentials;
  /** The run-as user's own id. */
  readonly ownId: string;
}

/** The run-as user, who stands outside the users that a test seeds. */
const ownId = '005000000000000AAA';

interface Door {
  readonly sessions: Set<string>;
  signIns: number;
  appIsRefused: boolean;
  readOnly: boolean;
}

/** Starts a modelled Salesforce organization on loopback: `/services/oauth2/token` and `/services/data`. */
export async function startSalesforceServer(options: SalesforceServerOptions = {}): Promise<SalesforceServer> {
  const credentials = options.credentials ?? { clientId: 'salesforce-client', clientSecret: 'salesforce-secret' };
  const org = createOrg();
  if (options.licences !== undefined) org.licences = options.licences;
  const door: Door = { sessions: new Set(), signIns: 0, appIsRefused: false, readOnly: false };
  const version = options.version ?? '62.0';
  const queries = createQueries(org, `/services/data/v${version}`);
  const refusalOfDeactivation = options.switches?.refusalOfDeactivation ?? salesforceSwitches.refusalOfDeactivation;
  const model = await startModel(options, (now) => {
    const countCall = createCounter(now, options.callsPerDay);
    const signIn: Route = {
      ...{ method: 'POST', path: '/services/oauth2/token', open: true },
      answer: (call) => signedIn(door, credentials, ownId, call, now()),
    };
    const counted = dataRoutes({ org, queries, version, batch: options.batchSize ?? 2_000, refusalOfDeactivation, door }).map(
      (route): Route => ({
        ...route,
        async answer(call) {
          const usage = countCall();
          const answer = await route.answer(call);
          return { ...answer, headers: { 'Sforce-Limit-Info': usage, ...answer.headers } };
        },
      }),
    );
    const admit = ({ headers }: Call): void => {
      if (!door.sessions.has(headers['authorization']?.replace(/^Bearer /, '') ?? '')) throw badSession();
    };
    return { parts: { routes: [signIn, ...counted], admit, nowhere }, backend: createBackend(org, door) };
  });
  return { ...model, credentials, ownId };
}

const nowhere: Answer = { status: 404, body: '<html><body>URL No Longer Exists</body></html>', headers: { 'Content-Type': 'text/html' } };

/** Counts a call. Answers what the day's use is, as a header tells it. */
function createCounter(now: () => number, perDay: number | undefined): () => string {
  let today = { day: -1, count: 0 };
  return () => {
    const day = Math.floor(now() / 86_400_000);
    today = { day, count: today.day === day ? today.count + 1 : 1 };
    if (perDay !== undefined && today.count > perDay) throw dayUsedUp();
    return `api-usage=${today.count}/${perDay ?? 100_000}`;
  };
}

function signedIn(
  door: Door,
  { clientId, clientSecret }: SalesforceCredentials,
  ownId: string,
  { headers, form }: Call,
  now: number,
): Answer {
  const basic = headers['authorization'] === `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const posted = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
  if (form.get('grant_type') !== 'client_credentials') {
    return { status: 400, body: { error: 'unsupported_grant_type', error_description: 'grant type not supported' } };
  }
  if (door.appIsRefused || !(basic || posted)) {
    return { status: 400, body: { error: 'invalid_client', error_description: 'invalid client credentials' } };
  }
  door.signIns += 1;
  const access_token = `00D-session-${door.signIns}`;
  door.sessions.add(access_token);
  // There is no `expires_in`: a session ends when the organization's settings say so.
  const id = `https://login.salesforce.com/id/00D000000000001AAA/${ownId}`;
  return {
    status: 200,
    body: { access_token, instance_url: 'https://acme.my.salesforce.com', id, token_type: 'Bearer', issued_at: String(now) },
  };
}

interface Parts {
  readonly org: Org;
  readonly queries: Queries;
  readonly version: string;
  readonly batch: number;
  readonly refusalOfDeactivation: string;
  readonly door: Door;
}

function dataRoutes({ org, queries, version, batch, refusalOfDeactivation, door }: Parts): readonly Route[] {
  const route = (method: string, path: string, work: (call: Call, key: string) => Answer): Route => ({
    method,
    path: `/services/data/v${version}${path}`,
    answer(call) {
      if (door.readOnly && method !== 'GET') throw noAccess();
      return work(call, call.params[0] ?? '');
    },
  });
  return [
    route('GET', '/query', ({ query, headers }) => queries.run(query.get('q') ?? '', sizeOf(headers, batch))),
    route('GET', '/query/*', ({ headers }, locator) => queries.goOn(locator, sizeOf(headers, batch))),
    route('POST', '/sobjects/User', ({ json }) => create(org, json)),
    route('GET', '/sobjects/User/*', ({ url }, id) => record(org, id, url)),
    route('PATCH', '/sobjects/User/*', ({ json }, id) => change(org, id, json, refusalOfDeactivation)),
    route('DELETE', '/sobjects/User/*', (_call, id) => remove(org, id)),
    route('PATCH', '/sobjects/UserLogin/*', ({ json }, id) => freeze(org, id, json)),
  ];
}

/** A wish between 200 rows and what one answer holds. */
function sizeOf(headers: Call['headers'], most: number): number {
  const wished = /batchSize=(\d+)/.exec(headers['sforce-query-options'] ?? '')?.[1];
  return wished === undefined ? most : Math.min(most, Math.max(200, Number(wished)));
}

function record(org: Org, id: string, url: URL): Answer {
  const user = org.users.get(id);
  if (user === undefined) throw notFound();
  return { status: 200, body: { attributes: { type: 'User', url: url.pathname }, ...user } };
}

function createBackend(org: Org, door: Door): SalesforceBackend {
  const held = (user: SalesforceUser): HeldSalesforceUser => ({ ...user, frozen: org.loginOf(user.Id)?.IsFrozen ?? false });
  return {
    seed: (user) => held(org.add(user)),
    users: () => [...org.users.values()].map(held),
    takeElsewhere: (username) => void org.elsewhere.add(username.toLowerCase()),
    need: (id) => void org.needed.add(id),
    release: (id) => void org.needed.delete(id),
    freeze(id, frozen) {
      const login = org.loginOf(id);
      if (login !== undefined) login.IsFrozen = frozen;
    },
    turn(id, active) {
      const user = org.users.get(id);
      if (user !== undefined) user.IsActive = active;
    },
    setLicences(count) {
      org.licences = count;
    },
    endSessions: () => door.sessions.clear(),
    refuseApp() {
      door.sessions.clear();
      door.appIsRefused = true;
    },
    forbidWrites() {
      door.readOnly = true;
    },
  };
}
