// What each person should have at one instant. Pure: person, standing, policy and calendar in, wishes out.

import { addDays, type EpochMilliseconds, startOfDay } from '../model/dates.ts';
import type { Person, Phase } from '../model/person.ts';
import type { CompiledPolicy, CompiledTarget, GroupReference } from '../policy/compile.ts';
import type { Facts } from '../policy/rules.ts';
import type { Calendar } from '../roster/calendar.ts';
import { cutInstant, phaseUnder } from '../roster/phase.ts';
import { type AccessException, exceptionsNow, plainStanding, type Standing } from './standing.ts';

/**
 * What should be true of an account. `keep`: nothing is changed; `none`: not entitled (any access is taken away); `graced`:
 * not entitled any more, but what is there stays for some days; `off`: the person has left.
 */
export type Wanted = 'keep' | 'none' | 'graced' | 'staged' | 'active' | 'suspended' | 'off';

interface Wish {
  readonly wanted: Wanted;
  readonly because: string;
}

export interface DesiredAccount extends Wish {
  readonly target: CompiledTarget;
}

export interface DesiredGroup extends GroupReference {
  readonly because: string;
}

export interface DesiredState {
  readonly accounts: readonly DesiredAccount[];
  /** Groups at the identity provider, by id; empty unless the person's user should be there. */
  readonly groups: ReadonlyMap<string, DesiredGroup>;
}

const dayMs = 86_400_000;

export function factsOf(person: Person, policy: CompiledPolicy): Facts {
  const { departmentId } = person.primary;
  const department = departmentId === null || departmentId === undefined ? undefined : policy.tree.get(departmentId);
  return { person, employee: person.primary, department };
}

export function desiredState(person: Person, policy: CompiledPolicy, calendar: Calendar, standing: Standing = plainStanding): DesiredState {
  const facts = factsOf(person, policy);
  const exceptions = exceptionsNow(standing, person, calendar.now);
  const accounts = policy.targets.map((target) => {
    const exception = exceptions.findLast((each) => each.target === target.id);
    return { target, ...wishWithStanding({ target, facts, policy, standing, exception, calendar }) };
  });
  const identity = accounts.find(({ target }) => target.role === 'identity');
  return { accounts, groups: identity === undefined ? new Map() : groupsOf(identity, facts, policy, standing, calendar) };
}

const hasUser: ReadonlySet<Wanted> = new Set(['active', 'staged', 'suspended', 'graced']);

function groupsOf(
  { wanted, target }: DesiredAccount,
  facts: Facts,
  policy: CompiledPolicy,
  { losing }: Standing,
  { now }: Calendar,
): Map<string, DesiredGroup> {
  const groups = new Map<string, DesiredGroup>();
  if (!hasUser.has(wanted)) return groups;
  for (const rule of policy.groups) {
    if (!rule.matches(facts)) continue;
    for (const group of rule.groups) if (!groups.has(group.id)) groups.set(group.id, { ...group, because: rule.because });
  }
  for (const group of policy.groups.flatMap((rule) => rule.groups)) {
    const since = losing[groupKey(target.id, group.id)];
    const kept = since !== undefined && graceEnd(since, target) > now && !groups.has(group.id);
    if (kept) groups.set(group.id, { ...group, because: 'kept for some days' });
  }
  return groups;
}

export const groupKey = (target: string, group: string): string => `${target} ${group}`;

/** When somebody who lost a rule loses what it gave. */
export const graceEnd = (since: EpochMilliseconds, { schedule }: CompiledTarget): EpochMilliseconds => since + schedule.graceDays * dayMs;

/** What HR and policy alone say about one target. A grant stands in for the target's rule: dates and leave still count. */
export function wishOf(
  target: CompiledTarget,
  facts: Facts,
  policy: CompiledPolicy,
  calendar: Calendar,
  granted?: AccessException | undefined,
): Wish {
  const phase = phaseIn(target, facts.person, policy, calendar);
  if (phase === 'unknown') return { wanted: 'keep', because: 'HR states neither a status nor dates' };
  if (phase === 'left') return { wanted: 'off', because: 'the person has left' };
  // Where this target's last hour comes later than the company's, what is there stays until then; nothing is given any more.
  if (phase !== facts.person.phase && !isHere(facts.person.phase)) return { wanted: 'graced', because: 'the last day is not over here' };
  if (phase === 'on-leave' && target.schedule.onLeave === 'nothing') return { wanted: 'keep', because: 'on leave' };
  if (granted === undefined && target.unresolved !== undefined) return { wanted: 'keep', because: target.unresolved };
  if (granted === undefined && !target.matches(facts)) return { wanted: 'none', because: `not in ${target.because}` };
  const because = granted === undefined ? target.because : `granted by ${granted.by}`;
  if (phase === 'upcoming') {
    const prepared = isPrepared(target, facts.person, calendar);
    return prepared ? { wanted: 'staged', because: `${because}, starts soon` } : { wanted: 'none', because: 'has not started yet' };
  }
  if (phase === 'on-leave' && target.schedule.onLeave === 'suspend') return { wanted: 'suspended', because: 'on leave' };
  return { wanted: 'active', because };
}

const isHere = (phase: Phase): boolean => phase === 'active' || phase === 'on-leave';

function phaseIn(target: CompiledTarget, person: Person, policy: CompiledPolicy, calendar: Calendar): Phase {
  const cut = target.schedule.cutAccessAt;
  return cut === policy.schedule.cutAccessAt ? person.phase : phaseUnder(person, calendar, cut);
}

