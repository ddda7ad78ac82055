// Groups themselves.
import type { Org } from '../org.ts';
import { guardGroup } from '../principals/guard.ts';
import { problem } from '../problems.ts';
import { groupFilter, groupSearch } from '../query/dialects.ts';
import { parseExpression } from '../query/expression.ts';
import { fieldsOf, onlyFields } from '../query/fields.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import type { OktaGroup } from '../records.ts';
import { wireGroup } from '../wire/group.ts';
import { type Answer, type Call, noContent, objectIn, ok, parameter, type Route, textIn } from './call.ts';

/** A group as asked for, with its numbers where `expand=stats` says so. */
function shown(org: Org, call: Call, group: OktaGroup): object {
  const wire = wireGroup(call.url.origin, group);
  if (call.url.searchParams.get('expand') !== 'stats') return wire;
  const stats = {
    usersCount: org.groups.countMembers(group.id),
    appsCount: [...org.apps.ofGroup(group.id)].length,
    hasAdminPrivlege: group.roles.length > 0,
  };
  return { ...wire, _embedded: { stats } };
}

export function listGroups(org: Org): Route {
  return (call): Answer => {
    const query = call.url.searchParams;
    const [searched, filtered, start] = [query.get('search'), query.get('filter'), query.get('q')];
    if (searched !== null && filtered !== null) throw problem('E0000033');
    const fields = fieldsOf(query);
    const answer = (fits: (group: OktaGroup) => boolean, usualLimit = 10_000): Answer => {
      const candidates = org.groups.index.after(start === null ? afterOf(query, org.switches) : undefined);
      const page = cut(candidates, fits, limitOf(query, usualLimit, 10_000), org.switches.emptyLastPage);
      const items = page.items.map((group) => onlyFields(shown(org, call, group), fields));
      return ok(items, { Link: pageLinks(call.url, start === null ? page.next : undefined) });
    };
    if (searched !== null) return answer(parseExpression(searched, groupSearch).fits);
    if (filtered !== null) return answer(parseExpression(filtered, groupFilter).fits);
    if (start !== null) return answer((group) => group.name.toLowerCase().startsWith(start.toLowerCase()), 300);
    return answer(() => true);
  };
}

const contentOf = (call: Call): { readonly name: string; readonly description: string | undefined } => {
  const profile = objectIn(call.body, 'profile');
  return { name: textIn(profile, 'name') ?? '', description: textIn(profile, 'description') };
};

export function createGroup(org: Org): Route {
  return (call) => ok(wireGroup(call.url.origin, org.groups.create(contentOf(call))));
}

export function readGroup(org: Org): Route {
  return (call) => ok(shown(org, call, org.groups.get(parameter(call, 0))));
}

export function updateGroup(org: Org): Route {
  return (call) => {
    const { name, description } = contentOf(call);
    guardGroup(call.principal, org.groups.get(parameter(call, 0)));
    return ok(wireGroup(call.url.origin, org.groups.update(parameter(call, 0), name, description)));
  };
}

export function deleteGroup(org: Org): Route {
  return (call) => {
    guardGroup(call.principal, org.groups.get(parameter(call, 0)));
    org.groups.remove(parameter(call, 0));
    return noContent;
  };
}
