// Who gets what, when. A policy is data plus named predicates; before it decides, its names are resolved to ids.
import type { CutRule } from '../roster/phase.ts';
import type { Rule } from './rules.ts';

/**
 * How far the engine may go in one target. `both`: creates and removes; `create-only`: never removes; `delete-only`:
 * never creates or changes; `observe`: never writes.
 */
export type ProvisioningPolicy = 'both' | 'create-only' | 'delete-only' | 'observe';

export const provisioningPolicies = ['both', 'create-only', 'delete-only', 'observe'] as const satisfies readonly ProvisioningPolicy[];

/** When things fall due. Days are calendar days where the person is. */
export interface Schedule {
  /** How many days before the first working day accounts are prepared, 0 to 90. Default 0: on the day. */
  readonly createDaysBeforeStart: number;
  /** When somebody whose last day is stated loses access. Default `end-of-last-day`. */
  readonly cutAccessAt: CutRule;
  /** Days of 24 hours after the cut at which a disabled account is deleted; null: never. Default null. */
  readonly deleteAfterDays: number | null;
  /** What leave of absence does to the identity provider's user. Default `keep`. */
  readonly onLeave: 'keep' | 'suspend';
}

export const scheduleDefaults: Schedule = {
  createDaysBeforeStart: 0,
  cutAccessAt: 'end-of-last-day',
  deleteAfterDays: null,
  onLeave: 'keep',
};

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
}

/** The whole of it. `apps` goes by the app's id. */
export interface Policy {
  readonly identity: TargetRule;
  readonly apps: Readonly<Record<string, TargetRule>>;
  readonly groups: readonly GroupRule[];
  readonly schedule: Schedule;
}
