import assert from 'node:assert/strict';
import { test } from 'vitest';
import { memoryApp, memoryAppWorld } from '../index.ts';
import { describeConnector, runRule } from './describe.ts';
import { contractRules } from './index.ts';
import type { AppWorld } from './world.ts';

/** A runner of three lines: what the suite needs is no more than this. */
function recordingRunner() {
  const tests = new Map<string, () => Promise<void>>();
  const describe = (_name: string, body: () => void) => body();
  return { tests, describe, test: (name: string, body: () => Promise<void>) => tests.set(name, body) };
}

test('a connector gets one test for each rule of its kind, and one for what did not apply', async () => {
  const runner = recordingRunner();
  describeConnector({ name: 'an app', kind: 'app', makeWorld: memoryAppWorld }, runner);
  assert.equal(runner.tests.size, contractRules.filter((rule) => rule.kind === 'app').length + 1);
  for (const body of runner.tests.values()) await body();
});

test('a rule is left out only for a verb or a fault that is missing, and says which', async () => {
  const { app } = memoryApp({ without: ['accounts.delete', 'accounts.list'], attributes: memoryAppWorld().connector.attributes });
  const world = (): AppWorld => ({ ...memoryAppWorld(), connector: app, faults: ['html'] });
  const lacks = new Set<string>();
  for (const rule of contractRules.filter(({ kind }) => kind === 'app')) {
    const left = await runRule(rule, world()).catch(() => undefined);
    for (const name of left?.lacks ?? []) lacks.add(name);
  }
  const verbs = [...lacks].filter((name) => !name.startsWith('fault '));
  assert.deepEqual(verbs.sort(), ['accounts.delete', 'accounts.list']);
  assert.ok(!lacks.has('fault html') && lacks.has('fault redirect'));
});

test('a world is closed after its rule, also when the rule goes red', async () => {
  let closed = 0;
  const close = () => {
    closed += 1;
  };
  const [rule] = contractRules.filter(({ id }) => id === 'app/shape');
  assert.ok(rule !== undefined);
  const world = (): AppWorld => ({ ...memoryAppWorld(), close });
  await runRule(rule, world());
  await assert.rejects(runRule(rule, rule.planted(world())));
  assert.equal(closed, 2);
});
