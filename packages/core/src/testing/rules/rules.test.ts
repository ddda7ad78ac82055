import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { memoryAppWorld, memoryIdentityWorld, memorySourceWorld } from '../memory/worlds.ts';
import { describeConnector, runRule } from './describe.ts';
import { contractFaults, contractRules } from './index.ts';
import type { ConnectorKind, ContractWorld } from './world.ts';

const worlds: Readonly<Record<ConnectorKind, () => ContractWorld>> = {
  source: memorySourceWorld,
  'identity-provider': memoryIdentityWorld,
  app: memoryAppWorld,
};

describeConnector({ name: 'the memory source', kind: 'source', makeWorld: memorySourceWorld }, { describe, test });
describeConnector({ name: 'the memory provider', kind: 'identity-provider', makeWorld: memoryIdentityWorld }, { describe, test });
describeConnector({ name: 'the memory app', kind: 'app', makeWorld: memoryAppWorld }, { describe, test });

describe('every rule goes red on the fault it is there to catch', () => {
  for (const rule of contractRules) {
    test(rule.id, async () => {
      const plant = contractFaults[rule.id];
      assert.ok(plant !== undefined, 'a rule without a planted fault');
      await assert.rejects(runRule(rule, plant(worlds[rule.kind]())));
    });
  }
});

describe('the rules as a list', () => {
  test('no two rules have one id, and each has a title', () => {
    assert.equal(new Set(contractRules.map((rule) => rule.id)).size, contractRules.length);
    for (const rule of contractRules) assert.ok(rule.title.length > 10, rule.id);
  });

  test('in the memory worlds every rule applies', async () => {
    for (const rule of contractRules) assert.equal(await runRule(rule, worlds[rule.kind]()), undefined, rule.id);
  });
});
