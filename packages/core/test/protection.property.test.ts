// Whatever the company, the policy and what was there before: nothing is planned for what is protected.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLifecycle } from '../src/index.ts';
import { policyOptions, scenario, worldOf } from './company.ts';
import { collect, targetContent } from './world.ts';

const protectedNumbers = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 20 });

test('no plan has a change for a protected person or account, and no run touches one', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, scenario, protectedNumbers, fc.boolean(), async (given, later, numbers, byAccount) => {
      const world = worldOf(given);
      const first = createLifecycle({ ...world.options, ...policyOptions(world, given.policy) });
      for (let round = 0; round < 2; round += 1) await first.sync();
      const persons = new Set((await collect(first.people())).map(({ id }) => id));
      const ids = numbers.map((number) => `e${String(number).padStart(4, '0')}`);
      // Another employment of somebody is nobody to protect, nor is whoever HR has not named yet.
      const people = new Set(ids.filter((id) => persons.has(id)));
      const links = (await collect(first.accounts())).filter(({ person }) => people.has(person));
      const what = byAccount ? links.map(({ target, accountId }) => ({ target, accountId })) : [...people];
      for (const each of what) await first.protect(each, { by: 'ada', reason: 'because' });
      const before = targetContent(world) as Record<string, { id: string }[]>;
      world.hr.setEmployees(later.people);
      const second = createLifecycle({ ...world.options, ...policyOptions(world, later.policy) });
      for (let round = 0; round < 2; round += 1) {
        const { plan } = await second.sync();
        const spared = new Set(links.map(({ target, accountId }) => `${target} ${accountId}`));
        const changes = await collect(plan.changes());
        expect(changes.filter(({ target, accountId }) => spared.has(`${target} ${accountId}`))).toEqual([]);
        expect(changes.filter(({ person }) => !byAccount && people.has(person))).toEqual([]);
      }
      const after = targetContent(world) as Record<string, { id: string }[]>;
      for (const { target, accountId } of links) {
        expect(after[target]?.find(({ id }) => id === accountId)).toEqual(before[target]?.find(({ id }) => id === accountId));
      }
    }),
    { numRuns: 60 },
  );
});
