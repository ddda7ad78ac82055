// What each person should have at one instant. Pure: person, policy and calendar in, wishes out.

import { addDays, type EpochMilliseconds, startOfDay } from '../model/dates.ts';
import type { Person } from '../model/person.ts';
import type { CompiledPolicy, CompiledTarget, GroupReference } from '../policy/compile.ts';
import type { Facts } from '../policy/rules.ts';
import type { Calendar } from '../roster/calendar.ts';

/**
 * What should be true of an account. `keep`: HR has not said enough, nothing is changed; `none`: not entitled (any
 * access is taken away); `off`: the person has left.
 */
export type Wanted = 'keep' | 'none' | 'staged' | 'active' | 'suspended' | 'off';

export interface DesiredAccount {
  readonly target: CompiledTarget;
  readonly wanted: Wanted;
  readonly because: string;
}

export interface DesiredGroup extends GroupReference {
  readonly because: string;
}

export interface DesiredState {
  readonly accounts: readonly DesiredAccount[];
  /** Groups at the identity provider, by id; empty unless the person's user should be there. */
  readonly groups: ReadonlyMap<string, DesiredGroup>;
}

export function factsOf(person: Person, policy: CompiledPolicy): Facts {
  const { departmentId } = person.primary;
  const department = departmentId === null || departmentId === undefined ? undefined : policy.tree.get(departmentId);
  return { person, employee: person.primary, department };
}

export function desiredState(person: Person, policy: CompiledPolicy, calendar: Calendar): DesiredState {
  const facts = factsOf(person, policy);
  const accounts = policy.targets.map((target) => ({ target, ...wantedIn(target, facts, policy, calendar) }));
  const identity = accounts.find(({ target }) => target.role === 'identity');
  const groups = new Map<string, DesiredGroup>();
  if (identity !== undefined && (identity.wanted === 'active' || identity.wanted === 'staged' || identity.wanted === 'suspended')) {
    for (const rule of policy.groups) {
      if (rule.matches(facts))
        for (const group of rule.groups) if (!groups.has(group.id)) groups.set(group.id, { ...group, because: rule.because });
    }
  }
  return { accounts, groups };
}

function wantedIn(target: CompiledTarget, facts: Facts, policy: CompiledPolicy, calendar: Calendar): { wanted: Wanted; because: string } {
  const { phase } = facts.person;
  if (phase === 'unknown') return { wanted: 'keep', because: 'HR states neither a status nor dates' };
  if (phase === 'left') return { wanted: 'off', because: 'the person has left' };
  if (!target.matches(facts)) return { wanted: 'none', because: `not in ${target.because}` };
  if (phase === 'upcoming') {
    const prepared = target.role === 'identity' && isInCreationWindow(facts.person, policy, calendar);
    return prepared ? { wanted: 'staged', because: `${target.because}, starts soon` } : { wanted: 'none', because: 'has not started yet' };
  }
  if (phase === 'on-leave' && target.role === 'identity' && policy.schedule.onLeave === 'suspend') {
    return { wanted: 'suspended', because: 'on leave' };
  }
  return { wanted: 'active', because: target.because };
}

function isInCreationWindow(person: Person, policy: CompiledPolicy, calendar: Calendar): boolean {
  const { startDate } = person;
  const days = policy.schedule.createDaysBeforeStart;
  if (startDate === null || days === 0) return false;
  return addDays(startDate, -days) <= calendar.todayFor(person.primary);
}

/** When time alone next changes what is desired of a person; null when nothing is foreseen. */
export function nextDue(person: Person, policy: CompiledPolicy, calendar: Calendar): EpochMilliseconds | null {
  const { phase, startDate, cutAt, primary } = person;
  if (phase === 'upcoming' && startDate !== null) {
    const zone = calendar.zoneOf(primary);
    const dates = [addDays(startDate, -policy.schedule.createDaysBeforeStart), startDate];
    return dates.map((date) => startOfDay(date, zone)).find((at) => at > calendar.now) ?? null;
  }
  if (phase !== 'left' && cutAt !== null && cutAt > calendar.now) return cutAt;
  return null;
}

const letters: Readonly<Record<Wanted, string>> = { keep: 'k', none: 'n', staged: 's', active: 'a', suspended: 'u', off: 'o' };

/**
 * A short text that is equal for equal wishes: it tells, without reading the ledger, whether anything can have changed.
 * `rowHash` stands for everything HR says.
 */
export function desiredFingerprint(rowHash: string, person: Person, policy: CompiledPolicy, calendar: Calendar): string {
  const facts = factsOf(person, policy);
  let text = '';
  for (const target of policy.targets) text += letters[wantedIn(target, facts, policy, calendar).wanted];
  for (const rule of policy.groups) text += rule.matches(facts) ? '1' : '0';
  return `${rowHash}|${text}|${facts.department?.name ?? ''}|${policy.fingerprint}`;
}

/** When an account that was turned off for a leaver is to be deleted: so many days of 24 hours later. */
export function deletionAt(disabledAt: EpochMilliseconds, days: number): EpochMilliseconds {
  return disabledAt + days * 86_400_000;
}
