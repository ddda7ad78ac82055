// HR has been silent for longer than its last word is believed: what HR dated waits, what a person here decided does not.
import { describe, expect, test } from 'vitest';
import { inDepartment, TenureError } from '../src/index.ts';
import { collect, createWorld, day, noGuards, reopened, userState, type World, worker } from './world.ts';

const by = 'ana';
const mail = 'person2@example.com';
const chatState = ({ chat }: World): string | undefined =>
  [...chat.accounts.values()].find(({ profile }) => profile.userName === mail)?.state;
const down = (verb: string): TenureError => new TenureError('CONNECTOR_UNAVAILABLE', { system: 'hr', verb, fact: 'down', details: {} });

/** Somebody whose last day is Friday; the app is for Sales, where they are not. */
async function friday(get = true): Promise<World> {
  const source = get ? {} : { without: ['employees.get'] as const };
  const world = createWorld([worker(1), worker(2, { endDate: '2026-11-27' }), worker(4)], { guards: noGuards }, { source });
  const ours = reopened(world, { apps: [{ app: world.apps.chat, policy: 'both', for: inDepartment('Sales') }] });
  await ours.lifecycle.sync();
  return ours;
}

function silence({ hr }: World): void {
  for (const verb of ['employees.list', 'employees.get', 'departments.list'] as const)
    hr.fail(verb, 'every', { kind: 'before', error: down(verb) });
}

describe('when HR has been silent for five days', () => {
  test.each([true, false])('whoever is named is not cut by a last day that HR may have moved since (asked one by one: %s)', async (get) => {
    const world = await friday(get);
    world.clock.advance(5 * day);
    silence(world);
    const { plan, run } = await world.lifecycle.sync({ people: ['e0002', 'e0001'] });
    expect([userState(world, mail), run.counts.applied]).toEqual(['active', 0]);
    expect(plan.toMarkdown()).toContain('HR’s last word is older than 72 hours');
    expect((await collect(plan.changes())).length).toBe(0);
  });

  test('an emergency for them goes all the same', async () => {
    const world = await friday();
    world.clock.advance(5 * day);
    silence(world);
    await world.lifecycle.sync({ people: ['e0002'], emergency: 'seen at a rival' });
    expect(userState(world, mail)).toBe('disabled');
  });

  test.each(['everybody', 'named'])('a grant ends when whoever gave it said (%s)', async (who) => {
    const world = await friday();
    await world.lifecycle.grant('e0004', 'chat', { by, reason: 'spring', until: world.clock.now() + 4 * day });
    await world.lifecycle.sync();
    const state = () => [...world.chat.accounts.values()].find(({ profile }) => profile.userName === 'person4@example.com')?.state;
    expect(state()).toBe('active');
    world.clock.advance(5 * day);
    silence(world);
    await world.lifecycle.sync(who === 'named' ? { people: ['e0004'] } : {});
    expect([state(), userState(world, mail)]).toEqual(['disabled', 'active']);
  });

  test('a revocation takes at once, and does not bring forward what HR dated', async () => {
    const world = await friday();
    await world.lifecycle.grant('e0002', 'chat', { by, reason: 'spring' });
    await world.lifecycle.sync();
    expect(chatState(world)).toBe('active');
    world.clock.advance(5 * day);
    silence(world);
    await world.lifecycle.revoke('e0002', 'chat', { by, reason: 'misused' });
    await world.lifecycle.sync();
    expect([chatState(world), userState(world, mail)]).toEqual(['disabled', 'active']);
  });
});
