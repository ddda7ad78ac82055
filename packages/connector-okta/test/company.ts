// A small company: HR in memory, this connector as identity provider on a simulated org, the engine between the two.
import { createLifecycle, type GuardLimits, type Lifecycle, type LifecycleOptions, memoryStore } from '@tenure/core';
import type { Department, Draft, Employee, IdentityProvider } from '@tenure/core/connector';
import { manualClock, memorySource } from '@tenure/core/testing';
import { noLimits, type OktaServer, type OktaServerOptions, startOktaServer } from '@tenure/simulators/okta';
import type { OktaTokenOptions } from '../src/options.ts';
import { oktaProvider } from '../src/provider.ts';

const monday = Date.parse('2026-11-23T12:00:00Z');

const departments: readonly Draft<Department>[] = [
  { id: 'sales', name: 'Sales', parentId: null },
  { id: 'finance', name: 'Finance', parentId: null },
];

const classes = ['create', 'adopt', 'enable', 'reactivate', 'update', 'rename', 'clear', 'disable', 'delete', 'group-add', 'group-removal'];
export const noGuards = Object.fromEntries(classes.map((name) => [name, { floor: 1_000_000, share: 1 }])) as GuardLimits;

export function worker(name: string, facts: Partial<Draft<Employee>> = {}): Draft<Employee> {
  return {
    id: name,
    employeeNumber: `N-${name}`,
    firstName: name,
    lastName: 'Lovelace',
    workEmail: `${name}@example.com`,
    departmentId: 'sales',
    jobTitle: 'Clerk',
    employmentType: 'full-time',
    status: 'active',
    startDate: '2020-01-06',
    ...facts,
  };
}

export interface CompanyOptions {
  readonly org?: OktaServerOptions | undefined;
  readonly okta?: Partial<OktaTokenOptions> | undefined;
  readonly lifecycle?: Partial<LifecycleOptions> | undefined;
  /** Groups of everybody in Sales, and in Finance; the org holds them all. Default: two and one. */
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly clock?: Required<LifecycleOptions>['clock'] | undefined;
}

export interface Company extends AsyncDisposable {
  readonly server: OktaServer;
  readonly backend: OktaServer['backend'];
  readonly provider: IdentityProvider;
  readonly lifecycle: Lifecycle;
  readonly hr: ReturnType<typeof memorySource>['backend'];
  readonly advance: (milliseconds: number) => void;
  /** The same company and store in a new process: another lifecycle, another provider, which may be set up otherwise. */
  restart(otherwise?: Partial<OktaTokenOptions>): Company;
  /** The same company in a process with a store of its own, at the same time. */
  beside(): Company;
  /** The requests since the last call, as `METHOD path` without queries and with ids replaced by `*`. */
  calls(): readonly string[];
  /** Who is there, in which state and in which groups, by names. */
  state(): readonly string[];
}

/** What is asked to know whom and what must not be touched: once per person, or once per run. */
const lookingOut = ['GET /users/me', 'GET /users/*/roles', 'GET /groups/rules'];

/** Without the questions for administrators, the token's owner and rules. */
export const apart = (calls: readonly string[]): readonly string[] => calls.filter((call) => !lookingOut.includes(call));

export async function openCompany(people: readonly Draft<Employee>[], options: CompanyOptions = {}): Promise<Company> {
  const hands = manualClock(monday);
  const clock = options.clock ?? {
    now: hands.now,
    sleep: async (milliseconds: number, signal: AbortSignal): Promise<void> => {
      signal.throwIfAborted();
      hands.advance(milliseconds);
    },
  };
  const now = () => clock.now();
  const server = await startOktaServer({ limits: noLimits, now, uniqueAttributes: ['hrId'], ...options.org });
  const groups = options.groups ?? { Sales: ['Sales-App', 'Sales-Mail'], Finance: ['Finance-App'] };
  for (const name of new Set(Object.values(groups).flat())) server.backend.seedGroup({ name });
  const { source, backend: hr } = memorySource({ id: 'hr' });
  hr.setDepartments(departments);
  hr.setEmployees(people);
  let seen = 0;

  const open = (store: ReturnType<typeof memoryStore>, otherwise: Partial<OktaTokenOptions> = {}): Company => {
    const { url: orgUrl, token } = server;
    const provider = oktaProvider({ orgUrl, token, attributes: { externalId: 'hrId' }, ...options.okta, ...otherwise });
    const lifecycle = createLifecycle({
      timeZone: 'Europe/London',
      source,
      identityProvider: provider,
      groups,
      store,
      clock,
      guards: noGuards,
      ...options.lifecycle,
    });
    return {
      server,
      backend: server.backend,
      provider,
      lifecycle,
      hr,
      advance: hands.advance,
      restart: (changed) => open(store, changed),
      beside: () => open(memoryStore()),
      calls() {
        const fresh = server.requests().slice(seen);
        seen = server.requests().length;
        return fresh.map(({ method, path }) => `${method} ${plainPath(path)}`);
      },
      state: () => stateOf(server.backend),
      [Symbol.asyncDispose]: async () => {
        await lifecycle.close();
        await server.close();
      },
    };
  };
  return open(memoryStore());
}

export const plainPath = (path: string): string =>
  path
    .replace(/\?.*/, '')
    .replace('/api/v1', '')
    .replace(/00[ug]\w{17}/g, '*');

function stateOf(backend: OktaServer['backend']): readonly string[] {
  const names = new Map(backend.groups().map(({ id, name }) => [id, name]));
  return backend
    .users()
    .filter(({ id }) => id !== backend.ownerId)
    .map(({ id, status, profile, sessions }) => {
      const groups = backend.groupsOf(id).map((group) => names.get(group));
      const { login, title } = profile;
      return `${login} ${status} ${title ?? '-'} [${groups.sort().join(' ')}] sessions ${sessions.okta + sessions.tokens}`;
    })
    .sort();
}
