// The endpoints of users and their addresses.
import type { Answer } from '../../serving/answering.ts';
import { type Call, isObject, type Route } from '../model.ts';
import type { Users, ZendeskUser } from './accounts.ts';
import type { ZendeskSwitches } from './switches.ts';
import { type Fields, invalid, notFound, userShown } from './wire.ts';

export interface RouteWorld {
  readonly users: Users;
  readonly switches: ZendeskSwitches;
  readonly now: () => number;
  /** Who the credential belongs to. */
  readonly me: ZendeskUser;
}

/** The table of endpoints. */
export function routesOf(world: RouteWorld): readonly Route[] {
  const on =
    (act: (user: ZendeskUser, call: Call) => Answer) =>
    (call: Call): Answer => {
      const user = world.users.byId(Number(/^\d+/.exec(call.params[0] ?? '')?.[0]));
      return user === undefined || (!user.active && world.switches.deletedById === 'not-found') ? notFound : act(user, call);
    };
  const one = '/api/v2/users/*';
  return [
    { method: 'GET', path: '/api/v2/users/me.json', answer: () => shown(world.me) },
    { method: 'GET', path: '/api/v2/users/search.json', answer: ({ query }) => searched(world, query) },
    { method: 'GET', path: '/api/v2/users.json', answer: ({ query }) => listed(world, query) },
    { method: 'POST', path: '/api/v2/users.json', answer: ({ json }) => created(world, json) },
    { method: 'GET', path: `${one}.json`, answer: on((user) => shown(user)) },
    { method: 'PUT', path: `${one}.json`, answer: on((user, { json }) => updated(world, user, json)) },
    { method: 'DELETE', path: `${one}.json`, answer: on((user) => softlyDeleted(world, user)) },
    { method: 'DELETE', path: '/api/v2/deleted_users/*.json', answer: ({ params }) => ended(world, Number(params[0])) },
    { method: 'GET', path: `${one}/identities.json`, answer: on((user) => ({ status: 200, body: { identities: identitiesOf(user) } })) },
    { method: 'POST', path: `${one}/identities.json`, answer: on((user, { json }) => identityAdded(world, user, json)) },
    { method: 'PUT', path: `${one}/identities/*/make_primary.json`, answer: on((user, { params }) => madePrimary(world, user, params[1])) },
  ];
}

const shown = (user: ZendeskUser, status = 200): Answer => ({ status, body: { user: userShown(user) } });

function listed({ users }: RouteWorld, query: URLSearchParams): Answer {
  const size = Math.min(Number(query.get('page[size]') ?? 100), 100);
  const after = Number(query.get('page[after]') ?? 0);
  const roles = query.getAll('role[]');
  const rows = users.users.filter(({ active, role, id }) => active && id > after && (roles.length === 0 || roles.includes(role)));
  const here = rows.slice(0, size);
  const hasMore = rows.length > here.length;
  const meta = { has_more: hasMore, after_cursor: hasMore ? String(here.at(-1)?.id) : null, before_cursor: null };
  return { status: 200, body: { users: here.map(userShown), meta, links: {} } };
}

/** A search takes any part of any field; a look-up by external id takes it whole. Neither shows the deleted. */
function searched({ users, switches, now }: RouteWorld, query: URLSearchParams): Answer {
  const externalId = query.get('external_id');
  const term = (query.get('query') ?? '')
    .replace(/^email:/, '')
    .replaceAll('"', '')
    .toLowerCase();
  const lags = externalId === null || switches.externalIdLags;
  const seen = (user: ZendeskUser) => user.active && (!lags || now() >= user.changedAt + switches.searchLagMs);
  const matches = (user: ZendeskUser) =>
    externalId === null
      ? [user.name, ...user.identities.map(({ value }) => value)].some((part) => part.toLowerCase().includes(term))
      : user.externalId === externalId;
  const rows = users.users.filter((user) => seen(user) && matches(user)).slice(0, 100);
  return { status: 200, body: { users: rows.map(userShown), next_page: null, previous_page: null, count: rows.length } };
}

function created({ users, switches }: RouteWorld, body: Fields): Answer {
  const wanted: Fields = isObject(body['user']) ? body['user'] : {};
  const text = (name: string) => (typeof wanted[name] === 'string' ? wanted[name] : '');
  const [name, email, externalId] = [text('name'), text('email'), text('external_id') || undefined];
  if (name === '') return invalid('name', 'BlankValue', 'Name: cannot be blank');
  if (!/^\S+@\S+$/.test(email)) return invalid('email', 'InvalidValue', 'Email: is not properly formatted');
  const refusal = duplicateOf(users, undefined, email, externalId);
  if (refusal !== undefined) return refusal;
  const role = roleOf(wanted['role']) ?? 'end-user';
  if (role !== 'end-user' && users.seatsTaken() >= users.seats) return noSeat(switches);
  const user = users.put({ email, name, externalId, phone: text('phone'), role, wasMailed: wanted['skip_verify_email'] !== true });
  return shown(user, 201);
}

