// Approvals as somebody in a hurry, or somebody who should not, would use them: what goes is what was looked at, once, in time.
import { expect, test } from 'vitest';
import { createWorld, day, hour, reopened, settledWorld, userState, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const leaving = (from: number, to: number, total = 12) =>
  workers(total).map((each, index) => (index >= from && index < to ? { ...each, ...off } : each));
const offIn = ({ okta }: World): string[] =>
  [...okta.users.values()].flatMap(({ state, profile }) => (state === 'disabled' ? [String(profile.userName).split('@')[0] ?? ''] : []));

async function held(): Promise<{ world: World; hash: string }> {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  return { world, hash: plan.header.held.find(({ target }) => target === 'okta')?.hash ?? '' };
}

/** What another process leaves. */
const left = (world: World, data: object, at = world.clock.now()) =>
  world.options.store.commit('default', [{ op: 'append', in: 'inbox', row: { kind: 'approve', at, data: data as never, state: 'new' } }]);

test('another process approves by leaving a note: exactly that part goes, and the trail names who said so', async () => {
  const { world, hash } = await held();
  await left(world, { hash: hash.slice(0, 8), by: 'ada' });
  await world.lifecycle.sync();
  expect(offIn(world)).toHaveLength(4);
  const trail: unknown[] = [];
  for await (const { kind, facts } of world.lifecycle.audit()) if (kind === 'approval') trail.push(facts);
  expect(trail).toMatchObject([{ by: 'ada', part: hash }]);
});

test.each([
  ['names a part nobody holds', (hash: string) => ({ hash: hash.replaceAll(/./g, 'f'), by: 'ada' }), 0],
  ['is so short that it might be any', (hash: string) => ({ hash: hash.slice(0, 7), by: 'ada' }), 0],
  ['does not say who', (hash: string) => ({ hash }), 0],
  ['asks for more than an approval', (hash: string) => ({ hash, by: 'ada', people: ['e0009'] }), 0],
  ['was over before anybody read it', (hash: string) => ({ hash, by: 'ada' }), -25 * hour],
])('a note that %s lets nothing go and stops nobody', async (_what, data, ago) => {
  const { world, hash } = await held();
  await left(world, data(hash), world.clock.now() + ago);
  world.hr.putEmployee(worker(40));
  await world.lifecycle.sync();
  expect(offIn(world)).toEqual([]);
  expect(userState(world, 'person40@example.com')).toBe('active');
});

test('an approval that would be over at once is refused, not kept', async () => {
  const { world, hash } = await held();
  const until = world.clock.now();
  await expect(world.lifecycle.approve(hash, { by: 'ada', until })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});

test('the hash of another tenant of the same store approves nothing', async () => {
  const { world, hash } = await held();
  const other = reopened(createWorld(workers(12)), { store: world.options.store, tenant: 'other' });
  await other.lifecycle.sync();
  other.hr.setEmployees(leaving(0, 4));
  const { plan } = await other.lifecycle.sync();
  expect(plan.header.held).toHaveLength(2);
  await expect(other.lifecycle.approve(hash, { by: 'ada' })).rejects.toMatchObject({ code: 'PLAN_STALE' });
  await other.lifecycle.sync();
  await world.lifecycle.sync();
  expect([offIn(other), offIn(world)]).toEqual([[], []]);
});

test('said twice it is used once: the same people held again later have to be looked at again', async () => {
  const { world, hash } = await held();
  for (const by of ['ada', 'ben']) await world.lifecycle.approve(hash, { by });
  await world.lifecycle.sync();
  expect(offIn(world)).toHaveLength(4);
  world.hr.setEmployees(workers(12));
  await world.lifecycle.sync();
  world.clock.advance(2 * day);
  world.hr.setEmployees(leaving(0, 4));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.held.map(({ target }) => target)).toContain('okta');
  expect(offIn(world)).toEqual([]);
});

test('what a part would do is frozen: whoever is cut by it is who was in it, whatever HR says afterwards', async () => {
  const { world, hash } = await held();
  await world.lifecycle.approve(hash, { by: 'ada' });
  // Two came back, four others leave, one of the crowd is protected meanwhile.
  world.hr.setEmployees(leaving(2, 8));
  await world.lifecycle.protect('e0004', { by: 'ada', reason: 'a legal hold' });
  await world.lifecycle.sync();
  expect(offIn(world)).toEqual(['person3']);
});

test('an emergency for one person in a mass hold cuts that person everywhere and nobody else, and leaves the hold as it was', async () => {
  const { world, hash } = await held();
  const { plan } = await world.lifecycle.sync({ people: ['e0002'], emergency: 'found with the keys' });
  expect(offIn(world)).toEqual(['person2']);
  expect([...world.chat.accounts.values()].filter(({ state }) => state === 'disabled')).toHaveLength(1);
  expect(plan.toMarkdown()).not.toContain('found with the keys');
  await world.lifecycle.sync();
  expect(offIn(world)).toEqual(['person2']);
  await world.lifecycle.approve(hash, { by: 'ada' });
  await world.lifecycle.sync();
  expect(offIn(world)).toHaveLength(4);
});

test('an emergency gives nobody anything and goes for nobody who has not left', async () => {
  const { world } = await held();
  world.hr.putEmployee(worker(41));
  await world.lifecycle.sync({ people: ['e0009', 'e0041'], emergency: 'quick' });
  expect(offIn(world)).toEqual([]);
});
