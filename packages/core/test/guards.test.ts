// Promise 9: guards hold one class on one target, everything else goes on, and an approval lets exactly that part go once.
import { expect, test } from 'vitest';
import type { Plan } from '../src/index.ts';
import { collect, day, noGuards, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

const leaving = (from: number, to: number) =>
  workers(12).map((each, index) => (index >= from && index < to ? { ...each, status: 'terminated' as const } : each));
const heldOn = (plan: Plan, on: string) => plan.header.held.filter(({ target }) => target === on);
const offIn = (world: World): number => targetState(world).okta.filter((line) => line.includes('disabled')).length;

test('a class over its limit is held as a whole, on that target only, and the rest of the plan goes on', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees([...leaving(0, 4), worker(13), worker(14)]);
  const { plan, run } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ target, class: what, people, limit }) => `${target} ${what} ${people}/${limit}`).sort()).toEqual([
    'chat disable 4/3',
    'okta disable 4/3',
  ]);
  expect(offIn(world)).toBe(0);
  expect(targetState(world).okta).toHaveLength(14);
  expect(run.held).toBe(8);
  expect(plan.toMarkdown()).toContain('HELD on okta: disable');
});

test('what is within the limit goes on without anybody asked', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 3));
  await world.lifecycle.sync();
  expect(offIn(world)).toBe(3);
});

test('an approval lets exactly that part go, once', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  const part = plan.header.held.find(({ target }) => target === 'okta');
  await world.lifecycle.approve(part?.hash ?? '', { by: 'ada' });
  await world.lifecycle.sync();
  expect(offIn(world)).toBe(4);
  expect(targetState(world).chat.filter((line) => line.includes('disabled'))).toHaveLength(0);
  world.hr.setEmployees(workers(12));
  await reopened(world, { guards: noGuards }).lifecycle.sync();
  world.hr.setEmployees(leaving(0, 4));
  await world.lifecycle.sync();
  expect(offIn(world)).toBe(0);
});

test('an approval covers what was held then: who came after waits in a part of their own', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
  world.hr.setEmployees(leaving(0, 5));
  const later = await world.lifecycle.sync();
  expect(offIn(world)).toBe(4);
  expect(heldOn(later.plan, 'okta')).toEqual([
    { ...heldOn(plan, 'okta')[0], people: 4, approved: { by: 'ada', until: '2026-11-24T12:00:00.000Z' } },
    expect.objectContaining({ people: 1, because: '1 person beside 4 who wait already, the guard lets 3 of 12 through' }),
  ]);
});

test('an approval that ran out lets nothing go', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada', until: world.clock.now() + day });
  world.clock.advance(2 * day);
  await world.lifecycle.sync();
  expect(offIn(world)).toBe(0);
});

test('whoever returned before the approval was used is not cut by it', async () => {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
  world.hr.setEmployees(leaving(1, 4));
  await world.lifecycle.plan();
  const run = await world.lifecycle.apply(plan);
  expect(offIn(world)).toBe(3);
  const skipped = (await collect(run.changes())).filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.map(({ change }) => change.id).sort()).toEqual(['chat/e0001/account.disable', 'okta/e0001/user.disable']);
});

test('a plan whose time is over is not applied, and a plan nobody knows is not either', async () => {
  const world = await settledWorld(workers(3), { planValidHours: 24 });
  world.hr.putEmployee(worker(3, { jobTitle: 'Lead' }));
  const plan = await world.lifecycle.plan();
  world.clock.advance(day);
  await expect(world.lifecycle.apply(plan)).rejects.toMatchObject({ code: 'PLAN_STALE' });
  await expect(world.lifecycle.apply('no-such-plan')).rejects.toMatchObject({ code: 'PLAN_STALE' });
  await expect(world.lifecycle.apply({ ...plan.header, format: 2 } as never)).rejects.toMatchObject({ code: 'PLAN_UNSUPPORTED' });
});

test('a step that is not wanted any more is skipped and listed', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(3, { status: 'terminated' }));
  const plan = await world.lifecycle.plan();
  world.hr.putEmployee(worker(3));
  await world.lifecycle.plan();
  const run = await world.lifecycle.apply(plan);
  expect(run.counts).toMatchObject({ applied: 0, skipped: 2 });
  expect(offIn(world)).toBe(0);
});

test.each([
  ['group-removal', 12, workers(12).map((each) => ({ ...each, departmentId: null as null | string })), 'okta group-removal 12/10'],
  ['rename', 12, workers(12).map((each, index) => ({ ...each, workEmail: `new${index}@example.com` })), 'okta rename 12/5'],
  ['clear', 12, workers(12).map((each) => ({ ...each, jobTitle: null })), 'okta clear 12/5'],
] as const)('a crowd of %s is held', async (_class, _people, said, line) => {
  const world = await settledWorld(workers(12), { feed: { coverageFall: 1 } });
  world.hr.setEmployees(said);
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ target, class: what, people, limit }) => `${target} ${what} ${people}/${limit}`)).toContain(line);
});