const noSeat = ({ seatsStatus }: ZendeskSwitches): Answer =>
  invalid('base', undefined, 'Subscription limit reached: no agent seats are available', seatsStatus);

const roleOf = (value: unknown): ZendeskUser['role'] | undefined =>
  value === 'end-user' || value === 'agent' || value === 'admin' ? value : undefined;

function duplicateOf(
  users: Users,
  own: ZendeskUser | undefined,
  email: string | undefined,
  externalId: string | undefined,
): Answer | undefined {
  const holder = email === undefined ? undefined : users.holder(email);
  const isTaken = email !== undefined && users.reserved.has(email.toLowerCase());
  if (isTaken || (holder !== undefined && holder !== own))
    return invalid('email', 'DuplicateValue', `Email: ${email} is already being used by another user`);
  const twin = users.users.find((user) => user !== own && user.active && externalId !== undefined && user.externalId === externalId);
  return twin && invalid('external_id', 'DuplicateValue', 'External has already been taken');
}

function updated(world: RouteWorld, user: ZendeskUser, body: Fields): Answer {
  const { users, switches, me } = world;
  const wanted: Fields = isObject(body['user']) ? body['user'] : {};
  if (!user.active) return notFound;
  if (wanted['suspended'] === true && (user.isOwner || user === me)) return { status: 403, body: { error: 'Forbidden' } };
  const text = (name: string) => (typeof wanted[name] === 'string' ? wanted[name] : undefined);
  const email = text('email');
  const refusal = duplicateOf(users, user, email, text('external_id'));
  if (refusal !== undefined) return refusal;
  const role = roleOf(wanted['role']) ?? user.role;
  if (user.role === 'end-user' && role !== 'end-user' && users.seatsTaken() >= users.seats) return noSeat(switches);
  Object.assign(user, changesOf(wanted), { role });
  // Documented: on update an address is added besides the primary one, and replaces nothing.
  if (email !== undefined && !user.identities.some(({ value }) => value.toLowerCase() === email.toLowerCase()))
    users.addIdentity(user, email, { primary: false, verified: false });
  users.touch(user);
  return shown(user);
}

function changesOf(wanted: Fields): Partial<ZendeskUser> {
  const text = (name: string) => (typeof wanted[name] === 'string' ? wanted[name] : '');
  return {
    ...('name' in wanted ? { name: text('name') } : {}),
    ...('phone' in wanted ? { phone: text('phone') } : {}),
    ...('external_id' in wanted ? { externalId: text('external_id') || undefined } : {}),
    ...(typeof wanted['suspended'] === 'boolean' ? { suspended: wanted['suspended'] } : {}),
  };
}

function softlyDeleted({ users, switches, me }: RouteWorld, user: ZendeskUser): Answer {
  if (!user.active) return notFound;
  if (user.isOwner || user === me) return { status: 403, body: { error: 'Forbidden' } };
  if (user.role !== 'end-user' && !switches.agentsCanBeDeleted)
    return invalid('base', undefined, 'Agents must be downgraded to end users before they can be deleted');
  user.active = false;
  users.touch(user);
  return shown(user);
}

function ended({ users }: RouteWorld, id: number): Answer {
  const user = users.byId(id);
  if (user === undefined) return notFound;
  if (user.active) return invalid('base', undefined, 'User must be deleted before it can be deleted permanently');
  users.remove(user);
  return { status: 200, body: { deleted_user: { id, active: false } } };
}

const identitiesOf = (user: ZendeskUser) => user.identities.map((identity) => ({ ...identity, type: 'email', user_id: user.id }));

function identityAdded({ users }: RouteWorld, user: ZendeskUser, body: Fields): Answer {
  const wanted: Fields = isObject(body['identity']) ? body['identity'] : {};
  const value = String(wanted['value'] ?? '');
  if (users.holder(value) !== undefined) return invalid('value', 'DuplicateValue', `Value: ${value} is already being used by another user`);
  const identity = users.addIdentity(user, value, { primary: wanted['primary'] === true, verified: wanted['verified'] === true });
  users.touch(user);
  return { status: 201, body: { identity: { ...identity, type: 'email', user_id: user.id } } };
}

function madePrimary({ users }: RouteWorld, user: ZendeskUser, id: string | undefined): Answer {
  const chosen = user.identities.find((identity) => String(identity.id) === id);
  if (chosen === undefined) return notFound;
  for (const identity of user.identities) identity.primary = identity === chosen;
  users.touch(user);
  return { status: 200, body: { identities: identitiesOf(user) } };
}
