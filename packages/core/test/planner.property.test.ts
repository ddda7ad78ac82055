// What holds for every plan, whatever the company, the policy and the accounts that were there before.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, createLifecycle, type Lifecycle } from '../src/index.ts';
import { keyedStore, policyOptions, type Scenario, scenario, worldOf } from './company.ts';
import { differences, groupsOf, promised } from './difference.ts';
import { collect, targetContent, type World, writes } from './world.ts';

const runs = { numRuns: 60 };

function open(given: Scenario, world: World = worldOf(given)): World {
  const options = { ...world.options, ...policyOptions(world, given.policy) };
  return { ...world, options, lifecycle: createLifecycle(options) };
}

/** The changes of a plan that no guard holds. */
async function free(lifecycle: Lifecycle): Promise<Change[]> {
  const plan = await lifecycle.plan();
  const held = new Set(plan.header.held.map((part) => `${part.target} ${part.class}`));
  const left = new Set<string>();
  return (await collect(plan.changes())).filter((change) => {
    const goes = !held.has(`${change.target} ${change.class}`) && (change.after === undefined || !left.has(change.after));
    if (!goes) left.add(change.id);
    return goes;
  });
}

test('planning again after applying finds nothing for whoever was done, and after adoptions nothing is left', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const { lifecycle } = open(given);
      for (let round = 0; round < 3; round += 1) {
        const { run } = await lifecycle.sync();
        const reports = await collect(run.changes());
        const open = new Set(
          reports
            .filter(({ change, outcome }) => change.class === 'adopt' || outcome === 'skipped' || outcome === 'failed')
            .map(({ change }) => `${change.target} ${change.person}`),
        );
        const surprising = (await free(lifecycle)).filter(({ target, person }) => !open.has(`${target} ${person}`));
        expect(surprising.map(({ id }) => id)).toEqual([]);
      }
    }),
    runs,
  );
});

test('the hash and the changes depend neither on the order of records nor on the size of pages', async () => {
  const shuffled = scenario.chain((given) =>
    fc.record({
      given: fc.constant(given),
      people: fc.shuffledSubarray(given.people, { minLength: given.people.length }),
      pageSize: fc.integer({ min: 1, max: 7 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, async ({ given, people, pageSize }) => {
      const one = open(given, worldOf(given, await keyedStore()));
      const other = open(given, worldOf({ ...given, people }, await keyedStore(), pageSize));
      const [left, right] = [await one.lifecycle.plan(), await other.lifecycle.plan()];
      expect(await collect(right.changes())).toEqual(await collect(left.changes()));
      expect(right.hash).toBe(left.hash);
      expect(right.header.held).toEqual(left.header.held);
      expect((await one.lifecycle.plan()).hash).toBe(left.hash);
    }),
    runs,
  );
});

test('a plan touches no target, a plan survives JSON, and a second apply writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const [direct, byText] = [open(given), open(given)];
      const before = targetContent(direct);
      const plan = await direct.lifecycle.plan();
      expect(targetContent(direct)).toEqual(before);
      expect(writes(direct)).toBe(0);
      const run = await direct.lifecycle.apply(plan);
      await byText.lifecycle.apply(JSON.parse(JSON.stringify(await byText.lifecycle.plan())));
      expect(targetContent(byText)).toEqual(targetContent(direct));
      const written = writes(direct);
      const content = targetContent(direct);
      await direct.lifecycle.apply(plan);
      expect(targetContent(direct)).toEqual(content);
      // What was refused may be asked for again.
      if (run.counts.skipped + run.counts.failed === 0) expect(writes(direct)).toBe(written);
    }),
    runs,
  );
});

const copyOf = (world: World) => ({
  okta: structuredClone(world.okta.users),
  chat: structuredClone(world.chat.accounts),
  code: structuredClone(world.code.accounts),
});

test('applying does exactly the plan: the difference in the targets is what the applied changes say', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, scenario, async (given, later) => {
      const world = open(given);
      await world.lifecycle.sync();
      world.hr.setEmployees(later.people);
      const second = open({ ...later, people: given.people }, world);
      const before = copyOf(world);
      const { plan, run } = await second.lifecycle.sync();
      const after = copyOf(world);
      const done = (await collect(run.changes())).filter(({ outcome }) => outcome === 'applied').map(({ change }) => change);
      const planned = new Set((await collect(plan.changes())).map(({ id }) => id));
      const actual = (['okta', 'chat', 'code'] as const).flatMap((name) => differences(name, before[name], after[name]));
      // Emptying what an adopted account never held changes nothing there.
      const emptied = (line: string): boolean => {
        const [target, accountId = '', , name = ''] = line.split(' ');
        const account = after[target as keyof typeof after].get(accountId);
        return line.includes(' set ') && account !== undefined && (account.profile as Record<string, unknown>)[name] == null;
      };
      const said = done.flatMap(promised).filter((line) => !emptied(line) || actual.includes(line));
      expect(actual.sort()).toEqual(said.sort());
      expect(done.filter(({ id }) => !planned.has(id))).toEqual([]);
    }),
    runs,
  );
});

test('create-only never takes anything, delete-only never gives anything, observe never writes', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, scenario, async (given, later) => {
      const world = open(given);
      await world.lifecycle.sync();
      world.hr.setEmployees(later.people);
      const second = open({ ...later, policy: later.policy }, world);
      for (const { calls } of [world.okta, world.chat, world.code]) calls.length = 0;
      for (let round = 0; round < 2; round += 1) await second.lifecycle.sync();
      const modes = { okta: later.policy.identity.policy, chat: later.policy.chat.policy, code: later.policy.code.policy };
      for (const name of ['okta', 'chat', 'code'] as const) {
        const verbs: string[] = world[name].calls.map(({ verb }) => verb);
        const taking = verbs.filter((verb) => /\.(disable|delete|remove|endSessions)$/.test(verb));
        const giving = verbs.filter((verb) => /\.(create|update|enable|add)$/.test(verb));
        if (modes[name] === 'create-only' || modes[name] === 'observe') expect(taking).toEqual([]);
        if (modes[name] === 'delete-only' || modes[name] === 'observe') expect(giving).toEqual([]);
      }
    }),
    runs,
  );
});

test('nobody unlinked, protected or outside the group map is touched', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const world = open(given);
      const strangers = new Map([...structuredClone(world.okta.users), ...structuredClone(world.chat.accounts)]);
      for (let round = 0; round < 3; round += 1) await world.lifecycle.sync();
      const linked = new Set((await collect(world.lifecycle.accounts())).map(({ target, accountId }) => `${target} ${accountId}`));
      for (const [id, account] of [...world.okta.users, ...world.chat.accounts]) {
        const old = strangers.get(id);
        const target = world.okta.users.has(id) ? 'okta' : 'chat';
        if (old !== undefined && (old.protectedBecause !== undefined || !linked.has(`${target} ${id}`))) expect(account).toEqual(old);
        if (old !== undefined) expect(groupsOf(account).has('g-foreign')).toBe(groupsOf(old).has('g-foreign'));
      }
    }),
    runs,
  );
});
