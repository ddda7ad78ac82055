// HR and people at the targets doing what would take access wrongly, or give it back wrongly, a little at a time.
import { expect, test } from 'vitest';
import { fault } from './breaking.ts';
import { collect, day, hour, noGuards, settledWorld, targetState, userState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const onIn = ({ okta }: World): number => [...okta.users.values()].filter(({ state }) => state !== 'disabled').length;
const userOf = ({ okta }: World, number: number) =>
  [...okta.users.values()].find(({ profile }) => profile.userName === `person${number}@example.com`);

function turnOffByHand(world: World, number: number): void {
  const user = userOf(world, number);
  if (user !== undefined) user.state = 'disabled';
}

async function says(world: World, facts: Parameters<typeof worker>[1], number = 1): Promise<void> {
  world.clock.advance(hour);
  world.hr.putEmployee(worker(number, facts));
  await world.lifecycle.sync();
}

test('a list that loses three people in every reading, always just under what the gate believes, turns nobody off', async () => {
  const world = await settledWorld(workers(20), {}, { source: { without: ['employees.get'] } });
  for (let gone = 3; gone <= 15; gone += 3) {
    world.clock.advance(6 * hour);
    world.hr.setEmployees(workers(20).slice(gone));
    await world.lifecycle.sync();
  }
  expect(onIn(world)).toBe(20);
  const asked = await collect(world.lifecycle.questions());
  expect(asked.map(({ kind }) => kind)).toEqual(Array.from({ length: 15 }, () => 'absence'));
  world.hr.setEmployees(workers(20));
  await world.lifecycle.sync();
  expect(await collect(world.lifecycle.questions())).toEqual([]);
});

test('where an absence may count as leaving, a list that crumbles takes a day’s few and then waits for a person', async () => {
  const world = await settledWorld(workers(40), { feed: { absence: 'leaver' } }, { source: { without: ['employees.get'] } });
  for (let gone = 3; gone <= 12; gone += 3) {
    world.clock.advance(hour);
    world.hr.setEmployees(workers(40).slice(gone));
    await world.lifecycle.sync();
  }
  // Twice the limit of three in a day, and not one more.
  expect(onIn(world)).toBe(40 - 6);
});

test('a department that empties person by person takes a day’s groups and then waits for a person', async () => {
  const world = await settledWorld(workers(32));
  const members = (): number => [...world.okta.users.values()].filter(({ groups }) => groups.size > 0).length;
  for (let emptied = 4; emptied <= 32; emptied += 4) {
    world.clock.advance(hour);
    world.hr.setEmployees(workers(32).map((each, at) => (at < emptied ? { ...each, departmentId: null } : each)));
    await world.lifecycle.sync();
  }
  // Each reading by itself is small enough to be meant: the gate sees the fall, or the guard the day, before many are out.
  expect(members()).toBeLessThan(32);
  expect(members()).toBeGreaterThanOrEqual(32 - 20);
});

test('somebody a person switched off, whom HR then says has left and is back, waits for a person’s word', async () => {
  const world = await settledWorld(workers(6), { guards: undefined });
  turnOffByHand(world, 1);
  await says(world, off);
  await says(world, {});
  expect(userState(world, 'person1@example.com')).toBe('disabled');
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ target, class: of }) => `${target} ${of}`)).toEqual(['okta reactivate']);
  // The chat was turned off by us: that comes back by itself.
  expect(targetState(world).chat).toContain('person1@example.com active');
  for (const { hash } of plan.header.held) await world.lifecycle.approve(hash, { by: 'ada' });
  await world.lifecycle.sync();
  expect(userState(world, 'person1@example.com')).toBe('active');
});

test('the same where it was known before, and through a leave of absence', async () => {
  const known = await settledWorld(workers(6));
  turnOffByHand(known, 1);
  await collect(known.lifecycle.drift());
  await says(known, off);
  await says(known, {});
  expect(userState(known, 'person1@example.com')).toBe('disabled');
  const leave = await settledWorld(workers(6), { schedule: { onLeave: 'suspend' } });
  turnOffByHand(leave, 2);
  await says(leave, { status: 'on-leave' }, 2);
  await says(leave, {}, 2);
  expect(userState(leave, 'person2@example.com')).toBe('disabled');
});

test('a cut whose answer was lost is ours all the same: whoever is back is let in', async () => {
  const world = await settledWorld(workers(6));
  world.okta.fail('users.disable', 1, { kind: 'after' });
  await says(world, off);
  expect(userState(world, 'person1@example.com')).toBe('disabled');
  world.okta.heal();
  await says(world, {});
  expect(userState(world, 'person1@example.com')).toBe('active');
});

test('a leaver whose target is quarantined is in open access until it is well, and is then cut first', async () => {
  const world = await settledWorld(workers(12), { guards: noGuards });
  world.okta.fail('users.disable', 'every', fault('CONNECTOR_UNAUTHENTICATED'));
  world.okta.fail('users.update', 'every', fault('CONNECTOR_UNAUTHENTICATED'));
  world.okta.fail('check', 'every', fault('CONNECTOR_UNAUTHENTICATED'));
  world.hr.setEmployees([
    worker(1, off),
    ...workers(12)
      .slice(1)
      .map((each) => ({ ...each, jobTitle: 'Lead' })),
  ]);
  for (let run = 0; run < 3; run += 1) await world.lifecycle.sync();
  expect((await collect(world.lifecycle.openAccess())).map(({ person, target, why }) => `${person} ${target} ${why}`)).toEqual([
    'e0001 okta failed',
  ]);
  world.okta.heal();
  world.clock.advance(2 * hour);
  world.okta.calls.length = 0;
  await world.lifecycle.sync();
  const writes = world.okta.calls.filter(({ verb }) => verb === 'users.disable' || verb === 'users.update');
  expect(writes.map(({ verb }) => verb).slice(0, 2)).toEqual(['users.disable', 'users.update']);
  expect(userState(world, 'person1@example.com')).toBe('disabled');
});

test('nobody is forgotten while a target that is down may still have them on', async () => {
  const world = await settledWorld(workers(6), { guards: noGuards });
  world.chat.fail('accounts.disable', 'every', fault('CONNECTOR_UNAVAILABLE'));
  await says(world, off);
  world.hr.removeEmployee('e0001');
  world.clock.advance(day);
  await expect(world.lifecycle.forget('e0001', { by: 'ada' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  expect(targetState(world).chat).toContain('person1@example.com active');
});
