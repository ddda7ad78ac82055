// One user: create, read, change, erase.
import type { Org } from '../org.ts';
import { guardGroup, guardUser } from '../principals/guard.ts';
import { missing, problem } from '../problems.ts';
import type { OktaUser } from '../records.ts';
import { userTag, viewOf, wireUser } from '../wire/user.ts';
import { type Answer, type Call, flag, noContent, objectIn, ok, parameter, type Route, textsIn } from './call.ts';

const mostGroupIds = 20;

/** The user a path names: by id, by login, by the unambiguous part before the `@`, or `me`. */
export function userIn(org: Org, call: Call): OktaUser {
  const name = parameter(call, 0);
  const byId = org.users.all.get(name === 'me' ? (call.principal.userId ?? '') : name);
  if (byId !== undefined) return byId;
  const byLogin = org.users.byLogin(name) ?? byShortName(org, name);
  const hidden = byLogin?.status === 'DEPROVISIONED' && org.switches.loginOfDeprovisioned === 'not-found';
  if (byLogin === undefined || hidden) throw missing('User', name);
  return byLogin;
}

const idForm = /^00u\w{17}$/;

function byShortName(org: Org, name: string): OktaUser | undefined {
  if (name.includes('@') || idForm.test(name)) return undefined;
  const start = `${name.toLowerCase()}@`;
  let match: OktaUser | undefined;
  for (const user of org.users.all.after()) {
    if (!String(user.profile['login']).toLowerCase().startsWith(start)) continue;
    if (match !== undefined) return undefined;
    match = user;
  }
  return match;
}

const shown = (call: Call, user: OktaUser): Answer => ok(wireUser(call.url.origin, user, viewOf(call, 'single')), { ETag: userTag(user) });

export function createUser(org: Org): Route {
  return (call) => {
    const credentials = objectIn(call.body, 'credentials');
    const password = objectIn(credentials, 'password');
    const hasPassword = ['value', 'hash', 'hook'].some((name) => password[name] !== undefined);
    const activate = flag(call, 'activate', true);
    const mustChangePassword = call.url.searchParams.get('nextLogin') === 'changePassword';
    if (mustChangePassword && !hasPassword) throw problem('E0000124');
    if (mustChangePassword && !activate) throw problem('E0000125');
    const groupIds = textsIn(objectIn(call.body), 'groupIds');
    if (groupIds.length > mostGroupIds) throw problem('E0000093');
    const usable = org.groups.usable(groupIds);
    for (const id of usable) guardGroup(call.principal, org.groups.get(id));
    const named = objectIn(credentials, 'provider');
    const provider = flag(call, 'provider', false)
      ? { type: String(named['type']), name: String(named['name'] ?? named['type']) }
      : undefined;
    const profile = objectIn(call.body, 'profile');
    const user = org.users.create({ profile, activate, hasPassword, mustChangePassword, provider });
    for (const id of usable) org.groups.put(id, user.id);
    return shown(call, user);
  };
}

export function readUser(org: Org): Route {
  return (call) => shown(call, userIn(org, call));
}

/** What is not given stays; null takes away. */
export function updateUser(org: Org): Route {
  return (call) => change(org, call, 'merge');
}

/** What is not given goes. */
export function replaceUser(org: Org): Route {
  return (call) => change(org, call, 'replace');
}

const tagForm = /^(?:W\/)?"[^"]+"$/;

function change(org: Org, call: Call, how: 'merge' | 'replace'): Answer {
  const user = userIn(org, call);
  guardUser(org, call.principal, user, false);
  const wanted = call.headers['if-match'];
  if (wanted !== undefined && !tagForm.test(wanted)) throw problem('E0000242');
  if (wanted !== undefined && wanted !== userTag(user)) throw problem('E0000231');
  return shown(call, org.users.update(user.id, objectIn(call.body, 'profile'), how));
}

export function deleteUser(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    guardUser(org, call.principal, user, true);
    org.users.remove(user.id, call.headers['prefer'] === 'respond-async');
    return noContent;
  };
}
