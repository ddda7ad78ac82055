// A name that somebody else has already: nobody takes over anything, and what is said about it is true.
import { expect, test } from 'vitest';
import { collect, createWorld, noGuards, settledWorld, targetState, worker, workers } from './world.ts';

test('a name another person’s account holds is given to nobody else, and the next plan says whose it is', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  const before = targetState(world);
  world.hr.putEmployee(worker(8, { workEmail: 'person2@example.com' }));
  const { run } = await world.lifecycle.sync();
  expect(run.counts).toMatchObject({ skipped: 3, applied: 0 });
  const { plan } = await world.lifecycle.sync();
  expect(plan.total).toBe(0);
  expect(plan.header.waiting.map(({ person, target, because }) => `${person} ${target} ${because.includes('e0002')}`)).toEqual([
    'e0008 okta true',
    'e0008 chat true',
    'e0008 code true',
  ]);
  expect(targetState(world)).toEqual(before);
});

test('once the name is free the next plan gives it', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.hr.putEmployee(worker(8, { workEmail: 'person2@example.com' }));
  await world.lifecycle.sync();
  world.hr.putEmployee(worker(2, { workEmail: 'moved@example.com' }));
  await world.lifecycle.sync();
  await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual([
    'moved@example.com active',
    'person1@example.com active',
    'person2@example.com active',
    'person3@example.com active',
  ]);
  expect(await collect(world.lifecycle.accounts({ person: 'e0008', target: 'chat' }))).toMatchObject([{ provenance: 'created' }]);
});

test('a taken name that shows no account fails that change only', async () => {
  const world = createWorld(workers(2), {}, { chat: { cannotFind: true } });
  world.chat.addAccount({ userName: 'person1@example.com' }, {});
  const options = { ...world.options };
  Object.assign(world.apps.chat.accounts, { list: undefined });
  const { createLifecycle } = await import('../src/index.ts');
  const { run } = await createLifecycle(options).sync();
  expect(run.counts).toMatchObject({ failed: 1 });
  expect(world.chat.accounts.size).toBe(2);
});
