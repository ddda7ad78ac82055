// Group rules: only inactive ones can be changed; deleting is accepted, not done at once.
import type { RuleContent } from '../groups/rules.ts';
import type { Org } from '../org.ts';
import { problem } from '../problems.ts';
import { afterOf, cut, limitOf, pageLinks } from '../query/page.ts';
import type { OktaGroupRule } from '../records.ts';
import { wireRule } from '../wire/rule.ts';
import { type Call, flag, noContent, objectIn, ok, parameter, type Route, textIn, textsIn } from './call.ts';

function contentOf({ body }: Call): RuleContent {
  const name = textIn(objectIn(body), 'name') ?? '';
  if (name === '') throw problem('E0000001', ['name: The field cannot be left blank'], 'name');
  const conditions = objectIn(body, 'conditions');
  return {
    name,
    expression: textIn(objectIn(conditions, 'expression'), 'value') ?? '',
    groupIds: textsIn(objectIn(objectIn(body, 'actions'), 'assignUserToGroups'), 'groupIds'),
    excluded: textsIn(objectIn(objectIn(conditions, 'people'), 'users'), 'exclude'),
  };
}

export function listRules(org: Org): Route {
  return (call) => {
    const query = call.url.searchParams;
    const page = cut(org.rules.all.after(afterOf(query, org.switches)), () => true, limitOf(query, 50, 200), org.switches.emptyLastPage);
    return ok(page.items.map(wireRule), { Link: pageLinks(call.url, page.next) });
  };
}

export function createRule(org: Org): Route {
  return (call) => ok(wireRule(org.rules.create(contentOf(call))));
}

export function readRule(org: Org): Route {
  return (call) => ok(wireRule(org.rules.get(parameter(call, 0))));
}

export function updateRule(org: Org): Route {
  return (call) => ok(wireRule(org.rules.update(parameter(call, 0), contentOf(call))));
}

export function deleteRule(org: Org): Route {
  return (call) => {
    org.rules.remove(parameter(call, 0), flag(call, 'removeUsers', false));
    return { status: 202 };
  };
}

export function turnRule(org: Org, status: OktaGroupRule['status']): Route {
  return (call) => {
    org.rules.turn(parameter(call, 0), status);
    return noContent;
  };
}
