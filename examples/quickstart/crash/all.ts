// pnpm test:crash: processes killed at every step of every change of a mixed run, and every other trouble by itself.
// pnpm test:crash 10: at one step in ten.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { killEverywhere } from './kill-chain.ts';
import { isChosen, recoverySteps, type Step, steps } from './kill-points.ts';
import { repeated } from './oracle.ts';
import type { Words } from './orders.ts';
import { buildProgram } from './program.ts';
import { fillTheDisk, loseAnswers, meet } from './troubles.ts';
import { createWorld, type World } from './world.ts';

const oneIn = Math.max(1, Math.trunc(Number(process.argv[2] ?? 1)) || 1);
const begun = Date.now();
const folder = mkdtempSync(join(tmpdir(), 'tenure-crash-program-'));
const program = await buildProgram(folder);

const uninterrupted = await createWorld(program);
const size = uninterrupted.storeSize();
const first = await uninterrupted.child({ death: { steps, log: uninterrupted.log, signal: 'none' } });
const wanted = { content: uninterrupted.content(), effects: uninterrupted.effects(), places: uninterrupted.deaths() };
const growth = uninterrupted.storeSize() - size;
await uninterrupted.close();
console.log(`${first?.changes} changes, ${wanted.places.length} places to die at`);

let kills = 0;
let faults = 0;

/** Tells how a world ended, and what is wrong with it. */
function report(name: string, world: World, words: Words | undefined, wrong: readonly string[]): void {
  const again = repeated(world.effects(), wanted.effects);
  const problems = [
    ...wrong,
    ...(isDeepStrictEqual(world.content(), wanted.content) ? [] : ['the targets are not as they should be']),
    ...again.wrong.map((line) => `done again: ${line}`),
    ...(words?.left === 0 ? [] : [`not finished: ${words?.left ?? words?.code}`]),
  ];
  faults += problems.length;
  console.log(`${name}: ${problems.length === 0 ? 'the same end' : 'WRONG'}; ${again.harmless} endings of sessions repeated`);
  for (const problem of problems) console.log(`  ${problem}`);
}

async function inWorld(name: string, work: (world: World) => Promise<{ words: Words | undefined; wrong?: readonly string[] }>) {
  const world = await createWorld(program);
  const { words, wrong = [] } = await work(world);
  report(name, world, words, wrong);
  await world.close();
}

/** Kills at each of these steps until nobody is left to die. What one process did before it died another need not do. */
const killing = (name: string, where: readonly Step[]) => async (): Promise<void> => {
  const due = wanted.places.filter((place) => where.some((step) => place.startsWith(`${step} `)) && isChosen(place, oneIn));
  let left = due;
  let before = Number.POSITIVE_INFINITY;
  // The next world dies only where no process of the worlds before it came to.
  do {
    before = left.length;
    const passed = due.filter((place) => !left.includes(place));
    await inWorld(name, async (world) => {
      if (passed.length > 0) appendFileSync(world.log, passed.map((place) => `${place}\n`).join(''));
      const words = await killEverywhere(world, where, oneIn);
      const died = new Set(world.deaths().filter((place) => !passed.includes(place)));
      kills += died.size;
      left = left.filter((place) => !died.has(place));
      console.log(`${name}: killed ${died.size} times`);
      return { words };
    });
  } while (left.length > 0 && left.length < before);
  // Several outcomes may share one commit: whoever dies after it dies for all of them.
  const spared = left.filter((place) => !place.startsWith('after-outcome '));
  faults += spared.length;
  for (const place of spared) console.log(`  nobody died ${place}`);
};

const expected = (what: string, seen: unknown, right: unknown): string[] => (seen === right ? [] : [`${what}: ${String(seen)}`]);

const queue: (() => Promise<void>)[] = [
  // What was interrupted before anything was sent is put back, and the next process dies around that.
  killing('after-intent and around putting back', ['after-intent', ...recoverySteps]),
  ...steps.filter((step) => step !== 'after-intent').map((step) => killing(step, [step])),
  () =>
    inWorld('a full disk', async (world) => {
      const { code, writes } = await fillTheDisk(world, growth);
      const inTheMiddle = writes > 0 && writes < wanted.effects.size;
      return {
        words: await world.child(),
        wrong: [...expected('it ended with', code, 'STORE_FULL'), ...expected('in the middle', inTheMiddle, true)],
      };
    }),
  () =>
    inWorld('a second process, the first goes on', async (world) => {
      const { first: frozen, refusal } = await meet(world, 'after-call');
      frozen.process.kill('SIGCONT');
      return { words: await frozen.words, wrong: expected('the second one', refusal, 'STORE_BUSY') };
    }),
  () =>
    inWorld('a second process takes over', async (world) => {
      const { first: frozen, refusal } = await meet(world, 'before-outcome');
      frozen.process.kill('SIGKILL');
      await frozen.words;
      return { words: await world.child(), wrong: expected('the second one', refusal, 'STORE_BUSY') };
    }),
  () =>
    inWorld('lost answers', async (world) => {
      const lost = loseAnswers(world);
      const words = await world.child();
      console.log(`lost answers: ${lost()}`);
      return { words };
    }),
];

// Two at a time: two cores.
const work = async (): Promise<void> => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next();
};
await Promise.all([work(), work()]);
rmSync(folder, { recursive: true });
console.log(`${kills} kills in ${Math.round((Date.now() - begun) / 1_000)} s, ${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
