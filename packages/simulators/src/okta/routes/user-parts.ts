// What belongs to one user: the lifecycle, sessions, tokens, consents, groups.
import { userTarget } from '../log/events.ts';
import type { Org } from '../org.ts';
import { guardUser } from '../principals/guard.ts';
import { missing, problem } from '../problems.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import type { OktaUser } from '../records.ts';
import type { LifecycleOperation } from '../users/lifecycle.ts';
import { wireGroup } from '../wire/group.ts';
import { wireUser } from '../wire/user.ts';
import { type Answer, type Call, flag, noContent, ok, parameter, type Route } from './call.ts';
import { userIn } from './users.ts';

export function changeLifecycle(org: Org, operation: LifecycleOperation): Route {
  return (call) => {
    const before = userIn(org, call);
    guardUser(org, call.principal, before, operation === 'deactivate' || operation === 'suspend');
    if (operation === 'reset_password' && call.url.searchParams.get('sendEmail') === null)
      throw problem('E0000001', ['sendEmail: The parameter is required'], 'sendEmail');
    const isOff = operation === 'deactivate' && before.status === 'DEPROVISIONED';
    if (isOff && org.switches.deactivateDeprovisioned === 200) return ok({});
    const user = org.users.apply(operation, before.id, call.headers['prefer'] === 'respond-async');
    if (operation === 'expire_password') return ok(wireUser(call.url.origin, user, { place: 'single' }));
    if (operation === 'reset_password') return resetting(org, call, user);
    const target = user.transitioningToStatus ?? user.status;
    const onboards = (operation === 'activate' || operation === 'reactivate') && target !== 'ACTIVE';
    return onboards ? onboarding(org, call, user, flag(call, 'sendEmail', operation === 'activate')) : ok({});
  };
}

/** By mail, or with the link in the answer. */
function onboarding(org: Org, call: Call, user: OktaUser, byMail: boolean): Answer {
  if (byMail) {
    org.users.alter(user.id, { mails: [...user.mails, 'activation'] });
    return ok({});
  }
  const activationToken = org.newId('oae');
  return ok({ activationUrl: `${call.url.origin}/welcome/${activationToken}`, activationToken });
}

function resetting(org: Org, call: Call, user: OktaUser): Answer {
  const okta = flag(call, 'revokeSessions', false) ? 0 : user.sessions.okta;
  const byMail = flag(call, 'sendEmail', true);
  org.users.alter(user.id, { sessions: { ...user.sessions, okta }, mails: byMail ? [...user.mails, 'reset'] : user.mails });
  return ok(byMail ? {} : { resetPasswordUrl: `${call.url.origin}/signin/reset-password/${org.newId('oae')}` });
}

/** Ends Okta's own sessions and, when asked, OAuth tokens. Sessions inside applications go on. The path takes the id only. */
export function endSessions(org: Org): Route {
  return (call) => {
    const user = org.users.all.get(parameter(call, 0));
    const closed = user?.status === 'DEPROVISIONED' && org.switches.sessionsOfDeprovisioned === 404;
    if (user === undefined || closed) throw missing('User', parameter(call, 0));
    guardUser(org, call.principal, user, false);
    const endsTokens = flag(call, 'oauthTokens', false);
    org.users.alter(user.id, { sessions: { ...user.sessions, okta: 0, tokens: endsTokens ? 0 : user.sessions.tokens } });
    org.log.emit('user.session.clear', [userTarget(user)]);
    if (endsTokens && user.sessions.tokens > 0) org.log.emit('app.oauth2.token.revoke', [userTarget(user)]);
    return noContent;
  };
}

/** Takes all consents back. Tokens that were given by them go on: whether Okta ends those too is in no source. */
export function endGrants(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    guardUser(org, call.principal, user, false);
    org.users.alter(user.id, { consents: 0 });
    return noContent;
  };
}

/** The simulator does not tell clients apart: all of the user's tokens end. */
export function endClientTokens(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    guardUser(org, call.principal, user, false);
    org.users.alter(user.id, { sessions: { ...user.sessions, tokens: 0 } });
    org.log.emit('app.oauth2.token.revoke', [userTarget(user)]);
    return noContent;
  };
}

export function groupsOfUser(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const after = afterOf(query, org.switches);
    const groups = org.groups.of(userIn(org, call).id);
    const isAfter = ({ id }: { readonly id: string }): boolean => after === undefined || id > after;
    const page = cut(groups, isAfter, limitOf(query, 200, 200), org.switches.emptyLastPage);
    const items = page.items.map((group) => wireGroup(call.url.origin, group));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}
