// The endpoints of users. Atlassian keeps creating and removing "for compatibility" and promises nothing about them.
import type { Answer } from '../../serving/answering.ts';
import type { Call, Route } from '../model.ts';
import { allProducts, type JiraUser, type Site } from './site.ts';
import type { JiraSwitches } from './switches.ts';

export interface RouteWorld {
  readonly site: Site;
  readonly switches: JiraSwitches;
  readonly me: JiraUser;
  readonly rights: JiraRights;
}

/** What the credential's owner may do. */
export interface JiraRights {
  /** See other people at all; without it every search is empty. */
  readonly browses: boolean;
  /** Administer Jira: needed to create. */
  readonly administers: boolean;
  /** Site administration: needed to remove. */
  readonly isSiteAdmin: boolean;
}

export const problem = (status: number, ...errorMessages: readonly string[]): Answer => ({ status, body: { errorMessages, errors: {} } });

/** The table of endpoints. */
export function routesOf(world: RouteWorld): readonly Route[] {
  const { site, switches, me, rights } = world;
  const on =
    (act: (user: JiraUser) => Answer) =>
    ({ query }: Call): Answer => {
      const user = site.byId(query.get('accountId') ?? '');
      const isHidden = user?.standing === 'elsewhere' || (user?.standing === 'removed' && switches.removed === 'nothing');
      return user === undefined || isHidden || !rights.browses
        ? problem(404, 'Specified user does not exist or you do not have required permissions')
        : act(user);
    };
  const given = (body: unknown): Answer => ({ status: 200, body });
  return [
    { method: 'GET', path: '/rest/api/3/myself', answer: () => given(shown(world, me)) },
    { method: 'GET', path: '/rest/api/3/mypermissions', answer: ({ query }) => permissions(world, query) },
    { method: 'GET', path: '/rest/api/3/user/search', answer: ({ query }) => given(searched(world, query)) },
    { method: 'GET', path: '/rest/api/3/users/search', answer: ({ query }) => given(listed(world, query)) },
    { method: 'GET', path: '/rest/api/3/user', answer: on((user) => given(shown(world, user))) },
    { method: 'POST', path: '/rest/api/3/user', answer: ({ json }) => created(world, json) },
    { method: 'DELETE', path: '/rest/api/3/user', answer: on((user) => removed(world, user)) },
  ];
}

function shown({ switches }: RouteWorld, user: JiraUser): object {
  const { accountId, accountType, email, displayName, standing, hidesEmail } = user;
  const isHidden = switches.addresses === 'none' || (switches.addresses === 'by-person' && hidesEmail);
  return {
    ...{ self: `https://acme.atlassian.net/rest/api/3/user?accountId=${accountId}`, accountId, accountType, displayName },
    ...(isHidden ? {} : { emailAddress: email }),
    ...{ active: standing === 'here', timeZone: 'Etc/UTC', locale: 'en_US' },
  };
}

function permissions({ rights }: RouteWorld, query: URLSearchParams): Answer {
  const have: Readonly<Record<string, boolean>> = { ADMINISTER: rights.administers, USER_PICKER: rights.browses };
  const asked = (query.get('permissions') ?? '').split(',').filter((key) => key in have);
  return { status: 200, body: { permissions: Object.fromEntries(asked.map((key) => [key, { key, havePermission: have[key] }])) } };
}

/** Only who is active, only the beginning of a name or an address, and nobody for whoever may not browse. */
function searched(world: RouteWorld, query: URLSearchParams): readonly object[] {
  const { site, switches, rights } = world;
  if (!rights.browses) return [];
  const term = query.get('query')?.toLowerCase();
  const isHidden = (user: JiraUser) => switches.addresses === 'none' || (switches.addresses === 'by-person' && user.hidesEmail);
  const matches = (user: JiraUser) =>
    term === undefined
      ? user.accountId === query.get('accountId')
      : user.displayName.toLowerCase().startsWith(term) ||
        (user.email.toLowerCase().startsWith(term) && (switches.findsHidden || !isHidden(user)));
  const rows = site.users.filter((user) => user.standing === 'here' && matches(user));
  return page(rows, query, switches.largestPage).map((user) => shown(world, user));
}

/** Everybody who is or was here, apps and customers too. */
function listed(world: RouteWorld, query: URLSearchParams): readonly object[] {
  const { site, switches, rights } = world;
  if (!rights.browses) return [];
  const isLeft = ({ standing }: JiraUser) => standing === 'here' || (standing === 'removed' && switches.removed === 'inactive');
  return page(site.users.filter(isLeft), query, switches.largestPage).map((user) => shown(world, user));
}

function page(rows: readonly JiraUser[], query: URLSearchParams, largest: number): readonly JiraUser[] {
  const start = Number(query.get('startAt') ?? 0);
  return rows.slice(start, start + Math.min(Number(query.get('maxResults') ?? 50), largest));
}

function created(world: RouteWorld, body: Readonly<Record<string, unknown>>): Answer {
  const { site, switches, rights } = world;
  if (!rights.administers) return problem(403, 'You do not have the permission to create users');
  const { emailAddress: email, products = [...allProducts] } = body;
  if (typeof email !== 'string' || !/^\S+@\S+$/.test(email)) return problem(400, 'The email address is not valid');
  if (!Array.isArray(products) || products.some((product) => !(allProducts as readonly unknown[]).includes(product)))
    return problem(400, 'The products are not valid');
  if (site.reserved.has(email.toLowerCase())) return problem(400, 'The user exists but does not have access to Jira');
  const known = site.holder(email);
  // Documented: somebody who has access already is answered as if they were new.
  if (known?.standing === 'here' && known.products.length > 0) return { status: 201, body: shown(world, known) };
  if (known !== undefined && products.length === 0) return problem(400, 'The user exists and no new products are requested');
  if (products.length > 0 && site.isFull()) return problem(switches.seatsStatus, 'The number of licensed users would exceed the limit');
  const facts = { products: products as readonly string[], standing: 'here', wasMailed: known === undefined } as const;
  const user = known === undefined ? site.put({ email, ...facts }) : Object.assign(known, facts);
  return { status: 201, body: shown(world, user) };
}

function removed({ rights, me }: RouteWorld, user: JiraUser): Answer {
  if (!rights.isSiteAdmin) return problem(403, 'You must be a site administrator to remove users');
  if (user === me) return problem(400, 'You cannot remove yourself');
  Object.assign(user, { standing: 'removed', products: [] });
  return { status: 204 };
}
