// One target that fails as a whole: the others go on, it is left alone, and the truth is reached when it comes back.
import { describe, expect, test } from 'vitest';
import { TenureError } from '../src/connector/index.ts';
import { collect, hour, noGuards, outcomes, settledWorld, targetState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const facts = { system: 'chat', verb: 'disable account', fact: 'planted' };
const faults = {
  '401': new TenureError('CONNECTOR_UNAUTHENTICATED', { ...facts, details: {} }),
  '403': new TenureError('CONNECTOR_FORBIDDEN', { ...facts, details: {} }),
  'a storm of 429': new TenureError('CONNECTOR_RATE_LIMITED', { ...facts, details: { retryAfterMs: 1_000 } }),
  '500': new TenureError('CONNECTOR_UNAVAILABLE', { ...facts, details: {} }),
  'a lost answer': new TenureError('CONNECTOR_OUTCOME_UNKNOWN', { ...facts, details: {} }),
  'a page of HTML': new TenureError('CONNECTOR_RESPONSE_UNREADABLE', { ...facts, details: { expected: 'JSON' } }),
};

async function manyLeavers(): Promise<World> {
  const world = await settledWorld(workers(20), { guards: noGuards });
  for (let number = 1; number <= 12; number += 1) world.hr.putEmployee(worker(number, off));
  return world;
}

const onIn = (lines: readonly string[]): number => lines.filter((line) => line.includes('active')).length;

describe.each(Object.entries(faults))('%s from one target in the middle of a run', (_, error) => {
  test('stops no other target, and everything is cut once it is over', async () => {
    const world = await manyLeavers();
    let seen = 0;
    const fromTheThird = (): boolean => {
      seen += 1;
      return seen > 2;
    };
    world.chat.fail('accounts.disable', fromTheThird, { kind: 'before', error });
    await world.lifecycle.sync();
    expect(seen).toBeGreaterThan(2);
    expect(onIn(targetState(world).okta)).toBe(8);
    expect(onIn(targetState(world).chat)).toBeGreaterThan(8);
    world.chat.heal();
    world.clock.advance(hour);
    await world.lifecycle.sync();
    expect(onIn(targetState(world).chat)).toBe(8);
    expect((await world.lifecycle.plan()).isEmpty).toBe(true);
  });
});

test('a target that refuses again and again is left alone longer and longer, its cuts are told as NOT CUT, and a probe comes first', async () => {
  const world = await manyLeavers();
  world.chat.fail('accounts.disable', 'every', { kind: 'before', error: faults['401'] });
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  world.chat.calls.length = 0;
  const { run } = await world.lifecycle.sync();
  expect(world.chat.calls).toEqual([]);
  expect((await outcomes(run)).filter((line) => line.startsWith('chat/') && line.includes('NOT CUT'))).toHaveLength(12);
  const [row] = await world.options.store.get('default', 'setting', [['quarantine:chat']]);
  expect(row?.value).toMatchObject({ code: 'CONNECTOR_UNAUTHENTICATED', attempts: 2 });
  world.chat.heal();
  world.clock.advance(hour);
  await world.lifecycle.sync();
  expect(onIn(targetState(world).chat)).toBe(8);
  expect(await world.options.store.get('default', 'setting', [['quarantine:chat']])).toEqual([undefined]);
  expect(await collect(world.lifecycle.runs())).not.toHaveLength(0);
});

test('a target that forbids creations run after run lets no later cut wait', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.chat.fail('accounts.create', 'every', { kind: 'before', error: faults['403'] });
  for (let number = 4; number <= 24; number += 1) world.hr.putEmployee(worker(number));
  for (let run = 0; run < 4; run += 1) await world.lifecycle.sync();
  expect(await world.options.store.get('default', 'setting', [['quarantine:chat']])).toMatchObject([
    { value: { code: 'CONNECTOR_FORBIDDEN' } },
  ]);
  world.hr.putEmployee(worker(1, off));
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('person1@example.com disabled');
});
