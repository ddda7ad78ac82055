// Accounts that turn off and on, or change their name, again and again: that person waits, nobody else, and no cut ever.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, day, hour, noGuards, reopened, settledWorld, userState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const stateOf = (world: World, number: number) => userState(world, `person${number}@example.com`);
const flapping = async (world: World) => (await collect(world.lifecycle.questions())).filter(({ kind }) => kind === 'flapping');

async function says(world: World, facts: Parameters<typeof worker>[1], number = 1): Promise<void> {
  world.clock.advance(hour);
  world.hr.putEmployee(worker(number, facts));
  await world.lifecycle.sync();
}

async function turnedOff(world: World, times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    if (time > 1) await says(world, {});
    await says(world, off);
  }
}

test('after three times off within a week an account stays off until a person answers, beside everybody else', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards });
  await turnedOff(world, 3);
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  await says(world, {});
  expect([stateOf(world, 1), stateOf(world, 2)]).toEqual(['disabled', 'active']);
  expect(world.okta.users.get([...world.okta.users.keys()][1] ?? '')?.profile.title ?? 'Lead').toBe('Lead');
  const asked = await flapping(reopened(world));
  expect(asked.map(({ person, target, because }) => `${person} ${target} ${because}`).sort()).toEqual([
    'e0001 chat turned off 3 times within 7 days',
    'e0001 okta turned off 3 times within 7 days',
  ]);
  for (const { id } of asked) await world.lifecycle.answer(id, 'continue', { by: 'ada' });
  await world.lifecycle.sync();
  expect(stateOf(world, 1)).toBe('active');
  await says(world, off);
  expect(stateOf(world, 1)).toBe('disabled');
  await says(world, {});
  expect(stateOf(world, 1)).toBe('disabled');
  expect(await flapping(world)).toHaveLength(2);
});

test('left as it is by a person, or unanswered, it goes on by itself when the window has passed', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards });
  await turnedOff(world, 3);
  await says(world, {});
  await world.lifecycle.answer('flapping/okta/e0001', 'leave', { by: 'ada' });
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.waiting.map(({ kind, target, because }) => `${kind} ${target} ${because}`).sort()).toEqual([
    'flapping chat turned off 3 times within 7 days',
    'flapping okta turned off 3 times within 7 days; left as it is, by ada',
  ]);
  world.clock.advance(7 * day);
  await world.lifecycle.sync();
  expect(stateOf(world, 1)).toBe('active');
  expect(await flapping(world)).toEqual([]);
});

test('an account that is created and deleted in a loop is not created once more', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards }, { chat: { without: ['accounts.disable', 'accounts.enable'] } });
  await turnedOff(world, 3);
  await says(world, {});
  expect(
    [...world.chat.accounts.values()].filter(({ profile, state }) => profile.userName === 'person1@example.com' && state !== 'gone'),
  ).toEqual([]);
  expect((await flapping(world)).map(({ id }) => id).sort()).toEqual(['flapping/chat/e0001', 'flapping/okta/e0001']);
});

test('a name that goes to and fro stays where it is, and the person is cut all the same', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards });
  for (const workEmail of ['b@example.com', 'a@example.com', 'b@example.com', 'a@example.com']) await says(world, { workEmail });
  expect(userState(world, 'b@example.com')).toBe('active');
  expect((await flapping(world)).map(({ because }) => because)).toContain('renamed 3 times within 7 days');
  await says(world, { workEmail: 'a@example.com', ...off });
  expect(userState(world, 'b@example.com')).toBe('disabled');
});

test('how often and how long is an option', async () => {
  const world = await settledWorld(workers(4), { guards: noGuards, flapping: { turns: 1, days: 1 } });
  await turnedOff(world, 1);
  await says(world, {});
  expect(stateOf(world, 1)).toBe('disabled');
  world.clock.advance(day);
  await world.lifecycle.sync();
  expect(stateOf(world, 1)).toBe('active');
});

test('however often people come and go: whoever has left is off, and nobody but who turned too often is kept waiting', async () => {
  const step = fc.record({ person: fc.integer({ min: 1, max: 3 }), hours: fc.integer({ min: 1, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      const world = await settledWorld(workers(4), { guards: noGuards });
      const gone = new Set<number>();
      const offs = new Map<number, number[]>();
      for (const { person, hours } of steps) {
        world.clock.advance(hours * hour);
        if (!gone.delete(person)) gone.add(person);
        world.hr.putEmployee(worker(person, gone.has(person) ? off : {}));
        const wasOn = stateOf(world, person) === 'active';
        await world.lifecycle.sync();
        if (gone.has(person) && wasOn) offs.set(person, [...(offs.get(person) ?? []), world.clock.now()]);
        const waits = (number: number): boolean => (offs.get(number) ?? []).filter((at) => at > world.clock.now() - 7 * day).length >= 3;
        const wanted = [1, 2, 3, 4].map((number) => (gone.has(number) || waits(number) ? 'disabled' : 'active'));
        expect([1, 2, 3, 4].map((number) => stateOf(world, number))).toEqual(wanted);
      }
    }),
    { numRuns: 15 },
  );
});