/** True when the person has left as far as this target goes: its last hour may be another than the company's. */
export function hasLeft(target: string, person: Person, policy: CompiledPolicy, calendar: Calendar): boolean {
  const compiled = policy.targets.find(({ id }) => id === target);
  return (compiled === undefined ? person.phase : phaseIn(compiled, person, policy, calendar)) === 'left';
}

/** Only a user can be made ready without being usable; an app's account is made early where the app's own schedule says so. */
function isPrepared({ role, schedule, ownWindow }: CompiledTarget, { startDate, primary }: Person, calendar: Calendar): boolean {
  const days = schedule.createDaysBeforeStart;
  if (startDate === null || days === 0 || (role === 'app' && !ownWindow)) return false;
  return addDays(startDate, -days) <= calendar.todayFor(primary);
}

interface WishInput {
  readonly target: CompiledTarget;
  readonly facts: Facts;
  readonly policy: CompiledPolicy;
  readonly standing: Standing;
  /** What somebody decided about this person and target, as long as it holds. */
  readonly exception: AccessException | undefined;
  readonly calendar: Calendar;
}

function wishWithStanding({ target, facts, policy, standing, exception, calendar }: WishInput): Wish {
  if (standing.activation !== 'managed') return { wanted: 'keep', because: 'the person is not managed' };
  const granted = exception?.kind === 'grant' ? exception : undefined;
  const wish = wishOf(target, facts, policy, calendar, granted);
  if (wish.wanted === 'off') return wish;
  if (exception?.kind === 'revoke') return { wanted: 'none', because: `revoked by ${exception.by}` };
  const graced = wish.wanted === 'none' && granted === undefined && isInGrace(target, facts.person, standing, calendar);
  return graced ? { wanted: 'graced', because: `${wish.because}, kept for some days` } : wish;
}

/** Leave that turns an account off turns off what is kept for some days as well. */
function isInGrace(target: CompiledTarget, { phase }: Person, { losing }: Standing, { now }: Calendar): boolean {
  const since = losing[target.id];
  if (since === undefined || (phase === 'on-leave' && target.schedule.onLeave === 'suspend')) return false;
  return graceEnd(since, target) > now;
}

/** When time alone next changes what is desired of a person; null when nothing is foreseen. */
export function nextDue(
  person: Person,
  policy: CompiledPolicy,
  calendar: Calendar,
  standing: Standing = plainStanding,
): EpochMilliseconds | null {
  const ahead = [
    ...employmentDates(person, policy, calendar),
    ...exceptionsNow(standing, person, calendar.now).flatMap(({ until }) => until ?? []),
    ...policy.targets.flatMap((target) =>
      Object.entries(standing.losing)
        .filter(([key]) => key === target.id || key.startsWith(`${target.id} `))
        .map(([, since]) => graceEnd(since, target)),
    ),
  ].filter((at) => at > calendar.now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Whether a date that HR states has come after `since`. What people here decided has dates of its own, which do not count. */
export function hasDateSince(person: Person, policy: CompiledPolicy, calendar: Calendar, since: EpochMilliseconds): boolean {
  return employmentDates(person, policy, calendar.at(since)).some((at) => at > since && at <= calendar.now);
}

function employmentDates({ employments, unlisted }: Person, policy: CompiledPolicy, calendar: Calendar): number[] {
  if (unlisted === true) return [];
  const cuts = new Set([policy.schedule.cutAccessAt, ...policy.targets.map(({ schedule }) => schedule.cutAccessAt)]);
  const windows = new Set([
    0,
    policy.schedule.createDaysBeforeStart,
    ...policy.targets.map(({ schedule }) => schedule.createDaysBeforeStart),
  ]);
  return employments.flatMap((employment) => {
    const { startDate, endDate } = employment;
    const zone = calendar.zoneOf(employment);
    const today = calendar.todayFor(employment);
    // Most people began long ago and end on no day: working out instants for them would cost more than all the rest.
    const begins = startDate !== null && startDate !== undefined && startDate > today;
    const ends = endDate !== null && endDate !== undefined && endDate.slice(0, 10) >= addDays(today, -1);
    const starts = begins ? [...windows].map((days) => startOfDay(addDays(startDate, -days), zone)) : [];
    return [...starts, ...(ends ? [...cuts].flatMap((cut) => cutInstant(employment, calendar, cut) ?? []) : [])];
  });
}

const letters: Readonly<Record<Wanted, string>> = {
  keep: 'k',
  none: 'n',
  graced: 'g',
  staged: 's',
  active: 'a',
  suspended: 'u',
  off: 'o',
};

/**
 * A short text that is equal for equal wishes of HR and policy: it tells, without reading the ledger, whether anything can
 * have changed. `rowHash` stands for everything HR says. Whoever's standing changes is unsettled by that.
 */
export function desiredFingerprint(rowHash: string, person: Person, policy: CompiledPolicy, calendar: Calendar): string {
  const facts = factsOf(person, policy);
  let text = '';
  for (const target of policy.targets) text += letters[wishOf(target, facts, policy, calendar).wanted];
  for (const rule of policy.groups) text += rule.matches(facts) ? '1' : '0';
  return `${rowHash}|${text}|${facts.department?.name ?? ''}|${policy.fingerprint}`;
}

/** When an account that was turned off for a leaver is to be deleted: so many days of 24 hours later. */
export function deletionAt(disabledAt: EpochMilliseconds, days: number): EpochMilliseconds {
  return disabledAt + days * dayMs;
}
