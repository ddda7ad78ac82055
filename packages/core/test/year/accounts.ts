// What becomes of the accounts of one human at one moment.
import { plusDays, wallClock } from './company.ts';
import {
  dayMs,
  departmentNames,
  type Expected,
  groupsByDepartment,
  isGiven,
  offOnLeave,
  type Rules,
  readyDays,
  type Said,
  type Shown,
  type Subject,
  type TargetId,
  targets,
  type Where,
} from './rules.ts';
import { standing, zoneOf } from './whereabouts.ts';

function endExceptions({ exceptions }: Subject, where: Where, department: string, now: number): void {
  for (const [target, { until, department: bound }] of exceptions)
    if (where === 'gone' || (until !== null && until <= now) || (bound !== null && bound !== department)) exceptions.delete(target);
}

/** Everything about one human at one moment. */
interface Present {
  readonly subject: Subject;
  readonly where: Where;
  readonly said: Said;
  readonly now: number;
  readonly rules: Rules;
  readonly profile: Shown;
}

export function settle(subject: Subject, now: number, rules: Rules): void {
  const { where, said } = standing(subject, now, rules.cutAt);
  const department = String(said.departmentId ?? '');
  endExceptions(subject, where, department, now);
  noteLosses(subject, where, department, now);
  if (subject.managed !== true) return;
  const profile: Shown = {
    userName: said.workEmail ?? subject.address?.text,
    familyName: said.lastName as string | null,
    department: departmentNames[department],
    city: (said.location as { city: string }).city,
  };
  for (const target of targets) settleAccount({ subject, where, said, now, rules, profile }, target);
}

/**
 * What a move takes away is lost from the day it is seen, as long as the person works here and has it on. What somebody
 * was given beside the rules has no grace when that ends.
 */
function noteLosses(subject: Subject, where: Where, department: string, now: number): void {
  const { losing } = subject;
  const before = new Map(losing);
  losing.clear();
  if (subject.managed !== true || (where !== 'here' && where !== 'away')) return;
  for (const [key, since] of lossesOf(subject, department, now)) losing.set(key, before.get(key) ?? since);
}

function lossesOf({ accounts, exceptions }: Subject, department: string, now: number): [string, number][] {
  const isOn = (target: TargetId): boolean => (accounts.get(target)?.state ?? 'disabled') !== 'disabled';
  const apps = (['code', 'vault', 'badge'] as const).filter((target) => !isGiven(target, department));
  const groups = isOn('okta') ? (accounts.get('okta')?.groups ?? []) : [];
  return [
    ...apps.filter(isOn).map((target): [string, number] => [target, now]),
    ...apps.filter((target) => exceptions.get(target)?.kind === 'grant').map((target): [string, number] => [target, 0]),
    ...groups.filter((group) => !groupsByDepartment[department]?.includes(group)).map((group): [string, number] => [`group ${group}`, now]),
  ].reduce<[string, number][]>((all, [key, since]) => [...all.filter(([other]) => other !== key), [key, since]], []);
}

const inGrace = ({ subject, now, rules }: Present, key: string): boolean => {
  const since = subject.losing.get(key);
  return since !== undefined && now < since + rules.graceDays * dayMs;
};

type Wish = 'on' | 'ready' | 'away' | 'stays' | 'taken' | 'off';

function wishFor(present: Present, target: TargetId): Wish {
  const { subject, where, said, now } = present;
  // The chat goes with the end of the last day, everything else at the company's hour.
  const lingers = target === 'chat' && ['here', 'away'].includes(standing(subject, now, '24:00').where);
  if (lingers && (where === 'gone' || where === 'to come')) return 'stays';
  if (where === 'gone') return 'off';
  const exception = subject.exceptions.get(target);
  if (exception?.kind === 'revoke') return 'taken';
  const isOffOnLeave = where === 'away' && offOnLeave.has(target);
  if (exception === undefined && !isGiven(target, said.departmentId as string | null))
    return !isOffOnLeave && inGrace(present, target) ? 'stays' : 'taken';
  if (where === 'to come') {
    const days = readyDays[target];
    return days !== undefined && wallClock(zoneOf(said), now).slice(0, 10) >= plusDays(said.startDate, -days) ? 'ready' : 'taken';
  }
  return isOffOnLeave ? 'away' : 'on';
}

function settleAccount(present: Present, target: TargetId): void {
  const { profile } = present;
  const { accounts } = present.subject;
  const account = accounts.get(target);
  const wish = wishFor(present, target);
  if (target === 'badge') {
    settleBadge(present, account, wish);
    return;
  }
  const current = { profile, groups: target === 'okta' ? groupsFor(present, account) : [] };
  if (account === undefined) {
    const state = wish === 'ready' && target === 'okta' ? 'pending' : 'active';
    if (wish === 'on' || wish === 'ready') accounts.set(target, { state, offSince: null, ...current });
    return;
  }
  if (wish === 'on') Object.assign(account, { state: 'active', offSince: null, ...current });
  if (wish === 'stays' && account.state !== 'disabled') Object.assign(account, { profile });
  if (wish === 'ready') makeReady(account, target, current);
  // Nothing is ever taken away in the code.
  if (target !== 'code') turnOff(present, target, account, wish);
}

function turnOff({ subject, where, now, rules }: Present, target: TargetId, account: Expected, wish: Wish): void {
  const waits = account.state === 'pending' && where === 'to come';
  if (wish === 'away' || (wish === 'taken' && !waits)) account.state = 'disabled';
  if (wish === 'off') takeAway(subject.accounts, target, account, now, target === 'chat' ? 10 : rules.deleteAfterDays);
}

/** Handed out and collected by somebody, some days later: what is not handed out yet needs no collecting, and the other way round. */
function settleBadge({ subject, where, profile }: Present, badge: Expected | undefined, wish: Wish): void {
  if (badge === undefined) {
    if (wish === 'on') subject.accounts.set('badge', { state: 'pending', offSince: null, profile, groups: [] });
    return;
  }
  if (wish === 'on') {
    if (badge.state === 'disabled') badge.state = 'pending';
    badge.toCollect = false;
  }
  if (wish !== 'taken' && wish !== 'off') return;
  if (badge.state === 'active') badge.toCollect = true;
  if (badge.state === 'pending' && where !== 'to come') badge.state = 'disabled';
}

/** Whoever has not begun cannot sign in, also when they were let in before; what is off stays so until the first day. */
function makeReady(account: Expected, target: TargetId, current: Pick<Expected, 'profile' | 'groups'>): void {
  if (target === 'okta' && account.state === 'active') account.state = 'disabled';
  else if (account.state !== 'disabled') Object.assign(account, current);
}

function groupsFor(present: Present, account: Expected | undefined): readonly string[] {
  const given = groupsByDepartment[String(present.said.departmentId ?? '')] ?? [];
  const kept = (account?.groups ?? []).filter((group) => !given.includes(group) && inGrace(present, `group ${group}`));
  return [...given, ...kept].sort();
}

/** Off at once; deleted so many days of 24 hours later. */
function takeAway(accounts: Map<TargetId, Expected>, target: TargetId, account: Expected, now: number, days: number): void {
  if (account.offSince !== null) {
    if (now >= account.offSince + days * dayMs) accounts.delete(target);
    return;
  }
  account.state = 'disabled';
  account.offSince = now;
}
