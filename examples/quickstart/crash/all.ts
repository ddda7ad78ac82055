// pnpm test:crash: a process killed at every step of every change of a mixed run, one step after the other.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { steps } from './killing.ts';
import { createScene, type Scene } from './scene.ts';

async function secondDay(): Promise<Scene> {
  const scene = await createScene();
  scene.writeDay(1);
  await scene.child();
  scene.writeDay(2);
  return scene;
}

const uninterrupted = await secondDay();
await uninterrupted.child();
const wanted = uninterrupted.state();
await uninterrupted.close();

let failed = 0;
let total = 0;
for (const step of steps) {
  const scene = await secondDay();
  const log = join(scene.folder, 'deaths');
  let words: Awaited<ReturnType<Scene['child']>>;
  // Each process dies at the first change that none before it died at, until there is none left.
  do words = await scene.child({ death: { step, nth: 1, log } });
  while (words === undefined);
  const deaths = readFileSync(log, 'utf8').trim().split('\n').length;
  const twice = [...scene.creations()].filter(([, count]) => count > 1).length;
  const same = isDeepStrictEqual(scene.state(), wanted);
  if (!same || twice > 0 || words.left !== 0) failed += 1;
  total += deaths;
  console.log(
    `${step}: killed ${deaths} times; ${same ? 'the same end' : 'ANOTHER END'}; ${twice} created twice; ${words.left ?? words.code} left`,
  );
  await scene.close();
}
console.log(`${total} kills`);
process.exitCode = failed === 0 ? 0 : 1;
