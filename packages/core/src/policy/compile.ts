// A policy made ready to decide: names are ids, rules are functions, and what each target can do is known.
import { TenureError } from '../connector/errors.ts';
import { type CustomAttribute, isCustomAttribute, type ProfileAttribute } from '../model/account.ts';
import type { Digest } from '../roster/digest.ts';
import type { AddressRule } from './addresses.ts';
import type { DepartmentTree } from './departments.ts';
import type { Policy, ProvisioningPolicy, TargetRule } from './policy.ts';
import { asksHost, compileRule, everyone, lostIn, nobody, type Predicate, type Resolution, type Rule, ruleLabel } from './rules.ts';
import { completeSchedule, type Schedule } from './schedule.ts';

/** What a connector can do, as plain data: the pure folders never see the connector itself. */
export interface TargetAbilities {
  readonly id: string;
  readonly role: 'identity' | 'app';
  readonly attributes: readonly ProfileAttribute[];
  readonly verbs: ReadonlySet<'list' | 'get' | 'update' | 'disable' | 'enable' | 'delete'>;
  readonly irreversible: ReadonlySet<'disable' | 'delete'>;
  readonly dependsOnIdentity: boolean;
}

export interface CompiledTarget {
  readonly id: string;
  readonly role: 'identity' | 'app';
  readonly policy: ProvisioningPolicy;
  readonly matches: Predicate;
  /** Why nobody can say who is meant: then nobody but leavers is touched. */
  readonly unresolved: string | undefined;
  readonly because: string;
  readonly can: TargetAbilities;
  readonly removal: 'disable' | 'delete';
  readonly schedule: Schedule;
  /** True when it is said for this target itself how early its accounts are made. */
  readonly ownWindow: boolean;
}

/** A group of the identity provider as the map means it. */
export interface GroupReference {
  readonly id: string;
  readonly name: string;
}

export interface CompiledGroupRule {
  readonly matches: Predicate;
  readonly because: string;
  readonly groups: readonly GroupReference[];
}

export interface CompiledActivation {
  readonly firstImport: Predicate;
  readonly joiners: Predicate;
  /** Why nobody can say who is meant: whoever is new waits. */
  readonly unresolved: { readonly firstImport: string | undefined; readonly joiners: string | undefined };
  readonly seats: number | null;
}

export interface CompiledPolicy {
  /** The identity provider first, then the apps in order of id. */
  readonly targets: readonly CompiledTarget[];
  /** Those nobody can ask now are left out. */
  readonly groups: readonly CompiledGroupRule[];
  /** Ids of groups of rules nobody can ask now: nobody is put in or taken out. */
  readonly heldGroups: ReadonlySet<string>;
  /** Ids of groups whose members are decided by the map alone. */
  readonly authoritative: ReadonlySet<string>;
  /** Every reason for that, here and at targets and activation. */
  readonly unresolved: readonly string[];
  readonly schedule: Schedule;
  readonly activation: CompiledActivation;
  readonly addresses: AddressRule | undefined;
  readonly tree: DepartmentTree;
  /** Those of HR's own fields that some target is told, in the order of their names. */
  readonly customAttributes: readonly CustomAttribute[];
  /** True when who gets what is asked of the host's own code, which may look at all employments of a person. */
  readonly asksHost: boolean;
  /** Changes with anything here that changes what is desired, predicates' own code apart. */
  readonly fingerprint: string;
}

export interface CompileInput {
  readonly policy: Policy;
  /** The targets this decision is about. */
  readonly abilities: readonly TargetAbilities[];
  /** Ids of all configured targets, those left out of this decision included. */
  readonly known: ReadonlySet<string>;
  readonly resolution: Resolution;
  /** The identity provider's groups by the name or id the policy uses. */
  readonly groups: ReadonlyMap<string, GroupReference>;
  readonly digest: Digest;
}

/**
 * A department that a rule meant all along and that is gone leaves everything else as it is: what hangs on the rule is held.
 *
 * @throws {TenureError} `OPTIONS_INVALID` when a rule, department, group or app can't be resolved. Pure.
 */
