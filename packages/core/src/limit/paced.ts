// Connectors as the engine uses them: the same objects, with every verb paced and given an end.
import type { ConnectorContext } from '../connector/context.ts';
import type { RateLimits } from '../connector/limiter.ts';
import type { HrisSource } from '../connector/source.ts';
import type { AppProvisioner, CallCost, CallCosts, CostedVerb, IdentityProvider, Target } from '../connector/target.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { type Caller, createCaller } from './calls.ts';
import { createLimiter, type LimiterClock, type SharedLimiter } from './limiter.ts';

interface VerbFacts {
  readonly effect: 'read' | 'write';
  /** The name under which a target declares how many calls it takes. */
  readonly costed?: CostedVerb;
}

const read: VerbFacts = { effect: 'read' };
const write = (costed: CostedVerb): VerbFacts => ({ effect: 'write', costed });

// A verb that is missing here does not compile.
const userVerbs = {
  find: { effect: 'read', costed: 'find' },
  get: read,
  list: read,
  create: write('create'),
  update: write('update'),
  disable: write('disable'),
  enable: write('enable'),
  groups: read,
  endSessions: write('end-sessions'),
  delete: write('delete'),
} satisfies Record<keyof IdentityProvider['users'], VerbFacts>;
const groupVerbs = {
  list: read,
  members: read,
  add: write('add-to-group'),
  remove: write('remove-from-group'),
  create: write('create-group'),
} satisfies Record<keyof IdentityProvider['groups'], VerbFacts>;
const accountVerbs = {
  find: { effect: 'read', costed: 'find' },
  create: write('create'),
  get: read,
  list: read,
  update: write('update'),
  disable: write('disable'),
  enable: write('enable'),
  delete: write('delete'),
} satisfies Record<keyof AppProvisioner['accounts'], VerbFacts>;
const employeeVerbs = { list: read, get: read, changes: read } satisfies Record<keyof HrisSource['employees'], VerbFacts>;
const departmentVerbs = { list: read } satisfies Record<keyof HrisSource['departments'], VerbFacts>;

export interface Connectors {
  readonly source: HrisSource;
  readonly identityProvider: IdentityProvider | undefined;
  readonly apps: readonly AppProvisioner[];
}

export interface PaceOptions {
  readonly clock: LimiterClock;
  /** How long one verb may take. */
  readonly deadlineMs: number;
  readonly telemetry: Telemetry;
}

/** The same connectors with one limiter for each credential. Where two share one, the limits of the first that states any hold. */
export function paceConnectors<Given extends Connectors>(given: Given, { clock, deadlineMs, telemetry }: PaceOptions): Given {
  const { source, identityProvider, apps } = given;
  const connectors = [source, ...(identityProvider === undefined ? [] : [identityProvider]), ...apps];
  const stated = new Map<string, RateLimits>();
  for (const connector of connectors) {
    const name = credentialOf(connector);
    if (connector.limits !== undefined && !stated.has(name)) stated.set(name, connector.limits);
  }
  const limiters = new Map<string, SharedLimiter>();
  const limiterOf = (connector: Target | HrisSource): SharedLimiter => {
    const name = credentialOf(connector);
    const limiter = limiters.get(name) ?? createLimiter(stated.get(name), clock, name);
    limiters.set(name, limiter);
    return limiter;
  };
  const callerOf = (connector: Target | HrisSource): Caller => createCaller(limiterOf(connector), deadlineMs, telemetry);
  return {
    ...given,
    source: pacedSource(source, callerOf(source)),
    identityProvider:
      identityProvider === undefined ? undefined : pacedProvider(identityProvider, callerOf(identityProvider), limiterOf(identityProvider)),
    apps: apps.map((app) => pacedApp(app, callerOf(app), limiterOf(app))),
  };
}

const credentialOf = ({ id, limits }: Target | HrisSource): string => limits?.credential ?? id;

function pacedSource(source: HrisSource, caller: Caller): HrisSource {
  const { evidence } = source;
  return {
    ...source,
    check: pacedCheck(source, caller),
    employees: pacedPart(source, 'employees', source.employees, employeeVerbs, caller),
    departments: pacedPart(source, 'departments', source.departments, departmentVerbs, caller),
    ...(evidence === undefined
      ? {}
      : {
          evidence: (context: ConnectorContext) =>
            caller({ system: source.id, verb: 'evidence', effect: 'read', calls: 1 }, context, (inner) => evidence.call(source, inner)),
        }),
  };
}

/** Its limits are what is known of them by now: what it declares, and what the answers of the system have told. */
function pacedProvider(provider: IdentityProvider, caller: Caller, limiter: SharedLimiter): IdentityProvider {
  return {
    ...provider,
    get limits() {
      return limiter.known();
    },
    ...pacedBase(provider, caller),
    users: pacedPart(provider, 'users', provider.users, userVerbs, caller),
    groups: pacedPart(provider, 'groups', provider.groups, groupVerbs, caller),
  };
}

function pacedApp(app: AppProvisioner, caller: Caller, limiter: SharedLimiter): AppProvisioner {
  return {
    ...app,
    get limits() {
      return limiter.known();
    },
    ...pacedBase(app, caller),
    accounts: pacedPart(app, 'accounts', app.accounts, accountVerbs, caller),
  };
}

function pacedBase(target: Target, caller: Caller): Pick<Target, 'check' | 'activity'> {
  const { activity } = target;
  return {
    check: pacedCheck(target, caller),
    ...(activity === undefined
      ? {}
      : {
          activity: (request, context) =>
            caller({ system: target.id, verb: 'activity', effect: 'read', calls: 1 }, context, (inner) =>
              activity.call(target, request, inner),
            ),
        }),
  };
}

function pacedCheck(connector: Target | HrisSource, caller: Caller): Target['check'] {
  return (context) => caller({ system: connector.id, verb: 'check', effect: 'read', calls: 1 }, context, (inner) => connector.check(inner));
}

function callsIn(cost: CallCost = 1): number {
  return typeof cost === 'number' ? cost : Object.values(cost).reduce((sum, calls) => sum + calls, 0);
}

type Verb = (request: unknown, context: ConnectorContext) => Promise<unknown>;

/** A part of a connector with its verbs paced; a verb that is not there stays away. */
function pacedPart<Part extends object>(
  connector: Target | HrisSource,
  name: string,
  part: Part,
  verbs: Readonly<Record<keyof Part & string, VerbFacts>>,
  caller: Caller,
): Part {
  const costs: CallCosts = 'calls' in connector ? (connector.calls ?? {}) : {};
  const held = part as Readonly<Record<string, Verb | undefined>>;
  const paced: Record<string, Verb> = {};
  for (const [verb, { effect, costed }] of Object.entries<VerbFacts>(verbs)) {
    if (typeof held[verb] !== 'function') continue;
    const calls = costed === undefined ? 1 : callsIn(costs[costed]);
    // Looked up at the call: what a connector replaces meanwhile is what is called.
    paced[verb] = (request, context) =>
      caller({ system: connector.id, verb, part: name, effect, calls }, context, async (inner) => held[verb]?.call(part, request, inner));
  }
  return paced as Part;
}
