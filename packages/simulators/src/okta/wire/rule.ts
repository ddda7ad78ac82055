import type { OktaGroupRule } from '../records.ts';
import { wireTime } from './times.ts';

/** A group rule on the wire. */
export function wireRule(rule: OktaGroupRule): object {
  return {
    type: 'group_rule',
    id: rule.id,
    status: rule.status,
    name: rule.name,
    created: wireTime(rule.created),
    lastUpdated: wireTime(rule.lastUpdated),
    conditions: {
      people: { users: { exclude: rule.excluded }, groups: { exclude: [] } },
      expression: { value: rule.expression, type: 'urn:okta:expression:1.0' },
    },
    actions: { assignUserToGroups: { groupIds: rule.groupIds } },
  };
}
