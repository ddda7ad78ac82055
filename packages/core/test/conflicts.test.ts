// A name that somebody else has already: nobody takes over anything, and what is said about it is true.
import { expect, test } from 'vitest';
import { fault } from './breaking.ts';
import { collect, createWorld, noGuards, reopened, settledWorld, targetState, type World, worker, workers } from './world.ts';

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

/** A target that says of a name that it is taken, and shows nobody who has it. */
async function refusing(parts: Parameters<typeof createWorld>[2] = {}): Promise<World> {
  const world = await settledWorld(workers(3), { guards: noGuards }, parts);
  world.chat.fail('accounts.create', 'every', fault('CONNECTOR_CONFLICT_NOT_VISIBLE'));
  world.hr.putEmployee(worker(8));
  await world.lifecycle.sync();
  return world;
}

const asked = async (world: World) =>
  (await collect(world.lifecycle.questions())).map(({ id, because, choices }) => `${id} ${because} ${choices.join()}`);
const created = (world: World) => world.chat.calls.filter(({ verb }) => verb === 'accounts.create').length;
const question = 'conflict/chat/e0008';
const lines = [`${question} the target refuses this name as taken and shows no account that has it retry,leave`];

test('a name that is refused as taken while nobody shows it is a question at once, and is not asked for again run by run', async () => {
  const world = await refusing();
  expect(await asked(world)).toEqual(lines);
  world.chat.calls.length = 0;
  for (let run = 0; run < 4; run += 1) {
    const { plan } = await world.lifecycle.sync();
    expect(plan.header.waiting.map(({ kind, question: id }) => `${kind} ${id}`)).toEqual([`name-refused ${question}`]);
  }
  expect(created(world)).toBe(0);
  expect(await collect(world.lifecycle.deadLetters())).toEqual([]);
  expect(await asked(reopened(world))).toEqual(lines);
  // Everything else of the person went on.
  expect(targetState(world).okta.some((line) => line.startsWith('person8@example.com active'))).toBe(true);
});

test('once somebody says that the name is free the next plan gives it, and nothing is asked any more', async () => {
  const world = await refusing();
  world.chat.heal();
  await world.lifecycle.answer(question, 'retry', { by: 'ada' });
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('person8@example.com active');
  await world.lifecycle.sync();
  expect(await asked(world)).toEqual([]);
});

test('an answer is good for one more attempt: a name that is still refused is asked about anew', async () => {
  const world = await refusing();
  world.chat.calls.length = 0;
  await world.lifecycle.answer(question, 'retry', { by: 'ada' });
  for (let run = 0; run < 3; run += 1) await world.lifecycle.sync();
  expect(created(world)).toBe(1);
  expect(await asked(world)).toEqual(lines);
});

test('whoever is to do without is asked about no more, whatever HR says of them, until another name is wanted', async () => {
  const world = await refusing();
  world.chat.calls.length = 0;
  await world.lifecycle.answer(question, 'leave', { by: 'ada' });
  world.hr.putEmployee(worker(8, { jobTitle: 'Lead' }));
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.waiting.map(({ because }) => because)).toEqual([
    'the target refuses this name as taken and shows no account that has it; left as it is, by ada',
  ]);
  expect([created(world), await asked(world)]).toEqual([0, []]);
  world.chat.heal();
  world.hr.putEmployee(worker(8, { workEmail: 'other8@example.com' }));
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('other8@example.com active');
});

test('a new name of somebody who has an account is asked about in the same way, and their other changes go on', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.chat.fail('accounts.update', 'every', fault('CONNECTOR_CONFLICT_NOT_VISIBLE'));
  world.hr.putEmployee(worker(2, { workEmail: 'moved@example.com' }));
  for (let run = 0; run < 3; run += 1) await world.lifecycle.sync();
  expect(world.chat.calls.filter(({ verb }) => verb === 'accounts.update')).toHaveLength(1);
  expect((await collect(world.lifecycle.questions())).map(({ id }) => id)).toEqual(['conflict/chat/e0002']);
  expect(targetState(world).okta.some((line) => line.startsWith('moved@example.com active'))).toBe(true);
  // A leaver's cut is not held up by it.
  world.hr.putEmployee(worker(2, { workEmail: 'moved@example.com', status: 'terminated' }));
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('person2@example.com disabled');
  expect(await asked(world)).toEqual([]);
});

test('apps that need the user first wait with it while its name is in question', async () => {
  const world = await settledWorld(workers(2), { guards: noGuards }, { chat: { dependsOn: 'identity' } });
  world.okta.fail('users.create', 'every', fault('CONNECTOR_CONFLICT_NOT_VISIBLE'));
  world.hr.putEmployee(worker(9));
  for (let run = 0; run < 3; run += 1) await world.lifecycle.sync();
  expect(targetState(world).chat).toEqual(['person1@example.com active', 'person2@example.com active']);
  world.okta.heal();
  await world.lifecycle.answer('conflict/okta/e0009', 'retry', { by: 'ada' });
  await world.lifecycle.sync();
  expect(targetState(world).chat).toContain('person9@example.com active');
});

test('a taken name in a target that cannot look anybody up is a question too, and makes no second account', async () => {
  const world = createWorld(workers(2), {}, { chat: { cannotFind: true } });
  world.chat.addAccount({ userName: 'person1@example.com' }, {});
  const options = { ...world.options };
  Object.assign(world.apps.chat.accounts, { list: undefined });
  const { createLifecycle } = await import('../src/index.ts');
  const lifecycle = createLifecycle(options);
  const { run } = await lifecycle.sync();
  expect(run.counts).toMatchObject({ failed: 1 });
  await lifecycle.sync();
  expect(world.chat.accounts.size).toBe(2);
  expect((await collect(lifecycle.questions())).map(({ id }) => id)).toEqual(['conflict/chat/e0001']);
});

test('an account under a name that only the target takes for the same is a question, and not tried run by run', async () => {
  const world = await settledWorld(workers(3), { guards: noGuards });
  world.chat.addAccount({ userName: 'zoe@example.com', email: 'zoe@example.com' }, {});
  const { accounts } = world.apps.chat;
  const find = accounts.find.bind(accounts);
  const plain = (text: string | undefined): string | undefined => text?.normalize('NFD').replace(/\p{M}/gu, '');
  let looked = 0;
  Object.assign(accounts, {
    find: async (...[keys, context]: Parameters<typeof find>) => {
      looked += 1;
      return find({ ...keys, userName: plain(keys.userName), email: plain(keys.email) }, context);
    },
  });
  world.hr.putEmployee(worker(8, { workEmail: 'zoë@example.com' }));
  await world.lifecycle.sync();
  expect((await collect(world.lifecycle.questions())).map(({ id }) => id)).toEqual([question]);
  looked = 0;
  const { plan } = await world.lifecycle.sync();
  expect(plan.header.waiting.map(({ kind }) => kind)).toEqual(['name-refused']);
  expect(looked).toBe(0);
  expect(targetState(world).chat).toContain('zoe@example.com active');
});
