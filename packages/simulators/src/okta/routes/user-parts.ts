// What belongs to one user: the lifecycle, sessions, groups, administrator roles.
import { isLifecycleOperation } from '../lifecycle.ts';
import type { Org } from '../org.ts';
import { missing, problem } from '../problems.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import { wireGroup } from '../wire/group.ts';
import { type Call, flag, noContent, ok, parameter, type Route } from './call.ts';
import { userIn } from './users.ts';

export function changeLifecycle(org: Org): Route {
  return (call) => {
    const operation = parameter(call, 1);
    if (!isLifecycleOperation(operation)) throw problem('E0000008');
    const user = org.users.apply(operation, userIn(org, call).id);
    const onboards = (operation === 'activate' || operation === 'reactivate') && user.status !== 'ACTIVE';
    if (!onboards) return ok({});
    if (flag(call, 'sendEmail', operation === 'activate')) {
      org.users.alter(user.id, { mails: [...user.mails, 'activation'] });
      return ok({});
    }
    const activationToken = org.newId('oae');
    return ok({ activationUrl: `${call.url.origin}/welcome/${activationToken}`, activationToken });
  };
}

/** Ends Okta's own sessions and, when asked, OAuth tokens. Sessions inside applications go on. */
export function endSessions(org: Org): Route {
  return (call) => {
    const user = org.users.all.get(parameter(call, 0));
    const closed = user?.status === 'DEPROVISIONED' && org.switches.sessionsOfDeprovisioned === 404;
    if (user === undefined || closed) throw missing('User', parameter(call, 0));
    const tokens = flag(call, 'oauthTokens', false) ? 0 : user.sessions.tokens;
    org.users.alter(user.id, { sessions: { ...user.sessions, okta: 0, tokens } });
    return noContent;
  };
}

const pageOfGroups = (org: Org, call: Call, userId: string) =>
  cut(
    org.groups.of(userId).filter(({ id }) => id > (afterOf(call.url.searchParams) ?? '')),
    () => true,
    limitOf(call.url.searchParams, 200, 200),
    org.switches.emptyLastPage,
  );

export function groupsOfUser(org: Org): Route {
  return (call) => {
    const page = pageOfGroups(org, call, userIn(org, call).id);
    const items = page.items.map((group) => wireGroup(call.url.origin, group));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}

export function rolesOfUser(org: Org): Route {
  return (call) => {
    const { id, roles } = userIn(org, call);
    return ok(
      roles.map((type, index) => ({ id: `ra1${id.slice(3, -1)}${index}`, type, label: type, status: 'ACTIVE', assignmentType: 'USER' })),
    );
  };
}
