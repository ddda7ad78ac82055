// Applications and who has them.
import type { Org } from '../org.ts';
import { missing } from '../problems.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import { ok, parameter, type Route } from './call.ts';
import { userIn } from './users.ts';

export function listApps(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const page = cut(org.apps.all.after(afterOf(query, org.switches)), () => true, limitOf(query, 20, 200), org.switches.emptyLastPage);
    const items = page.items.map(({ id, label }) => ({ id, name: 'simulated', label, status: 'ACTIVE', signOnMode: 'SAML_2_0' }));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}

export function usersOfApp(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const app = org.apps.all.get(parameter(call, 0));
    if (app === undefined) throw missing('App', parameter(call, 0));
    const page = cut(
      org.users.all.after(afterOf(query, org.switches)),
      ({ id }) => org.apps.hasUser(app.id, id),
      limitOf(query, 50, 500),
      false,
    );
    const items = page.items.map(({ id, profile }) => ({
      id,
      scope: org.apps.isIndividual(app.id, id) ? 'USER' : 'GROUP',
      status: 'ACTIVE',
      credentials: { userName: profile['login'] },
    }));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}

export function appLinksOfUser(org: Org): Route {
  return (call) => {
    const user = userIn(org, call);
    const apps = [...org.apps.all.after()].filter(({ id }) => org.apps.hasUser(id, user.id));
    return ok(
      apps.map(({ id, label }) => ({ id: `${id}-${user.id}`, label, appInstanceId: id, linkUrl: `${call.url.origin}/home/${id}` })),
    );
  };
}
