// What guards and held parts promise, whoever leaves, returns and approves when.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ChangeClass, Plan } from '../src/index.ts';
import { stopFlapping } from '../src/plan/flapping.ts';
import type { AccountInput } from '../src/plan/steps.ts';
import { collect, day, hour, settledWorld, type World, worker, workers } from './world.ts';

const size = 12;
const limit = 3;
const subset = fc.uniqueArray(fc.integer({ min: 1, max: size }), { maxLength: 8 });
const saying = (gone: readonly number[]) =>
  workers(size).map((each, index) => (gone.includes(index + 1) ? { ...each, status: 'terminated' as const } : each));
const idOf = (number: number): string => worker(number).id ?? '';
const offNow = (world: World): string[] =>
  [...world.okta.users.values()].filter(({ state }) => state === 'disabled').map(({ profile }) => profile.externalId ?? '');
const onOkta = (plan: Plan) => plan.header.held.filter(({ target, class: of }) => target === 'okta' && of === 'disable');

/** Adds whom this plan shows in which part: a later one that wants less of it still offers the whole part. */
async function peopleByPart(plan: Plan, parts: Map<string, string[]>): Promise<Map<string, string[]>> {
  for (const { held, person, target, class: of } of await collect(plan.changes())) {
    if (held !== undefined && target === 'okta' && of === 'disable') parts.set(held, [...(parts.get(held) ?? []), person]);
  }
  return parts;
}

const step = fc.record({ gone: subset, hours: fc.integer({ min: 0, max: 30 }), approve: fc.boolean() });

/** Approves every part there is but those that were approved before; answers whom that may cut. */
async function approveAll(world: World, plan: Plan, asked: Set<string>, members: Map<string, string[]>): Promise<Set<string>> {
  const allowed = new Set<string>();
  for (const { hash, heldAt } of onOkta(plan)) {
    if (asked.has(`${hash} ${heldAt}`)) continue;
    asked.add(`${hash} ${heldAt}`);
    await world.lifecycle.approve(hash, { by: 'ada' });
    for (const id of members.get(hash) ?? []) allowed.add(id);
  }
  return allowed;
}

test('nobody is cut unasked beyond a run’s limit or a day’s, and an approval cuts nobody but whom it was given for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), async (steps) => {
      const world = await settledWorld(workers(size));
      const asked = new Set<string>();
      const unasked: number[] = [];
      const members = new Map<string, string[]>();
      let approved = new Set<string>();
      for (const { gone, hours, approve } of steps) {
        world.clock.advance(hours * hour);
        world.hr.setEmployees(saying(gone));
        const before = new Set(offNow(world));
        const { plan } = await world.lifecycle.sync();
        const fresh = offNow(world).filter((id) => !before.has(id));
        const alone = fresh.filter((id) => !approved.has(id));
        expect(gone.map(idOf)).toEqual(expect.arrayContaining(fresh));
        expect(alone.length).toBeLessThanOrEqual(limit);
        unasked.push(...alone.map(() => world.clock.now()));
        expect(unasked.filter((at) => at > world.clock.now() - day).length).toBeLessThanOrEqual(2 * limit);
        await peopleByPart(plan, members);
        approved = approve ? await approveAll(world, plan, asked, members) : new Set();
      }
    }),
    { numRuns: 12 },
  );
});

test('an emergency cuts those of the named who have left and nobody else, and turns nobody on', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: size }), { minLength: limit + 1, maxLength: size }),
      fc.uniqueArray(fc.integer({ min: 1, max: size }), { minLength: 1, maxLength: size }),
      fc.boolean(),
      async (gone, named, heldBefore) => {
        const world = await settledWorld(workers(size));
        world.hr.setEmployees(saying(gone));
        if (heldBefore) await world.lifecycle.sync();
        const groups = new Map([...world.okta.users].map(([id, user]) => [id, new Set(user.groups)]));
        const { plan } = await world.lifecycle.sync({ people: named.map(idOf), emergency: 'now' });
        const cut = gone.filter((number) => named.includes(number)).map(idOf);
        expect(offNow(world).sort()).toEqual(cut.sort());
        expect([...(plan.header.emergency?.people ?? [])].sort()).toEqual(cut);
        for (const [id, user] of world.okta.users) for (const group of user.groups) expect(groups.get(id)).toContain(group);
      },
    ),
    { numRuns: 12 },
  );
});

const classes: readonly ChangeClass[] = [
  'create',
  'adopt',
  'link',
  'enable',
  'reactivate',
  'update',
  'rename',
  'clear',
  'disable',
  'delete',
  'group-add',
  'group-removal',
];
const times = fc.array(fc.integer({ min: 0, max: 30 * day }), { maxLength: 6 }).map((all) => all.sort((one, other) => one - other));

test('the flap guard stops no cut, whatever else is planned, and nothing at all below its limit or on another target', () => {
  const changesOf = fc
    .array(fc.constantFrom(...classes), { maxLength: 6 })
    .map((all) => all.map((of, at) => ({ id: `${at}`, class: of }) as Change));
  fc.assert(
    fc.property(changesOf, times, times, fc.constantFrom('okta', 'chat'), (changes, offs, renames, turned) => {
      const now = 30 * day;
      const facts = { person: { id: 'e1' }, account: { target: { id: 'okta' } }, calendar: { now }, answers: new Map() };
      const input = { ...facts, turns: new Map([[turned, { offs, renames }]]) } as unknown as AccountInput;
      const left = stopFlapping(input, { changes, waiting: [] }).changes;
      for (const change of changes) if (['disable', 'delete', 'group-removal'].includes(change.class)) expect(left).toContain(change);
      const recent = (all: readonly number[]): number => all.filter((at) => at > now - 7 * day).length;
      if (turned === 'chat' || (recent(offs) < 3 && recent(renames) < 3)) expect(left).toEqual(changes);
      const turnsOn = left.some(({ class: of }) => of === 'create' || of === 'enable' || of === 'reactivate');
      if (turned === 'okta' && recent(offs) >= 3) expect(turnsOn).toBe(false);
    }),
  );
});