export function compilePolicy(input: CompileInput): CompiledPolicy {
  const { policy, abilities, resolution } = input;
  for (const id of Object.keys(policy.apps)) {
    if (!input.known.has(id)) throw policyProblem(`apps.${id}`, 'no app of this id is configured');
  }
  const ordered = [...abilities].sort((a, b) => (a.role === b.role ? (a.id < b.id ? -1 : 1) : a.role === 'identity' ? -1 : 1));
  const targets = ordered.map((can) => compileTarget(can, policy, resolution));
  const lost = (rule: Rule): string | undefined => lostIn(rule, resolution);
  const groups = policy.groups
    .filter((rule) => lost(rule.for) === undefined)
    .map((rule) => ({
      matches: compileRule(rule.for, resolution),
      because: ruleLabel(rule.for),
      groups: rule.groups.map((name) => groupOf(name, input.groups)),
    }));
  const held = policy.groups.filter((rule) => lost(rule.for) !== undefined);
  const heldGroups = new Set(held.flatMap((rule) => rule.groups.map((name) => groupOf(name, input.groups).id)));
  const mapped = new Set(policy.groups.flatMap((rule) => rule.groups));
  for (const name of policy.authoritativeGroups ?? [])
    if (!mapped.has(name)) throw policyProblem('authoritativeGroups', `the group map has no ${name}`);
  // Without a map there is nothing to be decided by: the identity provider is left out.
  const authoritative = new Set((policy.authoritativeGroups ?? []).map((name) => groupOf(name, input.groups).id));
  const described = {
    targets: targets.map(({ id, policy: mode, because, removal, schedule, ownWindow, can }) => [
      id,
      mode,
      because,
      removal,
      schedule,
      ownWindow,
      can.attributes,
    ]),
    groups: groups.map(({ because, groups: ids }) => [because, ids.map(({ id }) => id)]),
    authoritative: [...authoritative],
    held: [...heldGroups, ...targets.filter(({ unresolved }) => unresolved !== undefined).map(({ id }) => id)],
    schedule: policy.schedule,
    addresses: policy.addresses,
  };
  const { firstImport = everyone(), joiners = everyone(), seats = null } = policy.activation ?? {};
  const waiting = { firstImport: lost(firstImport), joiners: lost(joiners) };
  const reasons = [...targets.map(({ unresolved }) => unresolved), ...held.map((rule) => lost(rule.for)), ...Object.values(waiting)];
  return {
    targets,
    groups,
    heldGroups,
    authoritative,
    unresolved: [...new Set(reasons.filter((reason) => reason !== undefined))],
    schedule: policy.schedule,
    activation: {
      firstImport: askable(firstImport, resolution),
      joiners: askable(joiners, resolution),
      unresolved: waiting,
      seats,
    },
    addresses: policy.addresses,
    tree: resolution.tree,
    customAttributes: [...new Set(abilities.flatMap(({ attributes }) => attributes).filter(isCustomAttribute))].sort(),
    asksHost: [policy.identity, ...Object.values(policy.apps), ...policy.groups].some((rule) => asksHost(rule.for)),
    fingerprint: input.digest.keyed(JSON.stringify(described)),
  };
}

/** An app that policy does not name is given to nobody and never written: configured, but not yet decided upon. */
const unnamed: TargetRule = { policy: 'observe', for: nobody() };

function compileTarget(can: TargetAbilities, whole: Policy, resolution: Resolution): CompiledTarget {
  const identity = can.role === 'identity';
  const rule = identity ? whole.identity : (whole.apps[can.id] ?? unnamed);
  const { policy, for: who, removal } = rule;
  // What suspends the identity provider's user is no reason to touch every app.
  const company: Schedule = identity || whole.schedule.onLeave !== 'suspend' ? whole.schedule : { ...whole.schedule, onLeave: 'keep' };
  if (removal !== undefined && !can.verbs.has(removal)) throw policyProblem(`${can.id}.removal`, `this target cannot ${removal} accounts`);
  return {
    id: can.id,
    role: can.role,
    policy,
    matches: askable(who, resolution),
    unresolved: lostIn(who, resolution),
    because: ruleLabel(who),
    can,
    removal: removal ?? (can.verbs.has('disable') ? 'disable' : 'delete'),
    schedule: completeSchedule(rule.schedule, company),
    ownWindow: rule.schedule?.createDaysBeforeStart !== undefined,
  };
}

/** A rule nobody can ask fits nobody; whoever asks it looks first whether it can be asked. */
function askable(rule: Rule, resolution: Resolution): Predicate {
  return lostIn(rule, resolution) === undefined ? compileRule(rule, resolution) : () => false;
}

function groupOf(name: string, groups: ReadonlyMap<string, GroupReference>): GroupReference {
  const group = groups.get(name);
  if (group === undefined) throw policyProblem('groups', 'a group of the map could not be resolved at the identity provider');
  return group;
}

function policyProblem(path: string, reason: string): TenureError {
  return new TenureError('OPTIONS_INVALID', {
    system: 'policy',
    verb: 'resolve',
    fact: `${path}: ${reason}`,
    details: { problems: [{ path, reason }] },
  });
}
