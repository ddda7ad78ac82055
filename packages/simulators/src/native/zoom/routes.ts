// Zoom's endpoints: who asks, how often, about whom, for what.
import type { Answer } from '../../serving/answering.ts';
import type { Call, Route } from '../model.ts';
import { createGate, type Gate, type ZoomLimits } from './limits.ts';
import { createLists } from './list.ts';
import { missingScope, unknownUser } from './problems.ts';
import type { ZoomSwitches } from './switches.ts';
import type { Tenant, ZoomUser } from './tenant.ts';
import type { Tokens } from './tokens.ts';
import { change, changeAddress, create, read, remove, shown, turn } from './users.ts';

export interface RouteParts {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly switches: ZoomSwitches;
  readonly limits: ZoomLimits;
  readonly now: () => number;
}

export function routesOf(parts: RouteParts): readonly Route[] {
  const { tokens, switches, limits, now, tenant } = parts;
  const gate = createGate(limits, now);
  const list = createLists(tenant, now);
  const about = peopleOf(parts, gate);
  const [reads, writes, updates] = ['user:read:user:admin', 'user:write:user:admin', 'user:update:user:admin'];
  const route = (scope: string, method: string, path: string, work: (call: Call) => Answer): Route => ({
    method,
    path: `/v2/users${path}`,
    answer(call) {
      if (!tokens.scopesOf(call).includes(scope)) throw missingScope(scope, switches.missingScope);
      gate.count();
      return work(call);
    },
  });
  const invite = ({ json, signal }: Call): Answer => {
    gate.claim(String((json['user_info'] as { email?: unknown } | undefined)?.email ?? ''), signal);
    return create(tenant, json);
  };
  return [
    { method: 'POST', path: '/oauth/token', open: true, answer: tokens.answer },
    route('user:read:list_users:admin', 'GET', '', ({ query }) => list(query)),
    route(writes, 'POST', '', invite),
    route(reads, 'GET', '/email', ({ query }) => ({ status: 200, body: { existed_email: knows(tenant, query.get('email') ?? '') } })),
    route(reads, 'GET', '/*', about.one),
    route(updates, 'PATCH', '/*', (call) => change(about.claimed(call), call.json)),
    route(updates, 'PUT', '/*/email', (call) => changeAddress(tenant, about.claimed(call), call.json)),
    route('user:update:status:admin', 'PUT', '/*/status', (call) => turn(tenant, about.claimed(call), call.json)),
    route(updates, 'DELETE', '/*/token', about.endSessions),
    route('user:delete:user:admin', 'DELETE', '/*', (call) => remove(tenant, switches, about.claimed(call), call.query)),
  ];
}

function peopleOf({ tenant, switches }: RouteParts, gate: Gate) {
  /** The user that a change is about; nobody else changes them until it is answered. */
  const claimed = ({ params: [key = ''], signal }: Call): ZoomUser => {
    const user = tenant.find(key);
    if (user === undefined) throw unknownUser(key);
    gate.claim(user.email, signal);
    return user;
  };
  return {
    claimed,
    one({ params: [key = ''] }: Call): Answer {
      const user = read(tenant, switches, key);
      gate.pass(user.email);
      return { status: 200, body: shown(user) };
    },
    endSessions(call: Call): Answer {
      claimed(call).sessions = 0;
      return { status: 204 };
    },
  };
}

/** Whether anybody at Zoom has this address, in this account or outside it. */
function knows(tenant: Tenant, email: string): boolean {
  const address = email.toLowerCase();
  return tenant.find(email) !== undefined || tenant.outside.has(address) || tenant.hidden.has(address);
}
