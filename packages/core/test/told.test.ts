// What prints, lists and runs tell whoever has to act: what waits and who let it go, what was not cut, and nobody's reasons.
import { describe, expect, test } from 'vitest';
import { definePolicy, nobody } from '../src/index.ts';
import { fault } from './breaking.ts';
import { collect, createWorld, hour, noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;

/** Four of twelve leave at once: more than the guard lets through. */
async function heldWorld(): Promise<World> {
  const world = await settledWorld(workers(12));
  world.hr.setEmployees(workers(12).map((each, index) => (index < 4 ? { ...each, ...off } : each)));
  return world;
}

describe('a held part', () => {
  test('is listed with its hash until it is done, and with its approval once somebody has let it go', async () => {
    const world = await heldWorld();
    const { plan } = await world.lifecycle.sync();
    const listed = await collect(world.lifecycle.held());
    expect(listed).toEqual(plan.header.held);
    expect(listed.map(({ target, class: of, people, approved }) => [target, of, people, approved])).toEqual([
      ['chat', 'disable', 4, undefined],
      ['okta', 'disable', 4, undefined],
    ]);
    const [chat, okta] = listed;
    await world.lifecycle.approve(okta?.hash ?? '', { by: 'ana', until: world.clock.now() + hour });
    expect(await collect(world.lifecycle.held())).toEqual([chat, { ...okta, approved: { by: 'ana', until: '2026-11-23T13:00:00.000Z' } }]);
    await world.lifecycle.sync();
    expect(await collect(world.lifecycle.held())).toEqual([chat]);
    world.clock.advance(73 * hour);
    expect(await collect(world.lifecycle.held())).toEqual([]);
  });

  test('is printed as approved by somebody, and as waiting again when that is over', async () => {
    const world = await heldWorld();
    const first = await world.lifecycle.plan();
    expect(first.toTable()).toMatch(/HELD on okta: disable, .*; approve [\w-]{12}\n/);
    expect(first.toTable().match(/^! e\d+ .* (okta|chat): disable/gm)).toHaveLength(8);
    expect(first.toMarkdown().match(/^\| ! \| e\d+ /gm)).toHaveLength(8);
    const okta = first.header.held.find(({ target }) => target === 'okta');
    await world.lifecycle.approve(okta?.hash ?? '', { by: 'ana', until: world.clock.now() + hour });
    world.clock.advance(hour / 2);
    const second = await world.lifecycle.plan();
    expect(second.hash).toBe(first.hash);
    expect(second.toTable()).toMatch(/HELD on okta since 2026-11-23 12:00: disable, .*; approved by ana until 2026-11-23 13:00\n/);
    expect(second.toTable().match(/^- e\d+ .* okta: disable/gm)).toHaveLength(4);
    expect(second.toTable().match(/^! e\d+ .* chat: disable/gm)).toHaveLength(4);
    world.clock.advance(hour);
    expect((await world.lifecycle.plan()).toTable()).not.toContain('approved by');
  });
});

test.each([
  ['refuses the credential', 'CONNECTOR_UNAUTHENTICATED', '1 applied, 1 skipped, 1 NOT CUT'],
  ['refuses the cut', 'CONNECTOR_FORBIDDEN', '1 applied, 1 failed, 1 NOT CUT'],
] as const)('a run counts what was not cut where the target %s', async (_, code, line) => {
  const world = await settledWorld(workers(3));
  world.okta.fail('users.disable', 'every', fault(code));
  world.hr.putEmployee(worker(1, off));
  const { run } = await world.lifecycle.sync();
  expect([run.notCut, String(run)]).toEqual([1, line]);
  const [stored] = await collect(world.lifecycle.runs());
  expect(String(stored)).toBe(line);
});

test('what is granted and revoked names who did it; the reason they gave is in the audit trail and in explain alone', async () => {
  const world = createWorld([worker(1), worker(2)], { guards: noGuards });
  const apps = [{ app: world.apps.chat, policy: 'both' as const, for: nobody() }];
  const { lifecycle } = reopened(world, { apps });
  await lifecycle.sync();
  await lifecycle.grant('e0001', 'chat', { by: 'ana', reason: 'a SECRET project' });
  await lifecycle.revoke('e0002', 'okta', { by: 'ben', reason: 'a SECRET suspicion', until: world.clock.now() + hour });
  const { plan, run } = await lifecycle.sync();
  expect((await collect(plan.changes())).map(({ because }) => because).sort()).toEqual(['granted by ana', 'revoked by ben']);
  const lines = (await collect(plan.toJsonLines())).join('');
  expect(`${lines}${plan.toMarkdown()}${plan.toTable()}${JSON.stringify(await collect(run.changes()))}`).not.toContain('SECRET');
  const explained = await lifecycle.explain('e0002', 'okta');
  expect(explained.targets[0]?.exception).toEqual({
    kind: 'revoke',
    by: 'ben',
    reason: 'a SECRET suspicion',
    until: '2026-11-23T13:00:00.000Z',
  });
  expect(String(explained)).toContain('revoke by ben until 2026-11-23T13:00:00.000Z: a SECRET suspicion');
  expect(JSON.stringify(await collect(lifecycle.audit()))).toContain('a SECRET project');
});

test('what another policy would do prints as a line and as a table', async () => {
  const world = await settledWorld(workers(3));
  const policy = definePolicy({ version: 1, identity: { policy: 'both', for: { rule: 'nobody' } } });
  const difference = await world.lifecycle.plan({ policy });
  expect(String(difference)).toBe('3 people would be treated differently');
  expect(difference.toTable()).toMatch(/^What if: 3 people would be treated differently\n {2}okta: user\.disable, 3 more, 0 fewer\n/);
  expect(difference.toTable().match(/^\+ e000\d .* okta: disable/gm)).toHaveLength(3);
});

test('an update says whether HR changed the facts, others did there, or they are told for the first time', async () => {
  const world = await settledWorld(workers(3));
  const reasons = async () => [...new Set((await collect((await world.lifecycle.plan()).changes())).map(({ because }) => because))];
  const user = [...world.okta.users.values()].find(({ profile }) => profile.userName === 'person1@example.com');
  if (user === undefined) throw new Error('no user');
  world.okta.users.set(user.id, { ...user, profile: { ...user.profile, title: 'Boss' } });
  await collect(world.lifecycle.drift({ target: 'okta', repair: true }));
  expect(await reasons()).toEqual(['others changed these there']);
  world.hr.putEmployee(worker(1, { lastName: 'New' }));
  expect(await reasons()).toEqual(['HR changed some of these facts, others changed some there', 'HR changed these facts']);
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { phone: '+44 20 7946 0000' }));
  expect(await reasons()).toEqual(['these were not told there before']);
});

