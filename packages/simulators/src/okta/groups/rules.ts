// Group rules: whoever fits is put in, later; whoever fits no more is taken out; whoever the API took out is never put in again.
import type { Agenda } from '../agenda.ts';
import type { createIds } from '../ids.ts';
import { type Emit, groupTarget, systemActor, userTarget } from '../log/events.ts';
import type { SystemLog } from '../log/system-log.ts';
import { createOrdered, type Ordered } from '../ordered.ts';
import type { OktaPace } from '../pace.ts';
import { missing, problem } from '../problems.ts';
import type { OktaGroupRule, OktaUser } from '../records.ts';
import type { UserStore } from '../users/store.ts';
import type { OktaGroups } from './groups.ts';
import { parseCondition, type RuleCondition } from './rule-expression.ts';

const mostExclusions = 100;

export interface RulesOptions {
  readonly now: () => number;
  readonly newId: ReturnType<typeof createIds>;
  readonly users: UserStore;
  readonly groups: OktaGroups;
  readonly agenda: Agenda;
  readonly pace: () => OktaPace;
  readonly log: SystemLog;
}

/** What a rule says; new ones are INACTIVE. */
export type RuleContent = Pick<OktaGroupRule, 'name' | 'expression' | 'groupIds'> & { readonly excluded?: readonly string[] };

export interface OktaRules {
  readonly all: Ordered<OktaGroupRule>;
  /** @throws {OktaProblem} E0000007 */
  get(id: string): OktaGroupRule;
  create(content: RuleContent): OktaGroupRule;
  /** @throws {OktaProblem} E0000001 unless the rule is INACTIVE. */
  update(id: string, content: RuleContent): OktaGroupRule;
  turn(id: string, status: OktaGroupRule['status']): void;
  remove(id: string, takesUsersOut: boolean): void;
  /** The rules behind a membership. */
  behind(groupId: string, userId: string): readonly OktaGroupRule[];
  /** Takes a member out for good, as the API does it: every rule behind the membership excludes the user. */
  exclude(groupId: string, userId: string): void;
}

export function createRules({ now, newId, users, groups, agenda, pace, log }: RulesOptions): OktaRules {
  const emit: Emit = log.emit;
  const all = createOrdered<OktaGroupRule>();
  const conditions = new Map<string, RuleCondition>();
  /** Ids of the rules behind a membership, by group and user. */
  const behindOf = new Map<string, Set<string>>();
  const keyOf = (groupId: string, userId: string): string => `${groupId} ${userId}`;

  const get = (id: string): OktaGroupRule => {
    const rule = all.get(id);
    if (rule === undefined) throw missing('GroupRule', id);
    return rule;
  };
  const keep = (rule: OktaGroupRule): OktaGroupRule => {
    conditions.set(rule.id, parseCondition(rule.expression));
    for (const groupId of rule.groupIds) if (groups.get(groupId).type !== 'OKTA_GROUP') throw problem('E0000006');
    all.put(rule);
    return rule;
  };

  /** Whether this was the last rule behind the membership. */
  const forget = (rule: OktaGroupRule, groupId: string, userId: string): boolean => {
    const behind = behindOf.get(keyOf(groupId, userId));
    const wasLast = behind?.delete(rule.id) === true && behind.size === 0;
    if (wasLast) behindOf.delete(keyOf(groupId, userId));
    return wasLast;
  };
  const drop = (rule: OktaGroupRule, groupId: string, userId: string): void => {
    if (forget(rule, groupId, userId)) groups.take(groupId, userId);
  };

  const evaluate = (rule: OktaGroupRule, user: OktaUser): void => {
    const fits = conditions.get(rule.id)?.(user.profile) === true && !rule.excluded.includes(user.id);
    for (const groupId of rule.groupIds) {
      if (groups.all.get(groupId) === undefined) continue;
      if (!fits) {
        drop(rule, groupId, user.id);
        continue;
      }
      const behind = behindOf.get(keyOf(groupId, user.id));
      // A membership that somebody gave by hand stays theirs.
      if (behind === undefined && !groups.put(groupId, user.id)) continue;
      behindOf.set(keyOf(groupId, user.id), (behind ?? new Set()).add(rule.id));
    }
  };

  const evaluateAll = (rule: OktaGroupRule): void => {
    for (const user of [...users.all.after()]) if (user.status !== 'DEPROVISIONED') evaluate(rule, user);
  };
  const active = (): OktaGroupRule[] => (all.size === 0 ? [] : [...all.after()].filter(({ status }) => status === 'ACTIVE'));
  const later = (work: () => void): void => agenda.at(now() + pace().ruleMs, () => log.as(systemActor, work));

  users.watch((before, after) => {
    if (after === undefined || all.size === 0 || before?.profile === after.profile) return;
    later(() => {
      const user = users.all.get(after.id);
      if (user !== undefined) for (const rule of active()) evaluate(rule, user);
    });
  });

  const members = (rule: OktaGroupRule) =>
    rule.groupIds.flatMap((groupId) => [...groups.members(groupId)].map(({ id }) => ({ groupId, userId: id })));

  return {
    all,
    get,
    create: ({ excluded = [], ...content }) =>
      keep({ ...content, excluded, id: newId('0pr'), status: 'INACTIVE', created: now(), lastUpdated: now() }),
    update(id, { excluded = [], ...content }) {
      const rule = get(id);
      if (rule.status !== 'INACTIVE') throw problem('E0000001', ['status: Only an inactive rule can be changed'], 'status');
      return keep({ ...rule, ...content, excluded, lastUpdated: now() });
    },
    turn(id, status) {
      const rule = keep({ ...get(id), status, lastUpdated: now() });
      if (status === 'ACTIVE') later(() => void (all.get(rule.id)?.status === 'ACTIVE' && evaluateAll(rule)));
    },
    remove(id, takesUsersOut) {
      const rule = get(id);
      for (const { groupId, userId } of members(rule)) {
        if (takesUsersOut) drop(rule, groupId, userId);
        else forget(rule, groupId, userId);
      }
      all.remove(id);
    },
    behind: (groupId, userId) => [...(behindOf.get(keyOf(groupId, userId)) ?? [])].map(get),
    exclude(groupId, userId) {
      const rules = [...(behindOf.get(keyOf(groupId, userId)) ?? [])].map(get);
      if (rules.some(({ excluded }) => excluded.length >= mostExclusions))
        throw problem('E0000001', [`exclude: At most ${mostExclusions} users can be excluded`], 'exclude');
      for (const rule of rules) {
        all.put({ ...rule, excluded: [...rule.excluded, userId] });
        emit('group.user_membership.rule.add_exclusion', [userTarget(users.get(userId)), groupTarget(groups.get(groupId))]);
      }
      behindOf.delete(keyOf(groupId, userId));
    },
  };
}
