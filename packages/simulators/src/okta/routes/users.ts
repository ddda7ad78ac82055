// Users: create, read, look up, change, erase.
import type { Org } from '../org.ts';
import { missing, problem } from '../problems.ts';
import { userFilter, userSearch } from '../query/dialects.ts';
import { parseExpression } from '../query/expression.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import type { OktaUser } from '../records.ts';
import { userTag, wireUser } from '../wire/user.ts';
import { type Answer, type Call, flag, noContent, objectIn, ok, parameter, type Route } from './call.ts';

const mostGroupIds = 20;

/** The user a path names: by id, by login, by the unambiguous part before the `@`, or `me`. */
export function userIn(org: Org, call: Call): OktaUser {
  const name = parameter(call, 0);
  const byId = org.users.all.get(name === 'me' ? org.ownerId : name);
  if (byId !== undefined) return byId;
  const byLogin = org.users.byLogin(name) ?? byShortName(org, name);
  const hidden = byLogin?.status === 'DEPROVISIONED' && org.switches.loginOfDeprovisioned === 'not-found';
  if (byLogin === undefined || hidden) throw missing('User', name);
  return byLogin;
}

function byShortName(org: Org, name: string): OktaUser | undefined {
  if (name.includes('@')) return undefined;
  const matches = [...org.users.all.after()].filter((user) =>
    String(user.profile['login']).toLowerCase().startsWith(`${name.toLowerCase()}@`),
  );
  return matches.length === 1 ? matches[0] : undefined;
}

export function createUser(org: Org): Route {
  return (call) => {
    const credentials = objectIn(call.body, 'credentials');
    const password = objectIn(credentials, 'password');
    const hasPassword = ['value', 'hash', 'hook'].some((name) => password[name] !== undefined);
    const activate = flag(call, 'activate', true);
    const mustChangePassword = call.url.searchParams.get('nextLogin') === 'changePassword';
    if (mustChangePassword && !hasPassword) throw problem('E0000124');
    if (mustChangePassword && !activate) throw problem('E0000125');
    const groupIds = objectIn(call.body)['groupIds'] ?? [];
    if (!Array.isArray(groupIds)) throw problem('E0000003');
    if (groupIds.length > mostGroupIds) throw problem('E0000093');
    const usable = org.groups.usable(groupIds.map(String));
    const named = objectIn(credentials, 'provider');
    const provider = flag(call, 'provider', false)
      ? { type: String(named['type']), name: String(named['name'] ?? named['type']) }
      : undefined;
    const profile = objectIn(call.body, 'profile');
    const user = org.users.create({ profile, activate, hasPassword, mustChangePassword, provider });
    for (const id of usable) org.groups.put(id, user.id);
    return ok(wireUser(call.url.origin, user, 'single'), { ETag: userTag(user) });
  };
}

export function readUser(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    return ok(wireUser(call.url.origin, user, 'single'), { ETag: userTag(user) });
  };
}

export function updateUser(org: Org): Route {
  return (call) => {
    const { id, ...before } = userIn(org, call);
    const wanted = call.headers['if-match'];
    if (wanted !== undefined && wanted !== userTag({ id, ...before })) throw problem('E0000231');
    const user = org.users.update(id, objectIn(call.body, 'profile'));
    return ok(wireUser(call.url.origin, user, 'single'), { ETag: userTag(user) });
  };
}

export function deleteUser(org: Org): Route {
  return (call) => {
    const { id } = userIn(org, call);
    if (org.users.remove(id) === 'erased') org.groups.forget(id);
    return noContent;
  };
}

function startsLike(user: OktaUser, start: string): boolean {
  return ['firstName', 'lastName', 'email'].some((name) => String(user.profile[name]).toLowerCase().startsWith(start.toLowerCase()));
}

/** The list as it was asked for: `search` and `filter` see everyone, a plain list and `q` nobody who is DEPROVISIONED. */
export function listUsers(org: Org): Route {
  const search = userSearch(org.schema);
  return (call): Answer => {
    const query = call.url.searchParams;
    const [searched, filtered, start] = [query.get('search'), query.get('filter'), query.get('q')];
    if (searched !== null && filtered !== null) throw problem('E0000033');
    const answer = (fits: (user: OktaUser) => boolean, usualLimit = 200): Answer => {
      const shows = (user: OktaUser) => user.indexed && fits(user);
      const candidates = org.users.all.after(start === null ? afterOf(query) : undefined);
      const page = cut(candidates, shows, limitOf(query, usualLimit, 200), org.switches.emptyLastPage);
      const items = page.items.map((user) => wireUser(call.url.origin, user, 'list'));
      return ok(items, { Link: pageLinks(call.url, start === null ? page.next : undefined) });
    };
    if (searched !== null) return answer(parseExpression(searched, search));
    if (filtered !== null) return answer(parseExpression(filtered, userFilter));
    const isThere = (user: OktaUser) => user.status !== 'DEPROVISIONED';
    if (start !== null) return answer((user) => isThere(user) && startsLike(user, start), 10);
    return answer(isThere);
  };
}
