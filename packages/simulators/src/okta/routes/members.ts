// Who is in a group, and by which rules.
import type { Org } from '../org.ts';
import { guardGroup } from '../principals/guard.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import { wireRule } from '../wire/rule.ts';
import { viewOf, wireUser } from '../wire/user.ts';
import { noContent, ok, parameter, type Route } from './call.ts';

export function listMembers(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const members = org.groups.members(parameter(call, 0), afterOf(query, org.switches));
    const page = cut(members, () => true, limitOf(query, 1000, 1000), org.switches.emptyLastPage);
    const items = page.items.map((user) => wireUser(call.url.origin, user, viewOf(call, 'list')));
    return ok(items, { Link: pageLinks(call.url, page.next) });
  };
}

export function addMember(org: Org): Route {
  return (call) => {
    const [groupId, userId] = [parameter(call, 0), parameter(call, 1)];
    guardGroup(call.principal, org.groups.get(groupId));
    org.groups.add(groupId, userId);
    return noContent;
  };
}

/** The rules that gave the membership never give it again. */
export function removeMember(org: Org): Route {
  return (call) => {
    const [groupId, userId] = [parameter(call, 0), parameter(call, 1)];
    guardGroup(call.principal, org.groups.get(groupId));
    org.rules.exclude(groupId, userId, () => org.groups.expel(groupId, userId));
    return noContent;
  };
}

export function rulesOfMember(org: Org): Route {
  return (call) => {
    const [group, user] = [org.groups.get(parameter(call, 0)), org.users.get(parameter(call, 1))];
    return ok(org.rules.behind(group.id, user.id).map(wireRule));
  };
}
