// The endpoints of users.
import type { Answer } from '../../serving/answering.ts';
import { type Call, isObject, type Route } from '../model.ts';
import type { BoxStatus, BoxUser, Enterprise } from './enterprise.ts';
import type { BoxSwitches } from './switches.ts';
import { type Fields, problem, userShown } from './wire.ts';

const statuses: ReadonlySet<unknown> = new Set<BoxStatus>(['active', 'inactive', 'cannot_delete_edit', 'cannot_delete_edit_upload']);
const notFound = problem(404, 'not_found', 'Not Found');
const badRequest = (message: string) => problem(400, 'bad_request', message);
const taken = problem(409, 'user_login_already_used', 'User with the specified login already exists');

export interface RouteWorld {
  readonly enterprise: Enterprise;
  readonly switches: BoxSwitches;
  readonly now: () => number;
}

/** The table of endpoints. */
export function routesOf(world: RouteWorld): readonly Route[] {
  const { enterprise } = world;
  const on =
    (act: (user: BoxUser, call: Call) => Answer) =>
    (call: Call): Answer => {
      const user = enterprise.byId(call.params[0] ?? '');
      return user === undefined ? notFound : act(user, call);
    };
  return [
    { method: 'GET', path: '/2.0/users', answer: ({ query }) => listed(world, query) },
    { method: 'POST', path: '/2.0/users', answer: (call) => created(world, call) },
    { method: 'GET', path: '/2.0/users/*', answer: on((user, { query }) => ({ status: 200, body: userShown(user, query.get('fields')) })) },
    { method: 'PUT', path: '/2.0/users/*', answer: on((user, call) => updated(world, user, call)) },
    { method: 'DELETE', path: '/2.0/users/*', answer: on((user, { query }) => deleted(world, user, query)) },
    { method: 'PUT', path: '/2.0/users/*/folders/0', answer: on((user, { json }) => moved(world, user, json)) },
  ];
}

function listed({ enterprise, switches }: RouteWorld, query: URLSearchParams): Answer {
  const type = query.get('user_type') ?? 'managed';
  const term = query.get('filter_term')?.toLowerCase();
  const limit = Math.min(Number(query.get('limit') ?? 100), 1_000);
  if (!(limit >= 1)) return problem(400, 'invalid_limit', 'Limit is not a valid number');
  const starts = (text: string) => term === undefined || text.toLowerCase().startsWith(term);
  const matches = (user: BoxUser): boolean => {
    if (user.kind === 'outside') return type !== 'managed' && user.login.toLowerCase() === term;
    return type !== 'external' && (starts(user.login) || starts(user.name) || (switches.findsByAlias && user.aliases.some(starts)));
  };
  const rows = enterprise.users.filter(matches);
  const shown = (users: readonly BoxUser[]) => users.map((user) => userShown(user, query.get('fields')));
  if (query.get('usemarker') === 'true') return marked(rows, query.get('marker'), limit, shown);
  const offset = Number(query.get('offset') ?? 0);
  if (offset > 10_000) return badRequest('Offset is too large');
  return { status: 200, body: { total_count: rows.length, entries: shown(rows.slice(offset, offset + limit)), limit, offset } };
}

/** A marker names the last row it has shown, so that rows which go in between shift nothing. */
function marked(rows: readonly BoxUser[], marker: string | null, limit: number, shown: (users: readonly BoxUser[]) => unknown): Answer {
  const after = marker === null || marker === '' ? undefined : /^after-(\d+)$/.exec(marker)?.[1];
  if (marker && after === undefined) return badRequest('Invalid marker');
  const left = rows.filter(({ id }) => after === undefined || Number(id) > Number(after));
  const here = left.slice(0, limit);
  const next = left.length > here.length ? `after-${here.at(-1)?.id}` : null;
  return { status: 200, body: { entries: shown(here), limit, next_marker: next } };
}

function created({ enterprise, switches }: RouteWorld, { json: body, query }: Call): Answer {
  if (typeof body['name'] !== 'string' || body['name'] === '') return badRequest('Bad Request');
  const { login } = body;
  if (typeof login !== 'string' || !/^\S+@\S+$/.test(login)) return badRequest('Bad Request');
  if (body['status'] !== undefined && !statuses.has(body['status'])) return badRequest('Bad Request');
  if (enterprise.holder(login) !== undefined) return taken;
  const held = enterprise.users.filter(({ kind, status }) => kind === 'managed' && status !== 'inactive').length;
  if (held >= enterprise.seats)
    return problem(switches.seatsStatus, 'forbidden', 'The enterprise has reached its maximum number of user licenses');
  const user = enterprise.put({ login, ...changesOf(body), isConfirmed: false });
  return { status: 201, body: userShown(user, query.get('fields')) };
}

function updated({ enterprise }: RouteWorld, user: BoxUser, { json: body, query }: Call): Answer {
  if (body['status'] !== undefined && !statuses.has(body['status'])) return badRequest('Bad Request');
  if ('enterprise' in body) {
    user.kind = 'outside';
    return { status: 200, body: userShown(user, null) };
  }
  const { login } = body;
  if (typeof login === 'string' && login.toLowerCase() !== user.login.toLowerCase()) {
    const holder = enterprise.holder(login);
    if (holder !== undefined && holder !== user) return taken;
    if (!user.isConfirmed) return problem(403, 'user_email_confirmation_required', 'User needs to complete email confirmation');
  }
  Object.assign(user, changesOf(body), typeof login === 'string' ? { login } : {});
  return { status: 200, body: userShown(user, query.get('fields')) };
}

const places = { name: 'name', status: 'status', job_title: 'jobTitle', phone: 'phone', role: 'role' } as const;

function changesOf(body: Fields): Partial<BoxUser> {
  const changes = Object.entries(places).flatMap(([name, place]) => (typeof body[name] === 'string' ? [[place, body[name]]] : []));
  return Object.fromEntries(changes) as Partial<BoxUser>;
}

function deleted({ enterprise, switches }: RouteWorld, user: BoxUser, query: URLSearchParams): Answer {
  const owns = enterprise.ownsContent(user);
  if (owns && enterprise.hasRetention)
    return problem(403, 'forbidden', 'User cannot be deleted due to retention policies. Please transfer user content first');
  if (owns && query.get('force') !== 'true') return problem(switches.contentStatus, 'bad_request', 'User has managed content');
  enterprise.remove(user);
  return { status: 204 };
}

function moved({ enterprise, switches, now }: RouteWorld, user: BoxUser, body: Fields): Answer {
  const owner = isObject(body['owned_by']) ? enterprise.byId(String(body['owned_by']['id'])) : undefined;
  if (owner === undefined || owner === user) return notFound;
  owner.ownedItems += user.ownedItems;
  user.movedAt = now() + switches.movingTakesMs;
  return { status: 200, body: { type: 'folder', id: '9001', name: `${user.name}'s Files and Folders`, owned_by: userShown(owner, '') } };
}
