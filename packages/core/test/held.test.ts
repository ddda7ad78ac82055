// Ruling 7: what a guard held once keeps its content until it is approved or its time is over.
import { describe, expect, test } from 'vitest';
import type { LifecycleEvent, Plan } from '../src/index.ts';
import { collect, day, hour, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const leavers = (total: number, from: number, to: number) =>
  workers(total).map((each, index) => (index >= from && index < to ? { ...each, ...off } : each));
const offIn = (world: World): string[] =>
  targetState(world)
    .okta.filter((line) => line.includes('disabled'))
    .map((line) => line.split('@')[0] ?? '');
const onOkta = (plan: Plan) => plan.header.held.filter(({ target }) => target === 'okta');
const heldEvents = async (world: World) =>
  (await collect(world.lifecycle.events())).filter((event): event is Extract<LifecycleEvent, { type: 'held' }> => event.type === 'held');

describe('a held part', () => {
  test('keeps its hash and its time while later plans are made, and is not held twice', async () => {
    const world = await settledWorld(workers(12));
    world.hr.setEmployees(leavers(12, 0, 4));
    const first = await world.lifecycle.sync();
    world.clock.advance(hour);
    world.hr.putEmployee(worker(12, { jobTitle: 'Lead' }));
    const second = await world.lifecycle.sync();
    expect(second.plan.header.held).toEqual(first.plan.header.held);
    expect(second.plan.toMarkdown()).toMatch(/HELD on okta since 2026-11-23 12:00: disable/);
    expect(second.run.held).toBe(8);
    expect((await collect(second.plan.changes())).filter(({ held }) => held !== undefined)).toHaveLength(8);
  });

  test('is approved by the hash of an older plan, and exactly its people are cut', async () => {
    const world = await settledWorld(workers(12));
    world.hr.setEmployees(leavers(12, 0, 4));
    const { plan } = await world.lifecycle.sync();
    world.clock.advance(hour);
    world.hr.setEmployees(leavers(12, 0, 7));
    const later = await world.lifecycle.sync();
    expect(onOkta(later.plan).map(({ people }) => people)).toEqual([4, 3]);
    await world.lifecycle.approve(onOkta(plan)[0]?.hash ?? '', { by: 'ada' });
    await world.lifecycle.sync();
    expect(offIn(world)).toEqual(['person1', 'person2', 'person3', 'person4']);
    await world.lifecycle.approve(onOkta(later.plan)[1]?.hash ?? '', { by: 'ada' });
    await world.lifecycle.sync();
    expect(offIn(world)).toHaveLength(7);
  });

  test('lists whoever is not wanted off any more as skipped, also where no plan names them', async () => {
    const world = await settledWorld(workers(12));
    world.hr.setEmployees(leavers(12, 0, 4));
    const { plan } = await world.lifecycle.sync();
    await world.lifecycle.approve(onOkta(plan)[0]?.hash ?? '', { by: 'ada' });
    world.hr.setEmployees(leavers(12, 2, 4));
    const { run } = await world.lifecycle.sync();
    const told = (await collect(run.changes())).filter(({ change }) => change.target === 'okta' && change.class === 'disable');
    expect(told.map(({ change, outcome }) => `${change.person} ${outcome}`).sort()).toEqual([
      'e0001 skipped',
      'e0002 skipped',
      'e0003 applied',
      'e0004 applied',
    ]);
  });

  test('is not let go by another way: not by an older plan, not by a plan of one person', async () => {
    const world = await settledWorld(workers(12));
    world.hr.setEmployees(leavers(12, 0, 2));
    const small = await world.lifecycle.plan();
    world.hr.setEmployees(leavers(12, 0, 5));
    await world.lifecycle.plan();
    await world.lifecycle.apply(small);
    await world.lifecycle.sync({ people: ['e0001'] });
    expect(offIn(world)).toEqual([]);
  });

  test('survives a restart and newer plans, but not its time: then everything is counted anew', async () => {
    const world = await settledWorld(workers(12), { planValidHours: 48 });
    world.hr.setEmployees(leavers(12, 0, 4));
    const { plan } = await world.lifecycle.sync();
    world.clock.advance(47 * hour);
    const again = reopened(world);
    await again.lifecycle.sync();
    await again.lifecycle.approve(onOkta(plan)[0]?.hash ?? '', { by: 'ada' });
    world.clock.advance(hour);
    await expect(again.lifecycle.approve(onOkta(plan)[0]?.hash ?? '', { by: 'ada' })).rejects.toMatchObject({ code: 'PLAN_STALE' });
    const { plan: anew } = await again.lifecycle.sync();
    expect(offIn(world)).toEqual([]);
    expect(onOkta(anew)[0]?.heldAt).toBe(anew.header.createdAt);
  });

  test('stops counting for those who are wanted off no more', async () => {
    const world = await settledWorld(workers(12));
    world.hr.setEmployees(leavers(12, 0, 5));
    await world.lifecycle.sync();
    world.hr.setEmployees(leavers(12, 6, 8));
    await world.lifecycle.sync();
    expect(offIn(world)).toEqual(['person7', 'person8']);
  });

  test('is told once, to a handler that survives a restart', async () => {
    const world = await settledWorld(workers(12));
    const heard: string[] = [];
    const listen = (which: World) =>
      which.lifecycle.on('held', { name: 'alarm' }, ({ target, people, hash }) => void heard.push(`${target} ${people} ${hash}`));
    listen(world);
    world.hr.setEmployees(leavers(12, 0, 4));
    const { plan } = await world.lifecycle.sync();
    const again = reopened(world);
    listen(again);
    await again.lifecycle.sync();
    await again.lifecycle.sync();
    expect(heard.sort()).toEqual(plan.header.held.map(({ target, hash }) => `${target} 4 ${hash}`).sort());
    expect(await heldEvents(again)).toHaveLength(2);
  });
});

describe('the guards’ day', () => {
  test('a company that loses two per cent every hour is held', async () => {
    const world = await settledWorld(workers(100));
    const cut: number[] = [];
    for (let at = 1; at <= 12; at += 1) {
      world.clock.advance(hour);
      world.hr.setEmployees(leavers(100, 0, 2 * at));
      await world.lifecycle.sync();
      cut.push(offIn(world).length);
    }
    // 5 of 100 at once, so 10 in a day; fewer as the company gets smaller.
    expect(cut).toEqual([2, 4, 6, 8, 8, 8, 8, 8, 8, 8, 8, 8]);
  });

  test('what was cut a day ago counts no more', async () => {
    const world = await settledWorld(workers(30));
    for (const to of [3, 6]) {
      world.hr.setEmployees(leavers(30, 0, to));
      await world.lifecycle.sync();
    }
    world.clock.advance(day);
    world.hr.setEmployees(leavers(30, 0, 9));
    await world.lifecycle.sync();
    expect(offIn(world)).toHaveLength(9);
  });

  test('what a person approved takes nothing from it', async () => {
    const world = await settledWorld(workers(60));
    world.hr.setEmployees(leavers(60, 0, 10));
    const { plan } = await world.lifecycle.sync();
    for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
    await world.lifecycle.sync();
    world.hr.setEmployees(leavers(60, 0, 12));
    await world.lifecycle.sync();
    expect(offIn(world)).toHaveLength(12);
  });

  test('what was not done after all takes nothing from it', async () => {
    const world = await settledWorld(workers(30));
    world.hr.setEmployees(leavers(30, 0, 3));
    const early = await world.lifecycle.plan();
    world.hr.setEmployees(workers(30));
    await world.lifecycle.plan();
    expect((await world.lifecycle.apply(early)).counts.skipped).toBe(6);
    for (const to of [3, 6]) {
      world.hr.setEmployees(leavers(30, 0, to));
      await world.lifecycle.sync();
    }
    expect(offIn(world)).toHaveLength(6);
  });

  test('one person after another, each by themselves, is counted together', async () => {
    const world = await settledWorld(workers(30));
    world.hr.setEmployees(leavers(30, 0, 12));
    for (let number = 1; number <= 12; number += 1) await world.lifecycle.sync({ people: [worker(number).id ?? ''] });
    expect(offIn(world)).toHaveLength(6);
  });
});

test('a group taken out of the map is counted by the people who lose it', async () => {
  const world = await settledWorld(workers(30));
  const edited = reopened(world, { groups: { Engineering: ['Engineering-Core'] } });
  const { plan } = await edited.lifecycle.sync();
  expect(plan.header.held).toEqual([expect.objectContaining({ target: 'okta', class: 'group-removal', people: 15, limit: 10 })]);
  expect([...world.okta.users.values()].filter(({ groups }) => groups.has('g-Sales-Access'))).toHaveLength(15);
});

describe('an emergency', () => {
  test('passes the guards for these people’s cuts only, and the plan says who and keeps why out of its prints', async () => {
    const world = await settledWorld(workers(30));
    world.hr.setEmployees(leavers(30, 0, 12));
    await world.lifecycle.sync();
    expect(offIn(world)).toEqual([]);
    const people = ['e0001', 'e0002', 'e0003', 'e0004', 'e0005'];
    const { plan } = await world.lifecycle.sync({ people, emergency: 'a stolen laptop' });
    expect(offIn(world).sort()).toEqual(['person1', 'person2', 'person3', 'person4', 'person5']);
    expect(plan.header.emergency).toEqual({ people, classes: ['disable', 'delete', 'group-removal'], because: 'a stolen laptop' });
    expect(plan.toMarkdown()).toContain('EMERGENCY: the access cuts of e0001, e0002, e0003, e0004, e0005 pass the guards');
    expect(plan.toMarkdown() + plan.toTable() + String(plan)).not.toContain('stolen');
  });

  test('gives nobody anything: what the guards hold of them beside cuts stays held', async () => {
    const world = await settledWorld(workers(3));
    world.okta.addUser({ userName: 'person4@example.com' });
    world.hr.setEmployees([...workers(3), worker(4)]);
    await world.lifecycle.sync();
    const { plan, run } = await world.lifecycle.sync({ people: ['e0004'], emergency: 'now' });
    expect(plan.header.held).toEqual([expect.objectContaining({ target: 'okta', class: 'adopt' })]);
    expect(run.counts.applied).toBe(0);
    expect(plan.header.emergency?.people).toEqual([]);
  });
});
