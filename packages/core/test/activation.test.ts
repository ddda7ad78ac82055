// Who is managed: chosen once, counted in seats, and nobody else is ever written.
import { expect, test } from 'vitest';
import { inDepartment, nobody, withId } from '../src/index.ts';
import { collect, createWorld, noGuards, reopened, targetContent, userState, type World, worker, workers, writes } from './world.ts';

const users = ({ okta }: World): string[] => [...okta.users.values()].map(({ profile, state }) => `${profile.userName} ${state}`).sort();

test('a first import that manages nobody writes nothing, and lists everybody', async () => {
  const world = createWorld(workers(5), { guards: noGuards, activation: { firstImport: nobody() } });
  const { run } = await world.lifecycle.sync();
  expect([writes(world), run.counts.applied]).toEqual([0, 0]);
  expect((await collect(world.lifecycle.people())).length).toBe(5);
});

test('a first import manages whom a rule or a list of ids names, and keeps to it when their facts change', async () => {
  const world = createWorld(workers(4), { guards: noGuards, activation: { firstImport: inDepartment('Sales') } });
  await world.lifecycle.sync();
  expect(users(world)).toEqual(['person1@example.com active', 'person3@example.com active']);
  world.hr.putEmployee(worker(2, { departmentId: 'd-sales' }));
  world.hr.putEmployee(worker(1, { departmentId: 'd-eng' }));
  await world.lifecycle.sync();
  expect(users(world)).toEqual(['person1@example.com active', 'person3@example.com active']);
  const named = createWorld(workers(4), { guards: noGuards, activation: { firstImport: withId('e0002') } });
  await named.lifecycle.sync();
  expect(users(named)).toEqual(['person2@example.com active']);
});

test('whoever comes later is managed by the rule for joiners', async () => {
  const world = createWorld(workers(2), { guards: noGuards, activation: { firstImport: nobody(), joiners: inDepartment('Sales') } });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(3));
  world.hr.putEmployee(worker(4));
  await world.lifecycle.sync();
  expect(users(world)).toEqual(['person3@example.com active']);
});

test('an unmanaged person who leaves is not cut: nothing of theirs is ours', async () => {
  const world = createWorld(workers(2), { guards: noGuards, activation: { firstImport: nobody() } });
  world.okta.addUser({ userName: 'person1@example.com', email: 'person1@example.com' }, { state: 'active' });
  await world.lifecycle.sync();
  const before = targetContent(world);
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  expect(targetContent(world)).toEqual(before);
});

test('seats are given until they are taken; a leaver frees one, and who waited gets it', async () => {
  const world = createWorld(workers(3), { guards: noGuards, activation: { seats: 2 } });
  const first = await world.lifecycle.sync();
  expect(users(world)).toEqual(['person1@example.com active', 'person2@example.com active']);
  expect(first.plan.header.waiting.map(({ person, kind }) => [person, kind])).toEqual([['e0003', 'no-seat']]);
  expect(await world.lifecycle.seats()).toEqual({ taken: 2, limit: 2 });
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(users(world)).toEqual(['person1@example.com disabled', 'person2@example.com active', 'person3@example.com active']);
  world.hr.putEmployee(worker(1, { endDate: null }));
  const back = await world.lifecycle.sync();
  expect([userState(world, 'person1@example.com'), back.plan.header.waiting.map(({ kind }) => kind)]).toEqual(['disabled', ['no-seat']]);
});

test('whoever comes back is asked for a seat again, and is written nowhere without one', async () => {
  const world = createWorld(workers(2), { guards: noGuards, activation: { seats: 2 }, schedule: { cutAccessAt: { at: '10:00' } } });
  const apps = [{ app: world.apps.chat, policy: 'both' as const, schedule: { cutAccessAt: 'end-of-last-day' as const } }];
  const ours = reopened(world, { apps });
  await ours.lifecycle.sync();
  ours.hr.putEmployee(worker(1, { endDate: '2026-11-22' }));
  await ours.lifecycle.sync();
  ours.hr.putEmployee(worker(3));
  await ours.lifecycle.sync();
  ours.hr.putEmployee(worker(1, { endDate: null }));
  const back = await ours.lifecycle.sync();
  expect([userState(ours, 'person1@example.com'), back.plan.header.waiting.map(({ kind }) => kind)]).toEqual(['disabled', ['no-seat']]);
  // Nobody without a seat is given an app for the hours between the company's cut and the app's.
  ours.hr.putEmployee(worker(4));
  await ours.lifecycle.sync();
  ours.hr.putEmployee(worker(4, { endDate: '2026-11-23' }));
  await ours.lifecycle.sync();
  expect(ours.chat.accounts.size).toBe(3);
});

test('somebody unmanaged who comes back under a new id stays unmanaged', async () => {
  const world = createWorld(workers(2), { guards: noGuards, activation: { firstImport: nobody() } });
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(1, { endDate: '2026-11-20' }));
  await world.lifecycle.sync();
  world.hr.putEmployee({ ...worker(1), id: 'e0901' });
  await world.lifecycle.sync();
  expect([users(world), (await collect(world.lifecycle.people())).length]).toEqual([[], 2]);
});
