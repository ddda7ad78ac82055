// pnpm test:crash: a process killed at every step of every change of a mixed run, one after the other.
import { isDeepStrictEqual } from 'node:util';
import { type Step, steps } from './killing.ts';
import { repeated } from './oracle.ts';
import { createScene, type Words } from './scene.ts';

const uninterrupted = await createScene();
await uninterrupted.child();
const wanted = { content: uninterrupted.content(), effects: uninterrupted.effects() };
await uninterrupted.close();

/** Each process dies at the first change that none before it died at, until there is none left. */
async function killEverywhere(step: Step): Promise<{ readonly kills: number; readonly good: boolean }> {
  const scene = await createScene();
  let words: Words | undefined;
  do words = await scene.child({ death: { step, log: scene.log } });
  while (words === undefined);
  const again = repeated(scene.effects(), wanted.effects);
  const same = isDeepStrictEqual(scene.content(), wanted.content);
  const kills = scene.deaths().length;
  await scene.close();
  const end = same ? 'the same end' : 'ANOTHER END';
  console.log(`${step}: killed ${kills} times; ${end}; ${again.harmless} endings of sessions repeated; left: ${words.left ?? words.code}`);
  for (const line of again.wrong) console.log(`  REPEATED: ${line}`);
  return { kills, good: same && again.wrong.length === 0 && words.left === 0 };
}

// Two at a time: two cores.
const results: Awaited<ReturnType<typeof killEverywhere>>[] = [];
const queue = [...steps];
const work = async (): Promise<void> => {
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) results.push(await killEverywhere(step));
};
await Promise.all([work(), work()]);
console.log(`${results.reduce((sum, { kills }) => sum + kills, 0)} kills`);
process.exitCode = results.every(({ good }) => good) ? 0 : 1;
