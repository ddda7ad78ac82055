// A few people at once, beside a long run: whoever leaves waits behind nobody who joins.
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLifecycle, type LifecycleOptions, memoryStore, nobody } from '../src/index.ts';
import type { StoreOp } from '../src/store/port.ts';
import { memoryApp } from '../src/testing/index.ts';
import { collect, createWorld, noGuards, outcomes, settledWorld, targetState, userState, worker, workers } from './world.ts';

const off = { status: 'terminated' } as const;
const minute = 60_000;

/** Time that moves to the next moment somebody waits for, when nothing else is left to do. */
function idleClock(at: number) {
  let sleepers: { at: number; wake: () => void; signal: AbortSignal }[] = [];
  const clock = {
    at,
    now: () => clock.at,
    sleep: (milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((wake, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        sleepers.push({ at: clock.at + milliseconds, wake, signal });
      }),
    async step(): Promise<void> {
      for (let turn = 0; turn < 20; turn += 1) await turnOfTheLoop();
      sleepers = sleepers.filter(({ signal }) => !signal.aborted).sort((one, other) => one.at - other.at);
      const next = sleepers.shift();
      if (next === undefined) return;
      clock.at = Math.max(clock.at, next.at);
      next.wake();
    },
  };
  return clock;
}

const accountOp = (person: string, accountId: string): StoreOp => {
  const facts = {
    state: 'active',
    provenance: 'created',
    since: 0,
    wrote: {},
    groups: {},
    disabledAt: null,
    offBy: null,
    staged: false,
    awaits: null,
  } as const;
  return { op: 'put', in: 'account', row: { target: 'chat', person, accountId, ...facts } };
};

/** A company whose 10,000 joiners are being created in a chat that takes 600 calls a minute. */
async function longRun(calls: number) {
  const clock = idleClock(Date.parse('2026-11-23T12:00:00Z'));
  const world = createWorld(workers(3), { clock, guards: noGuards });
  const { app, backend } = memoryApp({ id: 'chat' });
  const limits = { requests: { count: 600, perMs: minute } };
  const chat = { ...app, limits, attributes: app.attributes, calls: { create: 1, find: 1, disable: 1 } };
  const options: LifecycleOptions = { ...world.options, apps: [{ app: chat, policy: 'both' }], clock };
  delete (options as { identityProvider?: unknown }).identityProvider;
  delete (options as { groups?: unknown }).groups;
  const lifecycle = createLifecycle(options);
  await lifecycle.sync();
  world.hr.setEmployees([...workers(3), ...Array.from({ length: 10_000 }, (_, index) => worker(1_000 + index))]);
  const plan = await lifecycle.plan();
  expect(plan.total).toBe(10_000);
  for (const verb of ['accounts.find', 'accounts.create'] as const) backend.fail(verb, 'every', { kind: 'wait', milliseconds: 20 });
  const from = backend.calls.length;
  const run = lifecycle.apply(plan);
  while (backend.calls.length - from < calls) await clock.step();
  return { world, lifecycle, backend, clock, run };
}

/** How many calls reached the chat after the first `before`, until the one that turns an account off. */
const slotsBeforeCut = ({ calls }: Awaited<ReturnType<typeof longRun>>['backend'], before: number): number =>
  calls.slice(before).findIndex(({ verb }) => verb === 'accounts.disable');

/** A busy machine takes its time over 10,000 people. */
const patience = 180_000;

const moments = [
  ['in the middle of a minute', 300],
  ['when the minute is used up', 588],
  ['in the second minute', 900],
] as const;

test.each(moments)(
  'behind 10,000 creates at 600 calls a minute, a termination reaches the target within two call slots: %s',
  async (_, calls) => {
    const { world, lifecycle, backend, clock, run } = await longRun(calls);
    world.hr.putEmployee(worker(2, off));
    const before = backend.calls.length;
    const cut = lifecycle.sync({ people: ['e0002'] });
    while (slotsBeforeCut(backend, before) < 0) await clock.step();
    expect(slotsBeforeCut(backend, before)).toBeLessThan(2);
    const { run: own, readings } = await cut;
    expect(await outcomes(own)).toEqual(['chat/e0002/account.disable: applied']);
    expect(readings).toEqual([{ employee: 'e0002', answer: 'read' }]);
    const closed = run.catch(() => {});
    await lifecycle.close();
    await closed;
  },
  patience,
);

test('the same for a termination that another process leaves in the inbox', { timeout: patience }, async () => {
  const { world, lifecycle, backend, clock, run } = await longRun(300);
  world.hr.putEmployee(worker(2, off));
  const before = backend.calls.length;
  const row = { kind: 'sync', at: clock.now(), data: { people: ['e0002'] }, state: 'new' } as const;
  await world.options.store.commit('default', [{ op: 'append', in: 'inbox', row }]);
  // What is under way when the message comes ends first; it is found when the next slot is given away.
  while (slotsBeforeCut(backend, before) < 0) await clock.step();
  expect(slotsBeforeCut(backend, before)).toBeLessThanOrEqual(2);
  const closed = run.catch(() => {});
  await lifecycle.close();
  await closed;
});

test('one person costs the same few calls in a company of 10,000', { timeout: patience }, async () => {
  const world = createWorld(workers(10_000), { guards: noGuards });
  const desk = memoryApp({ id: 'chat' });
  const options = {
    ...world.options,
    apps: [{ app: { ...desk.app, attributes: [] }, policy: 'both' as const }],
    identity: { for: nobody() },
  };
  const lifecycle = createLifecycle(options);
  await lifecycle.plan();
  const { id: accountId } = desk.backend.addAccount({ userName: 'person77@example.com' });
  for (let from = 0; from < 10_000; from += 1_000) {
    const ops = workers(10_000)
      .slice(from, from + 1_000)
      .map(({ id: person }) => accountOp(person, person === 'e0077' ? accountId : `a-${person}`));
    await options.store.commit('default', ops);
  }
  expect((await lifecycle.plan()).isEmpty).toBe(true);
  world.hr.putEmployee(worker(77, off));
  for (const { calls } of [world.hr, world.okta, desk.backend]) calls.length = 0;
  const { run } = await lifecycle.sync({ people: ['e0077'] });
  expect(run.counts.applied).toBe(1);
  expect(world.hr.calls.map(({ verb }) => verb)).toEqual(['employees.get']);
  expect(world.okta.calls).toEqual([]);
  expect(desk.backend.calls.length).toBeLessThanOrEqual(3);
  expect(desk.backend.accounts.get(accountId)?.state).toBe('disabled');
});

test('somebody new is created with the access of a full run, and the next full plan finds nothing left', async () => {
  const world = await settledWorld(workers(3));
  world.hr.putEmployee(worker(4));
  const { run } = await world.lifecycle.sync({ people: ['e0004'] });
  expect(run.counts.failed).toBe(0);
  expect(userState(world, 'person4@example.com')).toBe('active');
  expect((await world.lifecycle.plan()).isEmpty).toBe(true);
});

test('whoever is read while a full reading goes on is not set back by its older record', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead' }));
  const list = world.source.employees.list.bind(world.source.employees);
  const read = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const source = {
    ...world.source,
    employees: {
      ...world.source.employees,
      list: async (...facts: Parameters<typeof list>) => {
        const page = await list(...facts);
        read.resolve();
        await goOn.promise;
        return page;
      },
    },
  };
  const lifecycle = createLifecycle({ ...world.options, source });
  const full = lifecycle.sync();
  await read.promise;
  world.hr.putEmployee(worker(2, { jobTitle: 'Lead', ...off }));
  await lifecycle.sync({ people: ['e0002'] });
  expect(userState(world, 'person2@example.com')).toBe('disabled');
  goOn.resolve();
  await full;
  expect(userState(world, 'person2@example.com')).toBe('disabled');
});

