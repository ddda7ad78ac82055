// A person's standing as a decision leaves it: what has ended is dropped, what begins to be lost is marked with its day. Pure.

import type { EpochMilliseconds } from '../model/dates.ts';
import type { CompiledTarget } from '../policy/compile.ts';
import { factsOf, groupKey, wishOf } from './desired.ts';
import type { PersonInput } from './person-input.ts';
import { type AccessException, exceptionsNow, plainStanding, type Standing } from './standing.ts';

/** Ends exceptions whose time is over, and notes since when something the person has is given by no rule. */
export function standingAfter(input: PersonInput): Standing {
  const { person, policy, calendar, standing = plainStanding } = input;
  const { activation } = standing;
  const exceptions = exceptionsNow(standing, person, calendar.now);
  const graced = policy.targets.filter(({ schedule }) => schedule.graceDays > 0);
  const here = person.phase === 'active' || person.phase === 'on-leave';
  if (graced.length === 0 || !here || activation !== 'managed') return { activation, exceptions, losing: {} };
  const losing: Record<string, number> = {};
  for (const target of graced) {
    for (const [key, since] of lossesIn(target, input, exceptions)) losing[key] = standing.losing[key] ?? since;
  }
  return { activation, exceptions, losing };
}

/** What the person has, or was given beside policy, and no rule gives; with the day it counts as lost from, if it was not lost before. */
function lossesIn(
  target: CompiledTarget,
  { person, policy, calendar, accounts }: PersonInput,
  exceptions: readonly AccessException[],
): [string, EpochMilliseconds][] {
  const facts = factsOf(person, policy);
  const known = accounts.get(target.id);
  const isOn = known !== undefined && known.state !== 'gone' && known.state !== 'disabled';
  const losses: [string, EpochMilliseconds][] = [];
  if (wishOf(target, facts, policy, calendar).wanted === 'none') {
    // A grant ends when whoever gave it said, and knows no grace.
    const granted = exceptions.some((each) => each.kind === 'grant' && each.target === target.id);
    if (granted || isOn) losses.push([target.id, granted ? 0 : calendar.now]);
  }
  if (target.role !== 'identity' || !isOn) return losses;
  const given = new Set(policy.groups.filter(({ matches }) => matches(facts)).flatMap(({ groups }) => groups.map(({ id }) => id)));
  const lost = Object.entries(known.groups).filter(
    ([id, how]) => (how === 'added' || policy.authoritative.has(id)) && !given.has(id) && !policy.heldGroups.has(id),
  );
  return [...losses, ...lost.map(([id]): [string, EpochMilliseconds] => [groupKey(target.id, id), calendar.now])];
}
