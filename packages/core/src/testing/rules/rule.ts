// What a rule is, and when it applies.
import assert from 'node:assert/strict';
import { isCustomAttribute } from '../../connector/index.ts';
import { clearableAttributes, plainAttributes } from './people.ts';
import type { ConnectorKind, ContractWorld, WorldOf } from './world.ts';

/** One promise of the contract, checked in a fresh world. Uses no test runner. */
export interface ContractRule {
  /** Stable: `app/disable-reaches-state`. */
  readonly id: string;
  /** The promise, as a sentence. */
  readonly title: string;
  readonly kind: ConnectorKind;
  /** What the connector and the world must offer, by the names of {@link offers}. */
  readonly needs: readonly string[];
  /** Rejects with an assertion error when the promise does not hold. */
  readonly check: (world: ContractWorld) => Promise<void>;
  /** Breaks a good world's connector in the one way this rule is there to catch. */
  readonly planted: (world: ContractWorld) => ContractWorld;
}

/** A rule as it is written: its kind decides what world it sees. */
export interface RuleText<Kind extends ConnectorKind> {
  readonly id: string;
  readonly title: string;
  readonly needs?: readonly string[];
  readonly check: (world: WorldOf<Kind>) => Promise<void>;
  readonly planted: (world: WorldOf<Kind>) => WorldOf<Kind>;
}

export function ruleFor<Kind extends ConnectorKind>(kind: Kind, text: RuleText<Kind>): ContractRule {
  return {
    id: `${kind}/${text.id}`,
    title: text.title,
    kind,
    needs: text.needs ?? [],
    check: async (world) => {
      assert.ok(isKind(world, kind), `${kind}/${text.id} is a rule for another kind of connector`);
      await text.check(world);
    },
    planted: (world) => {
      assert.ok(isKind(world, kind), `${kind}/${text.id} is a rule for another kind of connector`);
      return text.planted(world);
    },
  };
}

function isKind<Kind extends ConnectorKind>(world: ContractWorld, kind: Kind): world is WorldOf<Kind> {
  return world.kind === kind;
}

/**
 * What a world has: its connector's verbs (`accounts.list`), `attribute NAME` for each attribute the target can be
 * told, `a plain attribute` (one that identifies nobody), `a clearable attribute` and `a custom attribute` (a field of HR's own), `fault KIND` for each fault it can inject and `any fault`, `seed NAME` for each optional way to seed.
 */
export function offers(world: ContractWorld): ReadonlySet<string> {
  const faults = world.inject === undefined ? [] : (world.faults ?? []);
  const attributes = world.kind === 'source' ? [] : world.connector.attributes;
  return new Set([
    ...verbsOf(world.connector),
    ...attributes.map((name) => `attribute ${name}`),
    ...(attributes.some((name) => plainAttributes.includes(name)) ? ['a plain attribute'] : []),
    ...(attributes.some((name) => clearableAttributes.includes(name)) ? ['a clearable attribute'] : []),
    ...(attributes.some(isCustomAttribute) ? ['a custom attribute'] : []),
    ...faults.map((fault) => `fault ${fault}`),
    ...(faults.length > 0 ? ['any fault'] : []),
    ...Object.keys(world.backend).map((name) => `seed ${name.replace(/^seed/, '').toLowerCase()}`),
  ]);
}

/** What a rule needs and this world lacks; empty when the rule applies. */
export function lacking(rule: ContractRule, world: ContractWorld): readonly string[] {
  const offered = offers(world);
  return rule.needs.filter((need) => !offered.has(need));
}

function verbsOf(connector: object): string[] {
  return Object.entries(connector).flatMap(([name, value]) => {
    if (typeof value === 'function') return [name];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([verb, inner]) => (typeof inner === 'function' ? [`${name}.${verb}`] : []));
  });
}
