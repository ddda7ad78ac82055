// Every rule of the connector contract, and the planted fault of each.
import { creatingRules } from './creating.ts';
import { findingRules } from './finding.ts';
import { identityRules } from './groups.ts';
import { mannerRules, targetManners } from './manners.ts';
import type { ContractRule } from './rule.ts';
import { sourceRules } from './source.ts';
import { stateRules } from './states.ts';
import { troubleRules, writeTroubleRules } from './trouble.ts';
import type { ContractWorld, TargetWorld } from './world.ts';

function targetRules(kind: TargetWorld['kind']): readonly ContractRule[] {
  return [
    ...targetManners(kind),
    ...findingRules(kind),
    ...creatingRules(kind),
    ...stateRules(kind),
    ...(kind === 'identity-provider' ? identityRules : []),
    ...mannerRules(kind),
    ...troubleRules(kind),
    ...writeTroubleRules(kind),
  ];
}

/** The contract as data: every promise that a connector makes, in the order in which a reader wants them. */
export const contractRules: readonly ContractRule[] = [
  ...sourceRules,
  ...mannerRules('source'),
  ...troubleRules('source'),
  ...targetRules('identity-provider'),
  ...targetRules('app'),
];

/**
 * For each rule, by id, a fault that breaks a good connector in the one way the rule is there to catch. A rule that
 * stays green on its fault proves nothing.
 */
export const contractFaults: Readonly<Record<string, (world: ContractWorld) => ContractWorld>> = Object.fromEntries(
  contractRules.map((rule) => [rule.id, rule.planted]),
);
