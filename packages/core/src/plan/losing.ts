// A person's standing as a decision leaves it: what has ended is dropped, what begins to be lost is marked with its day. Pure.

import { factsOf, groupKey, wishOf } from './desired.ts';
import type { PersonInput } from './difference.ts';
import { exceptionsNow, plainStanding, type Standing } from './standing.ts';

/** Ends exceptions whose time is over, and notes since when something the person has is given by no rule. */
export function standingAfter(input: PersonInput): Standing {
  const { person, policy, calendar, accounts, standing = plainStanding } = input;
  const { activation } = standing;
  const exceptions = exceptionsNow(standing, person, calendar.now);
  const graced = policy.targets.filter(({ schedule }) => schedule.graceDays > 0);
  const here = person.phase === 'active' || person.phase === 'on-leave';
  if (graced.length === 0 || !here || activation !== 'managed') return { activation, exceptions, losing: {} };
  const losing: Record<string, number> = {};
  const lose = (key: string): void => {
    losing[key] = standing.losing[key] ?? calendar.now;
  };
  const facts = factsOf(person, policy);
  for (const target of graced) {
    const known = accounts.get(target.id);
    if (known === undefined || known.state === 'gone' || known.state === 'disabled') continue;
    if (wishOf(target, facts, policy, calendar).wanted === 'none') lose(target.id);
    if (target.role !== 'identity') continue;
    const given = new Set(policy.groups.filter(({ matches }) => matches(facts)).flatMap(({ groups }) => groups.map(({ id }) => id)));
    for (const [id, how] of Object.entries(known.groups)) if (how === 'added' && !given.has(id)) lose(groupKey(target.id, id));
  }
  return { activation, exceptions, losing };
}
