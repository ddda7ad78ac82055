// Ending a process in the middle of a run: at once, whatever its targets do, and with nothing lost.
import { expect, test } from 'vitest';
import { noGuards, reopened, settledWorld, type World, worker, workers } from './world.ts';

/** The same company with a chat that takes every update and never answers. */
async function hanging(signal?: AbortSignal): Promise<{ readonly world: World; readonly silent: World; readonly asked: Promise<void> }> {
  const world = await settledWorld(workers(6), { guards: noGuards });
  for (let number = 1; number <= 6; number += 1) world.hr.putEmployee(worker(number, { jobTitle: 'Lead' }));
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { chat } = world.apps;
  const update = (): Promise<never> => {
    resolve();
    return new Promise(() => {});
  };
  const apps = (world.options.apps ?? []).map((rule) =>
    rule.app === chat ? { ...rule, app: { ...chat, accounts: { ...chat.accounts, update } } } : rule,
  );
  // The file stays open for whoever comes next.
  const store = { ...world.options.store, close: async () => {} };
  return { world, silent: reopened(world, { apps, store, ...(signal === undefined ? {} : { signal }) }), asked };
}

const titles = (world: World): unknown[] => [...world.chat.accounts.values()].map(({ profile }) => profile.title);

test('close in the middle of a run does not wait for targets that never answer, and the next process finishes the run', async () => {
  const { world, silent, asked } = await hanging();
  const syncing = silent.lifecycle.sync();
  const ended = expect(syncing).rejects.toMatchObject({ name: 'AbortError' });
  await asked;
  await silent.lifecycle.close();
  await ended;
  await reopened(world).lifecycle.sync();
  expect(titles(world)).toEqual(Array.from({ length: 6 }, () => 'Lead'));
  expect((await reopened(world).lifecycle.plan()).isEmpty).toBe(true);
});

test('the signal of the options does the same, and its reason is what the run rejects with', async () => {
  const ending = new AbortController();
  const { world, silent, asked } = await hanging(ending.signal);
  const syncing = silent.lifecycle.sync();
  const ended = expect(syncing).rejects.toThrow('the machine goes down');
  await asked;
  ending.abort(new Error('the machine goes down'));
  await ended;
  await silent.lifecycle.close();
  await reopened(world).lifecycle.sync();
  expect(titles(world)).toEqual(Array.from({ length: 6 }, () => 'Lead'));
});