test('a leaver whose account is being created at that moment does not keep it', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.hr.putEmployee(worker(4));
  const create = world.provider.users.create.bind(world.provider.users);
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const users = {
    ...world.provider.users,
    create: async (...facts: Parameters<typeof create>) => {
      begun.resolve();
      await goOn.promise;
      return create(...facts);
    },
  };
  const lifecycle = createLifecycle({ ...world.options, identityProvider: { ...world.provider, users } });
  const full = lifecycle.sync();
  await begun.promise;
  world.hr.putEmployee(worker(4, off));
  const cut = lifecycle.sync({ people: ['e0004'] });
  for (let turn = 0; turn < 50; turn += 1) await turnOfTheLoop();
  goOn.resolve();
  await Promise.all([full, cut]);
  expect(targetState(world).okta.filter((line) => line.startsWith('person4'))).toEqual([expect.stringContaining('disabled')]);
  expect(targetState(world).chat.filter((line) => line.startsWith('person4') && line.includes('active'))).toEqual([]);
});

test('an emergency passes the guards for the people it names, and is in the audit trail; nobody else passes', async () => {
  const world = await settledWorld(workers(12));
  for (let number = 1; number <= 8; number += 1) world.hr.putEmployee(worker(number, off));
  const people = workers(8).map(({ id }) => id);
  const held = await world.lifecycle.sync({ people });
  expect(held.run.held).toBeGreaterThan(0);
  await world.lifecycle.sync({ people: people.slice(0, 6), emergency: 'stolen laptops' });
  expect(targetState(world).okta.filter((line) => line.includes('disabled'))).toHaveLength(6);
  const entries = await collect(world.lifecycle.audit());
  expect(entries.filter(({ kind }) => kind === 'emergency').map(({ person, detail }) => [person, detail])).toEqual(
    people.slice(0, 6).map((person) => [person, { because: 'stolen laptops' }]),
  );
});

test('a source that cannot be asked says so, and what was known is acted upon', async () => {
  const world = await settledWorld(workers(3), {}, { source: { without: ['employees.get'] } });
  const { readings, plan } = await world.lifecycle.sync({ people: ['e0002', 'e0001'] });
  expect(readings).toEqual([
    { employee: 'e0002', answer: 'cannot-be-asked' },
    { employee: 'e0001', answer: 'cannot-be-asked' },
  ]);
  expect(plan.isEmpty).toBe(true);
  expect(plan.toTable()).toContain('cannot be asked for one person');
});

test('nobody is taken for gone because the source does not know one id at this moment', async () => {
  const world = await settledWorld(workers(3));
  world.hr.removeEmployee('e0002');
  const { readings } = await world.lifecycle.sync({ people: ['e0002'] });
  expect(readings).toEqual([{ employee: 'e0002', answer: 'absent' }]);
  expect(userState(world, 'person2@example.com')).toBe('active');
});

test('some people are not handled before the first full reading, and an emergency is for named people', async () => {
  const world = createWorld(workers(3), { store: memoryStore() });
  await expect(world.lifecycle.sync({ people: ['e0001'] })).rejects.toMatchObject({ code: 'FEED_INCOMPLETE' });
  await expect(world.lifecycle.sync({ emergency: 'all of them' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
  await expect(world.lifecycle.sync({ people: [] })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
});
