// Runs the rules under whatever runner the caller has.
import { contractRules } from './index.ts';
import { type ContractRule, lacking } from './rule.ts';
import type { ConnectorKind, ContractWorld, WorldOf } from './world.ts';

/** What is needed of a runner; vitest and node:test both have it. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
}

/** A connector to be tested, and how to make a fresh world for each rule. */
export interface DescribedConnector<Kind extends ConnectorKind> {
  readonly name: string;
  readonly kind: Kind;
  /** Called once per rule, so that no rule sees what another left behind. */
  readonly makeWorld: () => WorldOf<Kind> | Promise<WorldOf<Kind>>;
}

/** A rule that did not apply, and what it would have needed. */
export interface InapplicableRule {
  readonly id: string;
  readonly lacks: readonly string[];
}

/** Runs one rule in one world, and closes the world whatever happens. Answers what was lacking when it did not apply. */
export async function runRule(rule: ContractRule, world: ContractWorld): Promise<InapplicableRule | undefined> {
  try {
    const lacks = lacking(rule, world);
    if (lacks.length > 0) return { id: rule.id, lacks };
    await rule.check(world);
    return undefined;
  } finally {
    await world.close?.();
  }
}

/**
 * Registers one test for each rule of the connector's kind. A rule runs when the connector has the verbs and the world
 * the faults it needs; what did not apply is reported in one line by the last test. There is no other way to skip.
 *
 * @example
 * import { describe, test } from 'node:test';
 * describeConnector({ name: 'Roster Desk', kind: 'app', makeWorld }, { describe, test });
 */
export function describeConnector<Kind extends ConnectorKind>(connector: DescribedConnector<Kind>, runner: TestRunner): void {
  const rules = contractRules.filter((rule) => rule.kind === connector.kind);
  const inapplicable: InapplicableRule[] = [];
  runner.describe(`${connector.name} keeps the ${connector.kind} contract`, () => {
    for (const rule of rules) {
      runner.test(`${rule.title} (${rule.id})`, async () => {
        const skipped = await runRule(rule, await connector.makeWorld());
        if (skipped !== undefined) inapplicable.push(skipped);
      });
    }
    runner.test('every rule that did not apply is reported', async () => {
      if (inapplicable.length === 0) return;
      const list = inapplicable.map(({ id, lacks }) => `${id} (without ${lacks.join(', ')})`).join('; ');
      process.stdout.write(`${connector.name}: ${inapplicable.length} of ${rules.length} rules did not apply: ${list}\n`);
    });
  });
}
