// Groups and their members.
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import { groupFilter, groupSearch } from '../query/dialects.ts';
import { parseExpression } from '../query/expression.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import type { OktaGroup } from '../records.ts';
import { wireGroup } from '../wire/group.ts';
import { wireUser } from '../wire/user.ts';
import { type Answer, noContent, objectIn, ok, parameter, type Route } from './call.ts';

export function listGroups(org: Org): Route {
  return (call): Answer => {
    const query = call.url.searchParams;
    const [searched, filtered, start] = [query.get('search'), query.get('filter'), query.get('q')];
    if (searched !== null && filtered !== null) throw problem('E0000033');
    const answer = (fits: (group: OktaGroup) => boolean, usualLimit = 10_000): Answer => {
      const candidates = org.groups.all.after(start === null ? afterOf(query) : undefined);
      const page = cut(candidates, fits, limitOf(query, usualLimit, 10_000), org.switches.emptyLastPage);
      const items = page.items.map((group) => wireGroup(call.url.origin, group));
      return ok(items, { Link: pageLinks(call.url, start === null ? page.next : undefined) });
    };
    if (searched !== null) return answer(parseExpression(searched, groupSearch));
    if (filtered !== null) return answer(parseExpression(filtered, groupFilter));
    if (start !== null) return answer((group) => group.name.toLowerCase().startsWith(start.toLowerCase()), 300);
    return answer(() => true);
  };
}

export function createGroup(org: Org): Route {
  return (call) => {
    const { name, description } = objectIn(call.body, 'profile');
    const group = org.groups.create({ name: String(name ?? ''), description: typeof description === 'string' ? description : undefined });
    return ok(wireGroup(call.url.origin, group));
  };
}

export function readGroup(org: Org): Route {
  return (call) => ok(wireGroup(call.url.origin, org.groups.get(parameter(call, 0))));
}

export function listMembers(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const members = org.groups.members(parameter(call, 0), afterOf(query));
    const page = cut(members, () => true, limitOf(query, 1000, 1000), org.switches.emptyLastPage);
    const items = page.items.map((user) => wireUser(call.url.origin, user, 'list'));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}

export function addMember(org: Org): Route {
  return (call) => {
    org.groups.add(parameter(call, 0), parameter(call, 1));
    return noContent;
  };
}

export function removeMember(org: Org): Route {
  return (call) => {
    org.groups.remove(parameter(call, 0), parameter(call, 1));
    return noContent;
  };
}
