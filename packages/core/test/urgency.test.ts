// Who goes first when a run has much to do: access cuts, whoever starts today, moves, everything else.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

const soon = '2026-11-26';
const today = '2026-11-23';
const schedule = { createDaysBeforeStart: 7 };

/** The same company, where each target takes so many calls at once. */
function narrow(world: World, concurrency: number): World {
  const limits = { concurrency };
  const apps = (world.options.apps ?? []).map((rule) => ({ ...rule, app: { ...rule.app, limits } }));
  return reopened(world, { identityProvider: { ...world.provider, limits }, apps });
}

const written = /\.(create|update|disable|enable|delete|add|remove)$/;

/** Names of the writes to the identity provider, in order. */
const writesOf = (world: World): string[] => world.okta.calls.map(({ verb }) => verb).filter((verb) => written.test(verb));

test('somebody who starts today goes before moves, and those before people who start later and before titles', async () => {
  const world = narrow(await settledWorld(workers(8), { schedule, guards: noGuards }), 1);
  world.okta.calls.length = 0;
  world.hr.putEmployee(worker(1, { jobTitle: 'Lead' }));
  world.hr.putEmployee(worker(3, { departmentId: 'd-eng' }));
  world.hr.putEmployee(worker(2, { status: 'terminated' }));
  for (const number of [10, 11]) world.hr.putEmployee(worker(number, { startDate: soon }));
  world.hr.putEmployee(worker(30, { startDate: today }));
  await world.lifecycle.sync();
  expect([...world.okta.users.values()].slice(-3).map(({ profile }) => profile.externalId)).toEqual(['e0030', 'e0010', 'e0011']);
  const verbs = writesOf(world);
  expect(verbs.slice(0, 3).sort()).toEqual(['groups.remove', 'users.create', 'users.disable']);
  expect(verbs[2]).toBe('users.create');
  expect(verbs.slice(-3).sort()).toEqual(['users.create', 'users.create', 'users.update']);
});

test('a leaver is never behind a joiner, whoever they are and however many calls go at once', async () => {
  const kinds = fc.constantFrom('leaves', 'joins', 'moves', 'titled', 'stays');
  const days = fc.record({ crowd: fc.array(kinds, { minLength: 4, maxLength: 24 }), concurrency: fc.integer({ min: 1, max: 5 }) });
  await fc.assert(
    fc.asyncProperty(days, async ({ crowd, concurrency }) => {
      const there = crowd.flatMap((kind, index) => (kind === 'joins' ? [] : [worker(index + 1)]));
      const settled = await settledWorld([...there, worker(99)], { guards: noGuards, feed: { peopleFall: 1, coverageFall: 1 } });
      const world = narrow(settled, concurrency);
      world.okta.calls.length = 0;
      crowd.forEach((kind, index) => {
        if (kind === 'leaves') world.hr.putEmployee(worker(index + 1, { status: 'terminated' }));
        if (kind === 'joins') world.hr.putEmployee(worker(index + 1));
        if (kind === 'moves') world.hr.putEmployee(worker(index + 1, { departmentId: 'd-plat' }));
        if (kind === 'titled') world.hr.putEmployee(worker(index + 1, { jobTitle: 'Lead' }));
      });
      await world.lifecycle.sync();
      const verbs = writesOf(world);
      expect(verbs.filter((verb) => verb === 'users.disable')).toHaveLength(crowd.filter((kind) => kind === 'leaves').length);
      // What a move takes away is a cut like any other.
      const isCut = (verb: string): boolean => verb === 'users.disable' || verb === 'groups.remove';
      expect(verbs.findLastIndex(isCut)).toBe(verbs.filter(isCut).length - 1);
    }),
    { numRuns: 25 },
  );
});
