// Who gets what, when. A policy is data plus named predicates; before it decides, its names are resolved to ids.
import type { AddressRule } from './addresses.ts';
import type { Rule } from './rules.ts';
import type { PartialSchedule, Schedule } from './schedule.ts';

/**
 * How far the engine may go in one target. `both`: creates and removes; `create-only`: never removes; `delete-only`:
 * never creates or changes; `observe`: never writes.
 */
export type ProvisioningPolicy = 'both' | 'create-only' | 'delete-only' | 'observe';

export const provisioningPolicies = ['both', 'create-only', 'delete-only', 'observe'] as const satisfies readonly ProvisioningPolicy[];

/** One rule and the identity provider's groups it leads to, by name or id. */
export interface GroupRule {
  readonly for: Rule;
  readonly groups: readonly string[];
}

/** How one target is provisioned. */
export interface TargetRule {
  readonly policy: ProvisioningPolicy;
  readonly for: Rule;
  /** What losing the app means. Default `disable` where the target can, else `delete`. */
  readonly removal?: 'disable' | 'delete' | undefined;
  /** What is different about this target's dates. Default: the company's schedule, with `onLeave` `keep` for apps. */
  readonly schedule?: PartialSchedule | undefined;
}

/** Who is managed and holds a seat. Chosen once for each person, when they are first seen; nobody else is ever written. */
export interface ActivationRule {
  /** Of the people of the first import. Default everyone. */
  readonly firstImport?: Rule | undefined;
  /** Of whoever comes later. Default everyone. */
  readonly joiners?: Rule | undefined;
  /** Most managed people who have not left; null: no limit. Default null. */
  readonly seats?: number | null | undefined;
}

/** The whole of it. `apps` goes by the app's id. */
export interface Policy {
  readonly activation?: ActivationRule | undefined;
  /** How addresses are made for people HR states none for. Absent: none are, and they wait. */
  readonly addresses?: AddressRule | undefined;
  readonly identity: TargetRule;
  readonly apps: Readonly<Record<string, TargetRule>>;
  readonly groups: readonly GroupRule[];
  /** Groups of the map, by name or id as it has them, that hold nobody managed but those it leads there. */
  readonly authoritativeGroups?: readonly string[] | undefined;
  readonly schedule: Schedule;
}