test('an explanation says what waits, since when an account is ours, and what is still to come', async () => {
  const world = await heldWorld();
  await world.lifecycle.sync();
  const text = async () => String(await world.lifecycle.explain('e0001', 'okta'));
  expect(await text()).toMatch(/next: okta: disable, .*\n {2}but it waits: held by a guard: .*; approve [\w-]{12}\n/);
  expect(await text()).toMatch(/created account user-1 since 2026-11-23T12:00:00\.\d+Z, now active\n/);
  const okta = (await collect(world.lifecycle.held())).find(({ target }) => target === 'okta');
  await world.lifecycle.approve(okta?.hash ?? '', { by: 'ana' });
  expect(await text()).not.toContain('but it waits');
  await world.lifecycle.sync();
  expect(await text()).toMatch(/now disabled\n {2}nothing happens now: /);
});

test('no moment is said to be next that is over', async () => {
  const world = await settledWorld([worker(1, { endDate: '2026-11-24' }), worker(2)], { guards: noGuards });
  expect((await world.lifecycle.explain('e0001')).nextDueAt).toBe('2026-11-25T00:00:00.000Z');
  world.clock.advance(48 * hour);
  expect((await world.lifecycle.explain('e0001')).nextDueAt).toBe(null);
  await world.lifecycle.sync();
  expect((await world.lifecycle.explain('e0001')).nextDueAt).toBe(null);
});
