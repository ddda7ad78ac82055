// Group rules: whoever fits is put in, later; whoever fits no more is taken out; whoever the API took out is never put in again.
import type { Agenda } from '../agenda.ts';
import type { createIds } from '../ids.ts';
import { type Emit, groupTarget, ruleTarget, systemActor, userTarget } from '../log/events.ts';
import type { SystemLog } from '../log/system-log.ts';
import { createOrdered, type Ordered } from '../ordered.ts';
import { createDelay, type OktaPace } from '../pace.ts';
import { missing, problem } from '../problems.ts';
import type { OktaGroupRule, OktaUser } from '../records.ts';
import type { OktaSwitches } from '../switches.ts';
import type { UserStore } from '../users/store.ts';
import type { OktaGroups } from './groups.ts';
import { parseCondition, type RuleCondition } from './rule-expression.ts';

/** No rule excludes more users. */
const mostExclusions = 100;

const tooManyExclusions = () => problem('E0000001', [`exclude: At most ${mostExclusions} users can be excluded`], 'exclude');

export interface RulesOptions {
  readonly now: () => number;
  readonly newId: ReturnType<typeof createIds>;
  readonly users: UserStore;
  readonly groups: OktaGroups;
  readonly agenda: Agenda;
  readonly pace: () => OktaPace;
  readonly switches: OktaSwitches;
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
  /**
   * Takes a member out by `takeOut` for good: every rule behind the membership excludes the user, unless it excludes as many as it
   * may. Then, by switch, nobody is taken out, or the rule may put them in again.
   */
  exclude(groupId: string, userId: string, takeOut: () => void): void;
  /** Lets rules look at everybody whom they have not looked at yet. */
  catchUp(): void;
}

export function createRules({ now, newId, users, groups, agenda, pace, switches, log }: RulesOptions): OktaRules {
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
    if (rule.excluded.length > mostExclusions) throw tooManyExclusions();
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
  const delay = createDelay(() => pace().ruleMs);
  const waiting = new Set<() => void>();
  const later = (work: () => void): void => {
    const due = (): void => void (waiting.delete(due) && log.as(systemActor, work));
    waiting.add(due);
    agenda.at(delay(now()), due);
  };

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
      const before = get(id);
      const rule = keep({ ...before, status, lastUpdated: now() });
      if (before.status === 'ACTIVE' && status === 'INACTIVE') emit('group.user_membership.rule.deactivated', [ruleTarget(rule)]);
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
    exclude(groupId, userId, takeOut) {
      const rules = [...(behindOf.get(keyOf(groupId, userId)) ?? [])].map(get);
      const isFull = ({ excluded }: OktaGroupRule): boolean => excluded.length >= mostExclusions;
      if (rules.some(isFull) && switches.exclusionsFull === 'refuse') throw tooManyExclusions();
      takeOut();
      for (const rule of rules.filter((one) => !isFull(one))) {
        all.put({ ...rule, excluded: [...rule.excluded, userId] });
        emit('group.user_membership.rule.add_exclusion', [userTarget(users.get(userId)), groupTarget(groups.get(groupId))]);
      }
      behindOf.delete(keyOf(groupId, userId));
    },
    catchUp() {
      for (const due of [...waiting]) due();
    },
  };
}
